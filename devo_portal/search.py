"""One search over the lists that people look in."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Case, CharField, F, Func, IntegerField, QuerySet, TextField, Value, When, Window
from django.db.models.functions import Cast, Concat, RowNumber

from devo_portal.core import selectors as core
from devo_portal.core.paging import Order
from devo_portal.core.reads import ReadModel, check_names
from estates import selectors as estates
from governance import selectors as governance
from pilots import selectors as pilots

MOST = 5


class Place(NamedTuple):
    name: str
    read: ReadModel
    called: Any  # what names a row: a column or an expression
    page: str  # of the list; empty where it has none
    row_page: str


def _meeting() -> Concat:
    """`London Estates Board, 14 March 2018: Extraordinary meeting`."""
    day = Func(F("held_on"), Value("FMDD FMMonth YYYY"), function="to_char", output_field=CharField())
    title = Case(When(title="", then=Value("")), default=Concat(Value(": "), "title"), output_field=CharField())
    return Concat("board__name", Value(", "), day, title, output_field=CharField())


PLACES: tuple[Place, ...] = (
    Place("Pilots", pilots.pilots, F("name"), "/pilots/", "/pilots/{}/"),
    Place("Propositions", pilots.propositions, F("title"), "/propositions/", "/propositions/{}/"),
    Place("Commitments", governance.commitments, F("text"), "/commitments/", "/commitments/{}/"),
    Place("Milestones", governance.milestones, F("name"), "/milestones/", "/milestones/{}/"),
    Place("Actions", governance.actions, F("title"), "/actions/", "/actions/{}/"),
    Place("Agreements", governance.agreements, F("name"), "/agreements/", "/agreements/{}/"),
    Place("Functions", governance.functions, F("name"), "/functions/", "/functions/{}/"),
    Place("Boards", governance.boards, F("name"), "/boards/", "/boards/{}/"),
    Place("Meetings", governance.plain_meetings, _meeting(), "/meetings/", "/meetings/{}/"),
    Place("Papers", governance.papers, F("title"), "", "/papers/{}/"),
    Place("Sites", estates.sites, F("name"), "/estates/", "/estates/sites/{}/"),
    Place("Organisations", core.organisations, F("name"), "/organisations/", "/organisations/{}/"),
)


def search(user: Any, params: Any) -> dict[str, Any]:
    """`{q, groups: [{name, page, api, more, results: [{id, ref, name, url, page}]}]}`: the first five of each list.

    Only what this person may see; each list decides that for itself. One query for all of them. Raises ValidationError
    for another parameter.
    """
    check_names(params, {"q"})
    words = (params.get("q") or "").strip()
    if not words:
        return {"q": words, "groups": []}
    first, *others = (_found(user, words, number, place) for number, place in enumerate(PLACES))
    rows = sorted(first.union(*others, all=True))
    groups = [_group(words, place, [row for row in rows if row[0] == number]) for number, place in enumerate(PLACES)]
    return {"q": words, "groups": [group for group in groups if group["results"]]}


def _found(user: Any, words: str, number: int, place: Place) -> QuerySet[Any, Any]:
    """One more than are shown, in the list's own order: `(number, nth, id, ref, name)`."""
    order = Order.asked({}, place.read.order, place.read.shape.Meta.model).by(backwards=False)
    rows = place.read.found(user, {"q": words})
    if rows.query.distinct:  # which the number of each row would make of no effect
        rows = place.read.rows(user).filter(pk__in=rows.order_by().values("pk"))
    rows = rows.order_by(*order).annotate(search_list=Value(number, IntegerField()), search_nth=Window(RowNumber(), order_by=order))
    return rows.annotate(search_name=Cast(place.called, TextField())).values_list("search_list", "search_nth", "id", "ref", "search_name")[: MOST + 1]


def _group(words: str, place: Place, rows: Sequence[Any]) -> dict[str, Any]:
    query = urlencode({"q": words})
    return {
        "name": place.name,
        "page": f"{place.page}?{query}" if place.page else "",
        "api": f"/api/v1/{place.read.path}/?{query}",
        "more": len(rows) > MOST,
        "results": [
            {"id": pk, "ref": ref, "name": name, "url": f"/api/v1/{place.read.path}/{pk}/", "page": place.row_page.format(pk)}
            for _, _, pk, ref, name in rows[:MOST]
        ],
    }
