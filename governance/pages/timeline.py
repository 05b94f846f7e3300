from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import page

from .. import selectors
from ..forms import TimelineFilterForm


def timeline_page(request: HttpRequest) -> HttpResponse:
    timeline = selectors.timeline(request.user, request.GET)
    filters = TimelineFilterForm(request.GET, offered=selectors.timeline_choices(request.user), baselines=timeline["baselines"])
    return page(request, "governance/timeline.html", {"timeline": timeline, "filters": filters})


urlpatterns = [path("timeline/", timeline_page, name="timeline")]
