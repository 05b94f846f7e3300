"""What may be read about quarterly returns: who owes one, what it says, and what changed since the last."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce, TruncDate
from django.db.models.lookups import GreaterThanOrEqual
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from devo_portal.core.history import Beneath, event_model, history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel
from governance.models import working_calendar

from ..filters import PilotReturnFilter, ReturnCallFilter, ReturnSectionFilter
from ..models import Pilot, PilotReturn, ReturnCall, ReturnSection
from ..rules import returns as rules
from ..rules.quarters import WORKING_DAYS, Quarter
from ..serializers import PilotReturnDetail, PilotReturnSerializer, ReturnBrief, ReturnCallSerializer, ReturnSectionSerializer
from .pilots import LIVE, _all, pilots
from .return_content import content_of, sections_of

SUBMITTED = PilotReturn.State.SUBMITTED
_NOUNS = {"pilotreturn": "return", "returnsection": "section", "returncall": "call"}  # as a history says them


class _FrozenDay(Func):
    """The day on which a submitted return was due, as its frozen content says; null of a draft."""

    template = "CAST(CAST(NULLIF(%(expressions)s, '') AS json) #>> '{return,due_on}' AS date)"
    output_field = DateField()


def due() -> Coalesce:
    """The day on which a return is due. Once it is submitted this stays, however the call's day is moved afterwards."""
    return Coalesce(_FrozenDay("content"), F("call__due_on"))


def timing() -> Case:
    """`rules.timing`, in SQL."""
    submitted, today = TruncDate("submitted_at"), timezone.localdate()
    return Case(
        When(number__gt=1, then=Value(rules.CORRECTION)),
        When(Q(state=SUBMITTED) & GreaterThanOrEqual(due(), submitted), then=Value(rules.ON_TIME)),
        When(state=SUBMITTED, then=Value(rules.LATE)),
        When(call__due_on__gte=today, then=Value(rules.DUE)),
        default=Value(rules.MISSING),
        output_field=CharField(),
    )


def visible_returns(user: Any) -> QuerySet[PilotReturn]:
    require(user, Permission.PROGRAMME_VIEW)
    later = PilotReturn.objects.filter(call=OuterRef("call"), pilot=OuterRef("pilot"), number__gt=OuterRef("number"), state=SUBMITTED)
    begun = PilotReturn.objects.filter(call=OuterRef("call"), pilot=OuterRef("pilot"), number__gt=OuterRef("number"), state=PilotReturn.State.DRAFT)
    done = ReturnSection.objects.filter(pilot_return=OuterRef("pk"), state=ReturnSection.State.DONE).order_by().values("pilot_return")
    return PilotReturn.objects.select_related(
        "call", "pilot"
    ).annotate(  # the pilot's lead owns it
        timing=timing(),
        due_on=due(),
        due_on_first=_first_due("call"),
        superseded=Exists(later),
        correction=Subquery(begun.order_by("number").values("pk")[:1]),
        sections_done=Coalesce(Subquery(done.annotate(count=Count("pk")).values("count"), output_field=IntegerField()), Value(0)),
    )


def _first_due(call: str) -> Coalesce:
    """The day that a call set when it was opened, before anyone moved it."""
    told = event_model(ReturnCall).objects.filter(pgh_obj_id=OuterRef(call)).order_by("pgh_id").values("due_on")[:1]
    return Coalesce(Subquery(told), F("due_on" if call == "pk" else "call__due_on"))


def visible_return_sections(user: Any) -> QuerySet[ReturnSection]:
    require(user, Permission.PROGRAMME_VIEW)
    return ReturnSection.objects.select_related("pilot_return__call", "pilot_return__pilot")


def visible_return_calls(user: Any) -> QuerySet[ReturnCall]:
    require(user, Permission.PROGRAMME_VIEW)
    owed = PilotReturn.objects.filter(call=OuterRef("pk"), number=1).order_by().values("call").annotate(standing=timing())

    def count(rows: QuerySet[Any]) -> Coalesce:
        return Coalesce(Subquery(rows.values("call").annotate(count=Count("pk")).values("count"), output_field=IntegerField()), Value(0))

    return ReturnCall.objects.annotate(
        due_on_first=_first_due("pk"),
        asked=count(owed),
        submitted=count(owed.filter(state=SUBMITTED)),
        on_time=count(owed.filter(standing=rules.ON_TIME)),
        late=count(owed.filter(standing=rules.LATE)),
        missing=count(owed.filter(standing=rules.MISSING)),
    )


