"""Shapes of signatures."""

from rest_framework import serializers

from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Label, May, One, Shape, Url

from ..models import Signature
from .briefs import AgreementBrief
from .kept import KEPT


class SuccessorBrief(Shape):
    url = Url("signatures")
    organisation = One(OrganisationBrief, "organisation")

    class Meta:
        model = Signature
        fields = ("id", "ref", "url", "organisation", "person", "role")


class SignatureInAgreement(Shape):
    url = Url("signatures")
    organisation = One(OrganisationBrief, "organisation")
    side_label = Label("side", Signature.Side)
    status_label = Label("status", Signature.Status)
    replaced_by = One(SuccessorBrief, "replaced_by")
    may_edit = May(Permission.AGREEMENT_EDIT, "id")

    class Meta:
        model = Signature
        fields = (
            "id",
            "ref",
            "url",
            "organisation",
            "person",
            "role",
            "side",
            "side_label",
            "order",
            "status",
            "status_label",
            "signed_on",
            "ended_on",
            "replaced_by",
            *KEPT,
            "may_edit",
        )


class SignatureSerializer(SignatureInAgreement):
    agreement = One(AgreementBrief, "agreement")

    class Meta(SignatureInAgreement.Meta):
        fields = ("agreement", *SignatureInAgreement.Meta.fields)
        brief = ("person", "role", "status")


class SideCount(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    signed = serializers.IntegerField()
    outstanding = serializers.IntegerField()


class SignatureSummarySerializer(serializers.Serializer):
    signatures = serializers.IntegerField(help_text="Places that are not ended.")
    signed = serializers.IntegerField()
    asked = serializers.IntegerField()
    not_asked = serializers.IntegerField()
    outstanding = serializers.IntegerField(help_text="Asked or not yet asked.")
    by_side = SideCount(many=True)
