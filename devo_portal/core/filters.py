"""The questions that lists take: declared one by one, the same for page and API."""

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Left, Length
from django.utils.choices import CallableChoiceIterator
from django_filters import FilterSet

from .fields import PartialDateFormField

__all__ = ["AnyOf", "FilterSet", "PartialDateFilter", "Reference", "Search", "YesNo", "django_filters"]


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
        super().__init__(choices=choices.choices, distinct=False, **kwargs)


class PartialDateFilter(django_filters.Filter):
    """Compares a PartialDate column with a date given to any precision.

    What may fall on either side is kept: `__gte` finds what is not wholly before the date, `__lte` what is not wholly
    after it. So `__lte=2017-11` finds 16 November 2017, and `__gte=2017-11-16` finds what is known only to be in 2017.
    """

    field_class = PartialDateFormField

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if not value:
            return qs
        if self.lookup_expr == "gte":
            return qs.filter(**{f"{self.field_name}__gte": Left(Value(value.date), Length(self.field_name))})
        # In the order of bytes, in which the column sorts, ~ comes after every digit and hyphen.
        return qs.filter(**{f"{self.field_name}__lte": Value(f"{value.date}~")})


class YesNo(django_filters.ChoiceFilter):
    """`?late=true`, `?late=false`; anything else is refused. `when` says which rows are a yes."""

    def __init__(self, when: Callable[[], Q], **kwargs: Any) -> None:
        super().__init__(choices=[("true", "Yes"), ("false", "No")], empty_label="Either", **kwargs)
        self.when = when

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return qs
        return qs.filter(self.when()) if value == "true" else qs.exclude(self.when())


class ReferenceField(forms.UUIDField):
    """An id, offered on the page as a list of names that is read only where it is drawn."""

    widget = forms.Select

    def __init__(self, *, offered: Callable[[], QuerySet[Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        names: list[tuple[str, str]] = []  # read once a form, though a page asks for the choices twice

        def choices() -> list[tuple[str, str]]:
            if not names:
                names.extend([("", "Any"), *((str(each.pk), str(each)) for each in offered())])
            return names

        self.choices = CallableChoiceIterator(choices)
        self.widget.choices = self.choices


class Reference(django_filters.Filter):
    """`?owner=<id>`: rows that refer to one record."""

    field_class = ReferenceField

    def __init__(self, field_name: str, offered: Callable[[], QuerySet[Any]], **kwargs: Any) -> None:
        super().__init__(field_name, offered=offered, **kwargs)
