"""Who signs an agreement, for whom, in which order, and each step of the way there."""

from typing import ClassVar

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from devo_portal.core.models import Organisation, Provenance, Record, User, tracked

from ..rules import signing
from .agreements import Agreement, AgreementVersion
from .evidence import Evidence


@tracked()
class SignatureGroup(Provenance, Record):
    """Signatories who sign side by side. Steps follow each other; a group may need only some of its members."""

    REF_PREFIX = "GRP"
    joining: ClassVar[int | None] = None  # on a group not yet saved: how many become its members with it

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=120)
    step = models.PositiveSmallIntegerField(default=1, help_text="Groups of the same step sign side by side; step 2 follows step 1.")
    needed = models.PositiveSmallIntegerField("signatures needed", null=True, blank=True, help_text="Leave empty where every member must sign.")

    class Meta:
        ordering = ["agreement", "step", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "name"],
                name="governance_signaturegroup_name_once",
                violation_error_message="This agreement has a group of this name already.",
            ),
            models.CheckConstraint(
                condition=Q(step__gte=1), name="governance_signaturegroup_step_from_1", violation_error_message="Steps are numbered from 1."
            ),
            models.CheckConstraint(
                condition=Q(needed=None) | Q(needed__gte=1),
                name="governance_signaturegroup_needs_somebody",
                violation_error_message="A group needs at least one signature.",
                violation_error_code="n-of-m",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        members = Signature.objects.filter(group=self.pk, ended_on=None).count() if self.joining is None else self.joining
        if self.needed is not None and self.needed > members:
            raise ValidationError({"needed": ValidationError(f"{self.needed} signatures cannot come from {members} members.", code="n-of-m")})


@pgtrigger.register(
    pgtrigger.FSM(
        name="moves_as_it_may", field="status", transitions=[(old, new) for old, news in signing.TRANSITIONS.items() for new in sorted(news)]
    )
)
@tracked()
class Signature(Provenance, Record):
    """One party's place under an agreement. Person and role are text: people change posts, a signature does not."""

    class Status(models.TextChoices):
        NOT_ASKED = signing.NOT_ASKED, "Not asked"
        ASKED = signing.ASKED, "Asked"
        VIEWED = signing.VIEWED, "Viewed"
        AGREED = signing.AGREED, "Agreed in principle"
        SIGNED = signing.SIGNED, "Signed"
        DECLINED = signing.DECLINED, "Declined"
        WITHDRAWN = signing.WITHDRAWN, "Withdrawn"

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
    group = models.ForeignKey(
        SignatureGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        help_text="Who signs beside it. Without a group it signs in the first step and must sign.",
    )
    bodies = models.ManyToManyField(Organisation, through="Mandate", related_name="signed_for", blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.NOT_ASKED, editable=False)
    signed_on = models.DateField("signed on", null=True, blank=True, editable=False)
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
        if self.group and self.group.agreement_id != self.agreement_id:
            raise ValidationError({"group": "The group must belong to the same agreement."})


@tracked()
class Mandate(Provenance, Record):
    """A body for which a signatory signs, and what gives it the right to."""

    REF_PREFIX = "MAN"

    signature = models.ForeignKey(Signature, on_delete=models.CASCADE, related_name="mandates")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mandates_given", verbose_name="on behalf of")
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="mandates", help_text="What gives the right to sign for this body."
    )

    class Meta:
        ordering = ["signature", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["signature", "organisation"], name="governance_mandate_once", violation_error_message="This body is named twice."
            )
        ]

    def __str__(self) -> str:
        return f"{self.signature} for {self.organisation}"


@pgtrigger.register(pgtrigger.Protect(name="added_to_only", operation=pgtrigger.Update | pgtrigger.Delete))
@tracked()
class SignatureStep(Provenance, Record):
    """A signature came into a state on a day. Added to, never changed: a past day is told from these."""

    REF_PREFIX = "STE"

    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=20, choices=Signature.Status)
    on = models.DateField()
    reason = models.TextField(blank=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="steps")
    text = models.ForeignKey(
        AgreementVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="steps", help_text="The text that was signed."
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="recorded by")

    class Meta:
        ordering = ["signature", "on", "id"]
        indexes = [models.Index(fields=["signature", "on", "id"], name="governance_step_latest")]

    def __str__(self) -> str:
        return f"{self.signature}: {self.get_state_display()}"

    def clean(self) -> None:
        if self.on and self.on > timezone.localdate():
            raise ValidationError({"on": "This cannot have happened in the future."})
