"""Shapes of boards' actions, and what one takes in."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.models import Organisation
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Label, Many, May, One, Shape, Url

from ..models import Action, ActionUpdate, AgendaItem, Commitment
from .boards import BoardBrief
from .decisions import DecisionBrief
from .kept import KEPT
from .verbs import VerbInput


class ServedCommitment(Shape):
    """The promise that an action serves."""

    url = Url("commitments")

    class Meta:
        model = Commitment
        fields = ("id", "ref", "url", "code", "text")


class RaisedAt(Shape):
    """The item of an agenda at which an action was raised."""

    meeting_id = serializers.UUIDField()
    held_on = serializers.DateField(source="meeting.held_on")

    class Meta:
        model = AgendaItem
        fields = ("id", "ref", "place", "title", "meeting_id", "held_on")


class ActionBrief(Shape):
    url = Url("actions")
    board = One(BoardBrief, "board")

    class Meta:
        model = Action
        fields = ("id", "ref", "url", "title", "board")


class ActionUpdateBrief(Shape):
    status_label = Label("status", Action.Status)
    by = serializers.CharField(source="by.name", allow_null=True, help_text="The name of who said it.")

    class Meta:
        model = ActionUpdate
        fields = ("id", "ref", "on", "note", "status", "status_label", "by")


class ActionUpdateSerializer(ActionUpdateBrief):
    url = Url("action-updates")
    action = One(ActionBrief, "action")

    class Meta:
        model = ActionUpdate
        fields = ("id", "ref", "url", "action", "on", "note", "status", "status_label", "by", "version", "updated_at")
        brief = ("on", "status")


def _contributors(user: Any) -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name")


def _updates(user: Any) -> QuerySet[ActionUpdate]:
    return ActionUpdate.objects.order_by("-on", "-id")


class ActionSerializer(Shape):
    url = Url("actions")
    board = One(BoardBrief, "board")
    theme_label = Label("theme", Action.Theme)
    status_label = Label("status", Action.Status)
    lead = One(OrganisationBrief, "lead")
    contributors = Many(OrganisationBrief, _contributors, by="actions_contributed")
    commitment = One(ServedCommitment, "commitment")
    raised_at = One(RaisedAt, "raised_at")
    overdue = serializers.BooleanField(help_text="Open or in progress, and its date is past.")
    progress = serializers.CharField(help_text="The latest update, as it was said; empty where there is none.")
    closing_decision = One(DecisionBrief, "closing_decision")
    may_edit = May(Permission.ACTION_EDIT, "lead_id")

    class Meta:
        model = Action
        fields = (
            "id",
            "ref",
            "url",
            "board",
            "title",
            "description",
            "theme",
            "theme_label",
            "lead",
            "contributors",
            "commitment",
            "raised_at",
            "raised_on",
            "due_on",
            "status",
            "status_label",
            "overdue",
            "progress",
            "evidence",
            "closing_decision",
            "closed_on",
            *KEPT,
            "may_edit",
        )
        brief = ("title", "status", "due_on", "overdue")


class ActionDetail(ActionSerializer):
    updates = Many(ActionUpdateBrief, _updates, by="action_id")

    class Meta(ActionSerializer.Meta):
        fields = (*ActionSerializer.Meta.fields, "updates")


class ActionInput(Input):
    contributors = serializers.PrimaryKeyRelatedField(
        many=True, required=False, queryset=Organisation.objects.all(), help_text="Those who work on it beside the lead."
    )

    class Meta:
        model = Action
        fields = (
            "board",
            "title",
            "description",
            "theme",
            "lead",
            "contributors",
            "commitment",
            "raised_at",
            "raised_on",
            "due_on",
            "status",
            "evidence",
            "closing_decision",
            "closed_on",
            "source",
            "illustrative",
            "reason",
        )


class ReportInput(VerbInput):
    note = serializers.CharField(max_length=5000, help_text="What was done, kept as it is said.")
    status = serializers.ChoiceField(Action.Status.choices, required=False, help_text="How it stands now; as before, if not said.")
    due_on = serializers.DateField(required=False, allow_null=True, help_text="A later day, or none, needs a reason.")

    class Meta:
        model = Action
        fields = ("note", "status", "due_on", "evidence", "closing_decision", "reason")


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
