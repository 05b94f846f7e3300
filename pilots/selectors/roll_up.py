"""All pilots over any quarters, side by side and in sum."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import check_names

from ..models import Benefit, BudgetMonth, ConfidenceRating, Pilot, PilotReturn, Proposition, Risk
from ..rules import benefits as benefit_rules
from ..rules import returns as rules
from ..rules import risks as risk_rules
from ..rules.budgets import months_of
from ..rules.quarters import Quarter, between
from .benefits import standing, trajectory
from .claims import claim_summary
from .returns import called_periods, timing

STATES = tuple(code for code, _ in benefit_rules.State.choices)
MONEY = ("plan", "actual", "planned_for_actual", "over_plan")
CLAIMED = ("money", "homes", "people")
_NOTHING = Decimal("0.00")


def roll_up(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """See RollUpSerializer. `?from=` and `?to=` name quarters; without them, all that were called for.

    Raises ValidationError for what is no quarter, or an end before its beginning.
    """
    require(user, Permission.PROGRAMME_VIEW)
    check_names(params, ("from", "to"))
    first, last = _period(user, params)
    rows = _pilots(last)
    by_pilot = {row["pilot"]["id"]: row for row in rows}
    benefits = _benefits(last)
    for figures in (_benefit_counts(benefits), _money(first, last), _risks(last), _asks(), _returns(first, last)):
        for pilot, told in figures.items():
            by_pilot[pilot].update({name: value for name, value in told.items() if name != "illustrative"})
            by_pilot[pilot]["illustrative"] |= bool(told.get("illustrative"))
    claimed = claim_summary(user, {})
    for each in claimed["by_pilot"]:
        by_pilot[each["pilot"]["id"]].update({f"claimed_{name}": each[name] for name in CLAIMED})
    return {
        "first": first.code,
        "last": last.code,
        "words": first.label if first == last else f"{first.label} to {last.label[0].lower()}{last.label[1:]}",
        "starts_on": first.starts,
        "ends_on": last.ends,
        "rows": rows,
        "totals": total(rows),
        "left_out": claimed["left_out"],
        "illustrative": any(row["illustrative"] for row in rows) or bool(claimed["illustrative"]),
        "benefits": [{**each, "pilot": by_pilot[each["pilot"]]["pilot"]} for each in benefits],
    }


def _period(user: Any, params: Mapping[str, Any]) -> tuple[Quarter, Quarter]:
    read, errors = {}, {}
    for name in ("from", "to"):
        if params.get(name):
            try:
                read[name] = Quarter.read(params[name])
            except ValueError as error:
                errors[name] = [str(error)]
    if errors:
        raise ValidationError(errors)
    if len(read) < 2:
        called = [Quarter.read(each) for each in called_periods(user)] or [Quarter.of(timezone.localdate())]
        first = read.get("from") or min(called[0], read.get("to", called[0]))
        read = {"from": first, "to": read.get("to") or max(called[-1], first)}
    if read["to"] < read["from"]:
        raise ValidationError({"to": ["The last quarter comes before the first."]})
    return read["from"], read["to"]


def total(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The sums of what may be summed; money is null where no row knows it."""
    held = list(rows)
    sums: dict[str, Any] = {}
    for name in _blank():
        known = [row[name] for row in held if row[name] is not None]
        sums[name] = sum(known, _NOTHING if name.startswith("claimed") or name in MONEY else 0) if known or name not in MONEY else None
    return sums


def _blank() -> dict[str, Any]:
    counts = (
        *("benefits", *STATES),
        *("open_risks", "extreme_risks"),
        *(f"asks_{code}" for code in Proposition.State.values),
        *("returns_owed", "returns_submitted", "returns_late", "returns_missing"),
    )
    return {**dict.fromkeys(MONEY), **dict.fromkeys(counts, 0), **{f"claimed_{name}": _NOTHING for name in CLAIMED}}


