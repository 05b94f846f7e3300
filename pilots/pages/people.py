from typing import Any

from django.urls import path, reverse

from .. import selectors, services
from ..forms import EndRoleForm, PilotRoleForm
from .owned import OfPilot


class RolePage(OfPilot):
    """A role has no page of its own: that of its pilot's people shows it."""

    def submit(self, data: dict[str, Any]) -> str:
        if self.record is None:
            return reverse("pilots:people", args=[self.service(by=self.request.user, **data).pilot_id])
        self.service(by=self.request.user, pk=self.kwargs["pk"], **data)
        return self.back()

    def context(self) -> dict[str, Any]:
        return {"caption": f"{self.record['pilot']['name']}: {self.record['role_label'].lower()}"} if self.record else {}

    def back(self) -> str:
        pilot = self.record["pilot"]["id"] if self.record else self.pilot_asked()
        return reverse("pilots:people", args=[pilot]) if pilot else reverse("pilots:list")


class CreateRole(RolePage):
    form_class = PilotRoleForm
    title = "Add a post"
    done = "The post is added."
    service = staticmethod(services.create_pilot_role)


class EditRole(RolePage):
    form_class = PilotRoleForm
    read = selectors.pilot_roles
    title = "Change the post"
    done = "The post is saved."
    service = staticmethod(services.update_pilot_role)


class EndRole(RolePage):
    form_class = EndRoleForm
    read = selectors.pilot_roles
    title = "End the role"
    button = "End it"
    done = "The role is ended. The history keeps it."
    service = staticmethod(services.end_pilot_role)

    def initial(self) -> dict[str, Any]:
        assert self.record
        return {"version": self.record["version"]}


urlpatterns = [
    path("pilot-roles/new/", CreateRole.as_view(), name="pilotrole-create"),
    path("pilot-roles/<uuid:pk>/edit/", EditRole.as_view(), name="pilotrole-edit"),
    path("pilot-roles/<uuid:pk>/end/", EndRole.as_view(), name="pilotrole-end"),
]
