"""What trusts return about themselves each year, beside what they return about each site."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Cast, Left

from devo_portal.core.models import Organisation, Provenance, Record, tracked

COUNTED = {  # how many sites of each type, by the type's code
    "general_acute": "General acute hospitals",
    "specialist": "Specialist hospitals (acute only)",
    "mixed": "Mixed service hospitals",
    "mental_health": "Mental health sites",
    "learning_disabilities": "Learning disabilities sites",
    "mh_and_ld": "Mental health and learning disabilities sites",
    "community": "Community hospitals with inpatient beds",
    "other_inpatient": "Other inpatient sites",
    "non_inpatient": "Non-inpatient sites",
    "support": "Support facilities",
    "unreported": "Sites not reported one by one",
}
INVESTED = ("capital_new_build", "capital_improving", "capital_maintaining", "capital_equipment", "private_investment", "backlog_investment")


def _count(label: str) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True)


def _pounds(label: str) -> models.DecimalField:
    return models.DecimalField(f"{label} (£)", max_digits=14, decimal_places=2, null=True, blank=True)


@tracked()
class TrustReturn(Provenance, Record):
    """What a trust returned about itself for one year: one row of the trust sheet of an ERIC file (`docs/domain.md`).

    Null is what the return calls Not Applicable, or does not ask. Every cell of the row is kept in `as_reported`, in the
    file's own words and in the order of its import's `headers`. `sites_total` is the file's own total; where it gives
    none, as in 2016-17, it is the sum of its counts by type.
    """

    REF_PREFIX = "TRR"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="trust_returns", verbose_name="returned by")
    year = models.CharField(max_length=7, validators=[RegexValidator(r"^[0-9]{4}-[0-9]{2}$")], help_text="A financial year, such as 2016-17.")
    as_at = models.GeneratedField(  # the last day of the year
        expression=Func(Cast(Left("year", 4), models.IntegerField()) + 1, Value(3), Value(31), function="make_date", output_field=models.DateField()),
        output_field=models.DateField("as at"),
        db_persist=True,
    )
    organisation_type = models.CharField("type of organisation", max_length=100, blank=True, default="", help_text="In the return's own words.")
    sites_total = _count("sites")
    sites_general_acute = _count(COUNTED["general_acute"])
    sites_specialist = _count(COUNTED["specialist"])
    sites_mixed = _count(COUNTED["mixed"])
    sites_mental_health = _count(COUNTED["mental_health"])
    sites_learning_disabilities = _count(COUNTED["learning_disabilities"])
    sites_mh_and_ld = _count(COUNTED["mh_and_ld"])
    sites_community = _count(COUNTED["community"])
    sites_other_inpatient = _count(COUNTED["other_inpatient"])
    sites_non_inpatient = _count(COUNTED["non_inpatient"])
    sites_support = _count(COUNTED["support"])
    sites_unreported = _count(COUNTED["unreported"])
    sites_leased_nhsps = _count("sites leased from NHS Property Services")
    estates_strategy = models.BooleanField("has an estates development strategy", null=True, blank=True)
    capital_new_build = _pounds("capital investment for new build")
    capital_improving = _pounds("capital investment for improving existing buildings")
    capital_maintaining = _pounds("capital investment for maintaining existing buildings")
    capital_equipment = _pounds("capital investment for equipment")
    private_investment = _pounds("private sector investment")
    backlog_investment = _pounds("investment to reduce backlog maintenance")
    as_reported = models.JSONField(default=list, editable=False)
    row_hash = models.CharField(max_length=32, blank=True, editable=False)
    imported_by = models.ForeignKey(
        "Import", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="trust_returns", verbose_name="came with"
    )

    class Meta:
        ordering = ["organisation", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"],
                name="estates_trustreturn_once_a_year",
                violation_error_message="This organisation has a return for this year.",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__gte": 0}),
                    name=f"estates_trustreturn_{name}_not_negative",
                    violation_error_message="An investment cannot be negative.",
                )
                for name in INVESTED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.year}"
