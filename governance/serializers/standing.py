"""How an agreement stood on a day, as parts of an answer: made from dated facts that come beside its row."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from rest_framework import serializers

from devo_portal.core.shapes import Answering, Finish, Part, extend_schema_field

from ..models import Agreement, AgreementVersion, Clearance, Signature, SignatureStep, SigningEvent
from ..rules import signing
from ..rules import standing as rule
from ..rules.turns import turns
from .kept import KEPT

_CLEARANCE = ("id", "ref", "kind", "holder", "blocking", "asked_on", "expected_on", "outcome", "decided_on", "note", "asks_again_id", *KEPT)
_EVENT = ("id", "ref", "planned_for", "set_on", "place", "status", "ended_on", "why", *KEPT)
_DAYS = ("asked_on", "expected_on", "decided_on", "planned_for", "set_on", "ended_on")


def facts_beside() -> dict[str, Any]:
    """Annotations of an agreement: all that its standing is made from, in the one query that reads its row."""
    of = {"agreement": OuterRef("pk")}
    place = {"id": "id", "name": "organisation__name", "status": "status", "signed_on": "signed_on", "since": "replaces__ended_on"}
    places = Signature.objects.filter(**of).order_by("order", "id", "steps__on", "steps__id")
    return {
        "place_facts": ArraySubquery(places.values(json=JSONObject(**place, until="ended_on", state="steps__state", on="steps__on"))),
        "clearance_facts": _rows(Clearance.objects.filter(**of).order_by("asked_on", "id"), _CLEARANCE),
        "event_facts": _rows(SigningEvent.objects.filter(**of).order_by("planned_for", "id"), _EVENT),
        "text_ended_on": Subquery(AgreementVersion.objects.filter(**of).order_by().values("agreement").annotate(last=Max("ended_on")).values("last")),
    }


def steps_beside() -> dict[str, Any]:
    """An annotation of a signature: its steps, in the order in which they were taken."""
    return {"step_facts": _rows(SignatureStep.objects.filter(signature=OuterRef("pk")).order_by("on", "id"), ("state", "on"))}


def _rows(found: QuerySet[Any], names: Sequence[str]) -> ArraySubquery:
    return ArraySubquery(found.values(json=JSONObject(**{name: F(name) for name in names})))


# --- From rows to facts --------------------------------------------------------------------------------------------------
def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _steps(status: str, signed_on: date | None, rows: Sequence[tuple[str | None, str | None]]) -> tuple[rule.Step, ...]:
    """A signature's steps; one that came in without any has been as it is since it signed, or for as long as is known."""
    steps = tuple(rule.Step(date.fromisoformat(on), state) for state, on in rows if state and on)
    return steps or ((rule.Step(signed_on or date.min, status),) if status != signing.NOT_ASKED else ())


def _places(rows: Sequence[dict[str, Any]]) -> list[rule.Place]:
    by_place: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_place.setdefault(row["id"], []).append(row)
    return [
        rule.Place(
            first["name"],
            _steps(first["status"], _day(first["signed_on"]), [(row["state"], row["on"]) for row in own]),
            _day(first["since"]),
            _day(first["until"]),
        )
        for own in by_place.values()
        for first in own[:1]
    ]


