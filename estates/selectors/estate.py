"""The estate dashboard: what the sites' returns add up to, and by owner, borough, sub-region or year."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Count, DecimalField, FilteredRelation, Q, QuerySet, Sum

from devo_portal.core.models import Area, Organisation
from devo_portal.core.reads import check_names, remembered

from ..eric.quality import FlagCode
from ..filters import LATEST, OVER, By, EstateFilter, amount, reported
from ..models import Site
from ..rules.estate import BY_KEY, DOUBTING, MEASURES, Parts, added, against_carter, rounded, told
from .kept import by_owner, owner_states
from .returns import visible_returns
from .sites import sites

RETURNED = "chosen__year"  # where the returns of every year are asked for, the year of each
Asked = list[tuple[str, str]]  # a query's parameters, in the order in which links name them
_SUM: "DecimalField[Any, Any]" = DecimalField(max_digits=30, decimal_places=4)


# --- what is asked -----------------------------------------------------------------------------------------------------
def estate_form(params: Mapping[str, Any]) -> Any:
    """The dashboard's question as a form."""
    return EstateFilter(params, queryset=Site.objects.none()).form


def estate_years(user: Any) -> list[str]:
    """The financial years of the returns that this person may see, the latest first."""

    def returned(owners: list[Any]) -> dict[Any, set[str]]:
        years: dict[Any, set[str]] = {}
        rows = visible_returns(user).filter(site__organisation__in=owners).order_by()
        for owner, year in rows.values_list("site__organisation_id", "year").distinct():
            years.setdefault(owner, set()).add(year)
        return years

    return sorted(set().union(*by_owner("estate_years", user, returned, owner_states()).values()), reverse=True)


def asked_year(user: Any, params: Mapping[str, Any]) -> str:
    """The year asked for, or nothing. Raises ValidationError where there is no return of it."""
    year = str(params.get("year") or "")
    if year and year not in (known := estate_years(user)):
        raise ValidationError(
            {"year": [f"No return is for {year}. " + (f"The years are {', '.join(known)}." if known else "There is no return yet.")]}
        )
    return year


def _understood(user: Any, params: Mapping[str, Any]) -> tuple[str, str, Asked]:
    """The breakdown, the year, and the rest as the list of sites is asked. Raises ValidationError."""
    check_names(params, EstateFilter.base_filters)
    form = estate_form(params)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    said = form.cleaned_data
    over: Asked = []
    for name in OVER:
        values = said[name] if isinstance(said[name], list) else [said[name]]
        over += [(name, str(value)) for value in values if value]
    return said["by"] or str(By.OWNER), asked_year(user, params), over


def _query(asked: Iterable[tuple[str, str]], **more: Any) -> str:
    """A query string; what `more` names takes the place of what was asked."""
    kept = [(name, value) for name, value in asked if name not in more]
    added_to = [(name, value) for name, given in more.items() for value in (given if isinstance(given, (list, tuple)) else [given]) if value]
    return urlencode([*kept, *added_to])


def leads(asked: Asked, year: str, **more: Any) -> dict[str, str]:
    """`{page, api}`: the list of the sites counted, as a page and by API."""
    query = _query(asked, returned=year, **more, count="true")
    return {"page": f"/estates/?{query}", "api": f"/api/v1/sites/?{query}"}


# --- what the database adds up ------------------------------------------------------------------------------------------
def asked_sites(user: Any, asked: Asked, year: str = "") -> QuerySet[Site]:
    """The sites that a question leaves, as their list has them; of a year, those with a return for it."""
    params: dict[str, Any] = {}
    for name, value in [*asked, *([("returned", year)] if year else [])]:
        params.setdefault(name, []).append(value)
    return sites.found(user, {name: values if name in ("type", "flag") else values[0] for name, values in params.items()}).order_by()


