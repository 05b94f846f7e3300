from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import DependencyForm, RemoveDependencyForm, RemoveWindowForm, WindowForm


def dependency_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/dependencies.html",
        {
            "dependencies": selectors.dependencies.list(request.user, request.GET),
            "filters": selectors.dependencies.filter_form(request.GET),
            "may_edit": can(request.user, Permission.SCHEDULE_EDIT),
        },
    )


def window_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/windows.html",
        {
            "windows": selectors.windows.list(request.user, request.GET),
            "filters": selectors.windows.filter_form(request.GET),
            "may_create": can(request.user, Permission.SCHEDULE_EDIT),
        },
    )


class CreateDependency(FormPage):
    """Beneath the milestone that waits."""

    may = Permission.SCHEDULE_EDIT
    form_class = DependencyForm
    title = "Say what it waits for"
    done = "The dependency is added."

    def context(self) -> dict[str, Any]:
        return {"caption": selectors.milestones.one(self.request.user, self.kwargs["pk"], {"fields": "name"})["name"]}

    def submit(self, data: dict[str, Any]) -> str:
        after = get_object_or_404(selectors.visible_milestones(self.request.user), pk=self.kwargs["pk"])
        services.create_dependency(by=self.request.user, after=after, **data)
        return reverse("governance:milestone", args=[after.pk])


class OfDependency(FormPage):
    """A verb of a dependency; the milestone that waits shows it."""

    may = Permission.SCHEDULE_EDIT
    read = selectors.dependencies

    def initial(self) -> dict[str, Any]:
        assert self.record
        before = self.record["before"]
        return {**super().initial(), f"before_{before['kind']}": before["id"]}

    def context(self) -> dict[str, Any]:
        assert self.record
        return {"caption": f"{self.record['after']['name']} waits for {self.record['before']['name']}"}

    def submit(self, data: dict[str, Any]) -> str:
        self.service(by=self.request.user, pk=self.kwargs["pk"], **data)
        return self.back()

    def back(self) -> str:
        assert self.record
        return reverse("governance:milestone", args=[self.record["after"]["id"]])


class EditDependency(OfDependency):
    form_class = DependencyForm
    title = "Change the dependency"
    done = "The dependency is saved."
    service = staticmethod(services.update_dependency)


class RemoveDependency(OfDependency):
    form_class = RemoveDependencyForm
    title = "The one does not wait for the other any more"
    button = "Take the dependency out"
    done = "The dependency is taken out. The history keeps it."
    service = staticmethod(services.remove_dependency)


class OfWindow(FormPage):
    """Each leads back to the list."""

    may = Permission.SCHEDULE_EDIT

    def submit(self, data: dict[str, Any]) -> str:
        if self.record is not None:
            data["pk"] = self.kwargs["pk"]
        self.service(by=self.request.user, **data)
        return self.back()

    def back(self) -> str:
        return reverse("governance:windows")


class CreateWindow(OfWindow):
    form_class = WindowForm
    title = "Add a statutory window"
    done = "The window is added."
    service = staticmethod(services.create_window)


class EditWindow(OfWindow):
    form_class = WindowForm
    read = selectors.windows
    title = "Change the statutory window"
    done = "The window is saved."
    service = staticmethod(services.update_window)


class RemoveWindow(OfWindow):
    form_class = RemoveWindowForm
    read = selectors.windows
    title = "Remove the statutory window"
    button = "Remove it"
    done = "The window is removed. The history keeps it."
    service = staticmethod(services.remove_window)


urlpatterns = [
    path("dependencies/", dependency_list, name="dependencies"),
    path("milestones/<uuid:pk>/dependency/", CreateDependency.as_view(), name="dependency-create"),
    path("dependencies/<uuid:pk>/edit/", EditDependency.as_view(), name="dependency-edit"),
    path("dependencies/<uuid:pk>/remove/", RemoveDependency.as_view(), name="dependency-remove"),
    path("statutory-windows/", window_list, name="windows"),
    path("statutory-windows/new/", CreateWindow.as_view(), name="window-create"),
    path("statutory-windows/<uuid:pk>/edit/", EditWindow.as_view(), name="window-edit"),
    path("statutory-windows/<uuid:pk>/remove/", RemoveWindow.as_view(), name="window-remove"),
]
