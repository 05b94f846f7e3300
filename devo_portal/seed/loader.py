"""Writes the seed programme once. What a person has since changed, renamed or deleted stays as they left it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import pghistory
from django.db import transaction
from django.utils import timezone

from devo_portal.core.history import event_model
from devo_portal.core.models import Record

from .nouns import NOUNS, Noun


class Tally(NamedTuple):
    noun: str
    made: int
    kept: int


def load_programme() -> list[Tally]:
    """Make what was never there. One transaction: all of it or, where a fact is not valid, ValidationError and nothing."""
    handles: dict[tuple[type[Record], str], Any] = {}
    today = timezone.localdate()
    with transaction.atomic(), pghistory.context(event="programme.loaded", actor="Seed programme", reason="First load of the facts"):
        return [_load(noun, today, handles) for noun in NOUNS]


def _load(noun: Noun, today: date, handles: dict[tuple[type[Record], str], Any]) -> Tally:
    known = _known(noun)
    made: list[Any] = []
    kept = 0
    for fact in noun.facts(today):
        values = fact._asdict()
        links = {name: [handles[model, each] for each in values.pop(name)] for name, model in noun.links.items()}
        for name, model in noun.refers.items():
            handle = values.pop(name)
            values[f"{name}_id"] = handles[model, handle] if handle else None
        pk = next((known[key] for key in _keys(noun, values) if key in known), None)
        if pk is None:
            pk = _make(noun.model, values, links)
            made.append(pk)
        else:
            kept += 1
        if noun.handle:
            handles[noun.model, getattr(fact, noun.handle)] = pk
    if noun.settle and made:
        noun.settle(made)
    return Tally(noun.name, len(made), kept)


def _keys(noun: Noun, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """`(columns, value, value)` for each key that the fact has."""
    return [(key, *found) for key in noun.keys if all(found := [values[column] for column in key])]


def _known(noun: Noun) -> dict[tuple[Any, ...], Any]:
    """Every key that a row has now or had when it was first written: history remembers a row since renamed or deleted."""
    known: dict[tuple[Any, ...], Any] = {}
    first_written = event_model(noun.model).objects.filter(pgh_label="insert")
    for key in noun.keys:
        for rows, identity in ((first_written, "pgh_obj_id"), (noun.model._default_manager.order_by(), "pk")):
            known.update({(key, *found): pk for pk, *found in rows.values_list(identity, *key)})
    return known


def _make(model: type[Record], values: Mapping[str, Any], links: Mapping[str, list[Any]]) -> Any:
    record = model(**values)
    record.full_clean()
    record.save(force_insert=True)
    for name, chosen in links.items():
        getattr(record, name).set(chosen)
    return record.pk
