"""Shapes of the posts that answer for a pilot."""

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Label, May, One, Shape, Url

from ..models import PilotRole
from .pilots import PilotBrief


class PilotRoleSerializer(Shape):
    url = Url("pilot-roles")
    pilot = One(PilotBrief, "pilot")
    organisation = One(OrganisationBrief, "organisation")
    role_label = Label("role", PilotRole.Role)
    in_post = serializers.BooleanField(help_text="Held today.")
    may_edit = May(Permission.PILOT_EDIT, "pilot__lead_id")

    class Meta:
        model = PilotRole
        fields = (
            "id",
            "ref",
            "url",
            "pilot",
            "organisation",
            "post",
            "role",
            "role_label",
            "starts_on",
            "ends_on",
            "in_post",
            "source",
            "illustrative",
            "version",
            "updated_at",
            "may_edit",
        )
        brief = ("post", "role")


class PilotRoleInput(Input):
    class Meta:
        model = PilotRole
        fields = ("pilot", "organisation", "post", "role", "starts_on", "ends_on", "source", "illustrative", "reason")


class EndRoleInput(serializers.Serializer):
    ends_on = serializers.DateField(required=False, help_text="The first day on which it no longer holds; today, where left out.")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, help_text="Why; kept in the history.")
