"""Minutes as one document: how they are written down for good, and what differs between two of them."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

_NAMES = ("title", "number", "seat", "place")


def canonical(document: Mapping[str, Any]) -> str:
    """The one way to write a document as JSON: names in order, no spaces, so that the same minutes have the same hash."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What differs, in words: `item 4 (Pay): minute`, `attendance: Chief nurse, added`."""
    return list(dict.fromkeys(_changed(before, after, "")))


def _changed(before: Any, after: Any, where: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            yield from _changed(before.get(key), after.get(key), f"{where}: {key.replace('_', ' ')}" if where else key.replace("_", " "))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _rows(before, after, where)
    elif before != after:
        yield where


def _rows(before: list[Any], after: list[Any], where: str) -> Iterator[str]:
    old, new = ({str(each["id"]): each for each in rows} for rows in (before, after))
    for key, row in old.items():
        if key not in new:
            yield f"{where}: {_named(row)}, removed"
        elif not where.endswith("actions"):  # an action moves on with its lead; the minutes keep it as it was set
            yield from _changed(row, new[key], f"{where}: {_named(row)}")
    for key, row in new.items():
        if key not in old:
            yield f"{where}: {_named(row)}, added"
    if list(old) != [key for key in new if key in old] and set(old) == set(new):
        yield f"{where}: their order"


def _named(row: Mapping[str, Any]) -> str:
    return next((str(row[name]) for name in _NAMES if row.get(name)), "one")
