"""What the signatories promised."""

from django.db import models
from django.db.models import Q

from devo_portal.core.fields import PartialDateField
from devo_portal.core.models import Organisation, Provenance, Record, tracked

from .agreements import Agreement, TextStatus
from .boards import Board


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
        COMMIT = "commit", "Commit"
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
    code = models.CharField(max_length=12, unique=True, help_text="Such as EST-1.")
    theme = models.CharField(max_length=12, choices=Theme)
    text = models.TextField("commitment")
    text_status = models.CharField("text status", max_length=14, choices=TextStatus, default=TextStatus.PARAPHRASE)
    strength = models.CharField(max_length=12, choices=Strength)
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
    owners_text = models.CharField("owners as written", max_length=200, blank=True)
    forum = models.ForeignKey(
        Board, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments", help_text="The board that follows it."
    )
    due = PartialDateField(null=True, blank=True, help_text="Such as 1 April 2018, April 2018 or 2018.")
    due_text = models.CharField("due as written", max_length=120, blank=True, help_text="The source's own words, such as “from April 2018”.")
    conditions = models.TextField(blank=True, help_text="What it depends on.")
    progress = models.TextField(blank=True, help_text="Where it stands.")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="governance_commitment_has_code", violation_error_message="A commitment needs a code.")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"
