"""What may be done to bank holidays. Dates are counted by them, so each change says why."""

from typing import Any

from devo_portal.core.policy import Permission
from devo_portal.core.writes import assign, change, create, need_reason, remove

from ..models import BankHoliday
from ..selectors import visible_bank_holidays

MAY = Permission.SCHEDULE_EDIT


def create_bank_holiday(*, by: Any, reason: str = "", **fields: Any) -> BankHoliday:
    """Raises Refused: `bank-holiday-known`."""
    need_reason(reason, "Say why this day is a bank holiday: dates are counted by it.")
    return create(BankHoliday(**fields), by=by, may=MAY, event="bank_holiday.added", reason=reason)


def update_bank_holiday(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> BankHoliday:
    """It then counts as kept by hand. Raises Refused: `bank-holiday-known`."""
    with change(visible_bank_holidays(by), pk, by=by, may=MAY, version=version, event="bank_holiday.changed", reason=reason) as holiday:
        need_reason(reason, "Say why it changes: dates are counted by it.")
        assign(holiday, {**fields, "origin": BankHoliday.Origin.HAND})
    return holiday


def remove_bank_holiday(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    need_reason(reason, "Say why this day is a working day: dates are counted by it.")
    remove(visible_bank_holidays(by), pk, by=by, may=MAY, version=version, event="bank_holiday.removed", reason=reason)
