from django.db.models import Q

from devo_portal.core.filters import AnyOf, FilterSet, PartialDateFilter, Reference, Search, YesNo

from ..models import Commitment
from .shared import agreements, boards, organisations, passed


def commitment_overdue() -> Q:
    return passed("due") & Q(status__in=Commitment.LIVE)


class CommitmentFilter(FilterSet):
    q = Search("code", "text", "owners_text", "progress")
    status = AnyOf(Commitment.Status, label="Status")
    strength = AnyOf(Commitment.Strength, label="Strength")
    theme = AnyOf(Commitment.Theme, label="Theme")
    in_principle = YesNo(lambda: Q(in_principle=True), label="In principle only")
    overdue = YesNo(commitment_overdue, label="Past its date")
    unowned = YesNo(lambda: Q(owner=None), label="Without an owner")
    owner = Reference("owner_id", organisations, label="Owner")
    forum = Reference("forum_id", boards, label="Followed by")
    agreement = Reference("agreement_id", agreements, label="Agreement")
    due__gte = PartialDateFilter("due", "gte", label="Due from")
    due__lte = PartialDateFilter("due", "lte", label="Due to")
