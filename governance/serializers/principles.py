"""Shapes of principles and of what serves them."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.shapes import Many, May, One, Shape, Url

from ..models import Principle, PrincipleLink
from .briefs import AgreementBrief, CommitmentBrief, PrincipleBrief
from .evidence import EvidenceBrief, EvidenceInput
from .kept import KEPT


class PrincipleSerializer(PrincipleBrief):
    agreement = One(AgreementBrief, "agreement")
    served_by = serializers.IntegerField(help_text="How many commitments serve it.")
    may_edit = May(Permission.AGREEMENT_EDIT, "id")

    class Meta:
        model = Principle
        fields = ("id", "ref", "url", "agreement", "number", "text", "text_status", "text_status_label", "served_by", *KEPT, "may_edit")
        brief = ("number", "text")


class PrincipleLinkBrief(Shape):
    """A commitment that serves a principle."""

    url = Url("principle-links")
    commitment = One(CommitmentBrief, "commitment")
    evidence = One(EvidenceBrief, "evidence")
    may_edit = May(Permission.COMMITMENT_EDIT, "commitment__owner_id")

    class Meta:
        model = PrincipleLink
        fields = ("id", "ref", "url", "commitment", "note", "evidence", *KEPT, "may_edit")


class PrincipleLinkSerializer(PrincipleLinkBrief):
    principle = One(PrincipleBrief, "principle")

    class Meta:
        model = PrincipleLink
        fields = ("id", "ref", "url", "principle", "commitment", "note", "evidence", *KEPT, "may_edit")


def _links(user: Any) -> QuerySet[PrincipleLink]:
    return PrincipleLink.objects.order_by("commitment__code", "id")


class PrincipleDetail(PrincipleSerializer):
    links = Many(PrincipleLinkBrief, _links, by="principle_id")

    class Meta(PrincipleSerializer.Meta):
        fields = (*PrincipleSerializer.Meta.fields, "links")


class PrincipleLinkInput(Input):
    evidence = EvidenceInput(required=False, allow_null=True)

    class Meta:
        model = PrincipleLink
        fields = ("principle", "commitment", "note", "evidence", "source", "illustrative", "reason")
