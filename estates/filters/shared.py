"""Filters that more than one list has."""

from typing import Any

from django.db.models import QuerySet

from devo_portal.core.filters import AnyOf


class AnyFlag(AnyOf):
    """Rows that carry one of the flags named."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__overlap": value}) if value else qs
