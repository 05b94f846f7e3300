"""Shapes of the no-harm ledger, and what it takes in."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.shapes import Many, One

from ..models import Commitment, NoHarmAssessment
from .briefs import AssessmentBrief, CommitmentBrief
from .evidence import EvidenceBrief, EvidenceInput
from .kept import KEPT


def _covered(user: Any) -> QuerySet[Commitment]:
    return Commitment.objects.order_by("code")


class AssessmentSerializer(AssessmentBrief):
    commitments = Many(CommitmentBrief, _covered, by="assessments")
    evidence = One(EvidenceBrief, "evidence")

    class Meta:
        model = NoHarmAssessment
        fields = ("id", "ref", "url", "commitments", "rating", "rating_label", "finding", "reviewer", "reviewed_on", "evidence", *KEPT)
        brief = ("rating", "reviewed_on")


class AssessmentInput(Input):
    commitments = serializers.PrimaryKeyRelatedField(many=True, allow_empty=False, queryset=Commitment.objects.all(), help_text="What it covers.")
    evidence = EvidenceInput()

    class Meta:
        model = NoHarmAssessment
        fields = ("commitments", "rating", "finding", "reviewer", "reviewed_on", "evidence", "source", "illustrative", "reason")
