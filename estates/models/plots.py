"""Pieces of a site that may be released."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from devo_portal.core.models import Provenance, Record, tracked

from .changes import OWNERS_OF_PARTS
from .sites import OfSite


@pgtrigger.register(*OWNERS_OF_PARTS)
@tracked()
class Plot(OfSite, Provenance, Record):
    """A piece of a site that may be released: the unit of the NHS Surplus Land collection (`docs/domain.md`)."""

    class Surplus(models.TextChoices):
        DECLARED = "declared", "Declared surplus"
        POTENTIAL = "potential", "Potentially surplus"
        NOT = "not_surplus", "Not surplus"

    class Stage(models.TextChoices):
        OPEN = "open", "Open"
        UPDATED = "updated", "Updated"
        ONGOING = "ongoing", "Ongoing"
        COMMITTED = "committed", "Committed"

    class Disposal(models.TextChoices):
        NONE = "not_disposed", "Not disposed of"
        SOLD = "sold", "Sold"
        RETAINED = "retained", "Retained, and developed for housing"
        NO_LONGER = "no_longer_surplus", "No longer surplus"

    class Use(models.TextChoices):
        HOUSING = "housing", "Housing"
        MIXED = "mixed_use", "Mixed use"
        LEISURE = "leisure_space", "Leisure space"
        COMMUNITY = "community_use", "Community use"

    class Planning(models.TextChoices):
        PERMISSIONED = "permissioned", "Permissioned"
        PENDING = "pending_decision", "Pending decision"
        NOT = "not_permissioned", "Not permissioned"

    REF_PREFIX = "PLT"

    name = models.CharField(max_length=200)
    land_ha = models.DecimalField("land (hectares)", max_digits=10, decimal_places=4, null=True, blank=True)
    gross_internal_m2 = models.DecimalField("gross internal floor area (m²)", max_digits=12, decimal_places=2, null=True, blank=True)
    surplus_status = models.CharField("surplus status", max_length=12, choices=Surplus, default=Surplus.POTENTIAL)
    stage = models.CharField("plot stage", max_length=10, choices=Stage, default=Stage.OPEN)
    disposal_status = models.CharField("disposal", max_length=18, choices=Disposal, default=Disposal.NONE)
    planned_year = models.CharField(
        "planned year of disposal",
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{4}-[0-9]{2}$", "Enter a financial year, such as 2019-20.")],
        help_text="A financial year, such as 2019-20.",
    )
    proposed_use = models.CharField("proposed use", max_length=14, choices=Use, blank=True)
    homes_from = models.PositiveIntegerField("homes, at least", null=True, blank=True)
    homes_to = models.PositiveIntegerField("homes, at most", null=True, blank=True)
    planning_status = models.CharField("planning", max_length=18, choices=Planning, blank=True)
    market_value = models.DecimalField("market value (£)", max_digits=14, decimal_places=2, null=True, blank=True)
    sensitive = models.BooleanField(
        default=False, help_text="Shown only to programme officers and to editors of the organisation whose site it is part of."
    )

    class Meta:
        ordering = ["site", "name", "id"]
        constraints = [
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__gte": 0}),
                    name=f"estates_plot_{name}_not_negative",
                    violation_error_message="A measure of a plot cannot be negative.",
                )
                for name in ("land_ha", "gross_internal_m2", "market_value")
            ),
            models.CheckConstraint(
                condition=Q(homes_from=None) | Q(homes_to=None) | Q(homes_to__gte=F("homes_from")),
                name="estates_plot_homes_in_order",
                violation_error_message="The most homes cannot be fewer than the least.",
            ),
        ]
        indexes = [models.Index(fields=["name", "id"], name="estates_plot_name")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Names are compared among the plots that are as open as this one, so that a refusal tells nobody of a sensitive one."""
        alike = Plot.objects.filter(site_id=self.site_id, name=self.name).exclude(pk=self.pk)
        if not self.sensitive:
            alike = alike.filter(sensitive=False)
        if alike.exists():
            raise ValidationError({"name": ValidationError("The site has a plot of this name.", code="unique")})
