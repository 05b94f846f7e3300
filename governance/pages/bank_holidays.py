from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import BankHolidayForm, RemoveBankHolidayForm


def bank_holiday_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/bank_holidays.html",
        {
            "bank_holidays": selectors.bank_holidays.list(request.user, request.GET),
            "summary": selectors.calendar_summary(request.user, request.GET),
            "filters": selectors.bank_holidays.filter_form(request.GET),
            "may_create": can(request.user, Permission.SCHEDULE_EDIT),
        },
    )


class OfBankHoliday(FormPage):
    """Each leads back to the list, which is all there is to see of one."""

    may = Permission.SCHEDULE_EDIT

    def submit(self, data: dict[str, Any]) -> str:
        if self.record is not None:
            data["pk"] = self.kwargs["pk"]
        self.service(by=self.request.user, **data)
        return self.back()

    def back(self) -> str:
        return reverse("governance:bankholidays")


class CreateBankHoliday(OfBankHoliday):
    form_class = BankHolidayForm
    title = "Add a bank holiday"
    done = "The bank holiday is added. Working days are counted without it from now on."
    service = staticmethod(services.create_bank_holiday)


class EditBankHoliday(OfBankHoliday):
    form_class = BankHolidayForm
    read = selectors.bank_holidays
    title = "Change the bank holiday"
    done = "The bank holiday is saved."
    service = staticmethod(services.update_bank_holiday)


class RemoveBankHoliday(OfBankHoliday):
    form_class = RemoveBankHolidayForm
    read = selectors.bank_holidays
    title = "Make it a working day again"
    button = "Take the bank holiday out"
    done = "The bank holiday is taken out. The history keeps it."
    service = staticmethod(services.remove_bank_holiday)


urlpatterns = [
    path("bank-holidays/", bank_holiday_list, name="bankholidays"),
    path("bank-holidays/new/", CreateBankHoliday.as_view(), name="bankholiday-create"),
    path("bank-holidays/<uuid:pk>/edit/", EditBankHoliday.as_view(), name="bankholiday-edit"),
    path("bank-holidays/<uuid:pk>/remove/", RemoveBankHoliday.as_view(), name="bankholiday-remove"),
]