def _pilots(last: Quarter) -> list[dict[str, Any]]:
    """A row for each, with nothing summed into it yet."""
    names = dict(ConfidenceRating.Rating.choices)
    found: Any = Pilot.objects.annotate(**_rated(last)).order_by("name", "id")
    rows = []
    for pk, ref, name, *rest in found.values_list("pk", "ref", "name", "stage", "illustrative", "by_assurance", "by_owner"):
        stage, made_up, assurance, owner = rest
        rows.append(
            {
                "pilot": {"id": pk, "ref": ref, "name": name, "url": f"/api/v1/pilots/{pk}/"},
                "illustrative": made_up,
                "stage": stage,
                "stage_label": str(Pilot.Stage(stage).label),
                "confidence": assurance,
                "confidence_label": str(names.get(assurance, "")),
                "owner_confidence": owner,
                "owner_confidence_label": str(names.get(owner, "")),
                "top_score": None,
                **_blank(),
            }
        )
    return rows


def _rated(last: Quarter) -> dict[str, Any]:
    ratings = ConfidenceRating.objects.filter(pilot=OuterRef("pk"), rated_on__lte=last.ends).order_by("-rated_on", "-id")
    return {f"by_{kind}": Subquery(ratings.filter(kind=kind).values("rating")[:1]) for kind in ConfidenceRating.Kind.values}


def _benefits(last: Quarter) -> list[dict[str, Any]]:
    found = Benefit.objects.alias(**trajectory(last.ends)).annotate(
        measured=F("actual"), measured_on=F("actual_on"), plan_then=F("planned_then"), standing=standing()
    )
    labels = dict(benefit_rules.State.choices)
    columns = ("pk", "pilot_id", "name", "unit", "measured", "measured_on", "plan_then", "standing", "illustrative")
    names = ("id", "pilot", "name", "unit", "actual", "actual_on", "planned_then", "state", "illustrative")
    rows = [dict(zip(names, row, strict=True)) for row in found.order_by("pilot__name", "name", "pk").values_list(*columns)]
    return [{**row, "state_label": labels[row["state"]]} for row in rows]


def _benefit_counts(benefits: Iterable[Mapping[str, Any]]) -> dict[Any, dict[str, Any]]:
    counts: dict[Any, dict[str, Any]] = {}
    for each in benefits:
        own = counts.setdefault(each["pilot"], {"benefits": 0, **dict.fromkeys(STATES, 0), "illustrative": False})
        own["benefits"] += 1
        own[each["state"]] += 1
        own["illustrative"] |= each["illustrative"]
    return counts


def _money(first: Quarter, last: Quarter) -> dict[Any, dict[str, Any]]:
    """A pooled budget belongs to one pilot, so that no pound is counted twice."""
    months = [month for quarter in between(first, last) for month in months_of(quarter.year)[(quarter.number - 1) * 3 : quarter.number * 3]]
    found = BudgetMonth.objects.filter(month__in=months).values("budget__pilot", "budget__illustrative", "plan", "actual")
    held: dict[Any, list[Mapping[str, Any]]] = {}
    for row in found.order_by():
        held.setdefault(row["budget__pilot"], []).append(row)
    return {pilot: _spent(rows) for pilot, rows in held.items()}


def _spent(rows: list[Mapping[str, Any]]) -> dict[str, Any]:
    plans, actuals = ([row[name] for row in rows if row[name] is not None] for name in ("plan", "actual"))
    of_actuals = [row["plan"] for row in rows if row["actual"] is not None]
    actual, planned = _sum(actuals), None if None in of_actuals else _sum(of_actuals)
    return {
        "plan": _sum(plans),
        "actual": actual,
        "planned_for_actual": planned,
        "over_plan": rules.less(actual, planned),
        "illustrative": any(row["budget__illustrative"] for row in rows),
    }


def _sum(known: list[Decimal]) -> Decimal | None:
    return sum(known, _NOTHING) if known else None


def _risks(last: Quarter) -> dict[Any, dict[str, Any]]:
    still = Q(closed_on=None) | Q(closed_on__gt=last.ends)
    least = next(least for name, least, _ in risk_rules.BANDS if name == risk_rules.EXTREME)
    found: QuerySet[Any] = Risk.objects.filter(still, identified_on__lte=last.ends).annotate(score=F("current_likelihood") * F("current_impact"))
    told: Any = (
        found.order_by()
        .values("pilot")
        .annotate(open_risks=Count("pk"), extreme_risks=Count("pk", filter=Q(score__gte=least)), top_score=Max("score"))
    )
    return {row.pop("pilot"): row for row in told}


