"""A decision's effects are chosen a page a step: the kind, the record, what it becomes. Nobody types an id."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, require

from .. import selectors, services
from ..forms import EffectForm, EffectKindForm, EffectRecordForm, RemoveEffectForm
from ..rules.effects import KINDS


class AddEffect(FormPage):
    may = Permission.DECISION_RECORD
    form_class: ClassVar[type[RecordForm]] = EffectForm
    title = "What does it become?"
    button = "Add the effect"
    done = "The effect is added. It applies when the decision is agreed."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        require(request.user, self.may)
        self.decision = selectors.decisions.one(request.user, kwargs["pk"])
        self.kind = KINDS.get(request.GET.get("kind", ""))
        self.chosen: Any = self._chosen(request.GET.get("record", "")) if self.kind else None
        if request.method == "POST" and self.chosen is None:
            raise Http404("Choose what the decision changes first.")
        return super().dispatch(request, *args, **kwargs)

    def _chosen(self, pk: str) -> Any:
        assert self.kind
        try:
            return self.kind.offered().filter(pk=pk).first() if pk else None
        except ValidationError:
            return None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.chosen is not None:
            return super().get(request, **kwargs)
        if self.kind is None:
            return self.step(EffectKindForm(request.GET if "kind" in request.GET else None), 1)
        return self.step(EffectRecordForm(self.kind, request.GET if "record" in request.GET else None), 2)

    def step(self, form: Any, number: int) -> HttpResponse:
        context = {"form": form, "number": number, "decision": self.decision, "kind": self.kind, "back": self.back()}
        return page(self.request, "governance/effect_step.html", context, 400 if form.errors else 200)

    def form(self, **kwargs: Any) -> RecordForm:
        assert self.kind
        return EffectForm(creating=True, kind=self.kind.code, record=self.chosen, **kwargs)

    def initial(self) -> dict[str, Any]:
        return {"record_version": self.chosen.version}

    def context(self) -> dict[str, Any]:
        assert self.kind
        return {"caption": f"{self.decision['number']}: {self.kind.named(self.chosen)}, now {self.kind.says(self.chosen)}"}

    def back(self) -> str:
        return reverse("governance:decision", args=[self.kwargs["pk"]])

    def submit(self, data: dict[str, Any]) -> str:
        assert self.kind
        decision = get_object_or_404(selectors.visible_decisions(self.request.user), pk=self.kwargs["pk"])
        services.add_effect(by=self.request.user, decision=decision, kind=self.kind.code, record_id=self.chosen.pk, **data)
        return f"{self.back()}#effects"


class RemoveEffect(FormPage):
    may = Permission.DECISION_RECORD
    form_class = RemoveEffectForm
    read = selectors.effects
    title = "Take the effect out of the decision"
    button = "Take it out"
    done = "The effect is taken out."

    def context(self) -> dict[str, Any]:
        effect = self.record or {}
        return {"caption": f"{effect['record_name']}: {effect['value_label']}"}

    def back(self) -> str:
        return reverse("governance:decision", args=[(self.record or {})["decision"]])

    def submit(self, data: dict[str, Any]) -> str:
        services.remove_effect(by=self.request.user, pk=self.kwargs["pk"], **data)
        return f"{self.back()}#effects"


urlpatterns = [
    path("decisions/<uuid:pk>/effects/new/", AddEffect.as_view(), name="decision-effect"),
    path("decision-effects/<uuid:pk>/remove/", RemoveEffect.as_view(), name="effect-remove"),
]
