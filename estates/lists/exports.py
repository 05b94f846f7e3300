"""The lists that go out as files: which rows a question leaves, and which columns may be chosen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from devo_portal.core.paging import Order
from devo_portal.core.reads import ReadModel, check_names, listed

from .. import selectors
from ..eric.columns import label
from ..models import Site
from ..serializers import MEASURES
from . import LISTS
from .columns import Column, Use, of, shown, text_of

ASKED = frozenset({"columns", "order"})


@dataclass(frozen=True)
class Export:
    """A list by the name of its API. `more` are columns that stand in no file unless they are asked for; `id` finds a
    row's record again, and the columns without `more` are those of the round trip."""

    name: str
    read: ReadModel
    columns: tuple[Column, ...]
    more: tuple[Column, ...] = ()
    placed: bool = False  # its rows have a place, and may go out as GeoJSON

    @property
    def forms(self) -> tuple[str, ...]:
        return ("csv", "xlsx", "geojson") if self.placed else ("csv", "xlsx")

    def rows(self, user: Any, params: Mapping[str, Any]) -> QuerySet[Any]:
        """The list's rows as its page has them, all of them; in the order in which they were made, which needs no sorting,
        where no other is asked for. Raises ValidationError, by parameter."""
        check_names(params, self.read.filters.base_filters.keys() | ASKED)
        found = self.read.found(user, {} if params.keys() <= ASKED else _only(params, self.read))
        if not params.get("order"):
            return found.order_by("pk")
        order = Order.asked(params, self.read.order, self.read.shape.Meta.model)
        return found.order_by(*order.by(backwards=False))

    def chosen(self, params: Mapping[str, Any]) -> tuple[Column, ...]:
        return chosen(params, self.columns, self.more)


def chosen(params: Mapping[str, Any], columns: tuple[Column, ...], more: tuple[Column, ...] = ()) -> tuple[Column, ...]:
    """The columns of `?columns=a,b`, or `?columns=a&columns=b`, in that order; without it, those of the list. Raises ValidationError."""
    names = list(dict.fromkeys(listed(params, "columns")))
    known = {each.name: each for each in (*columns, *more)}
    if unknown := [name for name in names if name not in known]:
        raise ValidationError({"columns": [f"There is no column {', '.join(unknown)}. The columns are {', '.join(known)}."]})
    return tuple(known[name] for name in names) or columns


def _only(params: Mapping[str, Any], read: ReadModel) -> Any:
    """What is asked of the rows, without what is asked of the file."""
    kept: Any = params.copy() if hasattr(params, "copy") else dict(params)
    for name in ASKED & params.keys():
        del kept[name]
    return kept


def _measure(name: str) -> Column:
    return Column(name, label(name), text_of(f"current_return__{name}"), use=Use.SHOWN, writes="", number=True)


_SITE = (
    shown("ref", "Reference", "ref"),
    shown("year", "Year of the latest return", "current_return__year"),
    *map(_measure, MEASURES),
    of(Site, "illustrative", "Illustrative", use=Use.SHOWN, writes=""),
    shown("source", "Source", "source"),
    shown("updated_at", "Changed", "updated_at"),
)


def _export(code: str, read: ReadModel, more: tuple[Column, ...] = (), **given: Any) -> Export:
    own = {each.name for each in LISTS[code].columns}
    general = (shown("ref", "Reference", "ref"), shown("source", "Source", "source"), shown("updated_at", "Changed", "updated_at"))
    return Export(read.path, read, LISTS[code].columns, more or tuple(each for each in general if each.name not in own), **given)


EXPORTS: dict[str, Export] = {
    each.name: each
    for each in (
        _export("sites", selectors.sites, _SITE, placed=True),
        _export("buildings", selectors.buildings),
        _export("holdings", selectors.holdings),
        _export("occupations", selectors.occupations),
        _export("identifiers", selectors.identifiers),
        _export("plots", selectors.plots),
        _export("returns", selectors.returns),
    )
}


# --- findings ------------------------------------------------------------------------------------------------------------
FINDINGS = "estate-findings"
_FINDING: dict[str, tuple[str, Callable[[dict[str, Any]], Any]]] = {
    "site": ("Site ID", lambda row: row["site"]["id"]),
    "site_name": ("Site", lambda row: row["site"]["name"]),
    "organisation_name": ("Organisation", lambda row: row["organisation"]["name"]),
    "rule": ("Rule", lambda row: row["rule"]),
    "rule_label": ("Finding", lambda row: row["rule_label"]),
    "severity_label": ("Severity", lambda row: row["severity_label"]),
    "compared": ("What it compares", lambda row: row["compared"]),
    "mend": ("How to mend it", lambda row: row["mend"]),
    "waived": ("Waived", lambda row: "Yes" if row["waived"] else "No"),
    "waived_why": ("Why it is waived", lambda row: row["waived_why"]),
}
_FINDING_COLUMNS = tuple(Column(name, heading, None) for name, (heading, _) in _FINDING.items())


def findings(user: Any, params: Mapping[str, Any]) -> tuple[tuple[Column, ...], Any]:
    """The columns of findings that are asked for, and their rows as texts, page after page. Raises ValidationError."""
    check_names(params, {"organisation", "site", "rule", "waived", "columns"})
    columns = chosen(params, _FINDING_COLUMNS)
    given: Any = params
    asked = given.copy()
    asked.pop("columns", None)
    asked["limit"] = "500"
    first = selectors.findings(user, asked)

    def rows() -> Any:
        answer = first
        while True:
            for row in answer["results"]:
                yield ["" if (cell := _FINDING[each.name][1](row)) is None else str(cell) for each in columns]
            if not answer["next"]:
                return
            asked["cursor"] = answer["next"].rpartition("cursor=")[2]
            answer = selectors.findings(user, asked)

    return columns, rows()
