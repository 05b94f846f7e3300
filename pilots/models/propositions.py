"""What a pilot asks to be changed, and what became of it."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from devo_portal.core.fields import PartialDateField
from devo_portal.core.models import Organisation, Provenance, Record, tracked
from governance.models import Clause, Evidence, Function

from .pilots import Pilot

_NOTHING = {"clause": None, "refusal": "", "superseded_by": None}


@tracked()
class Proposition(Provenance, Record):
    """One ask. It is open, or granted by a clause, or refused with a reason, or superseded by another: just one of these."""

    class Kind(models.TextChoices):
        LEGISLATION = "legislation", "Legislation"
        REGULATION = "regulation", "Regulation"
        PAYMENT = "payment", "Payment"
        WORKFORCE = "workforce", "Workforce"
        ESTATES = "estates", "Estates"
        PLANNING = "planning", "Planning"
        LICENSING = "licensing", "Licensing"
        DATA = "data", "Data"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        GRANTED = "granted", "Granted"
        REFUSED = "refused", "Refused"
        SUPERSEDED = "superseded", "Superseded"

    REF_PREFIX = "PRP"

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="propositions")
    title = models.CharField("what must change", max_length=200, help_text="The ask in one line, such as: Keep capital receipts for reinvestment.")
    detail = models.TextField(blank=True, help_text="What would be different, and why the pilot needs it.")
    kind = models.CharField("kind of change", max_length=12, choices=Kind)
    could_grant = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="propositions_to_grant",
        verbose_name="who could grant it",
        help_text="The organisation whose decision it is.",
    )
    could_grant_text = models.CharField(
        "who could grant it, in words", max_length=200, blank=True, help_text="Where it is more than one, or none of ours."
    )
    pursued_by = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="propositions_pursued",
        verbose_name="owner",
        help_text="The organisation that pursues it.",
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, editable=False)
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="propositions", editable=False, verbose_name="granted by clause"
    )
    refusal = models.TextField("why it was refused", blank=True, editable=False)
    superseded_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes", editable=False)
    decided_on = PartialDateField("decided on", null=True, blank=True, editable=False, help_text="Such as 16 November 2017, November 2017 or 2017.")
    function = models.ForeignKey(
        Function, on_delete=models.PROTECT, null=True, blank=True, related_name="propositions", help_text="The function that it became or asks for."
    )
    effect = models.TextField(
        "effect measured", blank=True, help_text="What has changed since, with its figures. Leave it empty until it is measured."
    )
    effect_evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="propositions", verbose_name="evidence of the effect"
    )

    class Meta:
        ordering = ["pilot__name", "title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "title"], name="pilots_proposition_title_once", violation_error_message="This pilot asks for that already."
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_on=None, **_NOTHING)
                | Q(state="granted", refusal="", superseded_by=None, clause__isnull=False)
                | (Q(state="refused", clause=None, superseded_by=None) & ~Q(refusal=""))
                | Q(state="superseded", clause=None, refusal="", superseded_by__isnull=False),
                name="pilots_proposition_one_state",
                violation_error_message="It is open, or granted by a clause, or refused with the reason, or superseded by another: one of these.",
                violation_error_code="proposition-one-state",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by=None) | ~Q(superseded_by=F("id")),
                name="pilots_proposition_not_by_itself",
                violation_error_message="A proposition cannot supersede itself.",
                violation_error_code="supersession-cycle",
            ),
            models.CheckConstraint(
                condition=Q(effect_evidence=None) | ~Q(effect=""),
                name="pilots_proposition_evidence_of_an_effect",
                violation_error_message="Say what the effect is that the evidence shows.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def owner_id(self) -> uuid.UUID | None:
        """Who leads the pilot keeps its asks, whoever pursues them."""
        return self.pilot.lead_id

    def clean(self) -> None:
        if self.decided_on and self.decided_on.first > timezone.localdate():
            raise ValidationError({"decided_on": "What was decided cannot be dated in the future."})
        if way := self.comes_round():
            raise ValidationError(f"“{self}” would supersede itself, by way of “{way}”.", code="supersession-cycle")

    def comes_round(self) -> "Proposition | None":
        """The last before itself, where the line of what took its place leads back to it."""
        way, later, seen = self, self.superseded_by, set()
        while later and later.pk not in seen:
            if later.pk == self.pk:
                return way
            seen.add(later.pk)
            way, later = later, later.superseded_by
        return None
