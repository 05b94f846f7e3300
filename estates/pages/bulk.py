"""Changing many sites at once: choose what to set, see what it would do, apply it; and the changes made, each with its undo.

The steps are posts to one address. What was chosen travels with them: `sites` holds ids, with `:version` behind each from
the preview on, so that what is applied is what was looked at.
"""

from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused

from .. import selectors, services
from ..forms import BulkForm, UndoBulkForm

SHOWN = 100  # sites on a page of the preview


def change_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "estates/changes.html",
        {
            "summary": selectors.bulk_summary(request.user, request.GET),
            "changes": selectors.bulk_changes.list(request.user, request.GET),
            "filters": selectors.bulk_changes.filter_form(request.GET),
        },
    )


def change_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(request, "estates/change.html", selectors.change_page(request.user, pk, request.GET))


class ChangeSites(FormPage):
    may = Permission.SITE_EDIT
    form_class = BulkForm
    template_name = "estates/bulk.html"
    title = "Change the selected sites"

    def form(self, **kwargs: Any) -> RecordForm:
        return self.form_class(**kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.choose(request.GET)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        step, _, number = request.POST.get("step", "choose").partition(":")
        if step == "choose":
            return self.choose(request.POST)
        form = self.form(data=request.POST)
        if not form.is_valid():
            return self.show(form, 422)
        try:
            if step == "apply":
                return self.apply(form)
            return self.preview(form, step, int(number) if number.isdecimal() else 1)
        except Refused as refused:
            return self.afresh(form, refused)
        except ValidationError as error:
            form.refuse(error)
            return self.show(form, 422)

    def choose(self, given: QueryDict) -> HttpResponse:
        """What to set on them. Comes from the register, or back from a preview with what was typed."""
        self.selection(given)  # one that is none is refused here, before anything is typed
        lists = ("setting",)
        initial = {name: given.getlist(name) if name in lists else given.get(name) for name in self.form_class.base_fields if name in given}
        return self.show(self.form(initial=initial))

    def apply(self, form: RecordForm) -> HttpResponse:
        given = form.cleaned_data
        record = services.apply_bulk_change(by=self.request.user, values=given["values"], reason=given["reason"], **self.selection(self.request.POST))
        messages.success(self.request, f"{record.count:,} site{' is' if record.count == 1 else 's are'} changed, in one act.")
        return redirect("estates:change", pk=record.pk)

    def preview(self, form: RecordForm, step: str, number: int, status: int = 200) -> HttpResponse:
        asked = self.selection(self.request.POST)
        if step == "afresh" and asked["sites"]:
            asked["sites"] = [{"id": each["id"]} for each in asked["sites"]]
        told = services.preview_bulk_change(by=self.request.user, values=form.cleaned_data["values"], **asked)
        if step == "without":
            left = [each for each in told["results"] if each["outcome"] != "refused"]
            if not left:
                raise ValidationError("None of the chosen sites can be changed by you.")
            told = services.preview_bulk_change(by=self.request.user, values=form.cleaned_data["values"], sites=left)
        return self.show_preview(form, told, number, status)

    def show_preview(self, form: RecordForm, told: dict[str, Any], number: int, status: int) -> HttpResponse:
        pages = max(1, -(-told["count"] // SHOWN))
        number = min(max(number, 1), pages)
        held = {each["id"]: each["version"] for each in self.selection(self.request.POST).get("sites") or () if each.get("version")}
        context = {
            "form": form,
            "title": "Check what will change",
            "preview": told,
            "rows": told["results"][(number - 1) * SHOWN : number * SHOWN],
            "number": number,
            "pages": pages,
            "before": number - 1,
            "after": number + 1 if number < pages else 0,
            "moved": any(each["rule"] == "site-changed" for each in told["results"]),
            # The versions that were shown first stay: a site that changed since must be looked at again.
            "sites": " ".join(_held(each, held) for each in told["results"]),
            "typed": [(name, value) for name in form.fields for value in self.request.POST.getlist(name)],
        }
        return page(self.request, "estates/bulk_preview.html", context, status)

    def afresh(self, form: RecordForm, refused: Refused) -> HttpResponse:
        """Nothing was saved: the preview again, over the register as it now stands, with why."""
        form.refuse(ValidationError(refused.detail, code=refused.rule))
        if refused.rule == "selection-changed":
            return self.show(form, 409)
        try:
            return self.preview(form, "afresh", 1, 409)
        except Refused as again:
            form.refuse(ValidationError(again.detail, code=again.rule))
            return self.show(form, 409)

    def selection(self, given: QueryDict) -> dict[str, Any]:
        """As the services take it: `sites`, or `where` and `count`. Raises ValidationError."""
        if given.get("all") == "true":
            count = given.get("count", "")
            if not count.isdecimal() or len(count) > 9:
                raise ValidationError({"count": "Say how many sites the filters left."})
            where = QueryDict(mutable=True)
            for name, value in parse_qsl(given.get("filters", "")):
                where.appendlist(name, value)
            return {"sites": None, "where": where, "count": int(count)}
        return {"sites": [_site(token) for token in " ".join(given.getlist("sites")).split()]}

    def context(self) -> dict[str, Any]:
        given = self.request.POST or self.request.GET
        asked = self.selection(given)
        many = asked["count"] if asked["sites"] is None else len({each["id"] for each in asked["sites"]})
        return {
            "many": many,
            "sites": " ".join(given.getlist("sites")),
            "all": asked["sites"] is None,
            "filters": given.get("filters", ""),
            "count": given.get("count", ""),
        }

    def back(self) -> str:
        return reverse("estates:register")


def _held(site: dict[str, Any], held: dict[Any, int]) -> str:
    version = held.get(site["id"]) if site["rule"] == "site-changed" else site["version"]
    return f"{site['id']}:{version}" if version else str(site["id"])


def _site(token: str) -> dict[str, Any]:
    """`id` or `id:version`."""
    pk, _, version = token.partition(":")
    try:
        return {"id": UUID(pk), **({"version": int(version)} if version else {})}
    except ValueError:
        raise ValidationError({"sites": "This is no choice of sites. Choose them in the register."}) from None


class UndoChange(FormPage):
    """What an undo will do, before it is done; and where it cannot be, what stands in its way."""

    may = Permission.SITE_EDIT
    form_class = UndoBulkForm
    read = selectors.bulk_changes
    template_name = "estates/change_undo.html"
    title = "Undo this change"
    button = "Undo the whole change"
    done = "The change is undone: every site holds again what it held before."
    service = staticmethod(services.undo_bulk_change)
    goes_to = "estates:change"

    def initial(self) -> dict[str, Any]:
        assert self.record
        return {"version": self.record["version"]}  # not the reason, which was that of the change

    def context(self) -> dict[str, Any]:
        return {"change": self.record, "undoing": selectors.undoing_of_change(self.request.user, self.kwargs["pk"])}


urlpatterns = [
    path("estates/changes/", change_list, name="changes"),
    path("estates/changes/new/", ChangeSites.as_view(), name="change-new"),
    path("estates/changes/<uuid:pk>/", change_detail, name="change"),
    path("estates/changes/<uuid:pk>/undo/", UndoChange.as_view(), name="change-undo"),
]