def parts_of_owners(user: Any, asked: Asked, year: str, key: str = "", among: Collection[Any] | None = None) -> dict[Any, list[dict[str, Any]]]:
    """For each owner of such sites, its rows: `key`, a path of a site, where there is one, with the parts (rules.estate.Parts) of its
    sites, from the latest return of each or that of a year. Of `RETURNED`, the returns of every year."""

    def compute(owners: list[Any]) -> dict[Any, list[dict[str, Any]]]:
        answer: dict[Any, list[dict[str, Any]]] = {}
        for row in _parts_by(asked_sites(user, asked, year).filter(organisation__in=owners), key, year):
            parts = {name.removeprefix("sum_"): value for name, value in row.items() if value is not None}
            answer.setdefault(parts.pop("organisation_id"), []).append({"key": parts.pop(key, None), "parts": parts})
        return answer

    states = owner_states(_owner_asked(asked))
    chosen = states if among is None else {owner: state for owner, state in states.items() if owner in among}
    return by_owner(f"estate parts {key} {year} {asked}", user, compute, chosen)


def _owner_asked(asked: Asked) -> str | None:
    return dict(asked).get("organisation")


def _parts_by(found: QuerySet[Any], key: str, year: str) -> Any:
    through = LATEST
    if year or key == RETURNED:
        of_year = Q(returns__year=year) if year else Q(returns__year__isnull=False)
        found = found.annotate(chosen=FilteredRelation("returns", condition=of_year)).filter(chosen__isnull=False)
        through = "chosen__"
    return found.values("organisation_id", *([key] if key else [])).annotate(**_sums(through))


def _sums(through: str) -> dict[str, Any]:
    with_flag = Q(**{f"{through}flags__len__gt": 0})
    sums: dict[str, Any] = {"in_all": Count("pk"), "returned": Count(f"{through}id"), "flagged": Count("pk", filter=with_flag)}
    for measure in MEASURES:
        value = amount(measure, through)
        sums[measure.key if measure.key not in _TAKEN else f"sum_{measure.key}"] = Sum(value, output_field=_SUM)
        sums[f"{measure.key}_sites"] = Count(value)
        if measure.beside:
            both = reported(measure, through) & Q(**{f"{through}{measure.beside}__gt": 0})
            sums[f"{measure.key}_over"] = Sum(value, filter=both, output_field=_SUM)
            sums[f"{measure.key}_under"] = Sum(f"{through}{measure.beside}", filter=both, output_field=_SUM)
            sums[f"{measure.key}_both"] = Count("pk", filter=both)
    return sums


# What the list of sites calls by the same name.
_TAKEN = frozenset({"gross_internal_m2", "land_ha", "backlog_total"})


