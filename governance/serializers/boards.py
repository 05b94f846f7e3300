"""Shapes of boards, and what one takes in."""

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.shapes import May, One, Shape, Url

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
