"""Who holds a site, and on what terms."""

from django.db import models
from django.db.models import F, Q

from devo_portal.core.models import Organisation, Provenance, Record, tracked

from .sites import Site


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
