"""Shapes of the quality of the register: findings, scores, waivers and confirmations; and what the last two take in."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, May, One, Part, Shape, Url

from ..models import QualityWaiver, SiteConfirmation
from ..rules.quality import BY_CODE, SEVERITIES, due_on
from .imports import PersonBrief
from .sites import SiteBrief


class Titles:
    choices = [(code, rule.title) for code, rule in BY_CODE.items()]


STATES = {
    "holds": "Holds",
    "changed": "Holds no longer: the values changed",
    "ended": "Holds no longer: its last day has passed",
    "mended": "Not needed now: the finding is mended",
}


@extend_schema_field({"type": "string", "enum": list(STATES)})
class WaiverState(Part):
    def paths(self) -> Sequence[str]:
        return ["holds", "value", "value_now"]

    def finisher(self, answering: Answering) -> Finish:
        holds, value, now = (answering.at[path] for path in self.paths())

        def finish(row: Any) -> str:
            if row[holds]:
                return "holds"
            if row[now] is None:
                return "mended"
            return "changed" if row[now] != row[value] else "ended"

        return finish


@extend_schema_field({"type": "string"})
class WaiverStateLabel(WaiverState):
    def finisher(self, answering: Answering) -> Finish:
        code = super().finisher(answering)
        return lambda row: STATES[code(row)]


class QualityWaiverSerializer(Shape):
    url = Url("quality-waivers")
    site = One(SiteBrief, "site")
    organisation = One(OrganisationBrief, "site__organisation")
    rule_label = Label("rule", Titles)
    value_now = serializers.CharField(allow_null=True, help_text="What the rule compares today; null where the finding is no longer there.")
    state = WaiverState()
    state_label = WaiverStateLabel()
    given_by = One(PersonBrief, "given_by")
    may_waive = May(Permission.QUALITY_WAIVE, "site__organisation_id")

    class Meta:
        model = QualityWaiver
        fields = (
            "id",
            "ref",
            "url",
            "site",
            "organisation",
            "rule",
            "rule_label",
            "why",
            "evidence",
            "until",
            "value",
            "value_now",
            "state",
            "state_label",
            "given_by",
            "version",
            "updated_at",
            "may_waive",
        )


class QualityWaiverInput(Input):
    site = serializers.UUIDField()
    rule = serializers.ChoiceField(Titles.choices)

    class Meta:
        model = QualityWaiver
        fields = ("site", "rule", "why", "evidence", "until", "reason")


@extend_schema_field({"type": "string", "format": "date"})
class Due(Part):
    def paths(self) -> Sequence[str]:
        return ["confirmed_on"]

    def finisher(self, answering: Answering) -> Finish:
        at = answering.at["confirmed_on"]
        return lambda row: due_on(row[at])


class SiteConfirmationSerializer(Shape):
    url = Url("site-confirmations")
    site = One(SiteBrief, "site")
    organisation = One(OrganisationBrief, "site__organisation")
    due_on = Due()
    confirmed_by = One(PersonBrief, "confirmed_by")

    class Meta:
        model = SiteConfirmation
        fields = ("id", "ref", "url", "site", "organisation", "confirmed_on", "due_on", "note", "confirmed_by", "version", "updated_at")


class ConfirmInput(serializers.Serializer):
    note = serializers.CharField(required=False, allow_blank=True, max_length=500, help_text="What was looked at.")


class SiteVersion(serializers.Serializer):
    """A site, and the version of it that was read."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()


class ConfirmManyInput(ConfirmInput):
    sites = serializers.ListField(child=SiteVersion(), min_length=1, max_length=500, help_text="Each with the version that was read.")


class Confirmed(serializers.Serializer):
    confirmed = serializers.IntegerField()


class _Named(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    url = serializers.CharField()


class RuleSerializer(serializers.Serializer):
    """A rule of quality, and how often it is broken."""

    code = serializers.CharField()
    title = serializers.CharField()
    compares = serializers.CharField(help_text="With units and bounds.")
    severity = serializers.ChoiceField(list(SEVERITIES))
    severity_label = serializers.CharField()
    weight = serializers.IntegerField(help_text="Points that a finding takes from a site's 100.")
    why = serializers.CharField()
    mend = serializers.CharField()
    findings = serializers.IntegerField(help_text="Not waived.")
    waived = serializers.IntegerField()
    page = serializers.CharField()
    api = serializers.CharField()
    waived_page = serializers.CharField()


class OwnerSerializer(serializers.Serializer):
    organisation = _Named()
    sites = serializers.IntegerField()
    findings = serializers.IntegerField()
    stops = serializers.IntegerField()
    waived = serializers.IntegerField()
    stale = serializers.IntegerField()
    score = serializers.DecimalField(max_digits=4, decimal_places=1)
    yours = serializers.BooleanField(help_text="You may mend and confirm its sites.")
    page = serializers.CharField()
    api = serializers.CharField()


class QualityFigures(serializers.Serializer):
    organisation = _Named(allow_null=True)
    latest_year = serializers.CharField(allow_null=True)
    sites = serializers.IntegerField(help_text="That are in the register today.")
    clear = serializers.IntegerField(help_text="Sites without a finding that is not waived.")
    findings = serializers.IntegerField(help_text="Not waived.")
    stops = serializers.IntegerField(help_text="Findings, not waived, that stop a total being trusted.")
    waived = serializers.IntegerField()
    stale = serializers.IntegerField(help_text="Sites that nobody has confirmed within a year.")
    score = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)
    formula = serializers.CharField()
    rules = RuleSerializer(many=True)
    owners = OwnerSerializer(many=True)
    may_waive = serializers.BooleanField()


class RulesSerializer(serializers.Serializer):
    formula = serializers.CharField()
    rules = RuleSerializer(many=True)


class FindingSerializer(serializers.Serializer):
    site = _Named()
    organisation = _Named()
    rule = serializers.CharField()
    rule_label = serializers.CharField()
    severity = serializers.ChoiceField(list(SEVERITIES))
    severity_label = serializers.CharField()
    compared = serializers.CharField(help_text="What the rule compares today.")
    compares = serializers.CharField()
    why = serializers.CharField()
    mend = serializers.CharField()
    mend_page = serializers.CharField()
    waived = serializers.BooleanField()
    waiver = serializers.CharField(allow_null=True, help_text="The address of the waiver, where there is one that holds.")
    waived_why = serializers.CharField(allow_null=True)
    lapsed = serializers.BooleanField(help_text="A waiver was given, and holds no longer.")
    may_edit = serializers.BooleanField()


class FindingList(serializers.Serializer):
    count = serializers.IntegerField(allow_null=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = FindingSerializer(many=True)


class SiteQualitySerializer(serializers.Serializer):
    score = serializers.IntegerField(allow_null=True, help_text="Null where the site has left the register.")
    checked = serializers.IntegerField(help_text="Rules asked.")
    findings = FindingSerializer(many=True)
    waived = FindingSerializer(many=True)
    confirmed_on = serializers.DateField(allow_null=True)
    confirmed_by = serializers.CharField(allow_null=True)
    note = serializers.CharField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    stale = serializers.BooleanField()
    may_waive = serializers.BooleanField()
