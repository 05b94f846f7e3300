from devo_portal.core.api import RecordViewSet, figures
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import ActionInput, ActionSummarySerializer, BoardInput


class BoardViewSet(RecordViewSet):
    read = selectors.boards
    may = Permission.BOARD_EDIT
    takes = BoardInput
    creates = staticmethod(services.create_board)
    updates = staticmethod(services.update_board)


class ActionViewSet(RecordViewSet):
    read = selectors.actions
    may = Permission.ACTION_EDIT
    takes = ActionInput
    creates = staticmethod(services.create_action)
    updates = staticmethod(services.update_action)
    summary = figures(selectors.action_summary, ActionSummarySerializer, "The figures over the actions that the filter leaves.")


API = [("boards", BoardViewSet), ("actions", ActionViewSet)]
