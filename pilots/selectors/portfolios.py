"""The portfolio: what is wrong with it, its figures, and how every pilot stands."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone

from devo_portal.core.paging import PAGING
from devo_portal.core.reads import ReadModel, check_names
from governance.models import Milestone

from ..filters import PortfolioFilter
from ..models import ConfidenceRating, Pilot, PilotReturn
from ..rules import confidence as confidence_rules
from ..rules import portfolios as rules
from ..serializers import PilotStanding
from . import standings
from .pilots import LIVE, visible_pilots


def visible_standings(user: Any) -> QuerySet[Pilot]:
    """Pilots with what the portfolio sorts them by; a read that does not sort by it does not ask for it."""
    latest = ConfidenceRating.objects.filter(pilot=OuterRef("pk")).order_by("kind", "-rated_on", "-id")  # as visible_pilots has it
    ranks = [When(rating=rating, then=Value(confidence_rules.level(rating))) for rating in ConfidenceRating.Rating.values]
    ranked = latest.annotate(level=Case(*ranks, output_field=IntegerField()))
    ahead = Milestone.objects.filter(owner=OuterRef("lead"), reached=False).order_by("falls", "id")
    sent = PilotReturn.objects.filter(pilot=OuterRef("pk"), state=PilotReturn.State.SUBMITTED).order_by("-submitted_at")
    places = [When(stage=stage, then=Value(place)) for place, stage in enumerate(Pilot.Stage.values)]
    return visible_pilots(user).annotate(
        confidence_level=Subquery(ranked.values("level")[:1]),
        stage_place=Case(*places, output_field=IntegerField()),
        next_on=Case(When(stage=Pilot.Stage.CLOSED, then=Value(None)), default=Subquery(ahead.values("falls")[:1])),
        returned_at=Subquery(sent.values("submitted_at")[:1]),
    )


standing_pilots = ReadModel(
    "portfolio", visible_standings, PortfolioFilter, PilotStanding, order=("name", "stage_place", "confidence_level", "next_on", "returned_at")
)


def dashboard(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """See PortfolioBoardSerializer. Raises ValidationError by parameter.

    Every noun is read once, for all pilots: the rows of the page and the figures of the whole are made of the same answer.
    """
    check_names(params, standing_pilots.filters.base_filters.keys() | PAGING)
    listed = standing_pilots.list(user, params)
    everyone = _everyone(user)
    asked = any(params.get(name) for name in standing_pilots.filters.base_filters)
    count = listed["count"]
    if count is None:
        count = standing_pilots.found(user, params).order_by().count() if asked else everyone["pilots"]
    told = {
        "asks": standings.asks_of(),
        "benefits": standings.benefits_of(),
        "money": standings.money_of(),
        "milestones": standings.milestones_of(),
        "last_return": standings.returns_of(),
    }
    whole = _whole(everyone, told)
    return {
        "today": timezone.localdate(),
        "standing": rules.standing(whole, count if asked else None),
        "figures": _figures(whole),
        "benefits": whole["benefits"],
        "money": whole["money"],
        "count": count,
        "next": listed["next"],
        "previous": listed["previous"],
        "results": [row | beside(row, told) for row in listed["results"]],
    }


def beside(row: Mapping[str, Any], told: Mapping[str, Mapping[Any, Any]]) -> dict[str, Any]:
    """What stands beside a pilot's own part in its row."""
    pilot, lead = row["id"], row["lead"]["id"] if row["lead"] else None
    return {
        "asks": told["asks"].get(pilot, standings.NO_ASKS),
        "benefits": told["benefits"].get(pilot, standings.NO_BENEFITS),
        "money": told["money"].get(pilot, standings.NO_MONEY),
        "milestones": standings.milestones_led(told["milestones"], lead, row["stage"]),
        "last_return": told["last_return"].get(pilot, standings.NO_RETURN),
    }


def _everyone(user: Any) -> dict[str, Any]:
    """What is counted of pilots, and `led`: how many that are not closed each lead organisation has."""
    pilots: Any = visible_pilots(user)
    rows = list(pilots.order_by().values_list("lead_id", "stage", "confidence"))
    led: dict[Any, int] = {}
    for lead, stage, _ in rows:
        led[lead] = led.get(lead, 0) + (stage != Pilot.Stage.CLOSED)
    return {
        "pilots": len(rows),
        "live": sum(stage in LIVE for _, stage, _ in rows),
        "red": sum(rating == ConfidenceRating.Rating.RED for _, _, rating in rows),
        "unrated": sum(rating is None for _, _, rating in rows),
        "unled": sum(lead is None for lead, _, _ in rows),
        "led": led,
    }


