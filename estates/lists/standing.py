"""Records as a file would leave them: those of the register with the rows of the file laid over, for rules that ask about several."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import BooleanField, Model, QuerySet

from ..models import ImportRow
from .check import Line
from .columns import Column

Pairs = list[tuple[Line | None, Any]]


def laid_over(held: QuerySet[Any], lines: Sequence[Line], columns: dict[str, Column], alter: Iterable[str]) -> Pairs:
    """Each record with the row that speaks of it, or None. `columns` are a list's written ones by field, `alter` the fields that are asked about."""
    by_pk = {line.held.pk: line for line in lines if line.held}
    pairs: Pairs = []
    for record in held:
        line = by_pk.get(str(record.pk))
        pairs.append((line, put(record, line, columns, alter) if line else record))
    pairs += [(line, put(held.model(), line, columns, alter)) for line in lines if line.held is None]
    return pairs


def put(record: Model, line: Line, columns: dict[str, Column], names: Iterable[str]) -> Model:
    """A record's fields as the row's values say."""
    for name in names:
        found: Any = record._meta.get_field(name)
        text = line.values.get(columns[name].name, "")
        if isinstance(found, BooleanField):
            value: Any = text == "true"
        else:
            value = None if text == "" and found.null else getattr(found, "target_field", found).to_python(text)
        setattr(record, found.attname, value)
    return record


def written(record: Any, field: str) -> set[str]:
    """The ids that the rows of a checked file give for a field, or for the records themselves (`id`)."""
    rows = ImportRow.objects.filter(imported_by=record, outcome__in=(ImportRow.Outcome.NEW, ImportRow.Outcome.CHANGED))
    return {pk for pk in rows.order_by().values_list(f"values__{field}", flat=True).distinct() if pk}
