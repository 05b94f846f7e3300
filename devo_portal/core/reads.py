"""A read model is one answer. The API and the pages carry it; neither shapes it."""

import difflib
import hashlib
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404
from django_filters import FilterSet

from .paging import PAGING, Order, page_of, values_of
from .shapes import Answering, Shape, compiled

CHOOSING = frozenset({"fields", "omit", "brief"})


@dataclass(frozen=True)
class ReadModel:
    path: str  # the plural of its address: /api/v1/<path>/
    rows: Callable[[Any], QuerySet[Any]]  # what this user may see
    filters: type[FilterSet]  # the questions that may be asked of it
    shape: type[Shape]  # the fields of the answer, and its schema
    order: tuple[str, ...]  # the columns that it sorts by; the first is the default
    apart: tuple[str, ...] = ()  # those of them that stand in another table, with an index there
    detail: type[Shape] | None = None  # where one record answers with more than its row in the list
    asks: Mapping[str, Callable[[str], Any]] = field(default_factory=dict)  # what changes the answer and not its rows: `on`, a day

    def found(self, user: Any, params: Mapping[str, Any]) -> QuerySet[Any]:
        """The rows that a question leaves. Raises ValidationError, by parameter, for what cannot be asked."""
        check_names(params, self.filters.base_filters.keys() | PAGING | CHOOSING | self.asks.keys())
        rows = self.rows(user)
        if not any(name in self.filters.base_filters for name in params):
            return rows
        asked = self.filters(params, queryset=rows)
        if not asked.is_valid():
            raise ValidationError(asked.errors.as_data())
        return asked.qs

    def list(self, user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
        """`{count, next, previous, results}`; `next` and `previous` are paths with their query."""
        found = self.found(user, params)
        order = Order.asked(params, self.order, self.shape.Meta.model, self.apart)
        columns = compiled(self.shape, _chosen(self.shape, params), ("id", order.path))
        rows, envelope = page_of(found, columns.paths, columns.at, order, params)
        for side in ("next", "previous"):
            if envelope[side]:
                envelope[side] = f"/api/v1/{self.path}/{envelope[side]}"
        build = columns.builder(Answering(user, columns.at, columns.ids(rows), self._asked(params)))
        return {**envelope, "results": [build(row) for row in rows]}

    def one(self, user: Any, pk: Any, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """One record, whole. Raises Http404 where it does not exist or may not be seen."""
        params = params or {}
        check_names(params, CHOOSING | self.asks.keys())
        shape = self.detail or self.shape
        columns = compiled(shape, _chosen(shape, params), ("id",))
        rows = list(self.rows(user).order_by().filter(pk=pk).values_list(*columns.paths)[:1])
        if not rows:
            raise Http404("There is no such record, or you may not see it.")
        return columns.builder(Answering(user, columns.at, columns.ids(rows), self._asked(params)))(rows[0])

    def _asked(self, params: Mapping[str, Any]) -> dict[str, Any]:
        asked, errors = {}, {}
        for name, read in self.asks.items():
            if params.get(name):
                try:
                    asked[name] = read(params[name])
                except ValidationError as error:
                    errors[name] = error
        if errors:
            raise ValidationError(errors)
        return asked

    def filter_form(self, params: Mapping[str, Any]) -> Form:
        """The filters as a form, for the page that shows the list."""
        return self.filters(params, queryset=self.shape.Meta.model._default_manager.none()).form


def check_names(params: Iterable[str], known: Any) -> None:
    """An unknown parameter is an error: a filter misspelt and ignored would answer with everything."""
    errors = {}
    for name in params:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            errors[name] = [f"There is no parameter {name}." + (f" Did you mean {near[0]}?" if near else "")]
    if errors:
        raise ValidationError(errors)


def listed(params: Mapping[str, Any], name: str) -> list[str]:
    """The names of `?name=a,b` or `?name=a&name=b`, in order."""
    return [each.strip() for value in values_of(params, name) for each in str(value or "").split(",") if each.strip()]


def _chosen(shape: type[Shape], params: Mapping[str, Any]) -> frozenset[str] | None:
    if not any(any(values_of(params, name)) for name in CHOOSING if name in params):
        return None
    names = set(compiled(shape).names)

    def known(parameter: str) -> set[str]:
        asked = set(listed(params, parameter))
        if unknown := asked - names:
            said = f"There is no field {', '.join(sorted(unknown))}. The fields are {', '.join(compiled(shape).names)}."
            raise ValidationError({parameter: [said]})
        return asked

    chosen = known("fields") or names
    if params.get("brief") not in (None, "", "true", "false"):
        raise ValidationError({"brief": ["Give true or false."]})
    if params.get("brief") == "true":
        chosen &= {"id", "ref", "url", "version", "name", *getattr(shape.Meta, "brief", ())}
    return frozenset(chosen - known("omit"))


def remembered(name: str, user: Any, compute: Callable[[], Any]) -> Any:
    """An answer kept for as long as it is certainly true, for figures that cost a walk over a table.

    Two reads under the same PostgreSQL snapshot see the same rows; a snapshot's text changes as soon as anybody
    anywhere commits a write. `name` must hold every parameter of the question. Inside a transaction that has
    written, nothing is remembered: the snapshot does not tell one's own rows. An answer made of remembered answers
    asks for the snapshot once.
    """
    outer = _snapshot.get()
    snapshot = outer if outer is not None else _current_snapshot()
    token, within = _snapshot.set(snapshot), _asked_once.set(_asked_once.get() if outer is not None else {})
    try:
        if not snapshot:
            return compute()
        return cache.get_or_set(f"{snapshot}:{hash_of(name, _acts_for(user))}", compute, timeout=300)
    finally:
        _snapshot.reset(token)
        _asked_once.reset(within)


def once(name: str, ask: Callable[[], Any]) -> Any:
    """What several parts of one remembered answer stand on, asked for the first of them."""
    asked = _asked_once.get()
    if asked is None:
        return ask()
    if name not in asked:
        asked[name] = ask()
    return asked[name]


def remembered_parts(name: str, user: Any, states: Mapping[Any, Any], compute: Callable[[list[Any]], Mapping[Any, Any]]) -> dict[Any, Any]:
    """An answer in parts, each kept for as long as its state is the same: only those whose state is another are computed.

    `states` say of each part what it stands on, such that no two that differ are equal; `compute` answers for the
    parts named, and a part of which it says nothing is None.
    """
    key = f"parts:{hash_of(name, _acts_for(user))}"
    kept = cache.get(key) or {}
    held = {part: kept[part] for part, state in states.items() if part in kept and kept[part][0] == state}
    if missing := [part for part in states if part not in held]:
        found = compute(missing)
        held |= {part: (states[part], found.get(part)) for part in missing}
        cache.set(key, kept | held, timeout=86_400)  # those that were not asked for stay as well
    return {part: answer for part, (_, answer) in held.items()}


def _acts_for(user: Any) -> list[tuple[str, str]]:
    return sorted((str(each.organisation_id), each.role) for each in user.current_memberships)


_snapshot: ContextVar[str | None] = ContextVar("snapshot", default=None)
_asked_once: ContextVar[dict[str, Any] | None] = ContextVar("asked_once", default=None)


def _current_snapshot() -> str:
    """The database and its snapshot as text; empty in a transaction that has written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database() || ':' || pg_current_snapshot() WHERE pg_current_xact_id_if_assigned() IS NULL")
        row = cursor.fetchone()
    return row[0] if row else ""


def hash_of(*values: Any) -> str:
    return hashlib.blake2b(repr(values).encode(), digest_size=12).hexdigest()
