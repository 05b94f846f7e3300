"""Pages of a list: by cursor, which stays true while rows come and go and costs the same on the last page as on the
first; or by number, for people."""

import base64
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

LIMIT, MOST = 50, 500
PAGING = frozenset({"limit", "cursor", "page", "count", "order"})


def refuse(parameter: str, message: str) -> ValidationError:
    return ValidationError({parameter: [message]})


def whole_number(params: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = params.get(name)
    if text in (None, ""):
        return default
    if not re.fullmatch(r"[0-9]{1,9}", str(text)) or not 1 <= int(text) <= most:
        raise refuse(name, f"Give a whole number from 1 to {most:,}.")
    return int(text)


@dataclass(frozen=True)
class Order:
    """One column to sort by, then the id, so that no two rows tie."""

    path: str
    descending: bool
    nullable: bool
    apart: bool = False  # it is another table's column, whose index holds only the rows that have a value
    group: str = ""  # the foreign key, where the column is the name of what a row refers to

    @classmethod
    def asked(cls, params: Mapping[str, str], allowed: tuple[str, ...], model: type[Model], apart: Collection[str] = ()) -> "Order":
        """The first of `allowed` is the default; each may be turned round with a minus. One that refers sorts by the other's name."""
        text = params.get("order") or allowed[0]
        name = text.removeprefix("-")
        known = {each.removeprefix("-") for each in allowed}
        if name not in known:
            raise refuse("order", f"Lists of these sort by {', '.join(sorted(known))}; put - before one to turn it round.")
        group = name if _refers(model, name) else ""
        path = f"{name}__name" if group else name
        return cls(path, text.startswith("-"), _nullable(model, path), path in apart, group)

    def by(self, *, backwards: bool) -> list[Any]:
        down = self.descending != backwards
        column = F(self.path)
        kwargs: dict[str, Any] = {}
        if self.nullable:
            kwargs = {"nulls_first": True} if backwards else {"nulls_last": True}
        return [column.desc(**kwargs) if down else column.asc(**kwargs), F("pk").desc() if down else F("pk").asc()]

    def beyond(self, value: Any, pk: str, *, backwards: bool) -> Q:
        """The rows after this one, in the order asked (before it, when walking backwards). Empty values come last."""
        side = "lt" if self.descending != backwards else "gt"
        tie = Q(**{self.path: value, f"pk__{side}": pk}) if value is not None else Q(**{f"{self.path}__isnull": True, f"pk__{side}": pk})
        if value is None:
            return tie | Q(**{f"{self.path}__isnull": False}) if backwards else tie
        past = Q(**{f"{self.path}__{side}": value}) | tie
        if self.nullable:
            return past if backwards else past | Q(**{f"{self.path}__isnull": True})
        return Q(**{f"{self.path}__{side}e": value}) & past  # the bare bound lets an index find the place

    def walks(self, cursor: "Cursor | None", *, backwards: bool) -> list[tuple[Q, list[Any]]]:
        """The rows after a cursor (before it, when walking backwards) and their order; more than one where they are to be
        asked one after the other, until a page is full."""
        if not self.apart:
            return [(self.beyond(cursor.value, cursor.pk, backwards=backwards) if cursor else Q(), self.by(backwards=backwards))]
        down = self.descending != backwards
        column, by_pk = F(self.path), F("pk").desc() if down else F("pk").asc()
        there, absent = Q(**{f"{self.path}__isnull": False}), Q(**{f"{self.path}__isnull": True})
        parts = [(there, [column.desc() if down else column.asc(), by_pk]), (absent, [by_pk])]
        if backwards:
            parts.reverse()
        if not cursor:
            return parts
        if (cursor.value is None) != backwards:  # it is in the last of the two
            parts = parts[1:]
        known = replace(self, nullable=False) if cursor.value is not None else self
        return [(parts[0][0] & known.beyond(cursor.value, cursor.pk, backwards=backwards), parts[0][1]), *parts[1:]]

    def narrowed(self, rows: QuerySet[Any], cursor: "Cursor | None", most: int) -> QuerySet[Any]:
        """The rows, less all that certainly come after the first `most` of them.

        No index has the names of what rows refer to in the order of the rows. So those referred to are walked by name, and from
        each the first rows are taken, as an index of the foreign key and the id has them: whatever the table's size.
        """
        if not self.group:
            return rows
        backwards, value = bool(cursor and cursor.backwards), cursor.value if cursor else None
        down = self.descending != backwards
        first = rows.order_by("-pk" if down else "pk").values("pk")
        side = "lt" if down else "gt"
        model: Any = rows.model._meta.get_field(self.group).related_model
        groups = model._default_manager.order_by("-name" if down else "name", "pk")
        taken: list[Any] = []

        def take(found: QuerySet[Any]) -> None:
            taken.extend(found.values_list("pk", flat=True)[:most])

        if cursor:  # the rest of those among which it stands
            there = [None] if value is None else list(groups.filter(name=value).values_list("pk", flat=True))
            for pk in there:
                take(first.filter(**{self.group: pk, f"pk__{side}": cursor.pk}))
            groups = groups.filter(**{f"name__{side}": value}) if value is not None else groups
        if len(taken) < most and (value is not None or not cursor or backwards):
            own = {self.group: OuterRef("pk")}
            walked = groups.filter(Exists(rows.order_by().filter(**own))).annotate(first=ArraySubquery(first.filter(**own)[:most]))
            for ids in walked.values_list("first", flat=True)[:most]:
                taken.extend(ids)
        if self.nullable and len(taken) < most and not backwards and (value is not None or not cursor):
            take(first.filter(**{self.group: None}))
        return rows.filter(pk__in=taken)


def _refers(model: type[Model], name: str) -> bool:
    return any(each.name == name and each.many_to_one for each in model._meta.get_fields())


def _nullable(model: type[Model], path: str) -> bool:
    options, nullable = model._meta, False
    for name in path.split("__"):
        try:
            column = options.get_field(name)
        except Exception:
            return True  # an annotation
        nullable = nullable or bool(getattr(column, "null", False))
        if column.related_model:
            options = column.related_model._meta
    return nullable


@dataclass(frozen=True)
class Cursor:
    value: Any
    pk: str
    backwards: bool
    of: str  # the list and its order

    def written(self) -> str:
        value = self.value.isoformat() if isinstance(self.value, datetime) else getattr(self.value, "date", self.value)
        packed = json.dumps([self.of, int(self.backwards), None if value is None else str(value), self.pk])
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, of: str) -> "Cursor":
        """Raises ValidationError for what is no cursor, or one of another list or order (`of`)."""
        try:
            was, backwards, value, pk = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
            if was != of:
                raise ValueError(was)
            return cls(value if value is None else str(value), str(pk), bool(backwards), of)
        except (ValueError, TypeError, RecursionError):
            raise refuse("cursor", "This is not a cursor of this list. Use the address in `next` or `previous` as it stands.") from None


