"""Shapes of propositions and of the ladder that they climb, and what their verbs take in."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import AreaBrief, OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, Many, May, One, Part, Shape, Url, compiled, extend_schema_field
from governance.filters.opt_ins import running
from governance.models import Clause, Function, OptIn
from governance.rules.opt_ins import HOLDS
from governance.serializers import AgreementBrief, EvidenceBrief, EvidenceInput
from governance.serializers.commitments import Counted
from governance.serializers.verbs import VerbInput

from ..models import Proposition
from .briefs import PropositionBrief
from .pilots import PilotBrief


class ClauseCited(Shape):
    """A clause as the ladder shows it: its words, and whose they are."""

    url = Url("clauses")
    version_of = serializers.UUIDField(source="version_of_id")
    agreement = serializers.CharField(source="version_of__agreement__name")

    class Meta:
        model = Clause
        fields = ("id", "ref", "url", "number", "heading", "text", "version_of", "agreement")


class FunctionReached(Shape):
    url = Url("functions")
    status_label = Label("status", Function.Status)

    class Meta:
        model = Function
        fields = ("id", "ref", "url", "code", "name", "status", "status_label")


class AreaIn(Shape):
    """An area that holds a function today by a row of its own."""

    area = One(AreaBrief, "area")
    state_label = Label("state", OptIn.State)

    class Meta:
        model = OptIn
        fields = ("area", "state", "state_label", "starts_on", "illustrative")


def _in_today(user: Any) -> QuerySet[OptIn]:
    return OptIn.objects.filter(running(timezone.localdate()), state__in=HOLDS).order_by("area__name", "id")


class LadderRow(PropositionBrief):
    """A proposition's rungs: the ask, the clause, the function, the areas that opted in, the effect."""

    pilot = One(PilotBrief, "pilot")
    pursued_by = One(OrganisationBrief, "pursued_by", help_text="Its owner: the organisation that pursues it.")
    clause = One(ClauseCited, "clause")
    function = One(FunctionReached, "function")
    areas = Many(AreaIn, _in_today, by="function__propositions", help_text="In which its function is in force or varied today, by their own opt-in.")
    effect_evidence = One(EvidenceBrief, "effect_evidence")

    class Meta(PropositionBrief.Meta):
        fields = (*PropositionBrief.Meta.fields, "pilot", "pursued_by", "decided_on", "clause", "function", "areas", "effect", "effect_evidence")


class PropositionSerializer(LadderRow):
    could_grant = One(OrganisationBrief, "could_grant")
    superseded_by = One(PropositionBrief, "superseded_by")
    may_edit = May(Permission.PILOT_EDIT, "pilot__lead_id")
    may_grant = May(Permission.DECISION_RECORD, "pilot__lead_id", help_text="Record that it is granted: not for the pilot that asks.")

    class Meta(LadderRow.Meta):
        fields = (
            *LadderRow.Meta.fields,
            "detail",
            "could_grant",
            "could_grant_text",
            "refusal",
            "superseded_by",
            "source",
            "version",
            "updated_at",
            "may_edit",
            "may_grant",
        )
        brief = ("title", "kind", "state")