def _read(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of JSON with their days as dates and their instants as instants."""
    return [
        {name: _day(value) if name in _DAYS else datetime.fromisoformat(value) if name == "updated_at" else value for name, value in row.items()}
        for row in rows
    ]


def _clearance(row: dict[str, Any]) -> rule.Clearance:
    return rule.Clearance(
        row["id"],
        row["holder"],
        row["kind"],
        row["blocking"],
        row["asked_on"],
        row["expected_on"],
        row["outcome"],
        row["decided_on"],
        row["asks_again_id"],
        row["ref"],
    )


def _event(row: dict[str, Any]) -> rule.Event:
    return rule.Event(row["planned_for"], row["status"], row["ended_on"], row["why"], row["set_on"])


class Told:
    """An agreement's facts and its standing on the day that was asked for, made once for all the parts of an answer."""

    def __init__(self, day: date, row: dict[str, Any]) -> None:
        self.day, self.clearances, self.events = day, _read(row["clearance_facts"]), _read(row["event_facts"])
        status, signed = row["status"], row["signed"]
        self.facts = rule.Facts(
            _places(row["place_facts"]),
            [_clearance(each) for each in self.clearances],
            [_event(each) for each in self.events],
            (signed.last, f"{'on' if signed.precision == 'day' else 'in'} {signed.text}") if signed else None,
            (status, row["text_ended_on"]) if status in (Agreement.Status.SUPERSEDED, Agreement.Status.VOID) else None,
        )
        self.standing = rule.standing(self.facts, day)


_PATHS = ("id", "status", "signed", "place_facts", "clearance_facts", "event_facts", "text_ended_on")


def _teller(answering: Answering) -> Callable[[Any], Told]:
    at, day = {path: answering.at[path] for path in _PATHS}, answering.asked.get("on") or timezone.localdate()
    known: dict[Any, Told] = {}

    def tell(row: Any) -> Told:
        key = row[at["id"]]
        if key not in known:
            known[key] = Told(day, {path: row[place] for path, place in at.items()})
        return known[key]

    return tell


# --- Parts of an agreement's answer ----------------------------------------------------------------------------------------
class OfStanding(Part):
    """Something of an agreement's standing: by default what the rule calls `name`."""

    def __init__(self, name: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.name = name

    def paths(self) -> tuple[str, ...]:
        return _PATHS

    def finisher(self, answering: Answering) -> Finish:
        tell = answering.once(_teller)
        return lambda row: self.answer(tell(row))

    def answer(self, told: Told) -> Any:
        return getattr(told.standing, self.name)


@extend_schema_field({"type": "string"})
class Said(OfStanding):
    """A sentence."""


@extend_schema_field({"type": "integer"})
class Count(OfStanding):
    """A number."""


@extend_schema_field({"type": "string", "format": "date"})
class OnDay(OfStanding):
    """The day of which the standing is told."""

    def answer(self, told: Told) -> Any:
        return told.day


class BlockerSerializer(serializers.Serializer):
    """A blocking clearance that is open on the day."""

    id = serializers.UUIDField()
    ref = serializers.CharField()
    url = serializers.CharField()
    holder = serializers.CharField()
    kind = serializers.ChoiceField(Clearance.Kind.choices)
    kind_label = serializers.CharField()
    asked_on = serializers.DateField(allow_null=True, help_text="May lie after the day that is told of: then it was not yet asked.")
    expected_on = serializers.DateField(allow_null=True)
    refused_on = serializers.DateField(allow_null=True, help_text="Refused, and not asked again.")
    days = serializers.IntegerField(help_text="Since it was asked.")
    said = serializers.CharField(help_text="The same as words.")


@extend_schema_field(BlockerSerializer(many=True))
class BlockedBy(OfStanding):
    def answer(self, told: Told) -> Any:
        return [
            {
                "id": way.clearance.id,
                "ref": way.clearance.ref,
                "url": f"/api/v1/clearances/{way.clearance.id}/",
                "holder": way.clearance.holder,
                "kind": way.clearance.kind,
                "kind_label": str(Clearance.Kind(way.clearance.kind).label),
                "asked_on": way.clearance.asked_on,
                "expected_on": way.clearance.expected_on,
                "refused_on": way.clearance.decided_on if way.refused else None,
                "days": way.days,
                "said": rule.way_said(way),
            }
            for way in told.standing.blocked_by
        ]


class TurnSerializer(serializers.Serializer):
    """A day on which something changed."""

    on = serializers.DateField()
    what = serializers.ListField(child=serializers.CharField())


@extend_schema_field(TurnSerializer(many=True))
class Turns(OfStanding):
    """The days on which something changed, the latest first, whatever day is asked for."""

    def answer(self, told: Told) -> Any:
        return [turn._asdict() for turn in turns(told.facts)]


class _Beneath(OfStanding):
    """Rows beneath the agreement, each with its address and the names of its codes."""

    plural: ClassVar[str]

    def row(self, each: dict[str, Any]) -> dict[str, Any]:
        return {**each, "url": f"/api/v1/{self.plural}/{each['id']}/"}


CLEARANCE_STATES = {"not_asked": "Not yet asked", "asked": "Waiting", "given": "Given", "refused": "Refused"}


def clearance_state(asked_on: date | None, outcome: str, decided_on: date | None, day: date) -> str:
    """As it was on a day."""
    if outcome and decided_on and decided_on <= day:
        return outcome
    return "asked" if asked_on and asked_on <= day else "not_asked"


class ClearanceInAgreement(serializers.Serializer):
    id = serializers.UUIDField()
    ref = serializers.CharField()
    url = serializers.CharField()
    kind = serializers.ChoiceField(Clearance.Kind.choices)
    kind_label = serializers.CharField()
    holder = serializers.CharField()
    blocking = serializers.BooleanField()
    asked_on = serializers.DateField(allow_null=True)
    expected_on = serializers.DateField(allow_null=True)
    outcome = serializers.CharField(help_text="given, refused or empty: as it is today.")
    decided_on = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(list(CLEARANCE_STATES.items()), help_text="On the day that is told of.")
    state_label = serializers.CharField()
    days = serializers.IntegerField(help_text="From its asking to its answer, or to the day that is told of.")
    note = serializers.CharField()
    asks_again_id = serializers.UUIDField(allow_null=True)
    source = serializers.CharField()
    illustrative = serializers.BooleanField()
    version = serializers.IntegerField()
    updated_at = serializers.DateTimeField()


@extend_schema_field(ClearanceInAgreement(many=True))
class Clearances(_Beneath):
    plural = "clearances"

    def answer(self, told: Told) -> Any:
        return [self._told(each, told.day) for each in told.clearances]

    def _told(self, each: dict[str, Any], day: date) -> dict[str, Any]:
        state = clearance_state(each["asked_on"], each["outcome"], each["decided_on"], day)
        until = min(each["decided_on"] or day, day)
        days = max(0, (until - each["asked_on"]).days) if each["asked_on"] else 0
        kind = str(Clearance.Kind(each["kind"]).label)
        return {**self.row(each), "kind_label": kind, "state": state, "state_label": CLEARANCE_STATES[state], "days": days}


class EventInAgreement(serializers.Serializer):
    id = serializers.UUIDField()
    ref = serializers.CharField()
    url = serializers.CharField()
    planned_for = serializers.DateField()
    set_on = serializers.DateField(allow_null=True)
    place = serializers.CharField()
    status = serializers.ChoiceField(SigningEvent.Status.choices, help_text="As it is today.")
    status_label = serializers.CharField()
    ended_on = serializers.DateField(allow_null=True)
    why = serializers.CharField()
    source = serializers.CharField()
    illustrative = serializers.BooleanField()
    version = serializers.IntegerField()
    updated_at = serializers.DateTimeField()


@extend_schema_field(EventInAgreement(many=True))
class Events(_Beneath):
    plural = "signing-events"

    def answer(self, told: Told) -> Any:
        return [{**self.row(each), "status_label": str(SigningEvent.Status(each["status"]).label)} for each in told.events]


# --- Parts of a signature's answer -----------------------------------------------------------------------------------------
class _OfSteps(Part):
    def paths(self) -> tuple[str, ...]:
        return ("status", "signed_on", "step_facts")

    def finisher(self, answering: Answering) -> Finish:
        status, signed_on, steps = (answering.at[path] for path in self.paths())
        day = answering.asked.get("on") or timezone.localdate()

        def finish(row: Any) -> Any:
            own = _steps(row[status], row[signed_on], [(each["state"], each["on"]) for each in row[steps]])
            return self.answer(*rule.state_on(own, day))

        return finish

    def answer(self, state: str, since: date | None) -> Any:
        raise NotImplementedError


@extend_schema_field({"type": "string", "enum": Signature.Status.values})
class StateOnDay(_OfSteps):
    """The state of a signature on the day that is told of."""

    def answer(self, state: str, since: date | None) -> Any:
        return state


@extend_schema_field({"type": "string"})
class StateLabelOnDay(_OfSteps):
    def answer(self, state: str, since: date | None) -> Any:
        return str(Signature.Status(state).label)


@extend_schema_field({"type": ["string", "null"], "format": "date"})
class StateSince(_OfSteps):
    """Since when; null where that is not known."""

    def answer(self, state: str, since: date | None) -> Any:
        return since if since != date.min else None
