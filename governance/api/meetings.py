from devo_portal.core.api import RecordViewSet, verb
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import CancelMeetingInput, MeetingInput


class MeetingViewSet(RecordViewSet):
    read = selectors.meetings
    may = Permission.MEETING_RUN
    takes = MeetingInput
    creates = staticmethod(services.create_meeting)
    updates = staticmethod(services.update_meeting)
    cancel = verb("cancel", services.cancel_meeting, CancelMeetingInput, "Cancel a meeting that is still to come; needs a reason.")


API = [("meetings", MeetingViewSet)]
