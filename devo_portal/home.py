"""The front dashboard, search, and the root of the API."""


from django.http import HttpRequest, HttpResponse
from rest_framework.views import APIView

from .core.pages import page


def programme(request: HttpRequest) -> HttpResponse:
    return page(request, "home.html", {})


def search_page(request: HttpRequest) -> HttpResponse:
    return page(request, "search.html", {})


class Root(APIView):
    """The resources."""

    def get(self, request: Any) -> HttpResponse:
        return HttpResponse("{}")


class Programme(Root):
    """The dashboard's figures."""


class Search(Root):
    """Search."""
