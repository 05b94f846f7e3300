"""Sites, who holds them, and what their owners return about them each year."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Upper

from devo_portal.core.models import Area, Organisation, Provenance, Record, tracked


@tracked()
class Site(Provenance, Record):
    """A place that a public body reports as part of its estate.

    The key is (organisation, code): site codes are not unique, for every trust has an aggregate row coded AGGRE.
    """

    class Type(models.TextChoices):
        GENERAL_ACUTE = "general_acute", "General acute hospital"
        SPECIALIST = "specialist", "Specialist hospital (acute only)"
        MIXED = "mixed", "Mixed service hospital"
        MENTAL_HEALTH = "mental_health", "Mental health (including specialist services)"
        LEARNING_DISABILITIES = "learning_disabilities", "Learning disabilities"
        MH_AND_LD = "mh_and_ld", "Mental health and learning disabilities"
        COMMUNITY = "community", "Community hospital (with inpatient beds)"
        OTHER_INPATIENT = "other_inpatient", "Other inpatient"
        NON_INPATIENT = "non_inpatient", "Non inpatient"
        SUPPORT = "support", "Support facilities"
        AGGREGATE = "aggregate", "Aggregate of small sites"
        UNKNOWN = "unknown", "Not known"

    REF_PREFIX = "SIT"
    OWNER = "organisation_id"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sites", verbose_name="reported by")
    code = models.CharField("site code", max_length=12, help_text="The ODS code of the site; AGGRE for a trust's small sites taken together.")
    name = models.CharField(max_length=200)
    type = models.CharField("site type", max_length=22, choices=Type, default=Type.UNKNOWN)
    postcode = models.CharField(
        max_length=8, blank=True, validators=[RegexValidator(r"^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$", "Enter a full postcode, such as N15 3TH.")]
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="sites", verbose_name="borough")
    # The return that lists and totals show: the latest year's. Kept by the import.
    current_return = models.OneToOneField("EstateReturn", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+")

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["name", "id"], name="estates_site_name"),
            GinIndex(OpClass(Upper("name"), "gin_trgm_ops"), name="estates_site_name_trgm"),
            GinIndex(OpClass(Upper("code"), "gin_trgm_ops"), name="estates_site_code_trgm"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"], name="estates_site_code_once", violation_error_message="This organisation has a site with this code."
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


@tracked()
class Holding(Provenance, Record):
    """An organisation's interest in a site."""

    class Tenure(models.TextChoices):
        FREEHOLD = "freehold", "Freehold"
        LEASEHOLD = "leasehold", "Leasehold"
        LICENCE = "licence", "Licence"
        OTHER = "other", "Other"
        UNKNOWN = "unknown", "Not known"

    REF_PREFIX = "HOL"
    OWNER = "organisation_id"

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="holdings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="holdings", verbose_name="held by")
    tenure = models.CharField(max_length=10, choices=Tenure, default=Tenure.UNKNOWN)
    land_ha = models.DecimalField("land (hectares)", max_digits=10, decimal_places=4, null=True, blank=True)
    starts_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField("to", null=True, blank=True)

    class Meta:
        ordering = ["site", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "organisation", "tenure"],
                condition=Q(ends_on=None),
                name="estates_holding_once",
                violation_error_message="This organisation holds the site on this tenure already.",
            ),
            models.CheckConstraint(
                condition=Q(land_ha=None) | Q(land_ha__gte=0),
                name="estates_holding_land_not_negative",
                violation_error_message="An area cannot be negative.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="estates_holding_ends_after_start",
                violation_error_message="A holding cannot end before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.site}"


def _area(label: str) -> models.DecimalField:
    return models.DecimalField(f"{label} (m²)", max_digits=12, decimal_places=2, null=True, blank=True)


def _land(label: str) -> models.DecimalField:
    return models.DecimalField(f"{label} (hectares)", max_digits=10, decimal_places=4, null=True, blank=True)


def _percent(label: str) -> models.DecimalField:
    return models.DecimalField(f"{label} (%)", max_digits=7, decimal_places=3, null=True, blank=True)


def _pounds(label: str) -> models.DecimalField:
    return models.DecimalField(f"{label} (£)", max_digits=14, decimal_places=2, null=True, blank=True)


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
        constraints = [
            models.UniqueConstraint(
                fields=["site", "year"], name="estates_return_once_a_year", violation_error_message="This site has a return for this year."
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
