"""What the register holds, put beside a file that is being checked."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import orjson
from django.db.models import Q
from django.db.models.functions import Coalesce

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
    returns = EstateReturn.objects.filter(year=year, site__merged_into=None).values_list("organisation__ods_code", "site__code", "row_hash")
    hashes = {(organisation, code): row_hash for organisation, code, row_hash in returns.iterator()}
    others = aliases()
    register = register_of(user, hashes, lambda rows, headers: _compare(rows, headers, year, others))
    return replace(register, aliases=others, left=_left(year))


def register_of(user: Any, hashes: Mapping[Key, str], before: Callable[[list[Row], list[str]], None]) -> Register:
    """What every check of a return needs: the organisations, and for which of them this person imports."""
    reached = reach(user, Permission.ESTATES_IMPORT)
    names = dict(Organisation.objects.exclude(ods_code="").values_list("ods_code", "name"))
    allowed, acts_for = None, ""
    if reached != ALL:
        own = list(Organisation.objects.filter(pk__in=reached).values_list("name", "ods_code"))
        allowed = frozenset(code for _, code in own if code)
        acts_for = ", ".join(f"{name} ({code})" if code else name for name, code in own) or "no organisation"
    return Register(hashes=hashes, before=before, organisations=names, allowed=allowed, acts_for=acts_for)


def _left(year: str) -> dict[Key, date]:
    """The keys of sites that left the register before the year was over, and when: they have nothing to return for it."""
    over = date(int(year[:4]) + 1, 3, 31)
    rows = Site.objects.filter(Q(removed_on__lte=over, merged_into=None) | Q(merged_into__removed_on__lte=over))
    when = Coalesce("merged_into__removed_on", "removed_on")
    return {(organisation, code): on for organisation, code, on in rows.annotate(on=when).values_list("organisation__ods_code", "code", "on")}


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
        year=year,
        site__merged_into=None,
        organisation__ods_code__in={organisation for organisation, _ in keys.values()},
        site__code__in={code for _, code in keys.values()},
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
