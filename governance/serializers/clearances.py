"""Shapes of clearances and signing events, and what their verbs take in."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, May, One, Part, Shape, Url, extend_schema_field

from ..models import Clearance, Signature, SigningEvent
from .briefs import AgreementBrief
from .evidence import EvidenceInput
from .kept import KEPT
from .standing import CLEARANCE_STATES, clearance_state


class _Today(Part):
    """Something of a clearance as it is today, made from its days."""

    def paths(self) -> tuple[str, ...]:
        return ("asked_on", "outcome", "decided_on")

    def finisher(self, answering: Answering) -> Finish:
        asked, outcome, decided = (answering.at[path] for path in self.paths())
        today = timezone.localdate()
        return lambda row: self.answer(row[asked], row[outcome], row[decided], today)

    def answer(self, asked_on: Any, outcome: str, decided_on: Any, today: Any) -> Any:
        raise NotImplementedError


@extend_schema_field({"type": "string", "enum": list(CLEARANCE_STATES)})
class ClearanceState(_Today):
    def answer(self, asked_on: Any, outcome: str, decided_on: Any, today: Any) -> Any:
        return clearance_state(asked_on, outcome, decided_on, today)


@extend_schema_field({"type": "string"})
class ClearanceStateLabel(_Today):
    def answer(self, asked_on: Any, outcome: str, decided_on: Any, today: Any) -> Any:
        return CLEARANCE_STATES[clearance_state(asked_on, outcome, decided_on, today)]


@extend_schema_field({"type": ["integer", "null"]})
class DaysWaited(_Today):
    """From the day that it was asked to its answer, or to today; null where it was not asked."""

    def answer(self, asked_on: Any, outcome: str, decided_on: Any, today: Any) -> Any:
        return ((decided_on or today) - asked_on).days if asked_on else None


@extend_schema_field({"type": "string"})
class Contact(Part):
    """The holder's e-mail address, for those who may send the reminder; empty for everybody else."""

    def paths(self) -> tuple[str, ...]:
        return ("contact",)

    def finisher(self, answering: Answering) -> Finish:
        at, may = answering.at["contact"], bool(answering.reach(Permission.SIGNING_RUN))
        return lambda row: row[at] if may else ""


class ClearanceBrief(Shape):
    url = Url("clearances")

    class Meta:
        model = Clearance
        fields = ("id", "ref", "url", "holder", "asked_on", "outcome", "decided_on")


class ClearanceSerializer(Shape):
    url = Url("clearances")
    agreement = One(AgreementBrief, "agreement")
    kind_label = Label("kind", Clearance.Kind)
    organisation = One(OrganisationBrief, "organisation")
    outcome_label = Label("outcome", Clearance.Outcome)
    state = ClearanceState()
    state_label = ClearanceStateLabel()
    days = DaysWaited()
    contact = Contact()
    in_the_way = serializers.BooleanField(help_text="Blocking, not given, and no other has taken its place.")
    asks_again = One(ClearanceBrief, "asks_again")
    asked_again = One(ClearanceBrief, "asked_again")
    may_edit = May(Permission.SIGNING_RUN, "id")

    class Meta:
        model = Clearance
        fields = (
            "id",
            "ref",
            "url",
            "agreement",
            "kind",
            "kind_label",
            "holder",
            "organisation",
            "contact",
            "blocking",
            "asked_on",
            "expected_on",
            "outcome",
            "outcome_label",
            "decided_on",
            "state",
            "state_label",
            "days",
            "in_the_way",
            "note",
            "asks_again",
            "asked_again",
            *KEPT,
            "may_edit",
        )
        brief = ("holder", "kind", "state", "days")


class SigningEventSerializer(Shape):
    url = Url("signing-events")
    agreement = One(AgreementBrief, "agreement")
    status_label = Label("status", SigningEvent.Status)
    may_edit = May(Permission.SIGNING_RUN, "id")

    class Meta:
        model = SigningEvent
        fields = ("id", "ref", "url", "agreement", "planned_for", "set_on", "place", "status", "status_label", "ended_on", "why", *KEPT, "may_edit")
        brief = ("planned_for", "status")


class ClearanceInput(Input):
    class Meta:
        model = Clearance
        fields = (
            "agreement",
            "kind",
            "holder",
            "organisation",
            "contact",
            "blocking",
            "asked_on",
            "expected_on",
            "note",
            "source",
            "illustrative",
            "reason",
        )


class SigningEventInput(Input):
    class Meta:
        model = SigningEvent
        fields = ("agreement", "planned_for", "set_on", "place", "source", "illustrative", "reason")


class VerbInput(serializers.Serializer):
    """What a verb takes."""

    on = serializers.DateField(required=False, help_text="The day on which it happened; today, where none is given.")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, help_text="Why; kept in the history.")


class AskInput(VerbInput):
    expected_on = serializers.DateField(required=False, allow_null=True, help_text="By when the answer is expected.")


class AnswerInput(VerbInput):
    note = serializers.CharField(required=False, allow_blank=True, help_text="What the holder said.")


class HoldInput(VerbInput):
    signatures = serializers.PrimaryKeyRelatedField(
        queryset=Signature.objects.all(), many=True, required=False, help_text="Who signs; where none is named, all that have agreed."
    )
    evidence = EvidenceInput(required=False)


class ChaseSerializer(serializers.Serializer):
    """A drafted reminder; nothing is sent."""

    to = serializers.CharField(help_text="Empty where no address is recorded.")
    subject = serializers.CharField()
    body = serializers.CharField()
    mailto: Any = serializers.CharField(help_text="The whole as a mailto: address.")
