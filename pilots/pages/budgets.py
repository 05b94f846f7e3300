from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import ALL, Permission, can, reach

from .. import selectors, services
from ..forms import BudgetForm, BudgetPartnersForm, MonthsForm, field_of, months_form


class OfPilot(FormPage):
    """A form about what belongs to a pilot: offered are the pilots that one may change."""

    may = Permission.PILOT_EDIT

    def narrow(self, form: RecordForm) -> None:
        fields: Any = form.fields
        reached = reach(self.request.user, self.may)
        if reached != ALL and "pilot" in fields:
            fields["pilot"].queryset = fields["pilot"].queryset.filter(lead__in=reached)


def budget_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "pilots/budgets.html",
        {
            "summary": selectors.budget_summary(request.user, request.GET),
            "budgets": selectors.budgets.list(request.user, request.GET),
            "filters": selectors.budgets.filter_form(request.GET),
            "may_create": can(request.user, Permission.PILOT_EDIT),
        },
    )


def budget_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request, "pilots/budget.html", {"budget": selectors.budgets.one(request.user, pk), "history": selectors.budget_history(request.user, pk)}
    )


class CreateBudget(OfPilot):
    form_class = BudgetForm
    title = "Add a pooled budget"
    done = "The pooled budget is added. Put in its partners next."
    service = staticmethod(services.create_budget)
    goes_to = "pilots:budget"


class EditBudget(OfPilot):
    form_class = BudgetForm
    read = selectors.budgets
    title = "Change the pooled budget"
    done = "The pooled budget is saved."
    service = staticmethod(services.update_budget)
    goes_to = "pilots:budget"


class EditPartners(OfPilot):
    form_class = BudgetPartnersForm
    read = selectors.budgets
    template_name = "pilots/budget_partners.html"
    title = "Partners and how they share"
    done = "The partners are saved."

    def form(self, **kwargs: Any) -> RecordForm:
        assert self.record
        return BudgetPartnersForm(partners=self.record["partners"], **kwargs)

    def initial(self) -> dict[str, Any]:
        assert self.record
        figures = {f"{name}_{each['id'].hex}": each[name] for each in self.record["partners"] for name in ("amount", "share")}
        return super().initial() | figures

    def submit(self, data: dict[str, Any]) -> str:
        given = {"rule": data["rule"], "partners": data["partners"], "reason": data["reason"]}
        services.update_budget(by=self.request.user, pk=self.kwargs["pk"], version=data["version"], **given)
        return reverse("pilots:budget", args=[self.kwargs["pk"]])

    def cleaned(self, form: RecordForm) -> dict[str, Any]:
        assert isinstance(form, BudgetPartnersForm)
        return {**super().cleaned(form), "partners": form.partners_given()}


class EditMonths(OfPilot):
    read = selectors.budgets
    template_name = "pilots/budget_months.html"
    title = "Plan, forecast and actual by month"
    done = "The months are saved."

    @property
    def form_class(self) -> type[MonthsForm]:  # type: ignore[override]  # a form for the budget's own year
        assert self.record
        return months_form(self.record["year"])

    def initial(self) -> dict[str, Any]:
        assert self.record
        figures = {field_of(each["month"], name): each[name] for each in self.record["months"] for name in ("plan", "forecast", "actual")}
        return {**figures, "version": self.record["version"]}

    def submit(self, data: dict[str, Any]) -> str:
        services.record_months(by=self.request.user, pk=self.kwargs["pk"], **data)
        return reverse("pilots:budget", args=[self.kwargs["pk"]])

    def cleaned(self, form: RecordForm) -> dict[str, Any]:
        assert isinstance(form, MonthsForm)
        return {"months": form.months_given(), "version": form.cleaned_data["version"] or 0, "reason": form.cleaned_data["reason"]}

    def seen(self, record: Any, version: int) -> dict[str, Any]:
        return {field_of(month, name): figure for (month, name), figure in selectors.months_seen(record, version).items()}


urlpatterns = [
    path("budgets/", budget_list, name="budgets"),
    path("budgets/new/", CreateBudget.as_view(), name="budget-create"),
    path("budgets/<uuid:pk>/", budget_detail, name="budget"),
    path("budgets/<uuid:pk>/edit/", EditBudget.as_view(), name="budget-edit"),
    path("budgets/<uuid:pk>/partners/", EditPartners.as_view(), name="budget-partners"),
    path("budgets/<uuid:pk>/months/", EditMonths.as_view(), name="budget-months"),
]
