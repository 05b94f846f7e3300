"""Who holds a site, and on what terms."""

import uuid

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from devo_portal.core.models import Organisation, Provenance, Record, tracked

from ..rules.interests import Interest, chain_to, over
from .buildings import Building
from .changes import OWNERS_OF_PARTS
from .sites import OfSite

_DAYS = Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange", output_field=DateRangeField())
_NOWHERE = Value(uuid.UUID(int=0), output_field=models.UUIDField())


@pgtrigger.register(*OWNERS_OF_PARTS)
@tracked()
class Holding(OfSite, Provenance, Record):
    """An organisation's interest in a site, or in a part of it, from one day to another.

    `superior` is the interest out of which it is granted: the freehold above a lease, the lease above a sub-lease. Its
    floor is a part of the superior's, and is counted once, with whoever holds it most nearly (`rules/interests.py`).
    """

    class Tenure(models.TextChoices):
        FREEHOLD = "freehold", "Freehold"
        LEASEHOLD = "leasehold", "Leasehold"
        LICENCE = "licence", "Licence"
        OTHER = "other", "Other"
        UNKNOWN = "unknown", "Not known"

    class Category(models.TextChoices):
        """The tenure categories of the local government transparency code; `CATEGORIES_OF` says which tenure has which."""

        OCCUPIED = "occupied", "Occupied by its holder"
        GROUND_LEASE = "ground_leasehold", "Ground leasehold"
        LEASE = "leasehold", "Leasehold"
        SUB_LEASE = "sub_leasehold", "Sub-leasehold"
        LICENCE = "licence", "Licence"
        VACANT = "vacant", "Vacant"

    CATEGORIES_OF = {
        Tenure.FREEHOLD: {Category.OCCUPIED, Category.GROUND_LEASE, Category.LEASE, Category.LICENCE, Category.VACANT},
        Tenure.LEASEHOLD: {Category.OCCUPIED, Category.GROUND_LEASE, Category.SUB_LEASE, Category.LICENCE},
    }
    REF_PREFIX = "HOL"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="holdings", verbose_name="held by")
    tenure = models.CharField(max_length=10, choices=Tenure, default=Tenure.UNKNOWN)
    tenure_category = models.CharField("tenure category", max_length=16, choices=Category, blank=True, default="", db_default="")
    part = models.CharField(
        "part of the site", max_length=200, blank=True, default="", db_default="", help_text="Such as: second floor. Leave empty for all of it."
    )
    building = models.ForeignKey(Building, on_delete=models.PROTECT, null=True, blank=True, related_name="holdings")
    superior = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="beneath", verbose_name="granted out of",
        help_text="The interest above it, such as the freehold above a lease."
    )  # fmt: skip
    land_ha = models.DecimalField("land (hectares)", max_digits=10, decimal_places=4, null=True, blank=True)
    floor_m2 = models.DecimalField("floor area (m²)", max_digits=12, decimal_places=2, null=True, blank=True)
    area_source = models.CharField(
        "where the areas come from", max_length=200, blank=True, default="", db_default="", help_text="Such as: measured survey, 2015."
    )
    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="lettings")
    landlord_name = models.CharField(
        "or the landlord’s name", max_length=200, blank=True, default="", db_default="", help_text="Where it is no organisation of the portal."
    )
    starts_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField("to", null=True, blank=True, help_text="The last day. Leave empty while it lasts.")
    break_on = models.DateField("next break", null=True, blank=True, help_text="The day on which the lease may be ended early.")
    review_on = models.DateField("next rent review", null=True, blank=True)

    class Meta:
        ordering = ["site", "id"]
        constraints = [
            # An import knows no tenure: of what it wrote, one interest stands for all of an organisation's on a site.
            models.UniqueConstraint(
                fields=["site", "organisation", "tenure", "building", "part"],
                condition=Q(ends_on=None, tenure="unknown"),
                nulls_distinct=False,
                name="estates_holding_once",
                violation_error_message="This organisation holds the site on this tenure already.",
                violation_error_code="interest-overlap",
            ),
            ExclusionConstraint(
                name="estates_holding_one_at_a_time",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("tenure", RangeOperators.EQUAL),
                    (Coalesce("building", _NOWHERE), RangeOperators.EQUAL),
                    ("part", RangeOperators.EQUAL),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
                condition=~Q(tenure="unknown"),
                violation_error_message="This organisation holds the same interest in these days already. Say which part each covers.",
                violation_error_code="interest-overlap",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__gte": 0}),
                    name=f"estates_holding_{short}_not_negative",
                    violation_error_message="An area cannot be negative.",
                )
                for name, short in (("land_ha", "land"), ("floor_m2", "floor"))
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="estates_holding_ends_after_start",
                violation_error_message="A holding cannot end before it begins.",
            ),
            models.CheckConstraint(
                condition=Q(landlord=None) | Q(landlord_name=""),
                name="estates_holding_one_landlord",
                violation_error_message="Give the landlord as an organisation or by name, not both.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.site}"

    def clean(self) -> None:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:  # PostgreSQL has no range of days that runs backwards
            raise ValidationError({"ends_on": "A holding cannot end before it begins."})
        allowed = self.CATEGORIES_OF.get(self.Tenure(self.tenure)) if self.tenure in self.Tenure.values else None
        if self.tenure_category and allowed is not None and self.tenure_category not in allowed:
            raise ValidationError({"tenure_category": "This category does not go with the tenure."})
        if self.building and self.building.site_id != self.site_id:
            raise ValidationError({"building": "This building is of another site."})
        self._fits_its_superior()

    def _fits_its_superior(self) -> None:
        """An interest is a part of the one above it: on the same site, in no circle, and no larger with all that lies beside it."""
        with connection.cursor() as cursor:  # two who add a half of a circle each, at once, are looked at one after the other
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('estates.interests'))")
        others = {each.pk: each for each in Holding.objects.filter(site_id=self.site_id).exclude(pk=self.pk).select_related("organisation")}
        if self.superior_id and self.superior_id != self.pk and self.superior_id not in others:
            raise ValidationError({"superior": "This interest is in another site."})
        interests = [each.interest() for each in (*others.values(), self)]
        if circle := chain_to(interests, self.pk):
            names = [str((others.get(pk) or self).organisation) for pk in circle]
            said = ", granted out of that of ".join(names)
            raise ValidationError({"superior": ValidationError(f"An interest cannot lie beneath itself: {said}.", code="interest-circle")})
        for each in over(interests):
            if self.pk in (each.interest, *each.beneath):
                field = "floor_m2"
                said = f"{each.taken:,} m² would lie beneath an interest in {each.floor:,} m²"
                raise ValidationError(
                    {field: ValidationError(f"{said}. What is granted out of an interest is a part of it.", code="interest-too-large")}
                )

    def interest(self) -> Interest:
        return Interest(self.pk, self.superior_id, self.organisation_id, self.floor_m2, self.starts_on, self.ends_on)
