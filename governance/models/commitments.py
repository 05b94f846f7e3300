"""What the signatories promised, what it hangs on, and whether it harms anybody elsewhere."""

import uuid

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from devo_portal.core.fields import PartialDateField
from devo_portal.core.models import Organisation, Provenance, Record, controlled, tracked

from .agreements import Agreement, Clause, Principle, TextStatus
from .boards import Board
from .evidence import Evidence


@controlled("status", "complete", "superseded")
@tracked()
class Commitment(Provenance, Record):
    """One promise of an agreement, with its strength and its hedges."""

    class Theme(models.TextChoices):
        INTEGRATION = "integration", "Integration"
        REGULATION = "regulation", "Regulation"
        ESTATES = "estates", "Estates"
        WORKFORCE = "workforce", "Workforce"
        PREVENTION = "prevention", "Prevention"
        GOVERNANCE = "governance", "Governance"

    class Strength(models.TextChoices):
        WILL = "will", "Will"
        DELEGATE = "delegate", "Delegate"
        DEVOLVE = "devolve", "Devolve"
        SUPPORT = "support", "Support"
        WORK_TOWARDS = "work_towards", "Work towards"
        EXPLORE = "explore", "Explore"

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", "Not started"
        ON_TRACK = "on_track", "On track"
        AT_RISK = "at_risk", "At risk"
        DELAYED = "delayed", "Delayed"
        COMPLETE = "complete", "Complete"
        SUPERSEDED = "superseded", "Superseded"

    LIVE = (Status.NOT_STARTED, Status.ON_TRACK, Status.AT_RISK, Status.DELAYED)
    REF_PREFIX = "COM"
    OWNER = "owner_id"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="commitments")
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments", help_text="The clause that makes the promise."
    )
    code = models.CharField(max_length=12, unique=True, help_text="Such as EST-1.")
    theme = models.CharField(max_length=12, choices=Theme)
    text = models.TextField("commitment")
    text_status = models.CharField("text status", max_length=14, choices=TextStatus, default=TextStatus.PARAPHRASE)
    strength = models.CharField(max_length=12, choices=Strength, help_text="The verb of the promise.")
    in_principle = models.BooleanField("in principle only", default=False)
    status = models.CharField(max_length=12, choices=Status, default=Status.NOT_STARTED)
    owner = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments_owned",
        help_text="The organisation that answers for it.",
    )
    co_owners = models.ManyToManyField(
        Organisation, through="CommitmentCoOwner", related_name="commitments_shared", blank=True, verbose_name="owned together with"
    )
    owners_text = models.CharField("owners as written", max_length=200, blank=True)
    forum = models.ForeignKey(
        Board, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments", help_text="The board that follows it."
    )
    due = PartialDateField(null=True, blank=True, help_text="Such as 1 April 2018, April 2018 or 2018. Lists sort by it.")
    due_text = models.CharField("due as written", max_length=120, blank=True, help_text="The source's own words, such as “from April 2018”.")
    progress = models.TextField(blank=True, help_text="Where it stands.")
    evidence = models.ManyToManyField(Evidence, through="CommitmentEvidence", related_name="commitments", blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="governance_commitment_has_code", violation_error_message="A commitment needs a code.")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    def clean(self) -> None:
        if self.clause_id and self.clause and self.clause.version_of.agreement_id != self.agreement_id:
            raise ValidationError({"clause": "The clause must belong to the same agreement."})


@tracked()
class CommitmentCoOwner(models.Model):
    """An organisation that owns a commitment together with the one that answers for it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="co_owner_links")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "organisation"], name="governance_commitmentcoowner_once")]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.organisation}"


@tracked()
class CommitmentEvidence(models.Model):
    """What shows how far a commitment has come."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="evidence_links")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "evidence"], name="governance_commitmentevidence_once")]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.evidence}"


@pgtrigger.register(pgtrigger.Protect(name="added_to_only", operation=pgtrigger.Update | pgtrigger.Delete))
@tracked()
class NoHarmAssessment(Provenance, Record):
    """The standing condition: nothing done for London may harm care outside it. A ledger, added to, never changed."""

    class Rating(models.TextChoices):
        GREEN = "green", "Green: no harm found"
        AMBER = "amber", "Amber: possible harm, kept in view"
        RED = "red", "Red: harm to care outside London"

    REF_PREFIX = "NHA"

    commitments = models.ManyToManyField(Commitment, through="AssessmentCover", related_name="assessments")
    rating = models.CharField(max_length=8, choices=Rating)
    finding = models.TextField(help_text="What was looked at, and what was found.")
    reviewer = models.CharField(max_length=160, help_text="The post of the reviewer and its organisation.")
    reviewed_on = models.DateField("reviewed on")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="assessments")

    class Meta:
        ordering = ["-reviewed_on", "-id"]
        verbose_name = "no-harm assessment"

    def __str__(self) -> str:
        return f"{self.get_rating_display()}, {self.reviewed_on}"

    def clean(self) -> None:
        if self.reviewed_on and self.reviewed_on > timezone.localdate():
            raise ValidationError({"reviewed_on": "A review cannot have been made in the future."})


@tracked()
class AssessmentCover(models.Model):
    """A commitment that an assessment covers."""

    assessment = models.ForeignKey(NoHarmAssessment, on_delete=models.CASCADE, related_name="cover_links")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="cover_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "commitment"], name="governance_assessmentcover_once")]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.commitment}"


@tracked()
class PrincipleLink(Provenance, Record):
    """A commitment serves a principle: how, and what shows it."""

    REF_PREFIX = "PRL"

    principle = models.ForeignKey(Principle, on_delete=models.PROTECT, related_name="links")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="principle_links")
    note = models.TextField("how it serves it", blank=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="principle_links")

    class Meta:
        ordering = ["principle__number", "commitment__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["principle", "commitment"],
                name="governance_principlelink_once",
                violation_error_message="This commitment is linked to this principle already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment.code} serves principle {self.principle.number}"

    @property
    def owner_id(self) -> uuid.UUID | None:
        """Who answers for the commitment may say what it serves."""
        return self.commitment.owner_id
