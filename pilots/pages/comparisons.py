from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import page

from .. import selectors


def compare(request: HttpRequest) -> HttpResponse:
    """The comparison; where none is asked for, or the number chosen will not do, the pilots to choose from."""
    refused, comparison = "", None
    if request.GET:
        try:
            comparison = selectors.comparison(request.user, request.GET)
        except ValidationError as error:
            if set(error.error_dict) != {"pilot"}:
                raise
            refused = " ".join(error.messages)
    chosen = [str(pilot["id"]) for pilot in comparison["pilots"]] if comparison else request.GET.getlist("pilot")
    context = {"comparison": comparison, "refused": refused, "chosen": chosen, "offered": selectors.comparable(request.user)}
    return page(request, "pilots/compare.html", context, 400 if refused else 200)


urlpatterns = [path("pilots/compare/", compare, name="compare")]
