"""Shapes of boards' actions, and what one takes in."""

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Label, May, One, Shape, Url

from ..models import Action
from .boards import BoardBrief
from .kept import KEPT


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
            "id",
            "ref",
            "url",
            "board",
            "title",
            "description",
            "theme",
            "theme_label",
            "lead",
            "raised_on",
            "due_on",
            "status",
            "status_label",
            "overdue",
            "progress",
            "evidence",
            "closed_on",
            *KEPT,
            "may_edit",
        )
        brief = ("title", "status", "due_on", "overdue")


class ActionInput(Input):
    class Meta:
        model = Action
        fields = (
            "board",
            "title",
            "description",
            "theme",
            "lead",
            "raised_on",
            "due_on",
            "status",
            "progress",
            "evidence",
            "closed_on",
            "source",
            "illustrative",
            "reason",
        )


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
