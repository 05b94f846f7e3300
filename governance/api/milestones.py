from devo_portal.core.api import RecordViewSet, figures
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import MilestoneInput, MilestoneSummarySerializer


class MilestoneViewSet(RecordViewSet):
    read = selectors.milestones
    may = Permission.MILESTONE_EDIT
    takes = MilestoneInput
    creates = staticmethod(services.create_milestone)
    updates = staticmethod(services.update_milestone)
    removes = staticmethod(services.remove_milestone)
    summary = figures(selectors.milestone_summary, MilestoneSummarySerializer, "The figures over the milestones that the filter leaves.")


API = [("milestones", MilestoneViewSet)]
