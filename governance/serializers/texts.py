"""Shapes of agreements' texts and clauses, and what their verbs take in."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.shapes import Label, Many, May, One, Shape, Url

from ..models import Agreement, AgreementVersion, Clause, Decision, TextStatus
from .briefs import AgreementBrief
from .decisions import DecisionBrief
from .kept import KEPT


class VersionBrief(Shape):
    url = Url("agreement-versions")
    status_label = Label("status", AgreementVersion.Status)

    class Meta:
        model = AgreementVersion
        fields = ("id", "ref", "url", "number", "title", "status", "status_label")


class SuccessorText(VersionBrief):
    agreement = One(AgreementBrief, "agreement")

    class Meta(VersionBrief.Meta):
        fields = ("agreement", *VersionBrief.Meta.fields)


class VersionSerializer(VersionBrief):
    agreement = One(AgreementBrief, "agreement")
    text_status_label = Label("text_status", TextStatus)
    ended_by = One(DecisionBrief, "ended_by")
    superseded_by = One(SuccessorText, "superseded_by")
    clause_count = serializers.IntegerField()
    may_edit = May(Permission.AGREEMENT_DRAFT, "id")

    class Meta:
        model = AgreementVersion
        fields = (
            "id",
            "ref",
            "url",
            "agreement",
            "number",
            "title",
            "note",
            "text_status",
            "text_status_label",
            "status",
            "status_label",
            "ended_on",
            "ended_by",
            "superseded_by",
            "clause_count",
            *KEPT,
            "may_edit",
        )
        brief = ("number", "title", "status")


class ClauseInVersion(Shape):
    url = Url("clauses")
    text_status_label = Label("text_status", TextStatus)

    class Meta:
        model = Clause
        fields = ("id", "ref", "url", "number", "heading", "text", "text_status", "text_status_label", "position", *KEPT)


def _clauses(user: Any) -> QuerySet[Clause]:
    return Clause.objects.order_by("position", "id")


class VersionDetail(VersionSerializer):
    clauses = Many(ClauseInVersion, _clauses, by="version_of_id")

    class Meta(VersionSerializer.Meta):
        fields = (*VersionSerializer.Meta.fields, "clauses")


class ClauseBrief(Shape):
    url = Url("clauses")

    class Meta:
        model = Clause
        fields = ("id", "ref", "url", "number", "heading")


class ClauseSerializer(ClauseInVersion):
    version_of = One(SuccessorText, "version_of")
    may_edit = May(Permission.AGREEMENT_DRAFT, "id")

    class Meta(ClauseInVersion.Meta):
        fields = ("version_of", *ClauseInVersion.Meta.fields, "may_edit")
        brief = ("number", "heading")


class AgreementInput(Input):
    class Meta:
        model = Agreement
        fields = ("name", "short_name", "summary", "text_status", "source", "illustrative", "reason")


class VersionInput(Input):
    starts_from = serializers.PrimaryKeyRelatedField(
        queryset=AgreementVersion.objects.all(), required=False, allow_null=True, help_text="A text whose clauses a new one begins with."
    )
    number = serializers.IntegerField(required=False, min_value=1, max_value=9999, help_text="The next one, where it is left out.")

    class Meta:
        model = AgreementVersion
        fields = ("agreement", "number", "title", "note", "text_status", "starts_from", "source", "illustrative", "reason")

    def _left_out(self, given: Any) -> dict[str, Any]:
        return {name: value for name, value in super()._left_out({**given, "starts_from": None}).items() if name != "number"}


class ClauseInput(Input):
    class Meta:
        model = Clause
        fields = ("version_of", "number", "heading", "text", "text_status", "position", "source", "illustrative", "reason")


class SupersedeInput(serializers.Serializer):
    by_text = serializers.PrimaryKeyRelatedField(queryset=AgreementVersion.objects.all(), help_text="The text that takes its place.")
    decision = serializers.PrimaryKeyRelatedField(queryset=Decision.objects.all(), help_text="The decision that says so.")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500)


class VoidInput(serializers.Serializer):
    decision = serializers.PrimaryKeyRelatedField(queryset=Decision.objects.all(), help_text="The decision that says so.")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500)


class PieceSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(["same", "added", "removed"])
    text = serializers.CharField()


class ComparedClause(serializers.Serializer):
    change = serializers.ChoiceField(["same", "changed", "added", "removed", "renumbered"])
    was = serializers.CharField(help_text="Its number in the older text.")
    number = serializers.CharField(help_text="Its number in the newer text.")
    heading = PieceSerializer(many=True)
    text = PieceSerializer(many=True)


class ComparisonSerializer(serializers.Serializer):
    older = SuccessorText()
    newer = SuccessorText()
    same = serializers.IntegerField()
    changed = serializers.IntegerField()
    added = serializers.IntegerField()
    removed = serializers.IntegerField()
    renumbered = serializers.IntegerField()
    words_added = serializers.IntegerField()
    words_removed = serializers.IntegerField()
    clauses = ComparedClause(many=True)
