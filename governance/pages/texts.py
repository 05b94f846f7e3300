from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..forms import AgreementForm, ClauseForm, ConfirmForm, EndTextForm, NewVersionForm, SupersedeForm, VersionForm


def version_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    text = selectors.versions.one(request.user, pk)
    others = selectors.versions.list(request.user, {"agreement": str(text["agreement"]["id"]), "limit": "100"})
    return page(request, "governance/text.html", {"text": text, "others": others, "history": selectors.version_history(request.user, pk)})


def version_compare(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(request, "governance/compare.html", {"comparison": selectors.comparison(request.user, pk, request.GET)})


class CreateAgreement(FormPage):
    may = Permission.AGREEMENT_DRAFT
    form_class = AgreementForm
    title = "Add an agreement"
    done = "The agreement is added. Next: begin its text."
    service = staticmethod(services.create_agreement)
    goes_to = "governance:agreement"


class EditAgreement(FormPage):
    may = Permission.AGREEMENT_DRAFT
    form_class = AgreementForm
    read = selectors.agreements
    title = "Change the agreement"
    done = "The agreement is saved."
    service = staticmethod(services.update_agreement)
    goes_to = "governance:agreement"


class CreateVersion(FormPage):
    """Beneath an agreement."""

    may = Permission.AGREEMENT_DRAFT
    form_class = NewVersionForm
    title = "Begin a version of the text"
    done = "The version is begun."

    def context(self) -> dict[str, Any]:
        return {"caption": selectors.agreements.one(self.request.user, self.kwargs["pk"], {"fields": "name"})["name"]}

    def narrow(self, form: RecordForm) -> None:
        field: Any = form.fields["starts_from"]
        field.queryset = (
            selectors.visible_versions(self.request.user).filter(agreement=self.kwargs["pk"]).select_related("agreement").order_by("-number")
        )

    def submit(self, data: dict[str, Any]) -> str:
        agreement = get_object_or_404(selectors.visible_agreements(self.request.user), pk=self.kwargs["pk"])
        return reverse("governance:text", args=[services.create_version(by=self.request.user, agreement=agreement, **data).pk])


class OfText(FormPage):
    """A verb of a text."""

    may = Permission.AGREEMENT_DRAFT
    read = selectors.versions
    goes_to = "governance:text"


class EditVersion(OfText):
    form_class = VersionForm
    title = "Change what is said about this version"
    done = "The version is saved."
    service = staticmethod(services.update_version)


class Supersede(OfText):
    form_class = SupersedeForm
    title = "Another text takes its place"
    button = "Mark it as superseded"
    done = "The text is marked as superseded. It stays readable."
    service = staticmethod(services.supersede_version)


class Void(OfText):
    form_class = EndTextForm
    title = "The text holds no more"
    button = "Mark it as void"
    done = "The text is marked as void. It stays readable."
    service = staticmethod(services.void_version)


class CreateClause(FormPage):
    """Beneath a text."""

    may = Permission.AGREEMENT_DRAFT
    form_class = ClauseForm
    title = "Add a clause"
    done = "The clause is added."

    def context(self) -> dict[str, Any]:
        return {"caption": selectors.versions.one(self.request.user, self.kwargs["pk"], {"fields": "title"})["title"]}

    def submit(self, data: dict[str, Any]) -> str:
        text = get_object_or_404(selectors.visible_versions(self.request.user), pk=self.kwargs["pk"])
        services.create_clause(by=self.request.user, version_of=text, **data)
        return reverse("governance:text", args=[text.pk])


class OfClause(FormPage):
    """A verb of a clause; its text shows it."""

    may = Permission.AGREEMENT_DRAFT
    read = selectors.clauses

    def context(self) -> dict[str, Any]:
        return {"caption": f"Clause {self.record['number']} {self.record['heading']}: {self.record['text'][:120]}"} if self.record else {}

    def submit(self, data: dict[str, Any]) -> str:
        assert self.record
        self.service(by=self.request.user, pk=self.kwargs["pk"], **data)
        return self.back()

    def back(self) -> str:
        return reverse("governance:text", args=[self.record["version_of"]["id"]]) if self.record else "/agreements/"


class EditClause(OfClause):
    form_class = ClauseForm
    title = "Change the clause"
    done = "The clause is saved."
    service = staticmethod(services.update_clause)


class RemoveClause(OfClause):
    form_class = ConfirmForm
    title = "Take the clause out of the text"
    button = "Take it out"
    done = "The clause is taken out. The history keeps it."
    service = staticmethod(services.remove_clause)


urlpatterns = [
    path("agreements/new/", CreateAgreement.as_view(), name="agreement-create"),
    path("agreements/<uuid:pk>/edit/", EditAgreement.as_view(), name="agreement-edit"),
    path("agreements/<uuid:pk>/text/", CreateVersion.as_view(), name="text-create"),
    path("agreement-versions/<uuid:pk>/", version_detail, name="text"),
    path("agreement-versions/<uuid:pk>/compare/", version_compare, name="text-compare"),
    path("agreement-versions/<uuid:pk>/edit/", EditVersion.as_view(), name="text-edit"),
    path("agreement-versions/<uuid:pk>/supersede/", Supersede.as_view(), name="text-supersede"),
    path("agreement-versions/<uuid:pk>/void/", Void.as_view(), name="text-void"),
    path("agreement-versions/<uuid:pk>/clause/", CreateClause.as_view(), name="clause-create"),
    path("clauses/<uuid:pk>/edit/", EditClause.as_view(), name="clause-edit"),
    path("clauses/<uuid:pk>/remove/", RemoveClause.as_view(), name="clause-remove"),
]