return_calls = ReadModel(
    "return-calls", visible_return_calls, ReturnCallFilter, ReturnCallSerializer, order=("-period", "due_on", "opened_on", "updated_at")
)
pilot_returns = ReadModel(
    "pilot-returns",
    visible_returns,
    PilotReturnFilter,
    PilotReturnSerializer,
    order=("-call__period", "pilot__name", "timing", "state", "submitted_at", "updated_at"),
    detail=PilotReturnDetail,
)
return_sections = ReadModel(
    "return-sections", visible_return_sections, ReturnSectionFilter, ReturnSectionSerializer, order=("section", "state", "updated_at")
)


def due_by_rule(quarter: Quarter, opened_on: date) -> date:
    """20 working days of England after the quarter's end; after the call, where that day has passed by then."""
    calendar = working_calendar()
    day = calendar.add(quarter.ends, WORKING_DAYS)
    return day if day > opened_on else calendar.add(opened_on, WORKING_DAYS)


# --- Figures -----------------------------------------------------------------------------------------------------------
def return_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures over the returns that the filter leaves: see ReturnSummarySerializer."""
    codes = (rules.ON_TIME, rules.LATE, rules.MISSING, rules.DUE)
    found = pilot_returns.found(user, params).order_by()
    told = found.aggregate(
        returns=Count("pk"),
        owed=Count("pk", filter=Q(number=1)),
        given=Count("pk", filter=Q(number=1, state=SUBMITTED)),
        corrections=Count("pk", filter=Q(number__gt=1)),
        made_up=Count("pk", filter=Q(illustrative=True)),
        **{code: Count("pk", filter=Q(timing=code)) for code in codes},
    )
    return {("submitted" if name == "given" else "illustrative" if name == "made_up" else name): count for name, count in told.items()}


def missing_returns(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """Asked for, not submitted, and past the day, of those that the filter leaves: see MissingReturnsSerializer."""
    today = timezone.localdate()
    found = pilot_returns.found(user, params).filter(timing=rules.MISSING).order_by("call__due_on", "pilot__name", "pk")
    rows = [
        {
            **{name: each[name] for name in ("id", "url", "pilot", "call", "sections_done", "illustrative")},
            "days_late": (today - each["call"]["due_on"]).days,
        }
        for each in _all(PilotReturnSerializer, found, user)
    ]
    owing, quarters = len({each["pilot"]["id"] for each in rows}), len({each["call"]["id"] for each in rows})
    return {"count": len(rows), "pilots": owing, "quarters": quarters, "words": _missing_said(len(rows), owing, quarters), "rows": rows}


def _missing_said(count: int, owing: int, quarters: int) -> str:
    if not count:
        return "No return is missing."
    are = "return is" if count == 1 else "returns are"
    by = "1 pilot" if owing == 1 else f"{owing} pilots"
    over = "one quarter" if quarters == 1 else f"{quarters} quarters"
    return f"{count} {are} missing, of {by} over {over}."


def returns_of_pilot(user: Any, pk: Any) -> dict[str, Any]:
    """See PilotReturnsSerializer. Raises Http404."""
    pilot = pilots.one(user, pk, {"fields": "id,ref,name,url"})
    rows = _all(PilotReturnSerializer, visible_returns(user).filter(pilot=pk).order_by("-call__period", "-number"), user)
    owed = [each for each in rows if each["number"] == 1 and each["state"] != SUBMITTED]
    last = max((each["submitted_at"] for each in rows if each["submitted_at"]), default=None)
    return {
        "pilot": pilot,
        "owed": len(owed),
        "missing": sum(each["timing"] == rules.MISSING for each in owed),
        "days_since_last": (timezone.localdate() - timezone.localdate(last)).days if last else None,
        "returns": rows,
    }


# --- What one says -----------------------------------------------------------------------------------------------------
def return_content(user: Any, pk: Any) -> str:
    """Its canonical JSON, of which `sha256` is the hash once it is submitted. Raises Http404."""
    return content_of(get_object_or_404(visible_returns(user), pk=pk))


def return_told(user: Any, pk: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """What it says, and what changed in that since the return submitted before: the answers of `content/` and `changes/`."""
    record = get_object_or_404(visible_returns(user), pk=pk)
    if record.state != SUBMITTED:
        prefetch_related_objects([record], "sections")  # read twice: into the document, and for what is begun
    document = json.loads(content_of(record))
    earlier = _before(record)
    if earlier is None:
        return document, {"since": None, "changes": []}
    before, now = sections_of(json.loads(earlier.content)), sections_of(document)
    unwritten = _unwritten(record)
    told = [
        {**change._asdict(), "label": rules.label(change.path, now, before)}
        for change in rules.told(rules.differences(before, now), now, before)
        if change.path not in unwritten and not rules.both_blank(change)
    ]
    return document, {"since": _all(ReturnBrief, PilotReturn.objects.filter(pk=earlier.pk), user)[0], "changes": told}


def _unwritten(record: PilotReturn) -> set[str]:
    """Where the words of a draft's sections will stand that nobody began: that they are not there yet is no difference."""
    if record.state == SUBMITTED:
        return set()
    left = [each.section for each in record.sections.all() if each.state == ReturnSection.State.NOT_STARTED]
    return {f"/{section}/{name}" for section in left for name in ("summary", "went_well", "stuck", "commentary")}


