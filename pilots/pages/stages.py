from collections.abc import Mapping
from typing import Any

from django.urls import path

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..forms import MoveStageForm


def _named(move: Mapping[str, Any]) -> str:
    """Launched (on to the next stage). Closing says itself."""
    return str(move["stage_label"]) if move["move"] == "close" else f"{move['stage_label']} ({move['move_label'].lower()})"


class MoveStage(FormPage):
    """Each gate as a checklist, and the form that asks to pass one."""

    may = Permission.PILOT_EDIT
    form_class = MoveStageForm
    read = selectors.pilots
    template_name = "pilots/move_stage.html"
    title = "Move the stage"
    button = "Move it"
    done = "The stage has moved."
    service = staticmethod(services.move_stage)
    goes_to = "pilots:detail"

    def form(self, **kwargs: Any) -> RecordForm:
        """Offered are the stages that it may go to from where it stands."""
        self.gate = selectors.gate(self.request.user, self.kwargs["pk"])
        form = super().form(**kwargs)
        stage: Any = form.fields["stage"]
        stage.choices = [(each["stage"], _named(each)) for each in self.gate["moves"]]
        return form

    def submit(self, data: dict[str, Any]) -> str:
        where = super().submit(data)
        self.done = f"The stage has moved, under delegation {self.gate['authority']['name']}."  # of this answer alone
        return where

    def initial(self) -> dict[str, Any]:
        """Nothing is chosen beforehand: not the stage that it has."""
        assert self.record
        return {"version": self.record["version"]}

    def context(self) -> dict[str, Any]:
        return {"gate": self.gate}


urlpatterns = [path("pilots/<uuid:pk>/move-stage/", MoveStage.as_view(), name="move-stage")]
