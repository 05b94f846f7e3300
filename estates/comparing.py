"""What the register holds, put beside a file that is being checked."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import orjson

from devo_portal.core.models import Organisation
from devo_portal.core.policy import ALL, Permission, reach

from .aliases import aliases
from .eric.columns import MEASURES, label, plain
from .eric.rows import Key, Register, Row
from .models import EstateReturn, Site

_KEPT = [column.field for column in MEASURES if column.kept]
# The order in which a check's rows are loaded; `loaded` gives them so.
LOADED = (
    "imported_by",
    "number",
    "outcome",
    "organisation_code",
    "organisation_name",
    "site_code",
    "site_name",
    "name",
    "type",
    "values",
    "cells",
    "row_hash",
    "changes",
    "errors",
    "flags",
)


def register_for(user: Any, year: str) -> Register:
    """The register as a check of this person's file for this year needs it."""
    returns = EstateReturn.objects.filter(year=year).values_list("organisation__ods_code", "site__code", "row_hash")
    hashes = {(organisation, code): row_hash for organisation, code, row_hash in returns.iterator()}
    others = aliases()
    return register_of(user, hashes, lambda rows, headers: _compare(rows, headers, year, others), others)


def register_of(
    user: Any, hashes: Mapping[Key, str], before: Callable[[list[Row], list[str]], None], others: Mapping[Key, Key] | None = None
) -> Register:
    """What every check of a return needs: the organisations, and for which of them this person imports."""
    reached = reach(user, Permission.ESTATES_IMPORT)
    names = dict(Organisation.objects.exclude(ods_code="").values_list("ods_code", "name"))
    allowed, acts_for = None, ""
    if reached != ALL:
        own = list(Organisation.objects.filter(pk__in=reached).values_list("name", "ods_code"))
        allowed = frozenset(code for _, code in own if code)
        acts_for = ", ".join(f"{name} ({code})" if code else name for name, code in own) or "no organisation"
    return Register(hashes=hashes, before=before, aliases=others or {}, organisations=names, allowed=allowed, acts_for=acts_for)


def loaded(rows: list[Row], pk: Any) -> Iterator[tuple[Any, ...]]:
    """A check's rows as COPY takes them."""
    for row in rows:
        flags = "{" + ",".join(row.flags) + "}"
        yield (
            pk,
            row.number,
            row.outcome,
            row.organisation_code,
            row.organisation_name,
            row.site_code,
            row.site_name,
            row.name,
            row.type,
            orjson.dumps(row.values),
            orjson.dumps(row.cells),
            row.row_hash,
            orjson.dumps(row.changes, default=str),
            orjson.dumps(row.errors),
            flags,
        )


def _compare(rows: list[Row], headers: list[str], year: str, others: Mapping[Key, Key]) -> None:
    """Fill in what each row would change. Two queries, however many rows."""
    keys = {row.number: others.get(row.key, row.key) for row in rows}
    held = EstateReturn.objects.filter(
        year=year, organisation__ods_code__in={organisation for organisation, _ in keys.values()}, site__code__in={code for _, code in keys.values()}
    ).values("organisation__ods_code", "site__code", "site_name", "site_type", "as_reported", "imported_by__headers", *_KEPT)
    before: dict[Key, dict[str, Any]] = {(each["organisation__ods_code"], each["site__code"]): each for each in held.iterator()}
    types = dict(Site.Type.choices)
    for row in rows:
        was = before[keys[row.number]]
        row.changes = [
            {"field": name, "label": words, "before": old, "after": new}
            for name, words, old, new in (
                ("site_name", "Site name", was["site_name"], row.site_name),
                ("site_type", "Site type", types.get(was["site_type"], ""), types[row.type]),
            )
            if old != new
        ]
        for name in _KEPT:
            old, new = was[name], Decimal(row.values[name]) if name in row.values else None
            if old != new:
                row.changes.append({"field": name, "label": label(name), "before": old, "after": new})
        known = {plain(name) for column in MEASURES if column.kept for name in column.names} | {"sitename", "sitetype"}
        row.changes += other_cells(was, headers, row.cells, known)


def other_cells(was: dict[str, Any], headers: list[str], cells: list[str], known: set[str]) -> list[dict[str, Any]]:
    """Differences in the columns that are only kept as they came: all but the known."""
    old: dict[str, str] = {
        plain(heading): cell.strip() for heading, cell in zip(was["imported_by__headers"] or [], was["as_reported"] or [], strict=False)
    }
    return [
        {"field": "", "label": heading, "before": old.get(plain(heading), ""), "after": cell.strip()}
        for heading, cell in zip(headers, cells, strict=True)
        if plain(heading) not in known and old.get(plain(heading), "") != cell.strip()
    ]
