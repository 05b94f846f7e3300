"""Shapes of agreements and principles."""

from typing import Any

from django.db.models import QuerySet

from devo_portal.core.policy import Permission
from devo_portal.core.shapes import Label, Many, May, Shape, Url

from ..models import Agreement, Principle, Signature, TextStatus
from .briefs import PrincipleBrief
from .kept import KEPT
from .signatures import SignatureInAgreement
from .standing import BlockedBy, Clearances, Count, Events, OnDay, Said, StateLabelOnDay, StateOnDay, StateSince, Turns, steps_beside


class AgreementSerializer(Shape):
    url = Url("agreements")
    status_label = Label("status", Agreement.Status)
    text_status_label = Label("text_status", TextStatus)
    on = OnDay()
    standing = Said("sentence")
    signing = Said("signing", help_text="What is known of the days set for signing; empty where there is nothing to tell.")
    parties = Count("parties", help_text="Places that are held on the day.")
    agreed_count = Count("agreed", help_text="Of these, those that have agreed, the signed ones among them.")
    signed_count = Count("signed", help_text="Of these, those that have signed.")
    outstanding_count = Count("outstanding", help_text="Of these, those that have not signed.")
    blocked_by = BlockedBy()
    blocked_days = Count("blocked_days", help_text="Days before this one on which a blocking clearance had been asked for and not given.")
    may_edit = May(Permission.AGREEMENT_DRAFT, "id")
    may_run_signing = May(Permission.SIGNING_RUN, "id")

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
            "on",
            "standing",
            "signing",
            "parties",
            "agreed_count",
            "signed_count",
            "outstanding_count",
            "blocked_by",
            "blocked_days",
            *KEPT,
            "may_edit",
            "may_run_signing",
        )
        brief = ("short_name", "standing")


def _signatures(user: Any) -> QuerySet[Signature]:
    return Signature.objects.annotate(**steps_beside()).order_by("order", "ended_on", "id")


def _principles(user: Any) -> QuerySet[Principle]:
    return Principle.objects.order_by("number")


class SignatureOnDay(SignatureInAgreement):
    state = StateOnDay()
    state_label = StateLabelOnDay()
    state_since = StateSince()

    class Meta(SignatureInAgreement.Meta):
        fields = (*SignatureInAgreement.Meta.fields, "state", "state_label", "state_since")


class AgreementDetail(AgreementSerializer):
    signatures = Many(SignatureOnDay, _signatures, by="agreement_id")
    clearances = Clearances()
    signing_events = Events()
    timeline = Turns()
    principles = Many(PrincipleBrief, _principles, by="agreement_id")

    class Meta(AgreementSerializer.Meta):
        fields = (*AgreementSerializer.Meta.fields, "signatures", "clearances", "signing_events", "timeline", "principles")
