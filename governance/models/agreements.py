"""Agreements, their texts, and the principles behind them."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from devo_portal.core.fields import PartialDateField
from devo_portal.core.models import Provenance, Record, tracked

from .decisions import Decision


class TextStatus(models.TextChoices):
    """How near a text is to the official one."""

    VERBATIM = "verbatim", "Verbatim"
    PARAPHRASE = "paraphrase", "Paraphrase"
    RECONSTRUCTED = "reconstructed", "Reconstructed"


@tracked()
class Agreement(Provenance, Record):
    """What bodies sign: the memorandum of understanding and those before it. `status` and `signed` follow its signing."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SIGNING = "signing", "Being signed"
        SIGNED = "signed", "Signed"
        SUPERSEDED = "superseded", "Superseded"
        VOID = "void", "Void"

    REF_PREFIX = "AGR"

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    summary = models.TextField(blank=True)
    text_status = models.CharField("text status", max_length=14, choices=TextStatus, default=TextStatus.PARAPHRASE)
    signed = PartialDateField("signed on", null=True, blank=True, editable=False)

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


LONGEST = 20_000  # characters of a clause: some six pages
_TEXT = ("agreement_id", "number", "title", "note", "text_status")


@pgtrigger.register(
    pgtrigger.Protect(
        name="signed_text_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(f"OLD.status <> 'draft' AND ({' OR '.join(f'OLD.{name} IS DISTINCT FROM NEW.{name}' for name in _TEXT)})"),
    ),
    pgtrigger.Protect(name="signed_text_is_kept", operation=pgtrigger.Delete, condition=pgtrigger.Condition("OLD.status <> 'draft'")),
)
@tracked()
class AgreementVersion(Provenance, Record):
    """One text of an agreement. It is fixed from its first signature; superseding or voiding it cites a decision."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SIGNED = "signed", "Signed"
        SUPERSEDED = "superseded", "Superseded"
        VOID = "void", "Void"

    REF_PREFIX = "VER"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    title = models.CharField(max_length=200, help_text="Such as: Text for signature, November 2017.")
    note = models.TextField("what changed", blank=True, help_text="What is new against the version before.")
    text_status = models.CharField("text status", max_length=14, choices=TextStatus, default=TextStatus.PARAPHRASE)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    ended_on = models.DateField("superseded or void from", null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="texts_ended", editable=False, verbose_name="by decision"
    )
    superseded_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes", editable=False)

    class Meta:
        ordering = ["agreement", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="governance_agreementversion_number_once",
                violation_error_message="This agreement has a version of this number already.",
                violation_error_code="version-number-used",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "signed"], ended_on=None, ended_by=None, superseded_by=None)
                | Q(status="superseded", ended_on__isnull=False, ended_by__isnull=False, superseded_by__isnull=False)
                | Q(status="void", ended_on__isnull=False, ended_by__isnull=False, superseded_by=None),
                name="governance_agreementversion_end_cites_decision",
                violation_error_message="A text that is superseded or void cites the decision, its day and, where superseded, the text after it.",
                violation_error_code="decision-missing",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by=None) | ~Q(superseded_by=F("id")),
                name="governance_agreementversion_not_by_itself",
                violation_error_message="A text cannot supersede itself.",
                violation_error_code="supersession-cycle",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, version {self.number}"

    def clean(self) -> None:
        seen, way, later = {self.pk}, str(self), self.superseded_by
        while later:
            if later.pk in seen:
                raise ValidationError(f"{later} would supersede itself, by way of {way}.", code="supersession-cycle")
            seen.add(later.pk)
            way, later = str(later), later.superseded_by


def _of_a_draft(name: str, operation: pgtrigger.Operation, row: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        operation=operation,
        when=pgtrigger.Before,
        func=f"""
            IF (SELECT status FROM governance_agreementversion WHERE id = {row}.version_of_id FOR SHARE) <> 'draft' THEN
                RAISE EXCEPTION 'pgtrigger: the text of a signed version is not changed';
            END IF;
            RETURN {row};
        """,  # noqa: S608  # the words are this file's own
    )


@pgtrigger.register(
    _of_a_draft("added_to_a_draft", pgtrigger.Insert, "NEW"),
    _of_a_draft("changed_in_a_draft", pgtrigger.Update, "NEW"),
    _of_a_draft("taken_from_a_draft", pgtrigger.Delete, "OLD"),
)
@tracked()
class Clause(Provenance, Record):
    """A numbered clause of one version of an agreement."""

    REF_PREFIX = "CLA"

    version_of = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="clauses", verbose_name="version")
    number = models.CharField(max_length=20, help_text="As the text numbers it, such as 3.2.")
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    text_status = models.CharField("text status", max_length=14, choices=TextStatus, default=TextStatus.PARAPHRASE)
    position = models.PositiveSmallIntegerField("place", default=0, help_text="Its place in the text; clauses sort by it.")

    class Meta:
        ordering = ["version_of", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version_of", "number"],
                name="governance_clause_number_once",
                violation_error_message="This version has a clause of this number already.",
                violation_error_code="clause-number-used",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_of.agreement} {self.number}" + (f" {self.heading}" if self.heading else "")

    def clean(self) -> None:
        if self.version_of_id and self.version_of.status != AgreementVersion.Status.DRAFT:
            raise ValidationError(f"The text of {self.version_of} is fixed, for it has been signed.", code="version-signed")
        if len(self.text) > LONGEST:
            raise ValidationError({"text": f"A clause holds at most {LONGEST:,} characters. Divide it."})


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
