"""Shapes of signatures, their groups, mandates and steps, and what their writes take in."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet
from django.utils import timezone
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.models import Organisation
from devo_portal.core.policy import Permission, covers
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, Many, May, One, Part, Row, Shape, Url, extend_schema_field

from ..models import AgreementVersion, Evidence, Mandate, Signature, SignatureGroup, SignatureStep
from ..rules import signing
from .briefs import AgreementBrief
from .evidence import EvidenceBrief, EvidenceInput
from .kept import KEPT

LABELS = {"ask": "Ask", "view": "Viewed", "agree": "Agree in principle", "sign": "Sign", "decline": "Decline", "withdraw": "Withdraw"}
_BY = {Evidence.Kind.PAPER: " on paper", Evidence.Kind.EMAIL: " by e-mail", Evidence.Kind.E_SIGNATURE: " by e-signature"}


class Latest(NamedTuple):
    """The steps of a signature that its standing is told from."""

    state: str
    on: date
    reason: str
    kind: str | None  # of the evidence
    asked_on: date | None


def _latest(answering: Answering) -> dict[Any, Latest]:
    """The latest step of each signature, and the latest day on which it was asked."""
    rows = SignatureStep.objects.filter(signature__in=answering.ids).order_by("on", "id")
    found: dict[Any, Latest] = {}
    for signature, state, on, reason, kind in rows.values_list("signature_id", "state", "on", "reason", "evidence__kind"):
        asked = on if state == signing.ASKED else found[signature].asked_on if signature in found else None
        found[signature] = Latest(state, on, reason, kind, asked)
    return found


def _bodies(answering: Answering) -> dict[Any, int]:
    """For how many bodies each signature is given."""
    return dict(Mandate.objects.filter(signature__in=answering.ids).order_by().values_list("signature").annotate(Count("pk")))


@extend_schema_field({"type": "array", "items": {"type": "object", "properties": {"verb": {"type": "string"}, "label": {"type": "string"}}}})
class Moves(Part):
    """The verbs that the state and the reader's permission allow: each is a POST beneath the signature, and a page."""

    def paths(self) -> tuple[str, ...]:
        return ("status", "ended_on", "id")

    def finisher(self, answering: Answering) -> Finish:
        status, ended, pk = (answering.at[path] for path in self.paths())
        reached = answering.reach(Permission.SIGNING_RUN)

        def moves(row: Row) -> list[dict[str, str]]:
            if row[ended] or not covers(reached, row[pk]):
                return []
            return [{"verb": verb, "label": LABELS[verb]} for verb in signing.ways(row[status])]

        return moves


@extend_schema_field({"type": ["string", "null"], "format": "date"})
class Since(Part):
    """The day on which it came into its state."""

    def paths(self) -> tuple[str, ...]:
        return ("id", "signed_on")

    def finisher(self, answering: Answering) -> Finish:
        pk, signed = (answering.at[path] for path in self.paths())
        latest = answering.once(_latest)
        return lambda row: latest[row[pk]].on if row[pk] in latest else row[signed]


@extend_schema_field({"type": "integer"})
class BodyCount(Part):
    def paths(self) -> tuple[str, ...]:
        return ("id",)

    def finisher(self, answering: Answering) -> Finish:
        pk, bodies = answering.at["id"], answering.once(_bodies)
        return lambda row: bodies.get(row[pk], 0)


@extend_schema_field({"type": "string"})
class SignatureStanding(Part):
    """How far one signature has come, as a sentence."""

    def paths(self) -> tuple[str, ...]:
        return ("id", "status", "signed_on", "ended_on")

    def finisher(self, answering: Answering) -> Finish:
        pk, status, signed, ended = (answering.at[path] for path in self.paths())
        latest, bodies, today = answering.once(_latest), answering.once(_bodies), timezone.localdate()
        return lambda row: stands(row[status], row[signed], row[ended], latest.get(row[pk]), bodies.get(row[pk], 0), today)


