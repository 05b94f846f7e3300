"""The pages on which sites are merged, split, removed and restored."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import Refused, Stale

from .. import selectors, services
from ..forms import MergeForm, RemoveSiteForm, RestoreSiteForm, SplitForm, name_of
from .places import tiles

MOST_PARTS = 5


class MergeSite(FormPage):
    """First the site that stays is chosen; with `?into=` the two are put side by side, and merged."""

    may = Permission.SITE_EDIT
    form_class = MergeForm
    read = selectors.sites
    template_name = "estates/site_merge.html"
    title = "Merge two sites"
    button = "Merge the two sites"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.GET.get("into"):
            return self.choose()
        return self.refused(request) or self.show(self.form(initial=self.initial()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.refused(request) or super().post(request, **kwargs)

    def refused(self, request: HttpRequest) -> HttpResponse | None:
        """Put the two beside each other; the page to choose again where they cannot be one."""
        try:
            self.preview = selectors.merge_preview(request.user, self.kwargs["pk"], request.GET.get("into", ""))
        except Refused as refused:
            return self.choose(f"{refused.detail} (Rule: {refused.rule.replace('-', ' ')}.)", 409)
        except ValidationError as error:
            return self.choose(" ".join(error.messages), 422)
        return None

    def choose(self, wrong: str = "", status: int = 200) -> HttpResponse:
        words = self.request.GET.get("q", "")
        found = selectors.merge_candidates(self.request.user, self.kwargs["pk"], words)
        shown = {"site": self.record, "candidates": found, "q": words, "wrong": wrong}
        return page(self.request, "estates/site_merge_choose.html", shown, status)

    def narrow(self, form: RecordForm) -> None:
        assert isinstance(form, MergeForm)
        form.ask(self.preview)

    def initial(self) -> dict[str, Any]:
        return {"version": self.preview["goes"]["version"], "into_version": self.preview["stays"]["version"]}

    def submit(self, data: dict[str, Any]) -> str:
        kept = {each["key"]: data[name_of(each["key"])] for each in (*self.preview["meets"], *self.preview["fields"])}
        stays = services.merge_sites(
            by=self.request.user,
            pk=self.kwargs["pk"],
            version=data["version"],
            into=self.preview["stays"]["id"],
            into_version=data["into_version"] or 0,
            keep=kept,
            reason=data["reason"],
        )
        self.done = f"{self.preview['goes']['name']} is a part of {stays.name} now. Its old address leads here."
        return reverse("estates:site", args=[stays.pk])

    def conflict(self, form: RecordForm, data: QueryDict, stale: Stale) -> HttpResponse:
        data["version" if str(stale.record.pk) == str(self.kwargs["pk"]) else "into_version"] = str(stale.record.version)
        return self.again(data, stale)

    def context(self) -> dict[str, Any]:
        return {"preview": self.preview, "to_choose": [each for each in self.preview["meets"] if each["chosen"] is None]}

    def back(self) -> str:
        return reverse("estates:site", args=[self.kwargs["pk"]])


class SplitSite(FormPage):
    """`?parts=` new sites, one where none is said. What it would do is shown before it is done."""

    may = Permission.SITE_EDIT
    form_class = SplitForm
    read = selectors.sites
    template_name = "estates/site_split.html"
    title = "Split the site"
    button = "Show what it would do"
    preview: dict[str, Any] | None = None

    def parts(self) -> int:
        asked = self.request.GET.get("parts", "1")
        return min(max(int(asked), 1), MOST_PARTS) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 1

    def narrow(self, form: RecordForm) -> None:
        assert isinstance(form, SplitForm) and self.record
        form.ask(selectors.pieces(self.request.user, self.kwargs["pk"]), self.parts(), self.record["name"])

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(data=request.POST)
        assert isinstance(form, SplitForm)
        if not form.is_valid():
            return self.show(form, 422)
        self.given, said = form.given, self.cleaned(form)
        try:
            self.preview = services.preview_split(
                by=request.user, pk=self.kwargs["pk"], version=said["version"], parts=self.given, reason=said["reason"]
            )
        except Stale as stale:
            return self.conflict(form, request.POST.copy(), stale)
        except Refused as refused:
            form.refuse(ValidationError(refused.detail, code=refused.rule))
            return self.show(form, 409)
        except ValidationError as error:
            form.refuse(error)
            return self.show(form, 422)
        if obstacles := self.preview["obstacles"]:
            for each in obstacles:
                form.refuse(ValidationError({each["key"] or NON_FIELD_ERRORS: ValidationError(each["detail"], code=each["rule"])}))
            return self.show(form, 409)
        return super().post(request, **kwargs) if request.POST.get("do") == "split" else self.show(form)

    def submit(self, data: dict[str, Any]) -> str:
        services.split_site(by=self.request.user, pk=self.kwargs["pk"], version=data["version"], parts=self.given, reason=data["reason"])
        self.done = f"The site is {len(self.given) + 1} sites now. Its returns stay here."
        return self.back()

    def context(self) -> dict[str, Any]:
        more = self.parts() + 1 if self.parts() < MOST_PARTS else None
        return {"site": self.record, "preview": self.preview, "parts": self.parts(), "more": more, **tiles()}

    def back(self) -> str:
        return reverse("estates:site", args=[self.kwargs["pk"]])


class RemoveSite(FormPage):
    may = Permission.SITE_EDIT
    form_class = RemoveSiteForm
    read = selectors.sites
    title = "Remove the site from the register"
    button = "Remove it"
    done = "The site has left the register. Its history stays here."
    service = staticmethod(services.remove_site)
    goes_to = "estates:site-history"


class RestoreSite(FormPage):
    may = Permission.SITE_EDIT
    form_class = RestoreSiteForm
    read = selectors.left
    title = "Restore the site"
    button = "Restore it"
    done = "The site is in the register again, with all that was recorded of it."
    service = staticmethod(services.restore_site)
    goes_to = "estates:site"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        require(request.user, self.may)
        if (found := selectors.became(request.user, kwargs["pk"])) and found["into"]:
            return page(request, "estates/site_gone.html", {"left": selectors.left_as(request.user, kwargs["pk"])}, 410)
        return super().dispatch(request, *args, **kwargs)

    def back(self) -> str:
        return reverse("estates:site-history", args=[self.kwargs["pk"]])


class UndoMerge(FormPage):
    """What stands in the way of taking a merge back, or the form that does it."""

    may = Permission.SITE_EDIT
    form_class = RestoreSiteForm
    read = selectors.left
    template_name = "estates/site_unmerge.html"
    title = "Undo the merge"
    button = "Undo the merge"
    done = "The merge is undone: both sites are as they were before it."
    service = staticmethod(services.undo_merge)
    goes_to = "estates:site"

    def context(self) -> dict[str, Any]:
        return {"undoing": selectors.unmerging_of(self.request.user, self.kwargs["pk"])}

    def back(self) -> str:
        return reverse("estates:site-history", args=[self.kwargs["pk"]])


urlpatterns = [
    path("estates/sites/<uuid:pk>/merge/", MergeSite.as_view(), name="site-merge"),
    path("estates/sites/<uuid:pk>/split/", SplitSite.as_view(), name="site-split"),
    path("estates/sites/<uuid:pk>/remove/", RemoveSite.as_view(), name="site-remove"),
    path("estates/sites/<uuid:pk>/restore/", RestoreSite.as_view(), name="leftsite-restore"),
    path("estates/sites/<uuid:pk>/undo-merge/", UndoMerge.as_view(), name="mergedsite-undo"),
]
