"""The pages between a file and its confirmation: what its columns hold, and which of its rows are sites held already."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..forms import ColumnsForm, MatchesForm
from ..selectors.mapping import ASKED


class MapColumns(FormPage):
    """GET may ask for another kind, sheet or row; POST says what the columns then shown hold."""

    may = Permission.ESTATES_IMPORT
    form_class = ColumnsForm
    read = selectors.imports
    told = "may_import"
    template_name = "estates/import_columns.html"
    title = "Match the columns of the file"
    button = "Save and check the file"
    done = "The columns are matched, and kept for the next file with these headings. The file is being checked."

    def form(self, **kwargs: Any) -> RecordForm:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        params = {name: asked[name] for name in ASKED if asked.get(name)}
        self.problem = ""
        try:
            self.columns = selectors.columns_of(self.request.user, self.kwargs["pk"], params)
        except ValidationError as error:
            self.problem, self.columns = " ".join(error.messages), selectors.columns_of(self.request.user, self.kwargs["pk"], {})
        if "initial" in kwargs:
            kwargs["initial"] |= {name: self.columns[name] for name in (*ASKED, "year")}
            kwargs["initial"] |= {f"column-{place}": each["column"] for place, each in enumerate(self.columns["fields"])}
        return super().form(**kwargs)

    def narrow(self, form: Any) -> None:
        headings = [each["heading"] for each in self.columns["columns"]]
        for place, each in enumerate(self.columns["fields"]):
            form.offer(f"column-{place}", each["heading"], needed=each["needed"], help_text=each["help"], columns=headings)

    def submit(self, data: dict[str, Any]) -> str:
        said = {name: data[name] for name in (*ASKED, "year", "version")}
        columns = {each["heading"]: data[f"column-{place}"] for place, each in enumerate(self.columns["fields"])}
        services.map_columns(by=self.request.user, pk=self.kwargs["pk"], columns=columns, reason=data.get("reason", ""), **said)
        return self.back()

    def show(self, form: RecordForm, status: int = 200) -> HttpResponse:
        self.rows = [
            {"field": form[f"column-{place}"], "samples": each["samples"], "needed": each["needed"]}
            for place, each in enumerate(self.columns["fields"])
        ]
        return super().show(form, status)

    def context(self) -> dict[str, Any]:
        return {"import": self.record, "columns": self.columns, "rows": self.rows, "problem": self.problem}

    def back(self) -> str:
        return reverse("estates:import", args=[self.kwargs["pk"]])


class ChooseMatches(FormPage):
    """Rows with a near match, some on a page: what each is, or a rule for all that are not decided."""

    may = Permission.ESTATES_IMPORT
    form_class = MatchesForm
    read = selectors.imports
    told = "may_import"
    template_name = "estates/import_matches.html"
    title = "Near matches"
    button = "Save these choices"
    done = "Your choices are saved."

    def form(self, **kwargs: Any) -> RecordForm:
        params = {"near": "true", "limit": "25", **{name: text for name, text in self.request.GET.items() if name in ("cursor", "undecided")}}
        self.matches = selectors.rows_of(self.request.user, self.kwargs["pk"]).list(self.request.user, params)
        if "initial" in kwargs:
            kwargs["initial"] |= {f"row-{row['number']}": _answer(row) for row in self.matches["results"]}
        return super().form(**kwargs)

    def narrow(self, form: Any) -> None:
        for row in self.matches["results"]:
            offered = [each["site"] for each in row["candidates"] if each["offered"]]
            form.offer(f"row-{row['number']}", [("new", "A new site"), *((str(each["id"]), f"{each['name']} ({each['ref']})") for each in offered)])

    def submit(self, data: dict[str, Any]) -> str:
        said = {row["number"]: data[f"row-{row['number']}"] for row in self.matches["results"]}
        before = {row["number"]: _answer(row) for row in self.matches["results"]}
        choices = [{"row": number, "site": None if text == "new" else text} for number, text in said.items() if text and text != before[number]]
        rules = self.request.POST.getlist("rules")
        record = services.choose_matches(by=self.request.user, pk=self.kwargs["pk"], version=data["version"], choices=choices, rules=rules)
        return self.request.get_full_path() if record.undecided_rows else self.back()

    def show(self, form: RecordForm, status: int = 200) -> HttpResponse:
        self.rows = [{"row": row, "field": form[f"row-{row['number']}"]} for row in self.matches["results"]]
        return super().show(form, status)

    def context(self) -> dict[str, Any]:
        rules = self.form_class.base_fields["rules"].choices  # type: ignore[attr-defined]
        return {"import": self.record, "matches": self.matches, "rows": self.rows, "rules": rules}

    def back(self) -> str:
        return reverse("estates:import", args=[self.kwargs["pk"]])


def _answer(row: dict[str, Any]) -> str:
    return str(row["same_as"]["id"]) if row["choice"] == "same" and row["same_as"] else "new" if row["choice"] == "new" else ""


def mapping_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "estates/column_mappings.html",
        {"mappings": selectors.column_mappings.list(request.user, request.GET), "filters": selectors.column_mappings.filter_form(request.GET)},
    )


urlpatterns = [
    path("estates/imports/columns/", mapping_list, name="mappings"),
    path("estates/imports/<uuid:pk>/columns/", MapColumns.as_view(), name="import-columns"),
    path("estates/imports/<uuid:pk>/matches/", ChooseMatches.as_view(), name="import-matches"),
]
