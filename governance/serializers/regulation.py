"""Shapes of joint arrangements, and what one takes in."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.models import Organisation
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Many, May, One

from ..models import JointArrangement
from .briefs import CommitmentBrief, JointArrangementBrief
from .kept import KEPT


def _bodies(user: Any) -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name")


class JointArrangementSerializer(JointArrangementBrief):
    commitment = One(CommitmentBrief, "commitment")
    bodies = Many(OrganisationBrief, _bodies, by="joint_arrangements")
    may_edit = May(Permission.FUNCTION_EDIT, "id")

    class Meta:
        model = JointArrangement
        fields = ("id", "ref", "url", "commitment", "kind", "kind_label", "name", "person", "bodies", "starts", "ends", "summary", *KEPT, "may_edit")
        brief = ("name", "kind")


class JointArrangementInput(Input):
    bodies = serializers.PrimaryKeyRelatedField(
        many=True, allow_empty=False, queryset=Organisation.objects.all(), help_text="The bodies that share it: two or more."
    )

    class Meta:
        model = JointArrangement
        fields = ("commitment", "kind", "name", "person", "bodies", "starts", "ends", "summary", "source", "illustrative", "reason")
