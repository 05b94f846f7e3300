"""The questions of the portfolio: those of the pilots' list, and what may be wrong with a pilot."""

from django.db.models import Exists, OuterRef, Q

from devo_portal.core.filters import YesNo
from governance.filters import milestone_late
from governance.models import Milestone

from ..models import ConfidenceRating, Pilot, PilotReturn
from .pilots import PilotFilter


def milestones_late() -> Q:
    """A milestone of the pilot's lead organisation is past its date and not reached. A closed pilot waits for none."""
    return Q(Exists(Milestone.objects.filter(milestone_late(), owner=OuterRef("lead")))) & ~Q(stage=Pilot.Stage.CLOSED)


def unled() -> Q:
    return Q(lead=None)


def unrated() -> Q:
    return Q(~Exists(ConfidenceRating.objects.filter(pilot=OuterRef("pk"))))


def never_returned() -> Q:
    return Q(~Exists(PilotReturn.objects.filter(pilot=OuterRef("pk"), state=PilotReturn.State.SUBMITTED)))


class PortfolioFilter(PilotFilter):
    late = YesNo(milestones_late, label="Its lead has a milestone past its date")
    unled = YesNo(unled, label="Without a lead organisation")
    unrated = YesNo(unrated, label="Not yet rated")
    never_returned = YesNo(never_returned, label="Never sent a return")
