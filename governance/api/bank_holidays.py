from devo_portal.core.api import RecordViewSet, figures
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import BankHolidayInput, CalendarSummarySerializer


class BankHolidayViewSet(RecordViewSet):
    read = selectors.bank_holidays
    may = Permission.SCHEDULE_EDIT
    takes = BankHolidayInput
    creates = staticmethod(services.create_bank_holiday)
    updates = staticmethod(services.update_bank_holiday)
    removes = staticmethod(services.remove_bank_holiday)
    summary = figures(selectors.calendar_summary, CalendarSummarySerializer, "How far the bank holidays reach, and which comes next.")


API = [("bank-holidays", BankHolidayViewSet)]