def stands(status: str, signed: date | None, ended: date | None, latest: Latest | None, bodies: int, today: date) -> str:
    """`Asked on 1 March 2017; waiting 14 days.` `Signed on 16 November 2017 on paper, for 32 bodies.`"""
    label = str(Signature.Status(status).label)
    day = latest.on if latest else signed
    said = f"{label} on {_day(day)}" if day else label if status == signing.NOT_ASKED else f"{label}; the day is not recorded"
    if status == signing.NOT_ASKED:
        said = "Not asked yet"
    elif status == signing.SIGNED:
        said += _BY.get(Evidence.Kind(latest.kind), "") if latest and latest.kind else ""
        said += f", for {bodies} bod{'y' if bodies == 1 else 'ies'}" if bodies else ""
    elif status in signing.WAITS and latest and not ended:
        waits = (today - (latest.asked_on or latest.on)).days
        said += f" (asked on {_day(latest.asked_on)})" if latest.asked_on and latest.state != signing.ASKED else ""
        said += f"; its signature waits {_days(waits)}" if status == signing.AGREED else f"; waiting {_days(waits)}"
    elif latest and latest.reason:
        said += f": “{latest.reason}”"
    held = f" The place was held until {_day(ended)}." if ended else ""
    return f"{said.rstrip('.')}.{held}"


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


class GroupBrief(Shape):
    url = Url("signature-groups")

    class Meta:
        model = SignatureGroup
        fields = ("id", "ref", "url", "name", "step", "needed")


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
    group = One(GroupBrief, "group")
    replaced_by = One(SuccessorBrief, "replaced_by")
    moves = Moves()
    may_edit = May(Permission.AGREEMENT_EDIT, "id")
    may_move = May(Permission.SIGNING_RUN, "id")

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
            "group",
            "status",
            "status_label",
            "signed_on",
            "ended_on",
            "replaced_by",
            "moves",
            *KEPT,
            "may_edit",
            "may_move",
        )


class SignatureSerializer(SignatureInAgreement):
    agreement = One(AgreementBrief, "agreement")
    since = Since(help_text="The day on which it came into its state.")
    standing = SignatureStanding()
    body_count = BodyCount(help_text="On behalf of how many bodies it is given.")

    class Meta(SignatureInAgreement.Meta):
        fields = ("agreement", *SignatureInAgreement.Meta.fields, "since", "standing", "body_count")
        brief = ("person", "role", "status", "standing")


class MandateInSignature(Shape):
    url = Url("mandates")
    organisation = One(OrganisationBrief, "organisation")
    evidence = One(EvidenceBrief, "evidence")

    class Meta:
        model = Mandate
        fields = ("id", "ref", "url", "organisation", "evidence", *KEPT)


class TextBrief(Shape):
    class Meta:
        model = AgreementVersion
        fields = ("id", "ref", "number", "title")


class StepInSignature(Shape):
    state_label = Label("state", Signature.Status)
    evidence = One(EvidenceBrief, "evidence")
    text = One(TextBrief, "text", help_text="The text that was signed.")
    recorded_by = serializers.CharField(source="by.name", allow_null=True)

    class Meta:
        model = SignatureStep
        fields = ("id", "ref", "state", "state_label", "on", "reason", "evidence", "text", "recorded_by", "source", "illustrative")


def _mandates(user: Any) -> QuerySet[Mandate]:
    return Mandate.objects.order_by("organisation__name", "id")


def _steps(user: Any) -> QuerySet[SignatureStep]:
    return SignatureStep.objects.order_by("on", "id")


class SignatureDetail(SignatureSerializer):
    bodies = Many(MandateInSignature, _mandates, by="signature_id", help_text="On behalf of which bodies it is given, and what gives the right.")
    steps = Many(StepInSignature, _steps, by="signature_id", help_text="Each state that it came into, oldest first.")

    class Meta(SignatureSerializer.Meta):
        fields = (*SignatureSerializer.Meta.fields, "bodies", "steps")


