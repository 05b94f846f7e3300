from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import page

from .. import selectors
from ..forms import ScheduleFilterForm


def schedule_page(request: HttpRequest) -> HttpResponse:
    return page(
        request, "governance/schedule.html", {"schedule": selectors.schedule(request.user, request.GET), "filters": ScheduleFilterForm(request.GET)}
    )


urlpatterns = [path("schedule/", schedule_page, name="schedule")]
