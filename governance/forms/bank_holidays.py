from copy import deepcopy
from typing import Any

from devo_portal.core.forms import RecordForm, formfield_callback

from ..models import BankHoliday


class BankHolidayForm(RecordForm):
    """Adding a day needs its reason as well as changing one."""

    reason_needed = True

    class Meta:
        model = BankHoliday
        fields = ("day", "name")
        formfield_callback = formfield_callback

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.setdefault("reason", deepcopy(self.base_fields["reason"]))
        self.fields["reason"].label = "Reason"


class RemoveBankHolidayForm(RecordForm):
    reason_needed = True

    class Meta:
        model = BankHoliday
        fields = ()