class SignatureNamed(Shape):
    url = Url("signatures")
    organisation = One(OrganisationBrief, "organisation")
    status_label = Label("status", Signature.Status)

    class Meta:
        model = Signature
        fields = ("id", "ref", "url", "organisation", "person", "role", "status", "status_label")


class MandateSerializer(MandateInSignature):
    signature = One(SignatureNamed, "signature")
    may_edit = May(Permission.SIGNING_RUN, "id")

    class Meta(MandateInSignature.Meta):
        fields = (*MandateInSignature.Meta.fields, "signature", "may_edit")


def _members(user: Any) -> QuerySet[Signature]:
    return Signature.objects.filter(ended_on=None).order_by("order", "id")


class GroupSerializer(GroupBrief):
    agreement = One(AgreementBrief, "agreement")
    members = Many(SignatureNamed, _members, by="group_id", help_text="The signatories who hold their places now.")
    may_edit = May(Permission.AGREEMENT_EDIT, "id")

    class Meta:
        model = SignatureGroup
        fields = (*GroupBrief.Meta.fields, "agreement", "members", *KEPT, "may_edit")


class SideCount(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    signed = serializers.IntegerField()
    outstanding = serializers.IntegerField()


class SignatureSummarySerializer(serializers.Serializer):
    signatures = serializers.IntegerField(help_text="Places that are not ended.")
    not_asked = serializers.IntegerField()
    asked = serializers.IntegerField()
    viewed = serializers.IntegerField()
    agreed_in_principle = serializers.IntegerField()
    signed = serializers.IntegerField()
    declined = serializers.IntegerField()
    withdrawn = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="Asked, viewed or agreed in principle: the signature is still to come.")
    outstanding = serializers.IntegerField(help_text="All that are not signed.")
    by_side = SideCount(many=True)


# --- What writes take ----------------------------------------------------------------------------------------------------
class SignatureInput(Input):
    replaces = serializers.PrimaryKeyRelatedField(
        queryset=Signature.objects.all(), required=False, allow_null=True, help_text="For a new signatory: whose place it takes. That one ends today."
    )

    class Meta:
        model = Signature
        fields = ("agreement", "organisation", "person", "role", "side", "order", "group", "ended_on", "replaces", "source", "illustrative", "reason")

    def _left_out(self, given: Any) -> dict[str, Any]:
        return super()._left_out({"replaces": None, **given})


class GroupInput(Input):
    members = serializers.PrimaryKeyRelatedField(
        queryset=Signature.objects.all(),
        many=True,
        required=False,
        help_text="The signatories who sign side by side; left out, they stay as they are.",
    )

    class Meta:
        model = SignatureGroup
        fields = ("agreement", "name", "step", "needed", "members", "source", "illustrative", "reason")

    def _left_out(self, given: Any) -> dict[str, Any]:
        return super()._left_out({"members": [], **given})


class MandateInput(Input):
    evidence = EvidenceInput(required=False, allow_null=True, help_text="What gives the right to sign for this body.")

    class Meta:
        model = Mandate
        fields = ("signature", "organisation", "evidence", "source", "illustrative", "reason")


class MoveInput(serializers.Serializer):
    """What a move takes: its day, why, and what shows it."""

    on = serializers.DateField(required=False, help_text="The day of it; today where left out.")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, help_text="Needed to decline and to withdraw.")
    evidence = EvidenceInput(required=False)


class MandatesInput(serializers.Serializer):
    """Bodies, one by one or all of a kind, with the evidence that they share."""

    bodies = serializers.PrimaryKeyRelatedField(queryset=Organisation.objects.all(), many=True, required=False)
    kind = serializers.ChoiceField(Organisation.Kind.choices, required=False, help_text="Every organisation of this kind, such as ccg.")
    evidence = EvidenceInput(required=False)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, help_text="Why; kept in the history.")
