"""The timeline: every milestone with its plan, its forecast, when it was reached, and when it was to be."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery, Value
from django.utils import timezone

from devo_portal.core.dates import PartialDate
from devo_portal.core.models import Organisation
from devo_portal.core.paging import query, whole_number
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel, check_names
from devo_portal.core.shapes import Answering, compiled

from ..filters import TimelineFilter
from ..models import Agreement, Baseline, BaselineEntry, Board, Meeting, Milestone
from ..rules.schedule import plan
from ..serializers import TimelineRow, kept_calendar
from .milestones import visible_milestones
from .nodes import Programme, programme
from .schedule import day_of, in_schedule, is_critical

ROWS, MOST = 60, 200  # on a page: a picture taller than that is none
_STRANDS = {code: place for place, code in enumerate(Milestone.Strand.values)}
_asked = ReadModel("timeline", visible_milestones, TimelineFilter, TimelineRow, order=("falls",))


def timeline(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """See TimelineSerializer. Raises ValidationError by parameter."""
    require(user, Permission.PROGRAMME_VIEW)
    check_names(params, {*TimelineFilter.base_filters, "limit", "page"})
    limit, number = whole_number(params, "limit", ROWS, MOST), whole_number(params, "page", 1, 100_000)
    found = programme(timezone.localdate())
    places = _places(found)
    rows = _asked.found(user, params)
    baselines = _baselines()
    baseline = _chosen(params, baselines)
    entry = BaselineEntry.objects.filter(baseline=baseline["id"] if baseline else None, milestone=OuterRef("pk")).order_by().values("falls")
    columns = compiled(TimelineRow, None, ("id",))
    taken = list(rows.order_by().annotate(in_baseline=Subquery(entry)).values_list(*columns.paths))
    at = columns.at
    if params.get("critical"):
        taken = [row for row in taken if bool((places.get(row[at["id"]]) or {}).get("critical")) == (params["critical"] == "true")]
    taken.sort(key=lambda row: (_STRANDS.get(row[at["strand"]], 99), row[at["falls"]].date, row[at["name"]], str(row[at["id"]])))
    start = (number - 1) * limit
    answering = Answering(user, at, columns.ids(taken[start : start + limit]), {"schedule": places}, {kept_calendar: found.calendar})
    build = columns.builder(answering)
    shown = [build(row) for row in taken[start : start + limit]]
    figures = {
        "milestones": len(taken),
        "reached": sum(row[at["reached"]] for row in taken),
        "late": sum(row[at["late"]] for row in taken),
        "critical": sum(bool((places.get(row[at["id"]]) or {}).get("critical")) for row in taken),
        "later": sum(is_later(row[at["falls"]], row[at["in_baseline"]]) for row in taken),
    }

    def side(page: int, there: bool) -> str | None:
        return f"/api/v1/timeline/{query(params, page=page)}" if there else None

    return {
        "today": found.on,
        "sentence": _sentence(figures, baseline),
        **figures,
        "baseline": baseline,
        "baselines": baselines,
        "meetings": _meetings(found, shown),
        "count": len(taken),
        "next": side(number + 1, start + limit < len(taken)),
        "previous": side(number - 1, number > 1),
        "results": shown,
    }


def _places(found: Programme) -> dict[Any, dict[str, Any]]:
    """What the schedule says of each milestone that is not reached and hangs in it."""
    things = in_schedule(found)
    made = plan([thing.node for thing in things.values()], found.links, found.calendar)
    return {
        key: {
            "earliest": day_of(made.earliest[key]),
            "latest": day_of(made.last_day(key)),
            "slack_working_days": made.slack(key),
            "critical": is_critical(made, key),
            "no_meeting": made.no_slot(key),
        }
        for key, thing in things.items()
        if thing.kind == "milestone" and not thing.node.stands
    }


def _baselines() -> list[dict[str, Any]]:
    rows = Baseline.objects.order_by("-taken_on", "-id").values("id", "ref", "name", "taken_on", "illustrative")
    return [{**row, "url": f"/api/v1/baselines/{row['id']}/"} for row in rows]


def _chosen(params: Mapping[str, Any], baselines: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The one asked for, or else the newest."""
    if not params.get("baseline"):
        return baselines[0] if baselines else None
    found = next((each for each in baselines if str(each["id"]) == str(params["baseline"]).strip().lower()), None)
    if found is None:
        raise ValidationError({"baseline": ["No baseline has this id."]})
    return found


def is_later(now: PartialDate | None, then: PartialDate | None) -> bool:
    """As far as both are known: April 2018 is not later than 2018."""
    if not now or not then:
        return False
    known = min(len(now.date), len(then.date))
    return now.date[:known] > then.date[:known]


def _meetings(found: Programme, shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    needed = {row["needs_board"]["id"] for row in shown if row["needs_board"]}
    return [
        {
            "id": each.id,
            "url": f"/api/v1/meetings/{each.id}/",
            "board": each.board,
            "held_on": each.day,
            "status": each.status,
            "status_label": str(Meeting.Status(each.status).label),
        }
        for each in found.meetings
        if each.board["id"] in needed and each.status != Meeting.Status.CANCELLED
    ]


def _sentence(figures: Mapping[str, int], baseline: Mapping[str, Any] | None) -> str:
    """`20 of 30 milestones reached, 3 late; 4 on the critical path; 2 later than in “Programme plan”.`"""
    count = figures["milestones"]
    if not count:
        return "No milestone falls here."
    late = f"{figures['late']} late" if figures["late"] else "none late"
    said = [f"{figures['reached']} of {count} milestone{'' if count == 1 else 's'} reached, {late}"]
    said.append(f"{figures['critical'] or 'none'} on the critical path")
    if baseline:
        said.append(f"{figures['later'] or 'none'} later than in “{baseline['name']}”")
    return f"{'; '.join(said)}."


def timeline_choices(user: Any) -> dict[str, list[tuple[str, str]]]:
    """What the page's filters offer, by one query: `{owner, agreement, needs_board: [(id, name)]}`."""
    require(user, Permission.PROGRAMME_VIEW)
    kinds: tuple[tuple[str, Any], ...] = (("owner", Organisation), ("agreement", Agreement), ("needs_board", Board))
    first, *others = (
        model._default_manager.order_by().annotate(of=Value(kind)).values_list("of", "pk", "name").filter(**{_USED[kind]: False}).distinct()
        for kind, model in kinds
    )
    offered: dict[str, list[tuple[str, str]]] = {kind: [] for kind, _ in kinds}
    for kind, pk, name in sorted(first.union(*others, all=True), key=lambda row: row[2]):
        offered[kind].append((str(pk), name))
    return offered


_USED = {"owner": "milestones_owned__isnull", "agreement": "milestones__isnull", "needs_board": "milestones_needed__isnull"}
