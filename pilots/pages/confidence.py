from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can, require
from devo_portal.core.reads import check_names

from .. import selectors, services
from ..forms import ConfidenceForm


def pilot_confidence(request: HttpRequest, pk: Any) -> HttpResponse:
    check_names(request.GET, ())
    return page(request, "pilots/confidence.html", {"confidence": selectors.pilot_confidence(request.user, pk)})


class RateConfidence(FormPage):
    """Beneath a pilot. Its lead is offered the owner's rating only; assurance is the programme's."""

    may = Permission.CONFIDENCE_RATE
    form_class = ConfidenceForm
    title = "Rate delivery confidence"
    done = "The rating is added."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        require(request.user, self.may)
        self.pilot = selectors.pilots.one(request.user, kwargs["pk"], {"fields": "id,name,may_rate"})
        if not self.pilot["may_rate"]:
            raise PermissionDenied("You may rate only the pilots that your organisation leads.")
        return super().dispatch(request, *args, **kwargs)

    def narrow(self, form: RecordForm) -> None:
        kind: Any = form.fields["kind"]
        if not can(self.request.user, Permission.CONFIDENCE_ASSURE):
            kind.choices = [(code, label) for code, label in kind.choices if code == "owner"]
            kind.initial = "owner"

    def initial(self) -> dict[str, Any]:
        return {"rated_on": timezone.localdate(), **super().initial()}

    def context(self) -> dict[str, Any]:
        return {"caption": self.pilot["name"]}

    def submit(self, data: dict[str, Any]) -> str:
        pilot = get_object_or_404(selectors.visible_pilots(self.request.user), pk=self.kwargs["pk"])
        services.rate_confidence(by=self.request.user, pilot=pilot, **data)
        return reverse("pilots:confidence", args=[self.kwargs["pk"]])

    def back(self) -> str:
        return reverse("pilots:confidence", args=[self.kwargs["pk"]])


urlpatterns = [
    path("pilots/<uuid:pk>/confidence/", pilot_confidence, name="confidence"),
    path("pilots/<uuid:pk>/rate/", RateConfidence.as_view(), name="rate"),
]
