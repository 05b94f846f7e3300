"""Shape of an identifier, and what a claim takes in."""

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Label, May, One, Shape, Url

from ..models import Identifier
from .sites import SiteBrief


class IdentifierSerializer(Shape):
    url = Url("identifiers")
    site = One(SiteBrief, "site")
    scheme_label = Label("scheme", Identifier.Scheme)
    organisation = One(OrganisationBrief, "organisation")
    conflict = serializers.BooleanField(help_text="Another site is claimed to have it too.")
    may_edit = May(Permission.SITE_EDIT, "site__organisation_id")

    class Meta:
        model = Identifier
        brief = ("scheme", "value")
        fields = (
            "id",
            "ref",
            "url",
            "site",
            "scheme",
            "scheme_label",
            "value",
            "organisation",
            "conflict",
            "source",
            "illustrative",
            "version",
            "updated_at",
            "may_edit",
        )


class IdentifierInput(Input):
    site = serializers.UUIDField()
    dispute = serializers.BooleanField(
        required=False, default=False, help_text="Keep the claim although another site has the identifier: it is listed as a conflict."
    )

    class Meta:
        model = Identifier
        fields = ("site", "scheme", "value", "organisation", "dispute", "source", "illustrative", "reason")
