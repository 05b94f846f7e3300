"""The questions that the lists of governance take."""

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Left, Length
from django.utils import timezone

from devo_portal.core.filters import AnyOf, FilterSet, PartialDateFilter, Reference, Search, YesNo, django_filters
from devo_portal.core.models import Organisation

from .models import Action, Agreement, Board, Commitment, Milestone, Signature


def passed(path: str) -> Q:
    """A partial date lies wholly behind us: the last day that it may be was before today.

    The kept form compares as text, so a month is held against this month and a year against this year.
    """
    return Q(**{f"{path}__lt": Left(Value(timezone.localdate().isoformat()), Length(path))})


def commitment_overdue() -> Q:
    return passed("due") & Q(status__in=Commitment.LIVE)


def milestone_late() -> Q:
    return passed("falls") & Q(reached=False)


def action_overdue() -> Q:
    return Q(status__in=Action.LIVE, due_on__lt=timezone.localdate())


def _organisations() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name")


def _agreements() -> QuerySet[Agreement]:
    return Agreement.objects.order_by("-signed")


def _boards() -> QuerySet[Board]:
    return Board.objects.order_by("name")


class AgreementFilter(FilterSet):
    q = Search("name", "short_name", "summary")
    status = AnyOf(Agreement.Status, label="Status")


class SignatureFilter(FilterSet):
    agreement = Reference("agreement_id", _agreements, label="Agreement")
    organisation = Reference("organisation_id", _organisations, label="Organisation")
    status = AnyOf(Signature.Status, label="Status")
    side = AnyOf(Signature.Side, label="Side")
    current = YesNo(lambda: Q(ended_on=None), label="Current")


class PrincipleFilter(FilterSet):
    q = Search("text")
    agreement = Reference("agreement_id", _agreements, label="Agreement")


class CommitmentFilter(FilterSet):
    q = Search("code", "text", "owners_text", "conditions", "progress")
    status = AnyOf(Commitment.Status, label="Status")
    strength = AnyOf(Commitment.Strength, label="Strength")
    theme = AnyOf(Commitment.Theme, label="Theme")
    in_principle = YesNo(lambda: Q(in_principle=True), label="In principle only")
    overdue = YesNo(commitment_overdue, label="Past its date")
    unowned = YesNo(lambda: Q(owner=None), label="Without an owner")
    owner = Reference("owner_id", _organisations, label="Owner")
    forum = Reference("forum_id", _boards, label="Followed by")
    agreement = Reference("agreement_id", _agreements, label="Agreement")
    due__gte = PartialDateFilter("due", "gte", label="Due from")
    due__lte = PartialDateFilter("due", "lte", label="Due to")


class MilestoneFilter(FilterSet):
    q = Search("name", "note")
    strand = AnyOf(Milestone.Strand, label="Strand")
    reached = YesNo(lambda: Q(reached=True), label="Reached")
    unowned = YesNo(lambda: Q(owner=None), label="Without an owner")
    late = YesNo(milestone_late, label="Late")
    owner = Reference("owner_id", _organisations, label="Owner")
    agreement = Reference("agreement_id", _agreements, label="Agreement")
    falls__gte = PartialDateFilter("falls", "gte", label="Falls from")
    falls__lte = PartialDateFilter("falls", "lte", label="Falls to")


class BoardFilter(FilterSet):
    q = Search("name", "short_name", "purpose", "chaired_by", "membership")
    reports_to = Reference("reports_to_id", _boards, label="Reports to")


class ActionFilter(FilterSet):
    q = Search("ref", "title", "description", "progress")
    status = AnyOf(Action.Status, label="Status")
    theme = AnyOf(Action.Theme, label="Theme")
    open = YesNo(lambda: Q(status__in=Action.LIVE), label="Open or in progress")
    overdue = YesNo(action_overdue, label="Overdue")
    unowned = YesNo(lambda: Q(lead=None), label="Without a lead")
    board = Reference("board_id", _boards, label="Board")
    lead = Reference("lead_id", _organisations, label="Lead organisation")
    due_on__gte = django_filters.DateFilter("due_on", "gte", label="Due from")
    due_on__lte = django_filters.DateFilter("due_on", "lte", label="Due to")
