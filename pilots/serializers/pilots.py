from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.models import Area, Organisation
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import AreaBrief, OrganisationBrief
from devo_portal.core.shapes import Label, Many, May, One, Shape, Url
from governance.serializers import CommitmentBrief, EvidenceBrief, EvidenceInput, PrincipleBrief, PrincipleDetail

from ..models import ConfidenceRating, Pilot, PilotCommitment, Proposition
from .briefs import PropositionBrief


class PilotBrief(Shape):
    url = Url("pilots")

    class Meta:
        model = Pilot
        fields = ("id", "ref", "name", "url")


class PilotSerializer(Shape):
    url = Url("pilots")
    theme_label = Label("theme", Pilot.Theme)
    stage_label = Label("stage", Pilot.Stage)
    lead = One(OrganisationBrief, "lead")
    places = Many(AreaBrief, lambda user: Area.objects.order_by("name"), by="pilots")
    confidence = serializers.ChoiceField(
        ConfidenceRating.Rating.choices, allow_null=True, help_text="The latest assurance rating; where there is none, the owner's latest."
    )
    confidence_kind = serializers.ChoiceField(ConfidenceRating.Kind.choices, allow_null=True, help_text="Which of the two it is.")
    confidence_kind_label = Label("confidence_kind", ConfidenceRating.Kind)
    confidence_label = Label("confidence", ConfidenceRating.Rating)
    confidence_illustrative = serializers.BooleanField(allow_null=True)
    confidence_on = serializers.DateField(allow_null=True)
    may_edit = May(Permission.PILOT_EDIT, "lead_id")

    class Meta:
        model = Pilot
        fields = (
            "id",
            "ref",
            "url",
            "name",
            "theme",
            "theme_label",
            "stage",
            "stage_label",
            "lead",
            "places",
            "summary",
            "starts",
            "ends",
            "confidence",
            "confidence_label",
            "confidence_kind",
            "confidence_kind_label",
            "confidence_illustrative",
            "confidence_on",
            "source",
            "illustrative",
            "version",
            "updated_at",
            "may_edit",
        )


def _asked(user: Any) -> QuerySet[Proposition]:
    return Proposition.objects.order_by("title", "id")


class PilotDetail(PilotSerializer):
    partners = Many(OrganisationBrief, lambda user: Organisation.objects.order_by("name"), by="pilots_joined")
    propositions = Many(PropositionBrief, _asked, by="pilot_id")
    assurance_rating = serializers.ChoiceField(ConfidenceRating.Rating.choices, allow_null=True)
    assurance_rating_label = Label("assurance_rating", ConfidenceRating.Rating)
    assurance_rated_on = serializers.DateField(allow_null=True)
    owner_rating = serializers.ChoiceField(ConfidenceRating.Rating.choices, allow_null=True, help_text="The owner's own.")
    owner_rating_label = Label("owner_rating", ConfidenceRating.Rating)
    owner_rated_on = serializers.DateField(allow_null=True)
    may_rate = May(Permission.CONFIDENCE_RATE, "lead_id")
    benefit_count = serializers.IntegerField()
    open_risk_count = serializers.IntegerField(help_text="Risks and issues that are open.")
    assumption_count = serializers.IntegerField()
    needs_count = serializers.IntegerField(help_text="What it needs from other pilots and from organisations.")
    needed_count = serializers.IntegerField(help_text="What other pilots need from it.")

    class Meta(PilotSerializer.Meta):
        fields = (
            *PilotSerializer.Meta.fields,
            "asks",
            "status_note",
            "partners",
            "propositions",
            "assurance_rating",
            "assurance_rating_label",
            "assurance_rated_on",
            "owner_rating",
            "owner_rating_label",
            "owner_rated_on",
            "may_rate",
            "benefit_count",
            "open_risk_count",
            "assumption_count",
            "needs_count",
            "needed_count",
        )


class PilotInput(Input):
    places = serializers.PrimaryKeyRelatedField(
        many=True, required=False, queryset=Area.objects.filter(kind=Area.Kind.AUTHORITY), help_text="Every borough that takes part."
    )
    partners = serializers.PrimaryKeyRelatedField(
        many=True, required=False, queryset=Organisation.objects.all(), help_text="Every organisation that takes part."
    )

    class Meta:
        model = Pilot
        fields = (
            "name",
            "theme",
            "stage",
            "lead",
            "places",
            "partners",
            "summary",
            "asks",
            "status_note",
            "starts",
            "ends",
            "source",
            "illustrative",
            "reason",
        )


class PortfolioSerializer(serializers.Serializer):
    pilots = serializers.IntegerField()
    live = serializers.IntegerField(help_text="Launched, testing, case submitted or decided.")
    boroughs = serializers.IntegerField(help_text="Each counted once, however many pilots it is in.")
    links = serializers.IntegerField(help_text="Pairs of a pilot and a borough.")
    unrated = serializers.IntegerField()


class PilotLinkSerializer(Shape):
    """A pilot tests a commitment."""

    url = Url("pilot-links")
    pilot = One(PilotBrief, "pilot")
    commitment = One(CommitmentBrief, "commitment")
    evidence = One(EvidenceBrief, "evidence")
    may_edit = May(Permission.PILOT_EDIT, "pilot__lead_id")

    class Meta:
        model = PilotCommitment
        fields = ("id", "ref", "url", "pilot", "commitment", "note", "evidence", "source", "illustrative", "version", "updated_at", "may_edit")


class PilotLinkInput(Input):
    evidence = EvidenceInput(required=False, allow_null=True)

    class Meta:
        model = PilotCommitment
        fields = ("pilot", "commitment", "note", "evidence", "source", "illustrative", "reason")


def _tested(user: Any) -> QuerySet[PilotCommitment]:
    return PilotCommitment.objects.order_by("pilot__name", "commitment__code")


class PrincipleServed(PrincipleDetail):
    """A principle with the commitments that serve it and the pilots that test those."""

    pilots = Many(PilotLinkSerializer, _tested, by="commitment__principle_links__principle_id")

    class Meta(PrincipleDetail.Meta):
        fields = (*PrincipleDetail.Meta.fields, "pilots")


class UnevidencedLink(serializers.Serializer):
    """A link that nothing shows to be so."""

    url = serializers.CharField()
    name = serializers.CharField(help_text="Such as: EST-1 serves principle 10.")


class CoverageRow(serializers.Serializer):
    principle = PrincipleBrief()
    commitment = CommitmentBrief(allow_null=True)
    evidence = EvidenceBrief(allow_null=True, help_text="That the commitment serves the principle.")
    pilot = PilotBrief(allow_null=True)
    pilot_evidence = EvidenceBrief(allow_null=True, help_text="That the pilot tests the commitment.")


class CoverageSerializer(serializers.Serializer):
    principles = serializers.IntegerField()
    served = serializers.IntegerField(help_text="Principles that at least one commitment serves.")
    unevidenced = serializers.IntegerField(help_text="Links of both kinds without evidence.")
    rows = CoverageRow(many=True)
    unserved_principles = PrincipleBrief(many=True)
    unlinked_commitments = CommitmentBrief(many=True, help_text="That serve no principle.")
    unevidenced_principle_links = UnevidencedLink(many=True)
    unevidenced_pilot_links = UnevidencedLink(many=True)
