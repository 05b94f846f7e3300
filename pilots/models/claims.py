"""Money, homes and people that pilots and places count as theirs. What two of them claim counts once, by explicit shares."""

import uuid
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Floor
from django.utils import timezone

from devo_portal.core.models import Area, Provenance, Record, tracked

from ..rules import shares
from .pilots import Pilot


@tracked()
class ClaimedThing(Provenance, Record):
    """Something that is counted once, however many say that it is theirs: a sum of money, a number of homes or of people."""

    class Measure(models.TextChoices):
        MONEY = "money", "Money"
        HOMES = "homes", "Homes"
        PEOPLE = "people", "People"

    REF_PREFIX = "THG"

    name = models.CharField("what is counted", max_length=200)
    measure = models.CharField(max_length=8, choices=Measure)
    amount = models.DecimalField(
        max_digits=16, decimal_places=2, help_text="Pounds to the penny; homes and people in whole numbers. The whole of it, before it is shared."
    )
    unit = models.CharField("unit in words", max_length=80, blank=True, help_text="Such as: pounds a year, homes with planning permission, adults.")
    as_at = models.DateField("as at", null=True, blank=True, help_text="The day of the figure, such as 31 March 2018.")

    pilot_lead: uuid.UUID | None = None  # whose it is while it is not yet saved, with the first claim on it

    class Meta:
        ordering = ["measure", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "measure"],
                name="pilots_claimedthing_once",
                violation_error_message="This is counted already. Claim that, so that it counts once.",
                violation_error_code="thing-recorded",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="pilots_claimedthing_amount", violation_error_message="The amount cannot be below nothing."
            ),
            models.CheckConstraint(
                condition=Q(measure="money") | Q(amount=Floor(F("amount"))),
                name="pilots_claimedthing_whole",
                violation_error_message="Homes and people are counted in whole numbers.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner_id(self) -> uuid.UUID | None:
        """The lead of the pilots that claim it, while all of these have the same; what two share is the programme's to keep."""
        if self._state.adding:
            return self.pilot_lead
        leads = set(self.claims.order_by().values_list("pilot__lead_id", flat=True))
        return leads.pop() if len(leads) == 1 else None

    @property
    def step(self) -> Decimal:
        """The least by which parts of it differ."""
        return shares.PENNY if self.measure == self.Measure.MONEY else shares.WHOLE

    def clean(self) -> None:
        if self.as_at and self.as_at > timezone.localdate():
            raise ValidationError({"as_at": "A figure cannot be of a day to come."})


@tracked()
class Claim(Provenance, Record):
    """A pilot counts a thing as its own, in a borough, with a share of it."""

    REF_PREFIX = "CLM"

    thing = models.ForeignKey(ClaimedThing, on_delete=models.CASCADE, related_name="claims", verbose_name="what is counted")
    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="claims")
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="claims", verbose_name="borough", limit_choices_to={"kind": Area.Kind.AUTHORITY}
    )
    share = models.DecimalField(
        "share (%)",
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="Up to four decimals. Leave it empty while nobody else claims the thing: it counts whole.",
    )

    class Meta:
        ordering = ["thing", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["thing", "pilot", "area"],
                name="pilots_claim_once",
                violation_error_message="This pilot claims this for this borough already.",
                violation_error_code="claim-recorded",
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gte=0, share__lte=100),
                name="pilots_claim_share",
                violation_error_message="A share is from 0 to 100 per cent.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pilot} in {self.area}: {self.thing}"

    @property
    def owner_id(self) -> uuid.UUID | None:
        """The pilot's lead says what its pilot counts."""
        return self.pilot.lead_id

    def clean(self) -> None:
        if self.area_id and self.area.kind != Area.Kind.AUTHORITY:
            raise ValidationError({"area": "Choose a borough or the City of London."})
