from devo_portal.core.api import ReadViewSet, RecordViewSet, figures, verb
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import ActionInput, ActionSummarySerializer, ReportInput


class ActionViewSet(RecordViewSet):
    read = selectors.actions
    may = Permission.ACTION_EDIT
    takes = ActionInput
    creates = staticmethod(services.create_action)
    updates = staticmethod(services.update_action)
    report = verb("report", services.report_action, ReportInput, "Say how it stands: an update that is kept, and what moves with it.")
    summary = figures(selectors.action_summary, ActionSummarySerializer, "The figures over the actions that the filter leaves.")


class ActionUpdateViewSet(ReadViewSet):
    read = selectors.action_updates


API = [("actions", ActionViewSet), ("action-updates", ActionUpdateViewSet)]
