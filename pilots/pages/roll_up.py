"""The roll-up of returns over any period, as a page, as CSV and as one page of print."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from devo_portal.core.pages import page
from devo_portal.core.pdf import pdf
from devo_portal.core.sheets import csv_file
from governance.pages.files import printed

from .. import selectors
from ..forms import PeriodForm

COLUMNS = (
    ("Pilot", "name"),
    ("Reference", "ref"),
    ("Stage", "stage_label"),
    ("Assurance rating", "confidence_label"),
    ("Owner's rating", "owner_confidence_label"),
    ("Benefits", "benefits"),
    ("Behind", "behind"),
    ("On plan", "on_plan"),
    ("Ahead", "ahead"),
    ("No trajectory for the day", "no_plan"),
    ("No actual", "no_actual"),
    ("Plan (£)", "plan"),
    ("Actual (£)", "actual"),
    ("Plan of the months with an actual (£)", "planned_for_actual"),
    ("Over plan (£)", "over_plan"),
    ("Open risks and issues", "open_risks"),
    ("Of these extreme", "extreme_risks"),
    ("Highest score", "top_score"),
    ("Asks open", "asks_open"),
    ("Asks granted", "asks_granted"),
    ("Asks refused", "asks_refused"),
    ("Asks superseded", "asks_superseded"),
    ("Returns owed", "returns_owed"),
    ("Returns submitted", "returns_submitted"),
    ("Returns late", "returns_late"),
    ("Returns missing", "returns_missing"),
    ("Money claimed (£)", "claimed_money"),
    ("Homes claimed", "claimed_homes"),
    ("People claimed", "claimed_people"),
    ("Illustrative", "illustrative"),
)


def _rolled(request: HttpRequest) -> dict[str, Any]:
    return selectors.roll_up(request.user, request.GET)


def roll_up_page(request: HttpRequest) -> HttpResponse:
    answer = _rolled(request)
    query = f"?from={answer['first']}&to={answer['last']}"
    return page(request, "pilots/roll_up.html", {"roll_up": answer, "filters": PeriodForm(answer["first"], answer["last"]), "query": query})


def _cells(row: Mapping[str, Any]) -> list[Any]:
    held = {**row.get("pilot", {}), **row}
    return [("Yes" if held.get(name) else "No") if name == "illustrative" else held.get(name) for _, name in COLUMNS]


def roll_up_csv(request: HttpRequest) -> StreamingHttpResponse:
    answer = _rolled(request)
    total = {**answer["totals"], "name": "Total", "illustrative": answer["illustrative"]}
    rows = (_cells(row) for row in (*answer["rows"], total))
    return csv_file(f"returns-{answer['first']}-to-{answer['last']}.csv", (title for title, _ in COLUMNS), rows)


def roll_up_sheet(request: HttpRequest) -> HttpResponse:
    return printed("returns-roll-up.pdf", pdf("pdf/roll_up.typ", selectors.roll_up_sheet(request.user, request.GET)))


urlpatterns = [
    path("returns/roll-up/", roll_up_page, name="return-rollup"),
    path("returns/roll-up.csv", roll_up_csv, name="return-rollup-csv"),
    path("returns/roll-up.pdf", roll_up_sheet, name="return-rollup-sheet"),
]
