from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import Stale

from .. import selectors, services
from ..forms import OptInMoveForm


def matrix(request: HttpRequest) -> HttpResponse:
    answer = selectors.matrix(request.user, request.GET)
    asked = {name: request.GET[name] for name in ("on", "function") if request.GET.get(name)}
    return page(
        request,
        "governance/matrix.html",
        {
            "matrix": answer,
            "conflicts": selectors.conflicts(request.user, asked),
            "filters": selectors.matrix_form(request.GET),
            "groups": selectors.grouped(answer) if len(answer["functions"]) == 1 else None,
            "names": selectors.area_names(),
        },
    )


def area_functions(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(request, "governance/area_functions.html", {"area_functions": selectors.area_functions(request.user, pk, request.GET)})


class Cell(FormPage):
    """One cell: its periods and what stands in the way, for everybody; for those who may, the form that moves it."""

    may = Permission.FUNCTION_EDIT
    form_class = OptInMoveForm
    template_name = "governance/opt_in_cell.html"
    done = "The opt-in is recorded."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.record = None
        if set(request.GET) == {"period"}:
            return redirect(selectors.cell_of(request.user, request.GET["period"]))
        if request.method == "POST":
            require(request.user, self.may)
        self.cell = selectors.cell_page(request.user, request.GET)
        return super(FormPage, self).dispatch(request, *args, **kwargs)

    def form(self, **kwargs: Any) -> RecordForm:
        return OptInMoveForm(moves=self.cell.get("moves", []), **kwargs)

    def initial(self) -> dict[str, Any]:
        latest = self.cell.get("latest")
        return {"running": latest.pk, "version": latest.version} if latest else {}

    def cleaned(self, form: RecordForm) -> dict[str, Any]:
        return dict(form.cleaned_data)

    def submit(self, data: dict[str, Any]) -> str:
        function, area = self.cell["function"], self.cell["area"]
        if running := data.pop("running"):
            services.move_on(by=self.request.user, pk=running, **{**data, "version": data["version"] or 0})
        else:
            services.move_opt_in(by=self.request.user, function=function, area=area, **{**data, "version": None})
        return f"{reverse('governance:opt-in-cell')}?{urlencode({'function': function.pk, 'area': area.pk})}"

    def conflict(self, form: RecordForm, data: QueryDict, stale: Stale) -> HttpResponse:
        """Somebody else moved the cell first: what it is now is on this page; what was typed stays."""
        form.add_error(None, "Somebody else has moved this since you opened the page. See below how it stands now, then decide again.")
        data.update({name: str(value) for name, value in self.initial().items()})
        return self.show(form, 409)

    def context(self) -> dict[str, Any]:
        return self.cell

    def back(self) -> str:
        return reverse("governance:opt-ins")


urlpatterns = [
    path("opt-ins/", matrix, name="opt-ins"),
    path("opt-ins/cell/", Cell.as_view(), name="opt-in-cell"),
    path("areas/<uuid:pk>/functions/", area_functions, name="area-functions"),
]