def query(params: Mapping[str, Any], **changed: Any) -> str:
    """The query string of the same list, moved: what was asked stays, a None leaves."""
    pairs = [(key, value) for key in params if key not in changed for value in values_of(params, key)]
    return "?" + urlencode([*pairs, *((key, value) for key, value in changed.items() if value is not None)])


def values_of(params: Mapping[str, Any], key: str) -> list[Any]:
    """All that was said of a parameter."""
    return params.getlist(key) if hasattr(params, "getlist") else [params[key]] if key in params else []


def page_of(
    found: QuerySet[Any], columns: tuple[str, ...], at: dict[str, int], order: Order, params: Mapping[str, Any]
) -> tuple[list[Any], dict[str, Any]]:
    """The rows of one page, and its envelope without results. `columns` must hold the order's path and `pk`'s.

    Raises ValidationError for a bad cursor, page or limit.
    """
    limit = whole_number(params, "limit", LIMIT, MOST)
    if params.get("count") not in (None, "", "true", "false"):
        raise refuse("count", "Give true or false.")
    if params.get("page") and params.get("cursor"):
        raise refuse("page", "Give a page or a cursor, not both.")
    if params.get("page"):
        return _numbered(found, columns, order, params, limit)
    of = f"{found.model._meta.label_lower} {'-' if order.descending else ''}{order.path}"
    cursor = Cursor.read(params["cursor"], of) if params.get("cursor") else None
    backwards = bool(cursor and cursor.backwards)
    taken: list[Any] = []
    try:
        rows = order.narrowed(found, cursor, limit + 1)
        for part, by in order.walks(cursor, backwards=backwards):
            taken += rows.filter(part).order_by(*by).values_list(*columns)[: limit + 1 - len(taken)]
            if len(taken) > limit:
                break
    except (ValueError, TypeError, ValidationError, DataError):
        raise refuse("cursor", "This cursor belongs to another order of the list. Start again without it.") from None
    more, taken = len(taken) > limit, taken[:limit]
    if backwards:
        taken.reverse()

    def beside(row: Any, *, back: bool) -> str:
        return query(params, cursor=Cursor(row[at[order.path]], str(row[at["id"]]), back, of).written())

    return taken, {
        "count": found.order_by().count() if params.get("count") == "true" else None,
        "next": beside(taken[-1], back=False) if taken and (more or backwards) else None,
        "previous": beside(taken[0], back=True) if taken and cursor and (more or not backwards) else None,
    }


def _numbered(
    found: QuerySet[Any], columns: tuple[str, ...], order: Order, params: Mapping[str, Any], limit: int
) -> tuple[list[Any], dict[str, Any]]:
    number = whole_number(params, "page", 1, 1_000_000)
    count = found.order_by().count()
    if number > max(1, -(-count // limit)):
        raise refuse("page", f"The list has {-(-count // limit) or 1} pages of {limit}.")
    start = (number - 1) * limit
    rows, passed = list[Any](), 0
    for part, by in order.walks(None, backwards=False):
        some = found.filter(part).order_by(*by)
        at = max(0, start - passed)
        rows += some.values_list(*columns)[at : at + limit - len(rows)]
        if len(rows) == limit:
            break
        passed += at + len(rows) if rows else some.count() if order.apart else 0
    return rows, {
        "count": count,
        "next": query(params, page=number + 1) if start + limit < count else None,
        "previous": query(params, page=number - 1) if number > 1 else None,
    }
