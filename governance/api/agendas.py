from devo_portal.core.api import ReadViewSet, RecordViewSet, verb
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import AgendaItemInput, AgreeInput, CirculateInput, InterestInput, MinuteInput, MinutesInput, MoveItemInput, PaperInput


class AgendaItemViewSet(RecordViewSet):
    read = selectors.agenda_items
    may = Permission.MEETING_RUN
    takes = AgendaItemInput
    creates = staticmethod(services.create_item)
    updates = staticmethod(services.update_item)
    removes = staticmethod(services.remove_item)
    move = verb("move", services.move_item, MoveItemInput, "Put the item in another place; those between make room.")
    minute = verb("minute", services.write_minute, MinuteInput, "Write up what was said and agreed.", past_moves=True)


class PaperViewSet(RecordViewSet):
    read = selectors.papers
    may = Permission.MEETING_RUN
    takes = PaperInput
    creates = staticmethod(services.create_paper)
    updates = staticmethod(services.update_paper)
    removes = staticmethod(services.remove_paper)


class AttendanceViewSet(ReadViewSet):
    read = selectors.attendance


class InterestViewSet(RecordViewSet):
    read = selectors.interests
    may = Permission.MEETING_RUN
    takes = InterestInput
    creates = staticmethod(services.declare_interest)
    updates = staticmethod(services.update_interest)
    removes = staticmethod(services.remove_interest)


class MinutesViewSet(RecordViewSet):
    read = selectors.minutes
    may = Permission.MEETING_RUN
    takes = MinutesInput
    creates = staticmethod(services.start_minutes)
    removes = staticmethod(services.discard_minutes)
    circulate = verb("circulate", services.circulate_minutes, CirculateInput, "Fix what the records say as one document with its SHA-256.")
    agree = verb("agree", services.agree_minutes, AgreeInput, "Agree what was circulated, at a later meeting or on a day. It never changes after.")


API = [
    ("agenda-items", AgendaItemViewSet),
    ("papers", PaperViewSet),
    ("attendance", AttendanceViewSet),
    ("interests", InterestViewSet),
    ("minutes", MinutesViewSet),
]
