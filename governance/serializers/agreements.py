"""Shapes of agreements, signatures and principles."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from devo_portal.core.dates import PartialDate
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, Many, May, One, Part, Shape, Url, extend_schema_field

from ..models import Agreement, Principle, Signature, TextStatus
from .kept import KEPT


@extend_schema_field({"type": "string"})
class Standing(Part):
    """How far the signing has come, as a sentence."""

    PATHS = ("status", "parties", "signed_count", "signed", "last_signed_on")

    def paths(self) -> tuple[str, ...]:
        return self.PATHS

    def finisher(self, answering: Answering) -> Finish:
        places = [answering.at[path] for path in self.PATHS]
        return lambda row: standing(*(row[place] for place in places))


def standing(status: str, parties: int, signed: int, on: PartialDate | None, last: Any) -> str:
    """`Signed by 8 of 8 parties on 16 November 2017.` `Signed by 5 of 8 parties; 3 outstanding.`"""
    when = on or (PartialDate.kept(last.isoformat()) if last else None)
    said = f" {'on' if when.precision == 'day' else 'in'} {when.text}" if when else ""
    if not parties:
        return f"Signed{said}; no parties are recorded." if status == Agreement.Status.SIGNED else "No parties are named yet."
    count = f"Signed by {signed} of {parties} part{'y' if parties == 1 else 'ies'}"
    return f"{count}{said}." if signed == parties else f"{count}; {parties - signed} outstanding."


class AgreementBrief(Shape):
    url = Url("agreements")

    class Meta:
        model = Agreement
        fields = ("id", "ref", "name", "short_name", "url")


class AgreementSerializer(Shape):
    url = Url("agreements")
    status_label = Label("status", Agreement.Status)
    text_status_label = Label("text_status", TextStatus)
    parties = serializers.IntegerField(help_text="Places that are not ended.")
    signed_count = serializers.IntegerField(help_text="Of these, the places that have signed.")
    outstanding_count = serializers.IntegerField(help_text="Of these, the places that have not.")
    standing = Standing()
    may_edit = May(Permission.AGREEMENT_EDIT, "id")

    class Meta:
        model = Agreement
        fields = (
            "id",
            "ref",
            "url",
            "name",
            "short_name",
            "status",
            "status_label",
            "summary",
            "text_status",
            "text_status_label",
            "signed",
            "parties",
            "signed_count",
            "outstanding_count",
            "standing",
            *KEPT,
            "may_edit",
        )
        brief = ("short_name", "standing")


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


class PrincipleBrief(Shape):
    url = Url("principles")
    text_status_label = Label("text_status", TextStatus)

    class Meta:
        model = Principle
        fields = ("id", "ref", "url", "number", "text", "text_status", "text_status_label")


def _signatures(user: Any) -> QuerySet[Signature]:
    return Signature.objects.order_by("order", "ended_on", "id")


def _principles(user: Any) -> QuerySet[Principle]:
    return Principle.objects.order_by("number")


class AgreementDetail(AgreementSerializer):
    signatures = Many(SignatureInAgreement, _signatures, by="agreement_id")
    principles = Many(PrincipleBrief, _principles, by="agreement_id")

    class Meta(AgreementSerializer.Meta):
        fields = (*AgreementSerializer.Meta.fields, "signatures", "principles")


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
