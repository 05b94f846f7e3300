"""The questions that lists take: declared one by one, the same for page and API."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django_filters import FilterSet

from .fields import PartialDateFormField

__all__ = ["AnyOf", "FilterSet", "PartialDateFilter", "Search", "django_filters"]


class Search(django_filters.CharFilter):
    """`?q=`: every word stands in one of the columns, whatever its case. Trigram indexes serve it."""

    def __init__(self, *columns: str, **kwargs: Any) -> None:
        super().__init__(**{"label": "Search", **kwargs})
        self.columns = columns

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        for word in (value or "").split()[:8]:
            anywhere = Q()
            for column in self.columns:
                anywhere |= Q(**{f"{column}__icontains": word})
            qs = qs.filter(anywhere)
        return qs


class AnyOf(django_filters.MultipleChoiceFilter):
    """One or more codes: `?stage=testing&stage=adopted`."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices=choices.choices, **kwargs)


class PartialDateFilter(django_filters.Filter):
    """Compares a PartialDate column with a date given to any precision."""

    field_class = PartialDateFormField

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__{self.lookup_expr}": value}) if value else qs
