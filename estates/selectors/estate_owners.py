"""The estate of one organisation: its figures, how it stands among its peers, and its trend over the years."""

from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef, Subquery, Sum
from django.http import Http404

from devo_portal.core.models import Organisation
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import check_names, remembered

from ..eric.columns import plain
from ..models import EstateReturn, Site
from ..rules.estate import BY_KEY, MEASURES, Parts, added, against_carter, rounded, stands, told, trend, years_between
from .estate import asked_year, carter_said, estate_figures, leads, parts_of_owners, parts_of_years
from .kept import by_owner, owner_states
from .returns import visible_returns
from .sites import sites, visible_sites

COMPARED = ("running_cost", "backlog_total", "idle_m2")
_TYPE_HEADINGS = frozenset({"organisationtype", "trusttype"})


def estate_of(user: Any, pk: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The estate that an organisation returns (OwnerEstateSerializer). Raises Http404, ValidationError."""
    require(user, Permission.PROGRAMME_VIEW)
    check_names(params, {"year"})
    owner = Organisation.objects.filter(pk=pk).values("id", "ref", "name", "ods_code").first()
    if not owner:
        raise Http404("There is no such record, or you may not see it.")
    year = asked_year(user, params)
    return remembered(f"estate_of {pk} {year}", user, lambda: _estate_of(user, owner, year))


def estate_sites(user: Any, pk: Any) -> dict[str, Any]:
    """The organisation's sites, those with most backlog first."""
    return sites.list(user, {"organisation": str(pk), "order": "-backlog_total"})


def _estate_of(user: Any, owner: Mapping[str, Any], year: str) -> dict[str, Any]:
    pk = owner["id"]
    asked = [("organisation", str(pk))]
    peers = _peers(user, pk)
    owners = parts_of_owners(user, [], year, among=peers["ids"])
    of_peers = {other: added(row["parts"] for row in rows) for other, rows in owners.items()}
    own: Parts = of_peers.get(pk, {})
    figures = estate_figures(user, own, year, asked) if own else []
    carter = against_carter(told(BY_KEY["idle_m2"], own))
    compared = [_compared(key, pk, of_peers, peers) for key in COMPARED] if own else []
    return {
        "organisation": {**owner, "url": f"/api/v1/organisations/{pk}/"},
        "type": peers["type"],
        "year": year or None,
        "sites": own.get("in_all") or 0,
        "returned": own.get("returned") or 0,
        "flagged": own.get("flagged") or 0,
        "standing": _standing(owner["name"], own, compared, year),
        "figures": figures,
        "carter": {**carter, "said": carter_said(carter), "sites": told(BY_KEY["idle_m2"], own)["ratio_sites"]},
        "peers": {"how": peers["how"], "said": peers["said"], "organisations": len(of_peers.keys() - {pk})},
        "benchmarks": compared,
        **_trend(user, asked),
        "all_sites": leads(asked, year),
        "flagged_sites": leads(asked, year, flagged="true"),
        "page": f"/estates/organisations/{pk}/",
        "api": f"/api/v1/organisations/{pk}/estate/" + (f"?year={year}" if year else ""),
    }


# --- over the years ----------------------------------------------------------------------------------------------------
def _trend(user: Any, asked: list[tuple[str, str]]) -> dict[str, Any]:
    """`{years, trend}`: every year from the first return to the last with how many sites returned, and each measure over them."""
    by_year = parts_of_years(user, asked)
    years = years_between(min(by_year), max(by_year)) if by_year else []
    lines: list[dict[str, Any]] = [
        {"key": each.key, "title": each.title, "unit": each.unit, "years": trend(each, by_year, years)} for each in MEASURES
    ]
    return {
        "years": [{"year": year, "returned": by_year.get(year, {}).get("returned") or 0} for year in years],
        "trend": [line for line in lines if any(point["value"] is not None for point in line["years"])],
    }


# --- peers -------------------------------------------------------------------------------------------------------------
def _peers(user: Any, pk: Any) -> dict[str, Any]:
    """`{type, how, said, ids}`: the organisations of the same type as its latest return says it, or where none says it, those with
    a site of the type that most of its floor is; itself among them."""
    types = _types(user)
    own = types.get(pk, "")
    if own:
        ids = {other for other, named in types.items() if named == own}
        return {"type": own, "how": "organisation_type", "said": f"organisations of the type {own}", "ids": ids | {pk}}
    every = _site_types(user)
    kinds = every.get(pk, [])
    named = {code: label for code, label in Site.Type.choices if code not in (Site.Type.UNKNOWN, Site.Type.AGGREGATE)}
    kinds = [(code, floor or 0) for code, floor in kinds if code in named]
    if not kinds:
        return {"type": "", "how": "none", "said": "nobody: neither its type nor that of its sites is known", "ids": {pk}}
    kind = max(kinds, key=lambda each: (each[1], each[0]))[0]
    ids = {other for other, theirs in every.items() if kind in dict(theirs)}
    return {"type": "", "how": "site_type", "said": f"organisations with a site of the type “{named[kind]}”", "ids": ids | {pk}}


def _site_types(user: Any) -> dict[Any, list[tuple[str, Any]]]:
    """Of each owner, the types of its sites, each with the floor that they return."""

    def compute(owners: list[Any]) -> dict[Any, list[tuple[str, Any]]]:
        answer: dict[Any, list[tuple[str, Any]]] = {}
        rows = visible_sites(user).filter(organisation__in=owners).order_by().values_list("organisation_id", "type")
        for owner, kind, floor in rows.annotate(floor=Sum("current_return__gross_internal_m2")):
            answer.setdefault(owner, []).append((kind, floor))
        return answer

    return by_owner("estate types of sites", user, compute, owner_states())


def _types(user: Any) -> dict[Any, str]:
    """Of each owner with a return, the type that a row of its latest says, in the file's words; kept only among the cells."""
    return by_owner("estate types of owners", user, lambda owners: _types_said(user, owners), owner_states())


def _types_said(user: Any, owners: list[Any]) -> dict[Any, str]:
    latest = visible_returns(user).filter(organisation=OuterRef("pk")).order_by("-year", "pk").values("pk")[:1]
    named = Organisation.objects.filter(pk__in=owners).order_by().annotate(latest=Subquery(latest))
    rows = EstateReturn.objects.order_by().filter(pk__in=named.values("latest"))
    types: dict[Any, str] = {}
    cells: Any
    for pk, headers, cells in rows.values_list("organisation_id", "imported_by__headers", "as_reported"):
        place = next((place for place, heading in enumerate(headers or []) if plain(heading) in _TYPE_HEADINGS), None)
        if place is not None and place < len(cells):
            types[pk] = " ".join(str(cells[place]).split())
    return {pk: words for pk, words in types.items() if words}


def _compared(key: str, pk: Any, by_owner: Mapping[Any, Parts], peers: Mapping[str, Any]) -> dict[str, Any]:
    """A measure's ratio beside those of the peers, in figures and in words."""
    measure = BY_KEY[key]
    ratios = {other: told(measure, parts)["ratio"] for other, parts in by_owner.items()}
    own = ratios.get(pk)
    values = [ratio for ratio in ratios.values() if ratio is not None]
    said = stands(own, values)
    return {
        "key": key,
        "title": measure.title,
        "unit": "% of the floor" if measure.as_percent else "£ per m²",
        "value": own,
        **said,
        "peers": len(by_owner),
        "said": _said(measure.title, own, said, "%" if measure.as_percent else "£"),
    }


_QUARTERS = {"highest": "in the highest quarter", "upper": "above the median", "lower": "at or below the median", "lowest": "in the lowest quarter"}


def _said(title: str, own: Any, said: Mapping[str, Any], unit: str) -> str:
    if own is None:
        return f"{title}: not reported together with the floor, so it cannot be compared."
    shown = f"{own}% of the floor" if unit == "%" else f"£{own:,} per m²"
    if said["quarter"] is None:
        return f"{title}: {shown}. Only {said['of']} report it, itself among them: too few for a quartile."
    median = f"{said['median']}%" if unit == "%" else f"£{said['median']:,}"
    return f"{title}: {shown}, {_place(said['place'])} of {said['of']} and {_QUARTERS[said['quarter']]}; the median is {median}."


def _place(place: int) -> str:
    if place == 1:
        return "the highest"
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending} highest"


def _standing(name: str, own: Parts, compared: list[dict[str, Any]], year: str) -> str:
    """One sentence."""
    if not own:
        return f"{name} has no return for {year}." if year else f"{name} reports no site."
    backlog = told(BY_KEY["backlog_total"], own)
    ratio = next(each for each in compared if each["key"] == "backlog_total")
    count = own["in_all"]
    where = ""
    if ratio["quarter"]:
        where = f", £{ratio['value']:,} for each m² where the median of its peers is £{ratio['median']:,}"
    money = "no maintenance backlog" if backlog["value"] is None else f"£{rounded(backlog['value'], 0):,} of maintenance backlog"
    when = f" for {year}" if year else ""
    return f"{name} reports {count:,} site{'' if count == 1 else 's'} with {money}{when}{where}."
