"""Agreements, who signs them, and the principles behind them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from devo_portal.core.fields import PartialDateField
from devo_portal.core.models import Organisation, Provenance, Record, tracked


class TextStatus(models.TextChoices):
    """How near a text is to the official one."""

    VERBATIM = "verbatim", "Verbatim"
    PARAPHRASE = "paraphrase", "Paraphrase"
    RECONSTRUCTED = "reconstructed", "Reconstructed"


@tracked()
class Agreement(Provenance, Record):
    """A text that bodies sign: the memorandum of understanding and those before it."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SIGNING = "signing", "Being signed"
        SIGNED = "signed", "Signed"
        SUPERSEDED = "superseded", "Superseded"

    REF_PREFIX = "AGR"

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    summary = models.TextField(blank=True)
    text_status = models.CharField("text status", max_length=14, choices=TextStatus, default=TextStatus.PARAPHRASE)
    planned_signing = PartialDateField("planned signing", null=True, blank=True)
    signed = PartialDateField("signed on", null=True, blank=True)

    class Meta:
        ordering = ["-signed", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="signed") | Q(signed__isnull=False),
                name="governance_agreement_signed_has_date",
                violation_error_message="A signed agreement needs the date of its signing.",
            )
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


@tracked()
class Signature(Provenance, Record):
    """One party's place under an agreement. Person and role are text: people change posts, a signature does not."""

    class Status(models.TextChoices):
        NOT_ASKED = "not_asked", "Not asked"
        ASKED = "asked", "Asked"
        SIGNED = "signed", "Signed"

    class Side(models.TextChoices):
        CENTRAL = "central", "Central government"
        NATIONAL = "national", "National NHS and public health"
        LONDON = "london", "London"

    REF_PREFIX = "SIG"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="signatures")
    person = models.CharField(max_length=120, blank=True, help_text="As at the time of signing.")
    role = models.CharField(max_length=120, help_text="The office that signs, such as Chair.")
    side = models.CharField(max_length=8, choices=Side)
    order = models.PositiveSmallIntegerField(help_text="The place in which it stands under the text.")
    status = models.CharField(max_length=10, choices=Status, default=Status.NOT_ASKED)
    signed_on = models.DateField("signed on", null=True, blank=True)
    ended_on = models.DateField("ended on", null=True, blank=True, help_text="The day from which this signatory no longer holds the place.")
    replaced_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")

    class Meta:
        ordering = ["agreement", "order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="signed", signed_on__isnull=False) | (~Q(status="signed") & Q(signed_on=None)),
                name="governance_signature_signed_has_date",
                violation_error_message="A signature that was given needs its date, and only such a signature has one.",
            ),
            models.UniqueConstraint(
                fields=["agreement", "order"],
                condition=Q(ended_on=None),
                name="governance_signature_order_once",
                violation_error_message="Two signatories stand in the same place.",
            ),
            models.UniqueConstraint(
                fields=["agreement", "organisation"],
                condition=Q(ended_on=None),
                name="governance_signature_party_once",
                violation_error_message="This organisation signs this agreement already.",
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(ended_on=None) | Q(ended_on__gte=F("signed_on")),
                name="governance_signature_ends_after",
                violation_error_message="A signatory cannot end before signing.",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(ended_on__isnull=False),
                name="governance_signature_replaced_is_ended",
                violation_error_message="A signatory who is replaced needs the day on which the place passed on.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.role})"

    @property
    def has_signed(self) -> bool:
        return self.status == self.Status.SIGNED

    def clean(self) -> None:
        if self.signed_on and self.signed_on > timezone.localdate():
            raise ValidationError({"signed_on": "A signature cannot have been given in the future."})
        if self.ended_on and self.ended_on > timezone.localdate():
            raise ValidationError({"ended_on": "Record the end of a signatory once it has come: give today or a day before."})
        if self.replaced_by and self.replaced_by.agreement_id != self.agreement_id:
            raise ValidationError({"replaced_by": "The new signatory must belong to the same agreement."})


@tracked()
class Principle(Provenance, Record):
    """One of the fourteen principles of December 2015."""

    REF_PREFIX = "PRI"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="principles")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    text_status = models.CharField("text status", max_length=14, choices=TextStatus, default=TextStatus.PARAPHRASE)

    class Meta:
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="governance_principle_number_once", violation_error_message="This number is taken."
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"
