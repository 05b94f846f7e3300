from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import ALL, Permission, can, reach

from .. import selectors, services
from ..forms import PrincipleLinkForm, RemovePrincipleLinkForm


def principle_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/principles.html",
        {"principles": selectors.principles.list(request.user, request.GET), "filters": selectors.principles.filter_form(request.GET)},
    )


def principle_link_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/principle_links.html",
        {
            "links": selectors.principle_links.list(request.user, request.GET),
            "filters": selectors.principle_links.filter_form(request.GET),
            "may_create": can(request.user, Permission.COMMITMENT_EDIT),
        },
    )


class LinkPage(FormPage):
    may = Permission.COMMITMENT_EDIT
    form_class: ClassVar[type[RecordForm]] = PrincipleLinkForm
    goes_to = "governance:principlelinks"

    def narrow(self, form: RecordForm) -> None:
        """Offered are the commitments that one may change."""
        fields: Any = form.fields
        reached = reach(self.request.user, self.may)
        if reached != ALL and "commitment" in fields:
            fields["commitment"].queryset = fields["commitment"].queryset.filter(owner__in=reached)

    def submit(self, data: dict[str, Any]) -> str:
        """A link has no page of its own: its principle's shows it."""
        if self.record is None:
            return f"/principles/{self.service(by=self.request.user, **data).principle_id}/"
        self.service(by=self.request.user, pk=self.kwargs["pk"], **data)
        return f"/principles/{self.record['principle']['id']}/"

    def context(self) -> dict[str, Any]:
        return {"caption": f"{self.record['commitment']['code']} and principle {self.record['principle']['number']}"} if self.record else {}

    def back(self) -> str:
        return f"/principles/{self.record['principle']['id']}/" if self.record else reverse(self.goes_to)


class CreatePrincipleLink(LinkPage):
    title = "Say that a commitment serves a principle"
    done = "The link is added."
    service = staticmethod(services.create_principle_link)


class EditPrincipleLink(LinkPage):
    read = selectors.principle_links
    title = "Change how it serves the principle"
    done = "The link is saved."
    service = staticmethod(services.update_principle_link)

    def cleaned(self, form: RecordForm) -> dict[str, Any]:
        """A piece that was given before stays where none is given now."""
        data = super().cleaned(form)
        if data.get("evidence") is None:
            data.pop("evidence", None)
        return data


class DeletePrincipleLink(LinkPage):
    form_class = RemovePrincipleLinkForm
    read = selectors.principle_links
    title = "Delete the link"
    button = "Delete"
    done = "The link is deleted. Its history stays."
    service = staticmethod(services.remove_principle_link)


urlpatterns = [
    path("principles/", principle_list, name="principles"),
    path("principle-links/", principle_link_list, name="principlelinks"),
    path("principle-links/new/", CreatePrincipleLink.as_view(), name="principlelink-create"),
    path("principle-links/<uuid:pk>/edit/", EditPrincipleLink.as_view(), name="principlelink-edit"),
    path("principle-links/<uuid:pk>/delete/", DeletePrincipleLink.as_view(), name="principlelink-delete"),
]