@extend_schema_field(PropositionBrief(many=True))
class Succession(Part):
    """What took its place, then what took that one's, to the last: one query for all the rows, none where nothing is superseded."""

    LATER = """
        WITH RECURSIVE later (first_id, id, place) AS (
            SELECT id, superseded_by_id, 1 FROM pilots_proposition WHERE id = ANY(%s) AND superseded_by_id IS NOT NULL
            UNION ALL
            SELECT later.first_id, next.superseded_by_id, later.place + 1
              FROM later JOIN pilots_proposition next ON next.id = later.id WHERE next.superseded_by_id IS NOT NULL
        ) CYCLE id SET round USING trail
        SELECT first_id, id FROM later WHERE NOT round ORDER BY first_id, place
    """

    def paths(self) -> Sequence[str]:
        return ["id", "superseded_by_id"]

    def finisher(self, answering: Answering) -> Finish:
        at, next_at = answering.at["id"], answering.at["superseded_by_id"]

        def load(answering: Answering) -> dict[Any, list[Any]]:
            with connection.cursor() as cursor:
                cursor.execute(self.LATER, [answering.ids])
                pairs = cursor.fetchall()
            shape = compiled(PropositionBrief)
            rows = list(Proposition.objects.filter(pk__in={later for _, later in pairs}).values_list(*shape.paths))
            build, place = shape.builder(Answering(answering.user, shape.at)), shape.at["id"]
            found = {row[place]: build(row) for row in rows}
            lines: dict[Any, list[Any]] = {}
            for first, later in pairs:
                lines.setdefault(first, []).append(found[later])
            return lines

        return lambda row: [] if row[next_at] is None else answering.once(load)[row[at]]


def _earlier(user: Any) -> QuerySet[Proposition]:
    return Proposition.objects.order_by("title", "id")


class PropositionDetail(PropositionSerializer):
    succession = Succession(help_text="The chain of what took its place, to the one that stands now.")
    supersedes = Many(PropositionBrief, _earlier, by="superseded_by_id", help_text="Whose place it took.")

    class Meta(PropositionSerializer.Meta):
        fields = (*PropositionSerializer.Meta.fields, "succession", "supersedes")


class PropositionInput(Input):
    effect_evidence = EvidenceInput(required=False, allow_null=True)

    class Meta:
        model = Proposition
        fields = (
            "pilot",
            "title",
            "detail",
            "kind",
            "could_grant",
            "could_grant_text",
            "pursued_by",
            "function",
            "effect",
            "effect_evidence",
            "source",
            "illustrative",
            "reason",
        )


class GrantInput(VerbInput):
    clause = serializers.PrimaryKeyRelatedField(
        queryset=Clause.objects.all(), required=False, allow_null=True, help_text="The clause that grants it, of a text that was signed."
    )

    class Meta:
        model = Proposition
        fields = ("clause", "function", "decided_on", "reason")


class RefuseInput(VerbInput):
    refusal = serializers.CharField(required=False, allow_blank=True, help_text="Why it was refused.")

    class Meta:
        model = Proposition
        fields = ("refusal", "decided_on", "reason")


class SupersedePropositionInput(VerbInput):
    by_proposition = serializers.PrimaryKeyRelatedField(
        queryset=Proposition.objects.all(), required=False, allow_null=True, help_text="The one that takes its place."
    )

    class Meta:
        model = Proposition
        fields = ("by_proposition", "decided_on", "reason")


class PropositionSummary(serializers.Serializer):
    propositions = serializers.IntegerField()
    unowned = serializers.IntegerField(help_text="That no organisation pursues.")
    measured = serializers.IntegerField(help_text="With an effect that was measured.")
    by_state = Counted(many=True)


class LadderSerializer(serializers.Serializer):
    on = serializers.DateField(help_text="The day on which areas are in.")
    agreement = AgreementBrief(allow_null=True, help_text="Whose signed text the clauses are of; null while none is signed.")
    asks = serializers.IntegerField()
    granted = serializers.IntegerField()
    in_use = serializers.IntegerField(help_text="Asks whose function some area holds today.")
    measured = serializers.IntegerField(help_text="Asks with an effect that was measured.")
    clauses = serializers.IntegerField(help_text="Of the signed text.")
    functions = serializers.IntegerField(help_text="Delegated or devolved: powers that areas may use.")
    rows = LadderRow(many=True)
    asks_with_no_owner = LadderRow(many=True, help_text="That no organisation pursues.")
    clauses_nobody_asked_for = ClauseCited(many=True, help_text="Of the signed text, cited by no granted ask.")
    powers_nobody_uses = FunctionReached(many=True, help_text="Delegated or devolved, and in force or varied in no area today.")
