from devo_portal.core.api import RecordViewSet, verb
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import EndSeatInput, SeatInput


class SeatViewSet(RecordViewSet):
    read = selectors.seats
    may = Permission.BOARD_EDIT
    takes = SeatInput
    creates = staticmethod(services.create_seat)
    updates = staticmethod(services.update_seat)
    end = verb("end", services.end_seat, EndSeatInput, "Say when, and why, somebody left the board; needs `left` and a reason.")


API = [("board-members", SeatViewSet)]