def return_changes(user: Any, pk: Any) -> dict[str, Any]:
    return return_told(user, pk)[1]


def _before(record: PilotReturn) -> PilotReturn | None:
    """The return of the pilot submitted before: of an earlier quarter, or the version that this one corrects."""
    earlier = Q(call__period__lt=record.call.period) | Q(call__period=record.call.period, number__lt=record.number)
    return PilotReturn.objects.filter(earlier, pilot=record.pilot_id, state=SUBMITTED).order_by("-call__period", "-number").first()


def section_of(user: Any, pk: Any, section: str) -> Any:
    """The id of a section of a return. Raises Http404."""
    found = visible_return_sections(user).filter(pilot_return=pk, section=section).values_list("pk", flat=True).first()
    if found is None:
        raise Http404("There is no such return, or you may not see it.")
    return found


def called_periods(user: Any) -> list[str]:
    """The quarters that were called for, the first of them first."""
    require(user, Permission.PROGRAMME_VIEW)
    return list(ReturnCall.objects.order_by("period").values_list("period", flat=True))


def live_pilots(quarter: Quarter) -> QuerySet[Pilot]:
    """Who may be asked for a quarter: launched and not yet adopted or closed, and begun by the quarter's end."""
    begun = Q(starts=None) | Q(starts__lte=Value(f"{quarter.ends}~"))
    return Pilot.objects.filter(begun, stage__in=LIVE).order_by("name", "id")


def return_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    """With what was written into its sections, and the moves of its due day, which is fixed once it is submitted."""
    require(user, Permission.PROGRAMME_VIEW)
    acts = history(PilotReturn, pk, beneath=[Beneath(ReturnSection, "pilot_return", "section", "section")])
    stamps = ((act["at"], each["after"]) for act in acts for each in act["changes"] if each["field"] == "submitted_at")
    submitted = next((at if after else None for at, after in stamps), None)
    called = history(ReturnCall, PilotReturn.objects.filter(pk=pk).values("call")[:1])
    moves = [{**act, "version": None, "changes": [each for each in act["changes"] if each["field"] == "due_on"]} for act in called]
    acts = sorted(
        [*acts, *(act for act in moves if act["changes"] and not (submitted and act["at"] > submitted))], key=lambda act: act["at"], reverse=True
    )
    for act in acts:  # the content is on the page already, and so long that nothing else would be seen
        act["changes"] = [change for change in act["changes"] if change["field"] != "content"]
        noun, _, verb = act["event"].partition(".")
        act["event"] = f"{_NOUNS.get(noun, noun)}.{verb}"
    return acts
