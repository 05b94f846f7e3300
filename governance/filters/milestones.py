from django.db.models import Q

from devo_portal.core.filters import AnyOf, FilterSet, PartialDateFilter, Reference, Search, YesNo

from ..models import Milestone
from .shared import agreements, boards, organisations, passed


def milestone_late() -> Q:
    return passed("falls") & Q(reached=False)


class MilestoneFilter(FilterSet):
    q = Search("name", "note")
    strand = AnyOf(Milestone.Strand, label="Strand")
    reached = YesNo(lambda: Q(reached=True), label="Reached")
    unowned = YesNo(lambda: Q(owner=None), label="Without an owner")
    late = YesNo(milestone_late, label="Late")
    owner = Reference("owner_id", organisations, label="Owner")
    agreement = Reference("agreement_id", agreements, label="Agreement")
    needs_board = Reference("needs_board_id", boards, label="Falls on a meeting of")
    falls__gte = PartialDateFilter("falls", "gte", label="Falls from")
    falls__lte = PartialDateFilter("falls", "lte", label="Falls to")
