"""What may be asked of the estate dashboard: how it is broken down, of which year, and over which sites."""

from typing import Any

from django.db.models import TextChoices

from devo_portal.core.filters import FilterSet, django_filters

from .sites import SiteFilter

# What the dashboard asks of sites as their list does.
OVER = ("organisation", "area", "sub_region", "type", "aggregate", "flagged", "flag")


class By(TextChoices):
    OWNER = "owner", "Owner"
    BOROUGH = "borough", "Borough"
    SUB_REGION = "sub_region", "Sub-region"
    YEAR = "year", "Year"


def _apart(qs: Any, name: str, value: Any) -> Any:
    """Says which figures, not which sites."""
    return qs


class EstateFilter(FilterSet):
    by = django_filters.ChoiceFilter(choices=By.choices, empty_label=None, label="Break down by", method=_apart)
    organisation, area, sub_region, type, aggregate, flagged, flag = (SiteFilter.declared_filters[name] for name in OVER)
    year = django_filters.CharFilter(label="Financial year", method=_apart)
