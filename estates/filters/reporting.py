"""Whether a return reports a measure, and the measure of it, as the database is asked."""

from typing import Any

from django.db.models import Case, DecimalField, F, Q, Value, When
from django.db.models.functions import Coalesce, Round

from ..rules.estate import FLOOR, Measure

_NUMBER: "DecimalField[Any, Any]" = DecimalField(max_digits=24, decimal_places=4)


def reported(measure: Measure, through: str = "") -> Q:
    """The rows whose return reports it; `through` leads to the return."""
    wanted = Q()
    for name in measure.needs:
        there = Q(**{f"{through}{name}__isnull": False})
        wanted = wanted | there if measure.how == "sum" else wanted & there
    return wanted


def amount(measure: Measure, through: str = "") -> Any:
    """What a return gives of it; null where it does not report it. Floor is rounded for each site, so that parts add up."""
    columns = [F(f"{through}{name}") for name in measure.of]
    together = sum(columns[1:], start=columns[0])
    if measure.how == "share":
        return Round(together * F(f"{through}{FLOOR}") / Value(100), precision=2, output_field=_NUMBER)
    if measure.how == "all" or len(columns) == 1:
        return together  # null as soon as one is
    given = [Coalesce(column, Value(0), output_field=_NUMBER) for column in columns]
    return Case(When(reported(measure, through), then=sum(given[1:], start=given[0])), default=None, output_field=_NUMBER)
