"""Shapes of what governance answers, and what its writes take."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from devo_portal.core.dates import PartialDate
from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, Many, May, One, Part, PartDate, Row, Shape, Url, extend_schema_field

from .models import Action, Agreement, Board, Commitment, Milestone, Principle, Signature, TextStatus

KEPT = ("source", "illustrative", "version", "updated_at")


# --- Agreements ----------------------------------------------------------------------------------------------------------
@extend_schema_field({"type": "string"})
class Standing(Part):
    """How far the signing has come, as a sentence."""

    PATHS = ("status", "parties", "signed_count", "signed", "last_signed_on")

    def paths(self) -> tuple[str, ...]:
        return self.PATHS

    def finisher(self, answering: Answering) -> Finish:
        places = [answering.at[path] for path in self.PATHS]
        return lambda row: standing(*(row[place] for place in places))


def standing(status: str, parties: int, signed: int, on: PartialDate | None, last: Any) -> str:
    """`Signed by 8 of 8 parties on 16 November 2017.` `Signed by 5 of 8 parties; 3 outstanding.`"""
    when = on or (PartialDate.kept(last.isoformat()) if last else None)
    said = f" {'on' if when.precision == 'day' else 'in'} {when.text}" if when else ""
    if not parties:
        return f"Signed{said}; no parties are recorded." if status == Agreement.Status.SIGNED else "No parties are named yet."
    count = f"Signed by {signed} of {parties} part{'y' if parties == 1 else 'ies'}"
    return f"{count}{said}." if signed == parties else f"{count}; {parties - signed} outstanding."


class AgreementBrief(Shape):
    url = Url("agreements")

    class Meta:
        model = Agreement
        fields = ("id", "ref", "name", "short_name", "url")


class AgreementSerializer(Shape):
    url = Url("agreements")
    status_label = Label("status", Agreement.Status)
    text_status_label = Label("text_status", TextStatus)
    parties = serializers.IntegerField(help_text="Places that are not ended.")
    signed_count = serializers.IntegerField(help_text="Of these, the places that have signed.")
    outstanding_count = serializers.IntegerField(help_text="Of these, the places that have not.")
    standing = Standing()
    may_edit = May(Permission.AGREEMENT_EDIT, "id")

    class Meta:
        model = Agreement
        fields = (
            "id", "ref", "url", "name", "short_name", "status", "status_label", "summary", "text_status", "text_status_label",
            "planned_signing", "signed", "parties", "signed_count", "outstanding_count", "standing", *KEPT, "may_edit",
        )
        brief = ("short_name", "standing")


class SuccessorBrief(Shape):
    url = Url("signatures")
    organisation = One(OrganisationBrief, "organisation")

    class Meta:
        model = Signature
        fields = ("id", "ref", "url", "organisation", "person", "role")


class SignatureInAgreement(Shape):
    url = Url("signatures")
    organisation = One(OrganisationBrief, "organisation")
    side_label = Label("side", Signature.Side)
    status_label = Label("status", Signature.Status)
    replaced_by = One(SuccessorBrief, "replaced_by")
    may_edit = May(Permission.AGREEMENT_EDIT, "id")

    class Meta:
        model = Signature
        fields = (
            "id", "ref", "url", "organisation", "person", "role", "side", "side_label", "order", "status", "status_label", "signed_on",
            "ended_on", "replaced_by", *KEPT, "may_edit",
        )


class SignatureSerializer(SignatureInAgreement):
    agreement = One(AgreementBrief, "agreement")

    class Meta(SignatureInAgreement.Meta):
        fields = ("agreement", *SignatureInAgreement.Meta.fields)
        brief = ("person", "role", "status")


class PrincipleBrief(Shape):
    url = Url("principles")
    text_status_label = Label("text_status", TextStatus)

    class Meta:
        model = Principle
        fields = ("id", "ref", "url", "number", "text", "text_status", "text_status_label")


class PrincipleSerializer(PrincipleBrief):
    agreement = One(AgreementBrief, "agreement")
    may_edit = May(Permission.AGREEMENT_EDIT, "id")

    class Meta:
        model = Principle
        fields = ("id", "ref", "url", "agreement", "number", "text", "text_status", "text_status_label", *KEPT, "may_edit")
        brief = ("number", "text")


def _signatures(user: Any) -> QuerySet[Signature]:
    return Signature.objects.order_by("order", "ended_on", "id")


def _principles(user: Any) -> QuerySet[Principle]:
    return Principle.objects.order_by("number")


class AgreementDetail(AgreementSerializer):
    signatures = Many(SignatureInAgreement, _signatures, by="agreement_id")
    principles = Many(PrincipleBrief, _principles, by="agreement_id")

    class Meta(AgreementSerializer.Meta):
        fields = (*AgreementSerializer.Meta.fields, "signatures", "principles")


# --- Boards --------------------------------------------------------------------------------------------------------------
class BoardBrief(Shape):
    url = Url("boards")

    class Meta:
        model = Board
        fields = ("id", "ref", "name", "short_name", "url")


class BoardSerializer(Shape):
    url = Url("boards")
    reports_to = One(BoardBrief, "reports_to")
    open_actions = serializers.IntegerField(help_text="Open or in progress.")
    overdue_actions = serializers.IntegerField(help_text="Of these, past their date.")
    may_edit = May(Permission.BOARD_EDIT, "id")

    class Meta:
        model = Board
        fields = (
            "id", "ref", "url", "name", "short_name", "purpose", "chaired_by", "formed", "phase", "reports_to",
            "open_actions", "overdue_actions", *KEPT, "may_edit",
        )
        brief = ("short_name",)


class BoardDetail(BoardSerializer):
    reporting = Many(BoardBrief, lambda user: Board.objects.order_by("name"), by="reports_to_id")

    class Meta(BoardSerializer.Meta):
        fields = (*BoardSerializer.Meta.fields, "membership", "reporting")


# --- Commitments ---------------------------------------------------------------------------------------------------------
class CommitmentSerializer(Shape):
    url = Url("commitments")
    agreement = One(AgreementBrief, "agreement")
    theme_label = Label("theme", Commitment.Theme)
    text_status_label = Label("text_status", TextStatus)
    strength_label = Label("strength", Commitment.Strength)
    status_label = Label("status", Commitment.Status)
    owner = One(OrganisationBrief, "owner")
    forum = One(BoardBrief, "forum")
    due = PartDate("due", text="due_text")
    overdue = serializers.BooleanField(help_text="Not done, and the last day that it may be due is past.")
    may_edit = May(Permission.COMMITMENT_EDIT, "owner_id")

    class Meta:
        model = Commitment
        fields = (
            "id", "ref", "url", "agreement", "code", "theme", "theme_label", "text", "text_status", "text_status_label",
            "strength", "strength_label", "in_principle", "status", "status_label", "owner", "owners_text", "forum",
            "due", "due_text", "overdue", "conditions", "progress", *KEPT, "may_edit",
        )
        brief = ("code", "text", "status")


class CommitmentInput(Input):
    class Meta:
        model = Commitment
        fields = (
            "agreement", "code", "theme", "text", "text_status", "strength", "in_principle", "status", "owner", "owners_text", "forum",
            "due", "due_text", "conditions", "progress", "source", "illustrative", "reason",
        )


# --- Milestones ----------------------------------------------------------------------------------------------------------
@extend_schema_field({"type": ["integer", "null"]})
class SlipDays(Part):
    """Days from the plan to the forecast, or to the day it was reached; null unless both are known to the day."""

    def paths(self) -> tuple[str, ...]:
        return ("planned", "forecast", "actual")

    def finisher(self, answering: Answering) -> Finish:
        planned, forecast, actual = (answering.at[path] for path in self.paths())

        def slip(row: Row) -> int | None:
            one, other = row[planned], row[actual] or row[forecast]
            if not one or not other or {one.precision, other.precision} != {"day"}:
                return None
            return (other.first - one.first).days

        return slip


class MilestoneSerializer(Shape):
    url = Url("milestones")
    strand_label = Label("strand", Milestone.Strand)
    agreement = One(AgreementBrief, "agreement")
    owner = One(OrganisationBrief, "owner")
    falls = PartDate("falls")
    reached = serializers.BooleanField()
    late = serializers.BooleanField(help_text="Not reached, and the last day that it may fall on is past.")
    slip_days = SlipDays(help_text="Days from plan to forecast, or to the day it was reached; null unless both are known to the day.")
    may_edit = May(Permission.MILESTONE_EDIT, "owner_id")

    class Meta:
        model = Milestone
        fields = (
            "id", "ref", "url", "name", "strand", "strand_label", "agreement", "owner", "planned", "forecast", "actual", "falls",
            "reached", "late", "slip_days", "note", *KEPT, "may_edit",
        )
        brief = ("falls", "reached", "late")


class MilestoneInput(Input):
    class Meta:
        model = Milestone
        fields = ("name", "strand", "agreement", "owner", "planned", "forecast", "actual", "note", "source", "illustrative", "reason")


# --- Actions -------------------------------------------------------------------------------------------------------------
class ActionSerializer(Shape):
    url = Url("actions")
    board = One(BoardBrief, "board")
    theme_label = Label("theme", Action.Theme)
    status_label = Label("status", Action.Status)
    lead = One(OrganisationBrief, "lead")
    overdue = serializers.BooleanField(help_text="Open or in progress, and its date is past.")
    may_edit = May(Permission.ACTION_EDIT, "lead_id")

    class Meta:
        model = Action
        fields = (
            "id", "ref", "url", "board", "title", "description", "theme", "theme_label", "lead", "raised_on", "due_on", "status", "status_label",
            "overdue", "progress", "evidence", "closed_on", *KEPT, "may_edit",
        )
        brief = ("title", "status", "due_on", "overdue")


class ActionInput(Input):
    class Meta:
        model = Action
        fields = (
            "board", "title", "description", "theme", "lead", "raised_on", "due_on", "status", "progress", "evidence", "closed_on",
            "source", "illustrative", "reason",
        )


# --- Figures -------------------------------------------------------------------------------------------------------------
class Counted(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField()


class CommitmentSummarySerializer(serializers.Serializer):
    commitments = serializers.IntegerField()
    overdue = serializers.IntegerField(help_text="Not done, and past their date.")
    in_principle = serializers.IntegerField()
    unowned = serializers.IntegerField()
    by_status = Counted(many=True)
    by_strength = Counted(many=True)


class MilestoneSummarySerializer(serializers.Serializer):
    milestones = serializers.IntegerField()
    reached = serializers.IntegerField()
    late = serializers.IntegerField()
    next_six_weeks = serializers.IntegerField(help_text="Not reached, and may fall from today to six weeks from today.")
    today = serializers.DateField()
    six_weeks_on = serializers.DateField()


class ThemeCount(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    open = serializers.IntegerField()
    overdue = serializers.IntegerField()


class ActionSummarySerializer(serializers.Serializer):
    actions = serializers.IntegerField()
    open = serializers.IntegerField(help_text="Open or in progress.")
    overdue = serializers.IntegerField(help_text="Of the open, those past their date.")
    unowned = serializers.IntegerField(help_text="Of the open, those without a lead.")
    by_theme = ThemeCount(many=True)


class SideCount(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    signed = serializers.IntegerField()
    outstanding = serializers.IntegerField()


class SignatureSummarySerializer(serializers.Serializer):
    signatures = serializers.IntegerField(help_text="Places that are not ended.")
    signed = serializers.IntegerField()
    asked = serializers.IntegerField()
    not_asked = serializers.IntegerField()
    outstanding = serializers.IntegerField(help_text="Asked or not yet asked.")
    by_side = SideCount(many=True)
