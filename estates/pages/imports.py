"""The pages of imports."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can
from devo_portal.core.writes import Refused, Stale

from .. import selectors, services
from ..forms import ImportForm, UndoForm
from ..serializers import MEASURED
from ..tables import csv_response

_VERSION = re.compile(r"[0-9]{1,18}")  # what a bigint surely holds
_ROW = re.compile(r"[0-9]{1,7}")


def import_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "estates/imports.html",
        {
            "imports": selectors.imports.list(request.user, request.GET),
            "filters": selectors.imports.filter_form(request.GET),
            "may_import": can(request.user, Permission.ESTATES_IMPORT),
        },
    )


class NewImport(FormPage):
    may = Permission.ESTATES_IMPORT
    form_class = ImportForm
    title = "Import an estates return"
    button = "Upload and check"
    done = "The file is uploaded. It is being checked; nothing is imported until you confirm it."

    def narrow(self, form: RecordForm) -> None:
        own = selectors.importing_for(self.request.user)
        if own.count() > 1:
            form.fields["organisation"].queryset = own  # type: ignore[attr-defined]
        else:
            del form.fields["organisation"]

    def submit(self, data: dict[str, Any]) -> str:
        file = data.pop("file")
        record = services.start_import(by=self.request.user, file_name=file.name, content=file.read(), keep=True, **data)
        if record.message:
            self.done = "The file is kept. Say what its columns hold, and it is checked."
            return reverse("estates:import-columns", args=[record.pk])
        return reverse("estates:import", args=[record.pk])


def import_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    rows, record = selectors.rows_of(request.user, pk), selectors.imports.one(request.user, pk)
    near = rows.list(request.user, {"near": "true", "limit": "5"})["results"] if record["near_rows"] else []
    wrong = record["state"] == "checked" and (record["error_rows"] or record["left_rows"])
    context = {
        "import": record,
        "near": near,
        "errors": selectors.errors_of(request.user, pk)["results"] if wrong else [],
        "rows": rows.list(request.user, request.GET),
        "filters": rows.filter_form(request.GET),
        "measures": MEASURED,
    }
    return page(request, "estates/import.html", context)


def import_report(request: HttpRequest, pk: Any) -> StreamingHttpResponse:
    """Every row with what is wrong with it or what it changes, as CSV."""
    rows = selectors.report_of(request.user, pk)
    return csv_response(rows, f"{selectors.imports.one(request.user, pk)['ref']}.csv")


class UndoImport(FormPage):
    """What an undo will do, before it is done; and where it cannot be, what stands in its way."""

    may = Permission.ESTATES_IMPORT
    form_class = UndoForm
    read = selectors.imports
    template_name = "estates/import_undo.html"
    title = "Undo this import"
    button = "Undo the whole import"
    done = "The import is being undone."
    service = staticmethod(services.undo_import)
    goes_to = "estates:import"

    def context(self) -> dict[str, Any]:
        return {"import": self.record, "undoing": selectors.undoing_of(self.request.user, self.kwargs["pk"])}


def import_progress(request: HttpRequest, pk: Any) -> HttpResponse:
    """The part of the import's page that htmx asks for anew each second; once nothing runs, it asks for the page."""
    answer = selectors.imports.one(request.user, pk)
    response = page(request, "estates/progress.html", {"import": answer})
    if answer["progress"] is None:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def import_confirm(request: HttpRequest, pk: Any) -> HttpResponse:
    return _step(request, pk, services.confirm_import, "The import is confirmed and under way.")


@require_POST
def import_cancel(request: HttpRequest, pk: Any) -> HttpResponse:
    return _step(request, pk, services.cancel_import, "The import is cancelled. Nothing of the file is in the register.")


@require_POST
def import_leave_out(request: HttpRequest, pk: Any) -> HttpResponse:
    return _step(request, pk, services.leave_out, "Left out. The rest of the file is being checked again.", **_rows(request))


@require_POST
def import_take_in(request: HttpRequest, pk: Any) -> HttpResponse:
    return _step(request, pk, services.take_in, "Taken in again. The file is being checked.", **_rows(request))


def _rows(request: HttpRequest) -> dict[str, Any]:
    rows = [int(each) for each in request.POST.getlist("rows") if _ROW.fullmatch(each)]
    return {"rows": rows, "errors": request.POST.getlist("errors")}


def _step(request: HttpRequest, pk: Any, service: Any, done: str, **said: Any) -> HttpResponse:
    """One button of the import's page. A refusal is told on the page itself; a version that is none is a stale one."""
    version = request.POST.get("version", "")
    try:
        service(by=request.user, pk=pk, version=int(version) if _VERSION.fullmatch(version) else 0, **said)
        messages.success(request, done)
    except Stale:
        messages.error(request, "This import changed after you opened it. Look at it as it stands now, and choose again.")
    except Refused as refused:
        messages.error(request, refused.detail)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("estates:import", pk=pk)


urlpatterns = [
    path("estates/imports/", import_list, name="imports"),
    path("estates/imports/new/", NewImport.as_view(), name="import-new"),
    path("estates/imports/<uuid:pk>/", import_detail, name="import"),
    path("estates/imports/<uuid:pk>/progress/", import_progress, name="import-progress"),
    path("estates/imports/<uuid:pk>/confirm/", import_confirm, name="import-confirm"),
    path("estates/imports/<uuid:pk>/cancel/", import_cancel, name="import-cancel"),
    path("estates/imports/<uuid:pk>/leave-out/", import_leave_out, name="import-leave-out"),
    path("estates/imports/<uuid:pk>/take-in/", import_take_in, name="import-take-in"),
    path("estates/imports/<uuid:pk>/undo/", UndoImport.as_view(), name="import-undo"),
    path("estates/imports/<uuid:pk>/report.csv", import_report, name="import-report"),
]