def _whole(everyone: Mapping[str, Any], told: Mapping[str, Mapping[Any, Any]]) -> dict[str, Any]:
    benefits = standings.benefits_together(told["benefits"].values())
    return {
        **everyone,
        "late_milestones": sum(each["late"] for each in told["milestones"].values()),
        "late": sum(everyone["led"].get(lead, 0) for lead, each in told["milestones"].items() if each["late"]),
        "never_returned": everyone["pilots"] - len(told["last_return"]),
        "asks": {name: sum(each[name] for each in told["asks"].values()) for name in standings.ASKS},
        "benefits": benefits,
        "behind": benefits["behind"],
        "money": standings.money_together(told["money"].values()),
    }


def _figures(whole: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The tiles; each names the page that lists what it counts and the query that gives it."""
    asks, benefits, money = whole["asks"], whole["benefits"], whole["money"]
    late = f"{rules.many(whole['late_milestones'], 'milestone')}, each counted once; closed pilots left out"
    pilots, told = whole["pilots"], f"Of {rules.many(asks['asks'], 'ask')}"
    return [
        _count("pilots", "pilots", "Pilots", pilots, "pilots", {}, f"{whole['live']:,} under way"),
        _count("red", "pilots", "Rated red", whole["red"], "portfolio", {"confidence": "red"}, "For delivery confidence", alarm=True),
        _count("late", "pilots", "Lead has a late milestone", whole["late"], "portfolio", {"late": "true"}, late, alarm=True),
        _count("unled", "pilots", "Without a lead", whole["unled"], "portfolio", {"unled": "true"}, "No organisation answers", alarm=True),
        _count("unrated", "pilots", "Not yet rated", whole["unrated"], "portfolio", {"unrated": "true"}, "For delivery confidence"),
        _count(
            "never_returned",
            "pilots",
            "Never sent a return",
            whole["never_returned"],
            "portfolio",
            {"never_returned": "true"},
            "No quarterly return submitted",
        ),
        _count("open", "asks", "Asks open", asks["open"], "propositions", {"state": "open"}, told),
        _count("granted", "asks", "Asks granted", asks["granted"], "propositions", {"state": "granted"}, told),
        _count("refused", "asks", "Asks refused", asks["refused"], "propositions", {"state": "refused"}, told),
        _count("superseded", "asks", "Asks superseded", asks["superseded"], "propositions", {"state": "superseded"}, told),
        _count("unowned", "asks", "Asks without an owner", asks["unowned"], "propositions", {"unowned": "true"}, told, alarm=True),
        *_of_benefits(benefits),
        _sum("variance_to_date", "Spent against plan to date", money, f"In {_of_which(money['budgets'], 'pooled budget', money['illustrative'])}"),
        _sum("variance", "Expected against plan", money, "At the year’s end, where forecast to it"),
    ]


def _of_which(number: int, noun: str, illustrative: int) -> str:
    """`12 benefits, 10 illustrative`: what is made up is said wherever it is counted."""
    return f"{rules.many(number, noun)}{f', {illustrative:,} illustrative' if illustrative else ''}"


def _of_benefits(benefits: Mapping[str, Any]) -> list[dict[str, Any]]:
    of = f"Of {_of_which(benefits['benefits'], 'benefit', benefits['illustrative'])}"
    better = benefits["on_plan"] + benefits["ahead"]
    return [
        _count("behind", "benefits", "Benefits behind", benefits["behind"], "benefits", {"state": "behind"}, of, alarm=True),
        _count("better", "benefits", "Benefits on plan or ahead", better, "benefits", {"state": ["on_plan", "ahead"]}, of),
        _count("no_actual", "benefits", "Benefits not measured", benefits["no_actual"], "benefits", {"state": "no_actual"}, of),
        _count(
            "overdue_actual",
            "benefits",
            "Benefits due, never measured",
            benefits["overdue_actual"],
            "benefits",
            {"overdue_actual": "true"},
            "No actual 90 days after due",
            alarm=True,
        ),
    ]


def _count(
    key: str, group: str, title: str, value: int, plural: str, asked: Mapping[str, Any], note: str = "", *, alarm: bool = False
) -> dict[str, Any]:
    """A figure that counts the rows of a list."""
    where = f"/{plural}/?{urlencode([*asked.items(), ('count', 'true')], doseq=True)}"
    told = {"unit": "", "note": note, "alarm": alarm and value > 0, "page": where, "api": f"/api/v1{where}", "field": "count"}
    return {"key": key, "group": group, "title": title, "value": value, **told}


def _sum(field: str, title: str, money: Mapping[str, Any], note: str) -> dict[str, Any]:
    """A figure of the sums over all pooled budgets: over plan where above nothing."""
    value = money[field]
    where = {"page": "/budgets/", "api": "/api/v1/budgets/summary/", "field": field}
    return {"key": field, "group": "money", "title": title, "value": value, "unit": "£", "note": note, "alarm": bool(value and value > 0), **where}
