"""Organisations, areas and roles over HTTP: pages and API."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from . import selectors
from .activity import ActivityViewSet, activity_list
from .api import ReadViewSet
from .notices import notices
from .pages import page


class OrganisationViewSet(ReadViewSet):
    read = selectors.organisations


class AreaViewSet(ReadViewSet):
    read = selectors.areas


def organisation_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "core/organisations.html",
        {"organisations": selectors.organisations.list(request.user, request.GET), "filters": selectors.organisations.filter_form(request.GET)},
    )


def organisation_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(request, "core/organisation.html", {"organisation": selectors.organisations.one(request.user, pk)})


def area_list(request: HttpRequest) -> HttpResponse:
    return page(
        request, "core/areas.html", {"areas": selectors.areas.list(request.user, request.GET), "filters": selectors.areas.filter_form(request.GET)}
    )


def area_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(request, "core/area.html", {"area": selectors.areas.one(request.user, pk)})


class NoticeViewSet(ReadViewSet):
    read = notices


def notice_list(request: HttpRequest) -> HttpResponse:
    return page(request, "core/notices.html", {"notices": notices.list(request.user, request.GET), "filters": notices.filter_form(request.GET)})


def role_list(request: HttpRequest) -> HttpResponse:
    return page(request, "core/roles.html", selectors.roles(request.user))


def accessibility(request: HttpRequest) -> HttpResponse:
    return page(request, "core/accessibility.html", {})


app_name = "core"
urlpatterns = [
    path("organisations/", organisation_list, name="organisations"),
    path("organisations/<uuid:pk>/", organisation_detail, name="organisation"),
    path("areas/", area_list, name="areas"),
    path("areas/<uuid:pk>/", area_detail, name="area"),
    path("activity/", activity_list, name="activity"),
    path("notices/", notice_list, name="notices"),
    path("roles/", role_list, name="roles"),
    path("accessibility/", accessibility, name="accessibility"),
]
API = [("organisations", OrganisationViewSet), ("areas", AreaViewSet), ("activity", ActivityViewSet), ("notices", NoticeViewSet)]
