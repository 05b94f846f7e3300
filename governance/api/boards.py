from devo_portal.core.api import RecordViewSet
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import BoardInput


class BoardViewSet(RecordViewSet):
    read = selectors.boards
    may = Permission.BOARD_EDIT
    takes = BoardInput
    creates = staticmethod(services.create_board)
    updates = staticmethod(services.update_board)


API = [("boards", BoardViewSet)]
