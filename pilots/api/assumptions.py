from devo_portal.core.api import RecordViewSet, figures, verb
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import AssumptionInput, AssumptionSummarySerializer, AssumptionTestInput, PilotDependencyInput, PilotDependencySummarySerializer


class AssumptionViewSet(RecordViewSet):
    read = selectors.assumptions
    may = Permission.PILOT_EDIT
    takes = AssumptionInput
    creates = staticmethod(services.create_assumption)
    updates = staticmethod(services.update_assumption)
    test = verb("test", services.record_assumption_test, AssumptionTestInput, "Say what a test showed: it holds, or it is broken.")
    summary = figures(selectors.assumption_summary, AssumptionSummarySerializer, "The assumptions that the filter leaves, by state.")


class PilotDependencyViewSet(RecordViewSet):
    read = selectors.pilot_dependencies
    may = Permission.PILOT_EDIT
    takes = PilotDependencyInput
    creates = staticmethod(services.create_pilot_dependency)
    updates = staticmethod(services.update_pilot_dependency)
    removes = staticmethod(services.remove_pilot_dependency)
    summary = figures(
        selectors.pilot_dependency_summary, PilotDependencySummarySerializer, "What pilots need from others, by state, over what the filter leaves."
    )


API = [("assumptions", AssumptionViewSet), ("pilot-dependencies", PilotDependencyViewSet)]