def _asks() -> dict[Any, dict[str, Any]]:
    counts = {f"asks_{code}": Count("pk", filter=Q(state=code)) for code in Proposition.State.values}
    told: Any = Proposition.objects.order_by().values("pilot").annotate(**counts)
    return {row.pop("pilot"): row for row in told}


def _returns(first: Quarter, last: Quarter) -> dict[Any, dict[str, Any]]:
    owed = PilotReturn.objects.filter(number=1, call__period__gte=first.code, call__period__lte=last.code).annotate(standing=timing())
    told: Any = (
        owed.order_by()
        .values("pilot")
        .annotate(
            returns_owed=Count("pk"),
            returns_submitted=Count("pk", filter=Q(state=PilotReturn.State.SUBMITTED)),
            returns_late=Count("pk", filter=Q(standing=rules.LATE)),
            returns_missing=Count("pk", filter=Q(standing=rules.MISSING)),
            made_up=Count("pk", filter=Q(illustrative=True)),
        )
    )
    return {row.pop("pilot"): {"illustrative": row.pop("made_up") > 0, **row} for row in told}


# --- In print ------------------------------------------------------------------------------------------------------------
_LINES, _WIDE = 24, 24  # the lines of pilots' names that fit on the page with all else, and the letters of one


def roll_up_sheet(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The roll-up on one page, all as text: `{words, on, illustrative, standing, rows, more, totals, notes}`.

    Where there are more pilots than it has room for, those that call for attention come first, and the totals are of all.
    """
    answer = roll_up(user, params)
    rows = sorted(answer["rows"], key=lambda row: (-row["returns_missing"], -row["behind"], -row["extreme_risks"], row["pilot"]["name"]))
    room = _fitting(rows)
    shown = answer["rows"] if room == len(rows) else rows[:room]
    totals = answer["totals"]
    said = f"{totals['returns_submitted']} of {totals['returns_owed']} returns submitted, {totals['returns_late']} of them late; "
    said += f"{totals['returns_missing']} missing."
    today = timezone.localdate()
    return {
        "words": answer["words"],
        "on": f"{today.day} {today:%B %Y}",
        "illustrative": answer["illustrative"],
        "standing": said,
        "rows": [
            {"name": row["pilot"]["name"], "stage": row["stage_label"], "confidence": row["confidence_label"] or "Not rated", **_printed(row)}
            for row in shown
        ],
        "more": len(rows) - len(shown),
        "totals": _printed(totals),
        "left_out": answer["left_out"],
    }


def _fitting(rows: list[dict[str, Any]]) -> int:
    """How many of the rows fit. A long name takes two lines or more, and a row as much again as half a line for its rules."""
    used = 0.0
    for place, row in enumerate(rows):
        used += 0.6 + -(-len(row["pilot"]["name"]) // _WIDE)
        if used > _LINES:
            return place
    return len(rows)


def _printed(row: Mapping[str, Any]) -> dict[str, str]:
    """Benefits as behind of all; money in thousands of pounds; asks as granted of all; returns as submitted of owed."""
    asks = sum(row[f"asks_{code}"] for code in Proposition.State.values)
    return {
        "benefits": f"{row['behind']} of {row['benefits']}",
        "plan": _thousands(row["plan"]),
        "actual": _thousands(row["actual"]),
        "over": _thousands(row["over_plan"]),
        "risks": f"{row['open_risks']} ({row['extreme_risks']})",
        "asks": f"{row['asks_granted']} of {asks}",
        "returns": f"{row['returns_submitted']} of {row['returns_owed']}",
        "missing": str(row["returns_missing"]),
        "money": _thousands(row["claimed_money"]),
        "homes": f"{row['claimed_homes']:,.0f}",
        "people": f"{row['claimed_people']:,.0f}",
    }


def _thousands(value: Decimal | None) -> str:
    return "–" if value is None else f"{value / 1000:,.0f}"
