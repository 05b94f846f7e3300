"""The old addresses of sites: those of one that was merged lead to the one that stays, but for its forms; those of one that was
removed say so."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from devo_portal.core.pages import FormPage

from . import selectors

UNDER = "estates/sites/<uuid:pk>/"


class LeftSites:
    """Asked only where a page found nothing. What may not be seen stays not found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if not isinstance(exc, Http404) or match is None or not match.route.startswith(UNDER):
            return None
        user: Any = request.user
        pk = match.kwargs["pk"]
        found = selectors.became(user, pk)
        if found is None:
            return None
        # What is read of it is read of the one that stays. A form does something to the site that it names, and to no other.
        acts = issubclass(getattr(match.func, "view_class", object), FormPage)
        if found["into"] and request.method in ("GET", "HEAD") and not acts:
            where = request.get_full_path().replace(str(pk), str(found["into"]), 1)
            return HttpResponse(status=301, headers={"Location": where, "Cache-Control": "private, no-cache"})
        return TemplateResponse(request, "estates/site_gone.html", {"left": selectors.left_as(user, pk)}, status=410).render()
