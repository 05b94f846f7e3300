"""How confident one may be that a pilot delivers: what its owner says, and what the programme's assurance says."""

import uuid

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from devo_portal.core.models import Provenance, Record, tracked

from ..rules.confidence import FIVE, SCALES, THREE
from .pilots import Pilot


@pgtrigger.register(pgtrigger.Protect(name="added_to_only", operation=pgtrigger.Update | pgtrigger.Delete))
@tracked()
class ConfidenceRating(Provenance, Record):
    """One rating of a day, with the scale that it was given on. A ledger: added to, never changed."""

    class Kind(models.TextChoices):
        ASSURANCE = "assurance", "Assurance"
        OWNER = "owner", "Owner"

    class Scale(models.TextChoices):
        FIVE = FIVE, "Five points"
        THREE = THREE, "Three points"

    class Rating(models.TextChoices):
        GREEN = "green", "Green"
        AMBER_GREEN = "amber_green", "Amber/Green"
        AMBER = "amber", "Amber"
        AMBER_RED = "amber_red", "Amber/Red"
        RED = "red", "Red"

    REF_PREFIX = "CON"

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="ratings")
    kind = models.CharField(
        "whose rating",
        max_length=10,
        choices=Kind,
        default=Kind.ASSURANCE,
        help_text="Assurance is the programme's, apart from those who deliver; the owner's is the pilot's own.",
    )
    scale = models.CharField(max_length=5, choices=Scale, editable=False)
    rating = models.CharField(max_length=12, choices=Rating, help_text="Five points for days before 2021; Green, Amber or Red from then on.")
    rated_on = models.DateField("rated on", default=timezone.localdate)
    commentary = models.TextField(blank=True, help_text="What the rating rests on. Needed where it is worse than the one before.")

    class Meta:
        ordering = ["pilot", "-rated_on", "-id"]
        indexes = [models.Index(fields=["pilot", "kind", "-rated_on", "-id"], name="pilots_rating_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(scale=FIVE) | Q(scale=THREE, rating__in=SCALES[THREE]),
                name="pilots_confidencerating_on_its_scale",
                violation_error_message="This rating is not on the scale of its day.",
                violation_error_code="rating-off-scale",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pilot}: {self.get_rating_display()} on {self.rated_on}"

    @property
    def owner_id(self) -> uuid.UUID | None:
        """Who leads the pilot gives its own rating; policy keeps the assurance rating for others."""
        return self.pilot.lead_id

    def clean(self) -> None:
        if self.rated_on and self.rated_on > timezone.localdate():
            raise ValidationError({"rated_on": "A rating cannot be dated in the future."})
        start = self.pilot.starts if self.pilot_id else None
        if start and self.rated_on and self.rated_on < start.first:
            said = f"The pilot started in {start}" if start.precision != "day" else f"The pilot started on {start}"
            raise ValidationError({"rated_on": f"{said}: a rating cannot be of a day before that."})
        if self.scale in SCALES and self.rating and self.rating not in SCALES[self.scale]:
            words = f"{self.get_rating_display()} is not on the three-point scale, in use from 2021. Choose Green, Amber or Red."
            raise ValidationError({"rating": ValidationError(words, code="rating-off-scale")})
