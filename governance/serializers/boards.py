"""Shapes of boards."""

from rest_framework import serializers

from devo_portal.core.policy import Permission
from devo_portal.core.shapes import Many, May, One, Shape, Url

from ..models import Board
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
            "reports_to",
            "open_actions",
            "overdue_actions",
            *KEPT,
            "may_edit",
        )
        brief = ("short_name",)


class BoardDetail(BoardSerializer):
    reporting = Many(BoardBrief, lambda user: Board.objects.order_by("name"), by="reports_to_id")

    class Meta(BoardSerializer.Meta):
        fields = (*BoardSerializer.Meta.fields, "membership", "reporting")
