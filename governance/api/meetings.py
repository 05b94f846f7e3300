from devo_portal.core.api import RecordViewSet, verb
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import AttendanceInput, CancelMeetingInput, MeetingInput, MeetingVerbInput, TakeUpInput, WriteUpInput


class MeetingViewSet(RecordViewSet):
    read = selectors.meetings
    may = Permission.MEETING_RUN
    takes = MeetingInput
    creates = staticmethod(services.create_meeting)
    updates = staticmethod(services.update_meeting)
    cancel = verb("cancel", services.cancel_meeting, CancelMeetingInput, "Cancel a meeting that is still to come; needs a reason.")
    publish = verb("publish", services.publish_agenda, MeetingVerbInput, "Publish the agenda.")
    hold = verb("hold", services.hold_meeting, MeetingVerbInput, "Mark it as held, on the day or after; its papers are fixed from then on.")
    take_up = verb("take-up", services.take_up, TakeUpInput, "Put an action or an open decision of the board on the agenda, as an item.")
    attendance = verb("attendance", services.record_attendance, AttendanceInput, "Record who was there, in one act.")
    write_up = verb("write-up", services.write_minutes, WriteUpInput, "Write up the minutes of several items, in one act.")


API = [("meetings", MeetingViewSet)]
