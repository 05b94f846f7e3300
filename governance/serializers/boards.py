"""Shapes of boards and actions, and what each takes in."""

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Label, May, One, Shape, Url

from ..models import Action, Board
from .kept import KEPT


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
            "id",
            "ref",
            "url",
            "name",
            "short_name",
            "purpose",
            "chaired_by",
            "formed",
            "phase",
            "quorum",
            "independent_chair",
            "reports_to",
            "open_actions",
            "overdue_actions",
            *KEPT,
            "may_edit",
        )
        brief = ("short_name",)


class BoardInput(Input):
    class Meta:
        model = Board
        fields = (
            "name",
            "short_name",
            "purpose",
            "chaired_by",
            "membership",
            "formed",
            "phase",
            "terms_of_reference",
            "quorum",
            "independent_chair",
            "reports_to",
            "source",
            "illustrative",
            "reason",
        )


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
