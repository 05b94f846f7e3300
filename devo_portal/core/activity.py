"""What was done in the portal: one row an act, read from the contexts that history keeps."""

from collections.abc import Callable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, UUIDField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from pghistory.models import Context
from rest_framework import serializers

from .api import ReadViewSet
from .filters import FilterSet, django_filters
from .models import User
from .pages import page
from .policy import ALL, Permission, can, reach, require
from .reads import ReadModel
from .shapes import Shape

# The records that everyone who reads the programme may see, and their pages. Acts on others are for administrators.
PAGES = {
    "core.area": "/areas/{}/",
    "core.organisation": "/organisations/{}/",
    "governance.action": "/actions/{}/",
    "governance.agreement": "/agreements/{}/",
    "governance.board": "/boards/{}/",
    "governance.commitment": "/commitments/{}/",
    "governance.condition": "/conditions/{}/",
    "governance.noharmassessment": "/assessments/{}/",
    "governance.principle": "/principles/{}/",
    "governance.jointarrangement": "/joint-arrangements/{}/",
    "governance.meeting": "/meetings/{}/",
    "governance.minutes": "/minutes/{}/",
    "governance.meetingseries": "/meeting-series/{}/",
    "governance.milestone": "/milestones/{}/",
    "governance.evidence": "/evidence/{}/",
    "governance.signature": "/signatures/{}/",
    "governance.agreementversion": "/agreement-versions/{}/",
    "governance.decision": "/decisions/{}/",
    "governance.delegation": "/delegations/{}/",
    "governance.clearance": "/clearances/{}/",
    "governance.signingevent": "/signing-events/{}/",
    "governance.function": "/functions/{}/",
    "pilots.pilot": "/pilots/{}/",
    "pilots.pooledbudget": "/budgets/{}/",
    "pilots.claimedthing": "/claims/things/{}/",
    "pilots.proposition": "/propositions/{}/",
    "pilots.benefit": "/benefits/{}/",
    "pilots.risk": "/risks/{}/",
    "pilots.assumption": "/assumptions/{}/",
    "pilots.businesscase": "/business-cases/{}/",
    "estates.site": "/estates/sites/{}/",
    "estates.plot": "/estates/plots/{}/",
    "estates.import": "/estates/imports/{}/",
    "estates.bulkchange": "/estates/changes/{}/",
}
# Acts on several organisations' records at once, seen by those who may do them for every organisation.
FOR_ALL = {"estates.import": Permission.ESTATES_IMPORT, "estates.bulkchange": Permission.SITE_EDIT}
OTHERS = (  # not papers, of which some are restricted
    "governance.agendaitem",
    "governance.attendance",
    "governance.interest",
    "governance.mandate",
    "governance.boardmember",
    "governance.signaturegroup",
    "governance.principlelink",
    "governance.clause",
    "governance.optin",
    "governance.decisioneffect",
    "pilots.pilotcommitment",
    "pilots.benefitreading",
    "pilots.pilotdependency",
    "pilots.pilotrole",
    "pilots.confidencerating",
    "pilots.claim",
    "estates.holding",
    "estates.estatereturn",
    "estates.identifier",
    "estates.building",
    "estates.occupation",
)
# Each answers the ids, as text, of the records whose acts a person may not see: apps add theirs as they start.
HIDDEN: list[Callable[[Any], list[str]]] = []


class ActFilter(FilterSet):
    at__gte = django_filters.IsoDateTimeFilter("created_at", "gte", label="Since")
    at__lte = django_filters.IsoDateTimeFilter("created_at", "lte", label="Until")
    event = django_filters.CharFilter("event", label="Event")


class ActSerializer(Shape):
    at = serializers.DateTimeField(source="created_at")
    event = serializers.CharField()
    by = serializers.CharField(source="by_name", allow_null=True)
    reason = serializers.CharField(allow_null=True)
    subject = serializers.JSONField(source="metadata__subject", help_text="{type, id, name} of the record.")

    class Meta:
        model = Context
        fields = ("id", "at", "event", "by", "reason", "subject")


def visible_acts(user: Any) -> QuerySet[Context]:
    require(user, Permission.PROGRAMME_VIEW)
    acts = Context.objects.annotate(
        event=KT("metadata__event"),
        reason=KT("metadata__reason"),
        by_id=Cast(KT("metadata__by"), UUIDField()),
        by_name=Subquery(User.objects.filter(pk=OuterRef("by_id")).values("name")[:1]),
    )
    if can(user, Permission.PERSON_EDIT):
        return acts
    seen = [each for each in (*PAGES, *OTHERS) if each not in FOR_ALL or reach(user, FOR_ALL[each]) == ALL]
    acts = acts.filter(metadata__subject__type__in=seen)
    hidden = [pk for each in HIDDEN for pk in each(user)]
    return acts.annotate(subject_id=KT("metadata__subject__id")).exclude(subject_id__in=hidden) if hidden else acts


activity = ReadModel("activity", visible_acts, ActFilter, ActSerializer, order=("-created_at",))


class ActivityViewSet(ReadViewSet):
    read = activity


def activity_list(request: HttpRequest) -> HttpResponse:
    return page(request, "core/activity.html", {"activity": activity.list(request.user, request.GET), "pages": PAGES})
