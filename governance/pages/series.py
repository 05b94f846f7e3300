from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import CancelSeriesForm, EditSeriesForm, ExtendSeriesForm, SeriesForm


def series_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/series_list.html",
        {
            "series": selectors.series.list(request.user, request.GET),
            "filters": selectors.series.filter_form(request.GET),
            "may_create": can(request.user, Permission.MEETING_RUN),
        },
    )


def series_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request, "governance/series.html", {"series": selectors.series.one(request.user, pk), "history": selectors.series_history(request.user, pk)}
    )


class ShowsDays(FormPage):
    """A form with a second button, which shows the days and saves nothing."""

    template_name = "governance/series_form.html"
    days: list[dict[str, Any]] | None = None

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "preview" not in request.POST:
            return super().post(request, **kwargs)
        form = self.form(data=request.POST)
        if not form.is_valid():
            return self.show(form, 422)
        try:
            self.days = self.planned(form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        return self.show(form, 422 if form.errors else 200)

    def planned(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        days = self.days
        return {"days": days, "new": len([each for each in days if not each["there"]]) if days is not None else None}


class CreateSeries(ShowsDays):
    may = Permission.MEETING_RUN
    form_class = SeriesForm
    title = "Plan a series of meetings"
    button = "Plan the meetings"
    done = "The series and its meetings are planned."
    service = staticmethod(services.create_series)
    goes_to = "governance:series"

    def planned(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        return selectors.days_of_series(self.request.user, **{name: data[name] for name in ("board", "first_on", "until", "every")})


class EditSeries(FormPage):
    may = Permission.MEETING_RUN
    form_class = EditSeriesForm
    read = selectors.series
    title = "Change the series"
    done = "The series and its meetings to come are saved. Those that were held are as they were."
    service = staticmethod(services.update_series)
    goes_to = "governance:series"


class ExtendSeries(ShowsDays):
    may = Permission.MEETING_RUN
    form_class = ExtendSeriesForm
    read = selectors.series
    title = "Go on until a later day"
    button = "Add the meetings"
    done = "The meetings are added."
    service = staticmethod(services.extend_series)
    goes_to = "governance:series"

    def planned(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        return selectors.days_added(self.request.user, self.kwargs["pk"], data["until"])


class CancelSeries(FormPage):
    may = Permission.MEETING_RUN
    form_class = CancelSeriesForm
    read = selectors.series
    title = "Cancel what remains of the series"
    button = "Cancel the meetings"
    done = "The meetings that were still to come are cancelled."
    service = staticmethod(services.cancel_series)
    goes_to = "governance:series"


urlpatterns = [
    path("meeting-series/", series_list, name="series-list"),
    path("meeting-series/new/", CreateSeries.as_view(), name="series-create"),
    path("meeting-series/<uuid:pk>/", series_detail, name="series"),
    path("meeting-series/<uuid:pk>/edit/", EditSeries.as_view(), name="series-edit"),
    path("meeting-series/<uuid:pk>/extend/", ExtendSeries.as_view(), name="series-extend"),
    path("meeting-series/<uuid:pk>/cancel/", CancelSeries.as_view(), name="series-cancel"),
]
