"""Shapes of commitments, and what one takes in."""

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Label, May, One, PartDate, Shape, Url

from ..models import Commitment, TextStatus
from .agreements import AgreementBrief
from .boards import BoardBrief
from .kept import KEPT


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
            "id",
            "ref",
            "url",
            "agreement",
            "code",
            "theme",
            "theme_label",
            "text",
            "text_status",
            "text_status_label",
            "strength",
            "strength_label",
            "in_principle",
            "status",
            "status_label",
            "owner",
            "owners_text",
            "forum",
            "due",
            "due_text",
            "overdue",
            "progress",
            *KEPT,
            "may_edit",
        )
        brief = ("code", "text", "status")


class CommitmentInput(Input):
    class Meta:
        model = Commitment
        fields = (
            "agreement",
            "code",
            "theme",
            "text",
            "text_status",
            "strength",
            "in_principle",
            "status",
            "owner",
            "owners_text",
            "forum",
            "due",
            "due_text",
            "progress",
            "source",
            "illustrative",
            "reason",
        )


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
