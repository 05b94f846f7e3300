"""Filters that more than one list has."""

from types import SimpleNamespace
from typing import Any

from django.db.models import Q, QuerySet

from devo_portal.core.filters import AnyOf


class AnyFlag(AnyOf):
    """Rows that carry one of the flags named."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(SimpleNamespace(choices=getattr(choices, "choices", choices)), **kwargs)

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__overlap": value}) if value else qs


def on_day(qs: QuerySet[Any], name: str, day: Any) -> QuerySet[Any]:
    """Rows that hold on a day. One whose first day is not known holds until its last."""
    return qs.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day))
