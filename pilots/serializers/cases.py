"""Shapes of business cases, and what their verbs take in."""

from rest_framework import serializers

from devo_portal.core.inputs import Input, PartialDateInput
from devo_portal.core.policy import Permission
from devo_portal.core.shapes import Label, May, One, Shape, Url
from governance.models import Board, Decision
from governance.serializers import BoardBrief, DecisionBrief, EvidenceBrief, EvidenceInput

from ..models import FIVE_CASES, BusinessCase
from .pilots import PilotBrief


class BusinessCaseSerializer(Shape):
    url = Url("business-cases")
    pilot = One(PilotBrief, "pilot")
    level_label = Label("level", BusinessCase.Level)
    status_label = Label("status", BusinessCase.Status)
    whole = serializers.BooleanField(help_text="Covers all five cases.")
    board = One(BoardBrief, "board", help_text="To which it was submitted.")
    evidence = One(EvidenceBrief, "evidence")
    decision = One(DecisionBrief, "decision", help_text="By which it was approved.")
    may_edit = May(Permission.PILOT_EDIT, "pilot__lead_id")
    may_decide = May(Permission.DECISION_RECORD, "pilot__lead_id", help_text="Approve it or send it back.")

    class Meta:
        model = BusinessCase
        fields = (
            "id",
            "ref",
            "url",
            "pilot",
            "level",
            "level_label",
            "title",
            "edition",
            *FIVE_CASES,
            "whole",
            "note",
            "status",
            "status_label",
            "submitted_on",
            "board",
            "evidence",
            "decision",
            "source",
            "illustrative",
            "version",
            "updated_at",
            "may_edit",
            "may_decide",
        )
        brief = ("title", "level", "status")


class BusinessCaseInput(Input):
    """What it says. How it stands has verbs."""

    class Meta:
        model = BusinessCase
        fields = ("pilot", "level", "title", "edition", *FIVE_CASES, "note", "source", "illustrative", "reason")


class CaseReasonInput(serializers.Serializer):
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, help_text="Why; kept in the history.")


class SubmitCaseInput(CaseReasonInput):
    submitted_on = PartialDateInput(required=False, help_text="Today, where left out.")
    board = serializers.PrimaryKeyRelatedField(queryset=Board.objects.all(), required=False, help_text="To which it goes.")
    evidence = EvidenceInput(required=False, help_text="The case itself, or what shows that it was submitted.")


class ApproveCaseInput(CaseReasonInput):
    decision = serializers.PrimaryKeyRelatedField(queryset=Decision.objects.all(), required=False, help_text="One that was agreed.")
