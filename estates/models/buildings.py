"""The buildings of a site, and who occupies them."""

from datetime import date
from decimal import Decimal

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from devo_portal.core.fields import PartialDateField
from devo_portal.core.models import Organisation, Provenance, Record, tracked

from ..rules.periods import Period, most_at_once
from .changes import OWNERS_OF_PARTS
from .sites import OfSite


@pgtrigger.register(*OWNERS_OF_PARTS)
@tracked()
class Building(OfSite, Provenance, Record):
    """A building that stands on a site, or stood there."""

    class Condition(models.TextChoices):
        """The ranks of NHS Estatecode."""

        AS_NEW = "a", "A: as new"
        SOUND = "b", "B: sound, with minor wear"
        REPAIR = "c", "C: needs major repair soon"
        FAILING = "d", "D: inoperable, or at serious risk of failure"
        UNKNOWN = "unknown", "Not known"

    REF_PREFIX = "BLD"

    name = models.CharField(max_length=200)
    gross_internal_m2 = models.DecimalField("gross internal floor area (m²)", max_digits=12, decimal_places=2, null=True, blank=True)
    storeys = models.PositiveSmallIntegerField(null=True, blank=True)
    built = PartialDateField(null=True, blank=True, help_text="Such as 1936.")
    use = models.CharField("used for", max_length=200, blank=True, help_text="Such as: outpatients.")
    condition = models.CharField(max_length=7, choices=Condition, default=Condition.UNKNOWN)
    demolished_on = models.DateField("demolished", null=True, blank=True)

    class Meta:
        ordering = ["site", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"], name="estates_building_name_once", violation_error_message="The site has a building of this name."
            ),
            models.CheckConstraint(
                condition=Q(gross_internal_m2=None) | Q(gross_internal_m2__gte=0),
                name="estates_building_floor_not_negative",
                violation_error_message="An area cannot be negative.",
            ),
            models.CheckConstraint(
                condition=Q(storeys=None) | Q(storeys__gte=1),
                name="estates_building_some_storeys",
                violation_error_message="A building has a storey.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.built and self.demolished_on and self.demolished_on < self.built.first:
            raise ValidationError({"demolished_on": "A building cannot be demolished before it is built."})
        if self.gross_internal_m2 is not None and not self._state.adding:
            refuse_overfull(self.gross_internal_m2, list(Occupation.objects.filter(building=self)), "gross_internal_m2")


@pgtrigger.register(*OWNERS_OF_PARTS)
@tracked()
class Occupation(OfSite, Provenance, Record):
    """Who uses a building, or the space that a holding covers, and how much of it. Space that nobody uses is one too: vacant."""

    REF_PREFIX = "OCC"

    building = models.ForeignKey(Building, on_delete=models.PROTECT, null=True, blank=True, related_name="occupations")
    holding = models.ForeignKey(
        "Holding", on_delete=models.PROTECT, null=True, blank=True, related_name="occupations", verbose_name="under the holding"
    )
    occupier = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="occupations")
    occupier_name = models.CharField("or the occupier’s name", max_length=200, blank=True, help_text="Where it is no organisation of the portal.")
    vacant = models.BooleanField("nobody uses it", default=False)
    area_m2 = models.DecimalField("floor area (m²)", max_digits=12, decimal_places=2, null=True, blank=True)
    starts_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField("to", null=True, blank=True, help_text="The last day. Leave empty while it lasts.")

    class Meta:
        ordering = ["site", "building", "starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(building__isnull=False) | Q(holding__isnull=False),
                name="estates_occupation_of_something",
                violation_error_message="Choose the building or the holding that is occupied.",
            ),
            models.CheckConstraint(
                condition=Q(vacant=True, occupier=None, occupier_name="")
                | (Q(vacant=False) & (Q(occupier__isnull=False, occupier_name="") | (Q(occupier=None) & ~Q(occupier_name="")))),
                name="estates_occupation_by_one",
                violation_error_message="Give one occupier, as an organisation or by name; or say that nobody uses it.",
            ),
            models.CheckConstraint(
                condition=Q(area_m2=None) | Q(area_m2__gte=0),
                name="estates_occupation_area_not_negative",
                violation_error_message="An area cannot be negative.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="estates_occupation_ends_after_start",
                violation_error_message="An occupation cannot end before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.building or self.holding}: {'vacant' if self.vacant else self.occupier or self.occupier_name}"

    def clean(self) -> None:
        for name in ("building", "holding"):
            of = getattr(self, name)
            if of and of.site_id != self.site_id:
                raise ValidationError({name: f"This {name} is of another site."})
        if self.building and self.building.gross_internal_m2 is not None and self.area_m2 is not None:
            others = list(Occupation.objects.filter(building=self.building).exclude(pk=self.pk))
            refuse_overfull(self.building.gross_internal_m2, [*others, self], "area_m2")


def refuse_overfull(floor: Decimal, occupations: list[Occupation], field: str) -> None:
    """Raises ValidationError (`building-overfull`) where on some day more floor is taken than the building has."""
    day, taken = most_at_once([Period(each.starts_on, each.ends_on, each.area_m2) for each in occupations if each.area_m2 is not None])
    if taken > floor:
        said = f" on {day.day} {day:%B %Y}" if day > date.min else ""
        raise ValidationError(
            {field: ValidationError(f"{taken:,} m² would be taken{said}, and the building has {floor:,} m².", code="building-overfull")}
        )
