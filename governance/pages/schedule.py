from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import page

from .. import selectors
from ..forms import ScheduleFilterForm


def schedule_page(request: HttpRequest) -> HttpResponse:
    schedule, asked = selectors.schedule(request.user, request.GET), request.GET.copy()
    asked["on"] = f"{schedule['on'].day} {schedule['on']:%B %Y}"  # in sight, to be written over
    return page(request, "governance/schedule.html", {"schedule": schedule, "filters": ScheduleFilterForm(asked)})


urlpatterns = [path("schedule/", schedule_page, name="schedule")]
