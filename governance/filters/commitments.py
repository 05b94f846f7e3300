from django.db.models import Q

from devo_portal.core.filters import AnyOf, FilterSet, PartialDateFilter, Reference, Search, YesNo, django_filters

from ..models import Action, Commitment, Condition, NoHarmAssessment
from .shared import agreements, boards, organisations, passed


def commitment_overdue() -> Q:
    return passed("due") & Q(status__in=Commitment.LIVE)


def commitment_unmet() -> Q:
    return Q(pk__in=Condition.objects.exclude(commitment=None).exclude(state=Condition.State.MET).values("commitment"))


def commitment_acted_on() -> Q:
    """An action that serves it is open or in progress."""
    return Q(pk__in=Action.objects.filter(status__in=Action.LIVE).exclude(commitment=None).values("commitment"))


class CommitmentFilter(FilterSet):
    q = Search("code", "text", "owners_text", "progress")
    status = AnyOf(Commitment.Status, label="Status")
    strength = AnyOf(Commitment.Strength, label="Strength")
    theme = AnyOf(Commitment.Theme, label="Theme")
    in_principle = YesNo(lambda: Q(in_principle=True), label="In principle only")
    overdue = YesNo(commitment_overdue, label="Past its date")
    unowned = YesNo(lambda: Q(owner=None), label="Without an owner")
    unmet = YesNo(commitment_unmet, label="With a condition open or failed")
    assessed = YesNo(lambda: Q(no_harm__isnull=False), label="Assessed for harm outside London")
    no_harm = AnyOf(NoHarmAssessment.Rating, label="Latest no-harm rating")
    acted_on = YesNo(commitment_acted_on, label="With a live action")
    owner = Reference("owner_id", organisations, label="Owner")
    forum = Reference("forum_id", boards, label="Followed by")
    agreement = Reference("agreement_id", agreements, label="Agreement")
    principle = django_filters.UUIDFilter("principle_links__principle_id", label="Serves principle")
    due__gte = PartialDateFilter("due", "gte", label="Due from")
    due__lte = PartialDateFilter("due", "lte", label="Due to")
