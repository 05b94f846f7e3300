"""What owners return about their sites each year."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Cast, Coalesce, Left

from devo_portal.core.models import Organisation, Provenance, Record, tracked

from .changes import OWNERS_OF_PARTS
from .sites import Site


def _area(label: str) -> models.DecimalField:
    return models.DecimalField(f"{label} (m²)", max_digits=12, decimal_places=2, null=True, blank=True)


def _land(label: str) -> models.DecimalField:
    return models.DecimalField(f"{label} (hectares)", max_digits=10, decimal_places=4, null=True, blank=True)


def _percent(label: str) -> models.DecimalField:
    return models.DecimalField(f"{label} (%)", max_digits=7, decimal_places=3, null=True, blank=True)


def _pounds(label: str) -> models.DecimalField:
    return models.DecimalField(f"{label} (£)", max_digits=14, decimal_places=2, null=True, blank=True)


@pgtrigger.register(*OWNERS_OF_PARTS)
@tracked(exclude=("as_reported",))
class EstateReturn(Provenance, Record):
    """What an owner returned about a site for one year: one row of an ERIC site file (`docs/domain.md`).

    Null is what the return calls Not Applicable. Every cell of the row is kept in `as_reported`, in the file's own
    words and in the order of its import's `headers`; those that the portal reckons with have columns here. The name
    and type of the site as this return gives them stand in `site_name` and `site_type`: a later import changes the
    register's own only where the returns differ, so that it does not undo what a person has corrected.
    """

    REF_PREFIX = "RET"

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="returns")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="estate_returns", verbose_name="returned by")
    year = models.CharField(max_length=7, validators=[RegexValidator(r"^[0-9]{4}-[0-9]{2}$")], help_text="A financial year, such as 2016-17.")
    as_at = models.GeneratedField(  # the last day of the year
        expression=Func(Cast(Left("year", 4), models.IntegerField()) + 1, Value(3), Value(31), function="make_date", output_field=models.DateField()),
        output_field=models.DateField("as at"),
        db_persist=True,
    )
    site_name = models.CharField("site name as returned", max_length=200, blank=True)
    site_type = models.CharField("site type as returned", max_length=22, choices=Site.Type, blank=True)
    gross_internal_m2 = _area("gross internal floor area")
    occupied_m2 = _area("occupied floor area")
    clinical_m2 = _area("clinical space")
    non_clinical_m2 = _area("non-clinical space")
    land_ha = _land("land area owned")
    land_not_delivering_ha = _land("land not delivering services")
    not_suitable_pct = _percent("not functionally suitable")
    empty_pct = _percent("floor area empty")
    under_used_pct = _percent("floor area under-used")
    backlog_high = _pounds("high-risk backlog")
    backlog_significant = _pounds("significant-risk backlog")
    backlog_moderate = _pounds("moderate-risk backlog")
    backlog_low = _pounds("low-risk backlog")
    backlog_total = models.GeneratedField(
        expression=sum(
            (
                Coalesce(name, 0, output_field=models.DecimalField(max_digits=14, decimal_places=2))
                for name in ("backlog_significant", "backlog_moderate", "backlog_low")
            ),
            start=Coalesce("backlog_high", 0, output_field=models.DecimalField(max_digits=14, decimal_places=2)),
        ),
        output_field=models.DecimalField("backlog (£)", max_digits=15, decimal_places=2),
        db_persist=True,
    )
    finance_cost = _pounds("estates and facilities finance costs")
    energy_cost = _pounds("energy cost")
    flags = ArrayField(models.CharField(max_length=32), default=list, blank=True, help_text="Which quality rules the row breaks.")
    as_reported = models.JSONField(default=list, editable=False)
    row_hash = models.CharField(max_length=32, blank=True, editable=False)
    imported_by = models.ForeignKey(
        "Import", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="returns", verbose_name="came with"
    )

    class Meta:
        ordering = ["site", "-year"]
        indexes = [  # the list of sites in the order of a measure
            models.Index(fields=[name], name=f"estates_return_by_{short}", condition=Q(**{f"{name}__isnull": False}))
            for short, name in (("floor", "gross_internal_m2"), ("land", "land_ha"), ("backlog", "backlog_total"))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "year"],
                name="estates_return_once_a_year",
                deferrable=models.Deferrable.IMMEDIATE,  # held at the end of a statement: a merge exchanges two returns in one
                violation_error_message="This site has a return for this year.",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__gte": 0}),
                    name=f"estates_return_{name}_not_negative"[:63],
                    violation_error_message="A measure of an estate cannot be negative.",
                )
                for name in (
                    "gross_internal_m2",
                    "occupied_m2",
                    "land_ha",
                    "land_not_delivering_ha",
                    "backlog_high",
                    "backlog_significant",
                    "backlog_moderate",
                    "backlog_low",
                )
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site}, {self.year}"
