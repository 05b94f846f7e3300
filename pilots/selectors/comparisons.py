"""Two to five pilots side by side: the same rows for each, and which of them differ."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django.http import Http404

from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import check_names

from ..models import ConfidenceRating, Pilot, PilotPartner, PilotPlace, Proposition
from ..rules import benefits as benefit_rules
from ..rules import comparisons as rules
from . import standings
from .pilots import visible_pilots

Told = dict[str, Any]
_COLUMNS = ("id", "ref", "name", "theme", "stage", "lead_id", "lead__name", "starts", "ends", "illustrative")
_RATED = ("assurance_rating", "assurance_rated_on", "owner_rating", "owner_rated_on")
_MADE_UP = ("assurance_illustrative", "owner_illustrative")
_BENEFITS = dict(benefit_rules.State.choices)
_GAINS = (("cash_releasing", "Cash-releasing"), ("non_cash_releasing", "Non-cash-releasing"))


class Line(NamedTuple):
    """A row: how its value is found in what is told of a pilot, how it is to be read, and which list it counts."""

    code: str
    title: str
    kind: str  # text, label, names, count, money, variance, gain, confidence, day, days, slip or milestone
    value: Callable[[Told], Any]
    where: Callable[[Told], str] | None = None  # the list's address on the page; the API's is the same beneath /api/v1


def _list(plural: str, **asked: str) -> Callable[[Told], str]:
    query = "".join(f"&{name}={value}" for name, value in asked.items())
    return lambda pilot: f"/{plural}/?pilot={pilot['id']}{query}"


def _milestones(pilot: Told) -> str:
    return f"/milestones/?owner={pilot['lead_id']}&reached=false" if pilot["lead_id"] and pilot["stage"] != Pilot.Stage.CLOSED else ""


def _count(noun: str, name: str, title: str, plural: str, **asked: str) -> Line:
    return Line(f"{noun}_{name}", title, "count", lambda pilot: pilot[noun][name], _list(plural, **asked, count="true"))


def _money(name: str, title: str, kind: str = "money") -> Line:
    return Line(f"money_{name}", title, kind, lambda pilot: pilot["money"][name], _list("budgets"))


def _made_up(noun: str) -> Line:
    return Line(f"{noun}_illustrative", "Of these, illustrative", "count", lambda pilot: pilot[noun]["illustrative"])


def _gain(kind: str, label: str) -> Line:
    return Line(
        f"gain_{kind}",
        f"{label}, in pounds",
        "gain",
        lambda pilot: next((gain for gain in pilot["benefits"]["money"] if gain["kind"] == kind), None),
        _list("benefits", kind=kind, summed="true", count="true"),
    )


def _label(name: str, title: str, choices: Any) -> Line:
    return Line(name, title, "label", lambda pilot: {"code": pilot[name], "label": str(choices(pilot[name]).label)})


def _rating(kind: str, title: str) -> Line:
    def value(pilot: Told) -> Told | None:
        code = pilot[f"{kind}_rating"]
        if not code:
            return None
        return {
            "code": code,
            "label": str(ConfidenceRating.Rating(code).label),
            "on": pilot[f"{kind}_rated_on"],
            "illustrative": pilot[f"{kind}_illustrative"],
        }

    return Line(f"confidence_{kind}", title, "confidence", value, _list("confidence-ratings", kind=kind))


GROUPS: tuple[tuple[str, str, tuple[Line, ...]], ...] = (
    (
        "overview",
        "Overview",
        (
            _label("stage", "Stage", Pilot.Stage),
            _label("theme", "Theme", Pilot.Theme),
            Line("lead", "Lead organisation", "text", lambda pilot: pilot["lead__name"]),
            Line("partners", "Partners", "names", lambda pilot: pilot["partners"]),
            Line("starts", "Started", "day", lambda pilot: pilot["starts"]),
            Line("ends", "Ends", "day", lambda pilot: pilot["ends"]),
        ),
    ),
    (
        "places",
        "Places",
        (
            Line("places", "Boroughs", "names", lambda pilot: pilot["places"]),
            Line("shared", "Of these, also in another of these pilots", "names", lambda pilot: pilot["shared"]),
        ),
    ),
    (
        "asks",
        "Asks",
        (
            _count("asks", "asks", "All", "propositions"),
            *(_count("asks", state.value, str(state.label), "propositions", state=state.value) for state in Proposition.State),
            _count("asks", "unowned", "Without an owner", "propositions", unowned="true"),
        ),
    ),
    ("confidence", "Delivery confidence", (_rating("assurance", "Assurance"), _rating("owner", "Owner"))),
    (
        "benefits",
        "Benefits",
        (
            _count("benefits", "benefits", "All", "benefits"),
            _made_up("benefits"),
            *(_count("benefits", state, _BENEFITS[state], "benefits", state=state) for state in standings.STATES),
            _count("benefits", "overdue_actual", "Due, and never measured", "benefits", overdue_actual="true"),
            *(_gain(kind, label) for kind, label in _GAINS),
        ),
    ),
    (
        "risks",
        "Risks and issues",
        (
            _count("risks", "open", "Open", "risks", status="open"),
            _count("risks", "issues", "Of these, issues", "risks", status="open", kind="issue"),
            _count("risks", "extreme", "Of these, extreme", "risks", status="open", band="extreme"),
            _count("risks", "high", "Of these, high", "risks", status="open", band="high"),
            _count("risks", "escalated", "Of these, escalated to a board", "risks", status="open", escalated="true"),
        ),
    ),
    (
        "money",
        "Pooled budgets, of all years",
        (
            _money("budgets", "Budgets", "count"),
            _made_up("money"),
            _money("plan", "Plan"),
            _money("planned_to_date", "Planned to date"),
            _money("actual_to_date", "Spent to date"),
            _money("variance_to_date", "Spent against plan", "variance"),
            _money("forecast", "Expected at the year’s end"),
            _money("variance", "Expected against plan", "variance"),
        ),
    ),
    (
        "milestones",
        "Milestones of the lead organisation",
        (
            Line("next", "Next", "milestone", lambda pilot: pilot["milestones"]["next"], _milestones),
            Line("slip", "Its slip", "slip", lambda pilot: (pilot["milestones"]["next"] or {}).get("slip_days")),
            Line("waiting", "To come", "count", lambda pilot: pilot["milestones"]["waiting"], _milestones),
            Line("late", "Of these, late", "count", lambda pilot: pilot["milestones"]["late"], lambda pilot: _late(_milestones(pilot))),
        ),
    ),
    (
        "returns",
        "Quarterly returns",
        (
            Line(
                "period", "Latest quarter returned", "text", lambda pilot: pilot["last_return"]["period"], _list("pilot-returns", state="submitted")
            ),
            Line("days", "Days since the last return", "days", lambda pilot: pilot["last_return"]["days"], _list("pilot-returns", state="submitted")),
        ),
    ),
)


def _late(where: str) -> str:
    return f"{where}&late=true" if where else ""


# What of a value makes two pilots alike, where it is not the whole: a rating is not another for being of another day.
_KEYS: Mapping[str, Callable[[Any], Any]] = {
    "confidence": lambda value: value and value["code"],
    "milestone": lambda value: value and value["id"],
    "names": sorted,
}


def comparison(user: Any, params: Mapping[str, Any]) -> Told:
    """See PilotComparisonSerializer. Raises ValidationError for a bad number of pilots, Http404 for one that there is not."""
    require(user, Permission.PROGRAMME_VIEW)
    check_names(params, ("pilot", "differences"))
    if params.get("differences") not in (None, "", "true", "false"):
        raise ValidationError({"differences": ["Give true or false."]})
    only = params.get("differences") == "true"
    pilots = _told(user, chosen(params))
    groups, rows, differing = [], 0, 0
    for code, title, lines in GROUPS:
        made = [_row(line, pilots) for line in lines]
        rows, differing = rows + len(made), differing + sum(not row["same"] for row in made)
        if kept := [row for row in made if not (only and row["same"])]:
            groups.append({"code": code, "title": title, "rows": kept})
    return {
        "standing": rules.standing([pilot["name"] for pilot in pilots], _wrong(pilots), differing, rows),
        "pilots": [_named(pilot) for pilot in pilots],
        "rows": rows,
        "differing": differing,
        "only_differences": only,
        "groups": groups,
    }


def _named(pilot: Told) -> Told:
    return {name: pilot[name] for name in ("id", "ref", "name", "illustrative")} | {"url": f"/api/v1/pilots/{pilot['id']}/"}


def chosen(params: Mapping[str, Any]) -> list[UUID]:
    """The pilots asked for, each once, in the order asked. Raises ValidationError where they are too few or too many."""
    given = params.getlist("pilot") if hasattr(params, "getlist") else params.get("pilot", [])
    try:
        ids = list(dict.fromkeys(UUID(each) for each in given if each))
    except ValueError:
        raise ValidationError({"pilot": ["Give the ids of pilots."]}) from None
    if wrong := rules.how_many(len(ids)):
        raise ValidationError({"pilot": [wrong]})
    return ids


def _told(user: Any, ids: Sequence[UUID]) -> list[Told]:
    """All that is told of the pilots, in the order asked."""
    places = PilotPlace.objects.filter(pilot=OuterRef("pk")).order_by("area__name").values("area__name")
    partners = PilotPartner.objects.filter(pilot=OuterRef("pk")).order_by("organisation__name").values("organisation__name")
    rows: Any = visible_pilots(user).filter(pk__in=ids).order_by()
    rated = ConfidenceRating.objects.filter(pilot=OuterRef("pk")).order_by("-rated_on", "-id").values("illustrative")
    named = rows.annotate(
        place_names=ArraySubquery(places),
        partner_names=ArraySubquery(partners),
        assurance_illustrative=Subquery(rated.filter(kind=ConfidenceRating.Kind.ASSURANCE)[:1]),
        owner_illustrative=Subquery(rated.filter(kind=ConfidenceRating.Kind.OWNER)[:1]),
    )
    found = {row["id"]: row for row in named.values(*_COLUMNS, *_RATED, *_MADE_UP, "place_names", "partner_names")}
    if len(found) < len(ids):
        raise Http404("There is no such pilot, or you may not see it.")
    asks, benefits, risks = standings.asks_of(ids), standings.benefits_of(ids), standings.risks_of(ids)
    money, milestones, returns = standings.money_of(ids), standings.milestones_of(ids), standings.returns_of(ids)
    return [
        {
            **found[pk],
            "places": found[pk]["place_names"],
            "partners": found[pk]["partner_names"],
            "shared": [name for name in found[pk]["place_names"] if any(name in found[other]["place_names"] for other in ids if other != pk)],
            "asks": asks.get(pk, standings.NO_ASKS),
            "benefits": benefits.get(pk, standings.NO_BENEFITS),
            "risks": risks.get(pk, standings.NO_RISKS),
            "money": money.get(pk, standings.NO_MONEY),
            "milestones": standings.milestones_led(milestones, found[pk]["lead_id"], found[pk]["stage"]),
            "last_return": returns.get(pk, standings.NO_RETURN),
        }
        for pk in ids
    ]


def _row(line: Line, pilots: Sequence[Told]) -> Told:
    values = [line.value(pilot) for pilot in pilots]
    cells = []
    for pilot, value in zip(pilots, values, strict=True):
        where = line.where(pilot) if line.where else ""
        cells.append({"value": value, "page": _page(line, pilot, where), "api": f"/api/v1{where}" if where else None})
    same = rules.same(values, _KEYS.get(line.kind, lambda value: value))
    return {"code": line.code, "title": line.title, "kind": line.kind, "same": same, "cells": cells}


def _page(line: Line, pilot: Told, where: str) -> str | None:
    """A pilot's ratings have a page of their own, and returns go by that name; every other list has the address of its resource."""
    if line.kind == "confidence":
        return f"/pilots/{pilot['id']}/confidence/"
    return where.replace("/pilot-returns/", "/returns/") or None


def _wrong(pilots: Sequence[Told]) -> dict[str, list[str]]:
    def of(holds: Callable[[Told], Any]) -> list[str]:
        return [pilot["name"] for pilot in pilots if holds(pilot)]

    return {
        "rated red": of(lambda pilot: (pilot["assurance_rating"] or pilot["owner_rating"]) == ConfidenceRating.Rating.RED),
        "whose lead has a late milestone": of(lambda pilot: pilot["milestones"]["late"]),
        "without a lead organisation": of(lambda pilot: not pilot["lead_id"]),
    }


def comparable(user: Any) -> list[Told]:
    """`[{id, name, stage_label, illustrative}]`: what may be chosen."""
    rows = visible_pilots(user).order_by("name", "id").values("id", "name", "stage", "illustrative")
    return [{**row, "stage_label": str(Pilot.Stage(row["stage"]).label)} for row in rows]