# --- the answer ---------------------------------------------------------------------------------------------------------
def estate_dashboard(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """Figures over the sites that are asked for, and rows of a breakdown (EstateSerializer). Raises ValidationError."""
    by, year, asked = _understood(user, params)
    return remembered(f"estate_dashboard {by} {year} {asked}", user, lambda: _dashboard(user, by, year, asked))


def _dashboard(user: Any, by: str, year: str, asked: Asked) -> dict[str, Any]:
    owners = parts_of_owners(user, asked, year)
    rows = _BREAKDOWNS[By(by)](user, year, asked)
    total = added(row["parts"] for each in owners.values() for row in each)  # by year, a site is in more rows than one
    figures = estate_figures(user, total, year, asked)
    idle = told(BY_KEY["idle_m2"], total)
    carter = against_carter(idle)
    counted = {"sites": total.get("in_all") or 0, "returned": total.get("returned") or 0, "flagged": total.get("flagged") or 0}
    return {
        "by": by,
        "by_label": str(By(by).label),
        "year": year or None,
        "years": estate_years(user),
        "organisations": len(owners),
        **counted,
        "standing": _standing(counted, figures, carter, year),
        "figures": figures,
        "carter": {**carter, "said": carter_said(carter), "sites": idle["ratio_sites"]},
        "rows": [_row(row, asked, year) for row in rows],
        "all_sites": leads(asked, year),
        "flagged_sites": leads(asked, year, flagged="true"),
        "asked": [{"name": name, "value": value} for name, value in asked],
        "api": f"/api/v1/estate-dashboard/?{_query(asked, by=by, year=year)}",
    }


def estate_figures(user: Any, total: Parts, year: str, asked: Asked) -> list[dict[str, Any]]:
    """Each measure with what it comes to, of how many sites, what of it is in doubt, and its list."""
    doubts = _doubts(user, year, asked)
    answer = []
    for measure in MEASURES:
        said = told(measure, total)
        value: Any = doubts.get(measure.key)
        sites_in_doubt = doubts.get(f"{measure.key}_sites", 0)
        doubted = None
        if sites_in_doubt:
            flags = [{"code": flag, "label": str(FlagCode(flag).label)} for flag in measure.doubted_by]
            where = leads(asked, year, reports=measure.key, flagged="", flag=measure.doubted_by)
            whole = total.get(measure.key)
            share = rounded(value * 100 / whole, 1) if whole else None
            doubted = {"value": rounded(value, measure.places), "share": share, "sites": sites_in_doubt, "flags": flags, **where}
        answer.append(
            {
                "key": measure.key,
                "title": measure.title,
                "unit": measure.unit,
                **said,
                "ratio_unit": ("" if not measure.beside else "%" if measure.as_percent else "£ per m²"),
                "of": total.get("in_all") or 0,
                "doubted": doubted,
                **leads(asked, year, reports=measure.key),
            }
        )
    return answer


def _doubts(user: Any, year: str, asked: Asked) -> dict[str, Any]:
    """By measure, what the returns whose flags doubt it add to it, and how many they are: over the flagged rows alone."""

    def compute(owners: list[Any]) -> dict[Any, dict[str, Any]]:
        rows = _doubts_by(asked_sites(user, asked, year).filter(organisation__in=owners), year)
        return {row.pop("organisation_id"): {name.removeprefix("doubted_"): value for name, value in row.items()} for row in rows}

    return added(by_owner(f"estate doubts {year} {asked}", user, compute, owner_states(_owner_asked(asked))).values())


def _doubts_by(found: QuerySet[Any], year: str) -> Any:
    through = LATEST
    if year:
        found = found.annotate(doubted=FilteredRelation("returns", condition=Q(returns__year=year)))
        through = "doubted__"
    sums: dict[str, Any] = {}
    for measure in MEASURES:
        if measure.doubted_by:
            doubting = Q(**{f"{through}flags__overlap": list(measure.doubted_by)}) & reported(measure, through)
            sums[f"doubted_{measure.key}"] = Sum(amount(measure, through), filter=doubting, output_field=_SUM)
            sums[f"doubted_{measure.key}_sites"] = Count("pk", filter=doubting)
    return found.filter(**{f"{through}flags__overlap": list(DOUBTING)}).values("organisation_id").annotate(**sums)


def _row(row: Mapping[str, Any], asked: Asked, year: str) -> dict[str, Any]:
    parts = row["parts"]
    values = {measure.key: told(measure, parts) for measure in MEASURES}
    only = dict(row["only"])
    named = only.pop("returned", year)
    return {
        "id": row["id"],
        "name": row["name"],
        "sites": parts["in_all"],
        "returned": parts["returned"],
        "flagged": parts["flagged"],
        "values": values,
        "carter": against_carter(values["idle_m2"])["stands"],
        **leads(asked, named, **only),
    }


def _standing(counted: Mapping[str, int], figures: list[dict[str, Any]], carter: Mapping[str, Any], year: str) -> str:
    """One sentence; what is wrong comes first."""
    if not counted["sites"]:
        return "No site has been returned yet." if not year else f"No such site has a return for {year}."
    by_key = {figure["key"]: figure for figure in figures}
    which = f"the returns for {year}" if year else "the latest return of each site"
    backlog = by_key["backlog_total"]
    wrong = ""
    if carter["stands"] == "over":
        wrong = f"{carter['share']}% of the floor is empty or under-used, over Carter’s maximum of {carter['most']}%; "
    money = "no backlog is reported" if backlog["value"] is None else f"{_millions(backlog['value'])} of backlog is reported"
    plural = "" if counted["sites"] == 1 else "s"
    said = f"{wrong}{money} over {counted['sites']:,} site{plural}, by {which}."
    return said[0].upper() + said[1:]


def _millions(value: Any) -> str:
    return f"£{value / 1_000_000:,.1f} million" if value >= 1_000_000 else f"£{value:,.0f}"


def carter_said(carter: Mapping[str, Any]) -> str:
    if carter["stands"] == "unknown":
        return "Not known: no site reports its floor with what of it is empty and what is under-used."
    word = "Over" if carter["stands"] == "over" else "Within"
    return f"{word} Carter’s maximum: {carter['share']}% of the floor is empty or under-used, against {carter['most']}% at most."


# --- breakdowns: rows of {id, name, only, parts}; `only` is what the list of its sites is asked besides ------------------
def _by_owner(user: Any, year: str, asked: Asked) -> list[dict[str, Any]]:
    owners = parts_of_owners(user, asked, year)
    names = dict(Organisation.objects.filter(pk__in=owners).values_list("pk", "name"))
    rows = [
        {"id": pk, "name": names.get(pk, ""), "only": {"organisation": str(pk)}, "parts": added(row["parts"] for row in each)}
        for pk, each in owners.items()
    ]
    return sorted(rows, key=lambda row: (row["name"], str(row["id"])))


def _by_borough(user: Any, year: str, asked: Asked) -> list[dict[str, Any]]:
    def borough(area: Area | None) -> Area | None:
        return area if area and area.kind == Area.Kind.AUTHORITY else None

    return _placed(user, year, asked, borough, "No borough recorded", "area", "has_borough")


def _by_sub_region(user: Any, year: str, asked: Asked) -> list[dict[str, Any]]:
    def sub_region(area: Area | None) -> Area | None:
        within = area.parent if area and area.kind == Area.Kind.AUTHORITY else area
        return within if within and within.kind == Area.Kind.SUB_REGION else None

    return _placed(user, year, asked, sub_region, "No sub-region recorded", "sub_region", "has_sub_region")


def _placed(
    user: Any, year: str, asked: Asked, place: Callable[[Area | None], Area | None], nowhere: str, name: str, has: str
) -> list[dict[str, Any]]:
    areas = Area.objects.select_related("parent").in_bulk()
    groups: dict[Any, list[Parts]] = {}
    for rows in parts_of_owners(user, asked, year, "area_id").values():
        for row in rows:
            groups.setdefault(place(areas.get(row["key"])), []).append(row["parts"])
    answer = [
        {"id": area.pk, "name": area.name, "only": {name: str(area.pk)}, "parts": added(parts)}
        if area
        else {"id": None, "name": nowhere, "only": {has: "false"}, "parts": added(parts)}
        for area, parts in groups.items()
    ]
    return sorted(answer, key=lambda row: (row["id"] is None, row["name"]))


def _by_year(user: Any, year: str, asked: Asked) -> list[dict[str, Any]]:
    parts = parts_of_years(user, asked, year)
    rows = [{"id": None, "name": named, "only": {"returned": named}, "parts": each} for named, each in parts.items()]
    return sorted(rows, key=lambda row: row["name"], reverse=True)


def parts_of_years(user: Any, asked: Asked, year: str = "") -> dict[str, Parts]:
    """By financial year, the parts of such sites' returns for it."""
    groups: dict[str, list[Parts]] = {}
    for rows in parts_of_owners(user, asked, year, RETURNED).values():
        for row in rows:
            groups.setdefault(row["key"], []).append(row["parts"])
    return {named: added(parts) for named, parts in groups.items()}


_BREAKDOWNS: dict[By, Callable[[Any, str, Asked], list[dict[str, Any]]]] = {
    By.OWNER: _by_owner,
    By.BOROUGH: _by_borough,
    By.SUB_REGION: _by_sub_region,
    By.YEAR: _by_year,
}
