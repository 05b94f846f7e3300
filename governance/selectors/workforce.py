"""The dashboard of a board's actions, the London Workforce Board's unless another is asked for.

Each figure names the page and the query that list just what it counts; a test holds the three together.
"""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.http import urlencode

from devo_portal.core.reads import check_names

from ..filters import action_overdue
from ..models import Action, Commitment
from ..rules.standing import listed, number_of, said
from ..rules.workforce import Band, Quarter, bands, quarters
from .actions import actions
from .boards import visible_boards
from .commitments import commitments

WORKFORCE = "LWB"
DONE = Action.Status.COMPLETE
LIVE, OVERDUE, UNOWNED = {"open": "true"}, {"overdue": "true"}, {"unowned": "true", "open": "true"}


def workforce(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """As `WorkforceSerializer` says. Raises ValidationError for another parameter, or a board that there is not."""
    check_names(params, {"board"})
    boards: list[Any] = list(visible_boards(user).order_by("name").values("id", "name", "short_name"))
    board = _chosen(boards, params.get("board"))
    today = timezone.localdate()
    ages, closings = bands(today), quarters(today)
    here = {"board": str(board["id"])} if board else {}
    found = _counts(user, here, ages, closings)

    def figure(count: int, **asked: str) -> dict[str, Any]:
        return _figure(count, "actions", {**here, **asked})

    promised: dict[str, Any] = {**({"forum": str(board["id"])} if board else {}), "acted_on": "false", "status": list(Commitment.LIVE)}
    answer: dict[str, Any] = {
        "today": today,
        "board": board,
        "boards": boards,
        "actions": figure(found["all"]),
        "open": figure(found["live"], **LIVE),
        "overdue": figure(found["late"], **OVERDUE),
        "unowned": figure(found["nobody"], **UNOWNED),
        "unacted": _figure(commitments.found(user, promised).count(), "commitments", promised),
        "by_theme": [
            {"code": theme.value, "label": str(theme.label)}
            | figure(found[f"{theme}_live"], theme=theme.value, **LIVE)
            | {"overdue": figure(found[f"{theme}_late"], theme=theme.value, **OVERDUE)}
            for theme in Action.Theme
        ],
        "by_lead": _by_lead(user, here),
        "by_age": [band._asdict() | figure(found[band.code], **_asked("raised_on", band.first, band.last), **LIVE) for band in ages],
        "by_quarter": [
            quarter._asdict() | figure(found[f"done_{place}"], status=DONE.value, **_asked("closed_on", quarter.first, quarter.last))
            for place, quarter in enumerate(closings)
        ],
    }
    return answer | {"standing": _standing(answer, found["oldest"]), "done": _done(answer["by_quarter"])}


def _chosen(boards: list[dict[str, Any]], asked: str | None) -> dict[str, Any] | None:
    if not asked:
        return next((each for each in boards if each["short_name"] == WORKFORCE), boards[0] if boards else None)
    try:
        chosen = next((each for each in boards if each["id"] == uuid.UUID(asked)), None)
    except ValueError:
        chosen = None
    if chosen is None:
        raise ValidationError({"board": ["There is no such board. Give the id of one."]})
    return chosen


def _counts(user: Any, here: dict[str, str], ages: list[Band], closings: list[Quarter]) -> dict[str, Any]:
    live, late = Q(status__in=Action.LIVE), action_overdue()
    themes = {
        f"{theme}_{kind}": Count("pk", filter=which & Q(theme=theme)) for theme in Action.Theme for kind, which in (("live", live), ("late", late))
    }
    by_age = {band.code: Count("pk", filter=live & Q(**_asked("raised_on", band.first, band.last))) for band in ages}
    done = {
        f"done_{place}": Count("pk", filter=Q(status=DONE, closed_on__gte=each.first, closed_on__lte=each.last))
        for place, each in enumerate(closings)
    }
    rows = actions.found(user, here).order_by()
    return rows.aggregate(
        all=Count("pk"),
        live=Count("pk", filter=live),
        late=Count("pk", filter=late),
        nobody=Count("pk", filter=live & Q(lead=None)),
        oldest=Min("raised_on", filter=live),
        **themes,
        **by_age,
        **done,
    )


def _by_lead(user: Any, here: dict[str, str]) -> list[dict[str, Any]]:
    rows = actions.found(user, {**here, **LIVE}).order_by().values("lead", "lead__name")
    counted = rows.annotate(count=Count("pk"), late=Count("pk", filter=action_overdue()))
    leads = []
    for each in sorted(counted, key=lambda row: (-row["late"], -row["count"], row["lead__name"] or "")):
        asked = {"lead": str(each["lead"])} if each["lead"] else {"unowned": "true"}
        late = _figure(each["late"], "actions", {**here, **asked, **OVERDUE})
        named = {"id": each["lead"], "name": each["lead__name"] or "Nobody"}
        leads.append(named | _figure(each["count"], "actions", {**here, **asked, **LIVE}) | {"overdue": late})
    return leads


def _asked(column: str, first: date | None, last: date | None) -> dict[str, str]:
    """The parameters of the list that leave what lies between two days."""
    return {f"{column}__{end}": day.isoformat() for end, day in (("gte", first), ("lte", last)) if day}


def _figure(count: int, plural: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    query = urlencode([*asked.items(), ("count", "true")], doseq=True)
    return {"count": count, "page": f"/{plural}/?{query}", "api": f"/api/v1/{plural}/?{query}"}


def _standing(answer: dict[str, Any], oldest: date | None) -> str:
    """One sentence that says whether something is wrong."""
    if not answer["board"]:
        return "No board is recorded yet."
    live, name = answer["open"]["count"], answer["board"]["name"]
    late, nobody, unacted = (answer[key]["count"] for key in ("overdue", "unowned", "unacted"))
    wrong = [f"{late} overdue"] if late else []
    wrong += [f"{nobody} without a lead"] if nobody else []
    head = f"The {name} has {number_of(live, 'open action')}" if live else f"The {name} has no open action"
    state = f": {listed(wrong)}" if wrong else "; none overdue" if live else ""
    since = f"; the oldest was raised on {said(oldest)}" if oldest else ""
    waiting = f"; {number_of(unacted, 'commitment')} that it follows {'has' if unacted == 1 else 'have'} no live action" if unacted else ""
    return f"{head}{state}{since}{waiting}."


def _done(by_quarter: list[dict[str, Any]]) -> str:
    total, now = sum(each["count"] for each in by_quarter), by_quarter[-1]["count"]
    if not total:
        return "No action was completed in the last two years"
    return f"{number_of(total, 'action')} completed in the last two years, {now or 'none'} of them in this quarter"
