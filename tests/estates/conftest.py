"""Small ERIC files, made in code, and a real Celery worker on the test database."""

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEADER = [
    "Organisation Code",
    "Organisation Name",
    "Site Code",
    "Site Name",
    "Site Type",
    "Gross internal floor area (m²)",
    "Occupied floor area (m²)",
    "Land area owned (Hectares)",
    "Land area not delivering services (Hectares)",
    "Cost to eradicate high risk backlog (£)",
    "Cost to eradicate low risk backlog (£)",
    "Age profile - total (must equal 100%) (%)",
    "Cleaning service cost (£)",
    "Remarks",
]
MILE_END = {
    "Organisation Code": "R1H",
    "Organisation Name": "BARTS HEALTH NHS TRUST",
    "Site Code": "R1H13",
    "Site Name": "MILE END HOSPITAL",
    "Site Type": "7. Community hospital (with inpatient beds)",
    "Gross internal floor area (m²)": "38,000",
    "Occupied floor area (m²)": "30000",
    "Land area owned (Hectares)": "3.87",
    "Land area not delivering services (Hectares)": "0",
    "Cost to eradicate high risk backlog (£)": "1000",
    "Cost to eradicate low risk backlog (£)": "Not Applicable",
    "Age profile - total (must equal 100%) (%)": "100",
    "Cleaning service cost (£)": "5",
    "Remarks": "",
}
SMALL_SITES = {**MILE_END, "Site Code": "AGGRE", "Site Name": "AGGREGATE SITE", "Site Type": "Aggregate Site", "Land area owned (Hectares)": "0"}
HOMERTON = {
    **MILE_END,
    "Organisation Code": "RQX",
    "Organisation Name": "HOMERTON UNIVERSITY HOSPITAL NHS FOUNDATION TRUST",
    "Site Code": "RQXM1",
    "Site Name": "HOMERTON UNIVERSITY HOSPITAL",
    "Site Type": "1. General acute hospital",
    "Land area owned (Hectares)": "10",
}
ROWS = [MILE_END, SMALL_SITES, HOMERTON]


def eric(rows: list[dict[str, str]] | None = None, header: list[str] | None = None, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """A file of these rows, by heading: `eric([{**MILE_END, "Site Code": ""}])`."""
    text = StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(header or HEADER)
    for row in ROWS if rows is None else rows:
        writer.writerow([row[name] for name in HEADER])
    return text.getvalue().encode(encoding)


def imported(by: Any, content: bytes, name: str = "eric_2016-17.csv", **given: Any) -> Any:
    """Upload, check, and where no row is in error confirm and run: as a worker would, in this process.

    Rows that are like a site that is held make sites of their own.
    """
    from estates import services
    from estates.models import Import

    pk = services.start_import(by=by, file_name=name, content=content, queue=False, **given).pk
    services.check_import(pk)
    record = Import.objects.get(pk=pk)
    if record.undecided_rows:
        record = services.choose_matches(by=by, pk=pk, version=record.version, rules=["others_new"])
    if record.state == "checked" and not record.error_rows:
        services.confirm_import(by=by, pk=pk, version=record.version, queue=False)
        services.run_import(pk)
        record.refresh_from_db()
    return record


@pytest.fixture
def officer(people: dict[str, Any]) -> Any:
    return people["officer"]


class Worker:
    """A Celery worker of its own process, on this test's database and broker."""

    def __init__(self, database_url: str, log: Path) -> None:
        self.log = log
        environment = {**os.environ, "DATABASE_URL": database_url}
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "devo_portal",
            "worker",
            "--pool",
            "solo",
            "--concurrency",
            "1",
            "--loglevel",
            "INFO",
            "--without-gossip",
        ]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log.open("ab"), stderr=subprocess.STDOUT, start_new_session=True)

    def kill(self) -> None:
        """As a machine that loses power: no word to anybody."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


@pytest.fixture
def worker(transactional_db: None, tmp_path: Path) -> Iterator[Callable[[], Worker]]:
    """`worker()` starts one; each is stopped when the test ends."""
    from celery import current_app
    from django.db import connection

    from devo_portal.core import embedded

    named = urlsplit(os.environ.get("DATABASE_URL") or embedded.database_url())
    url = urlunsplit(named._replace(path=f"/{connection.settings_dict['NAME']}"))
    started: list[Worker] = []

    def start() -> Worker:
        started.append(Worker(url, tmp_path / "worker.log"))
        return started[-1]

    current_app.control.purge()
    yield start
    for each in started:
        each.stop()


def wait_for(what: Callable[[], Any], seconds: float = 60) -> Any:
    """What it answers as soon as it answers something true. Fails after so many seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answer := what():
            return answer
        time.sleep(0.1)
    pytest.fail(f"nothing came within {seconds} seconds")


# --- Spreadsheets -----------------------------------------------------------------------------------------------------
def workbook(rows: list[list[Any]], *, above: int = 0, sheets: dict[str, list[list[Any]]] | None = None, merge: str = "", percent: int = 0) -> bytes:
    """An xlsx of these rows, `above` empty rows before them; other `sheets` stand in front. A text that begins with = is a formula.

    `percent` is a column, from 1, whose numbers are shown as shares.
    """
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_numbers": False})
    share = book.add_format({"num_format": "0.0%"})
    for name, table in {**(sheets or {}), "Site Data": rows}.items():
        sheet = book.add_worksheet(name)
        for number, cells in enumerate(table, above if table is rows else 0):
            for column, cell in enumerate(cells):
                sheet.write(number, column, cell, share if column + 1 == percent else None)
        if merge and table is rows:
            sheet.merge_range(merge, "together")
    book.close()
    return out.getvalue()


def open_document(rows: list[list[Any]], cell: str = "", name: str = "Site Data") -> bytes:
    """An ods of these rows; `cell` is XML for one more row, as it is."""

    def xml(value: Any) -> str:
        if isinstance(value, int | float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value:,}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>' if value else "<table:table-cell/>"

    body = "".join(f"<table:table-row>{''.join(map(xml, row))}</table:table-row>" for row in rows) + cell
    spaces = " ".join(f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table", "text"))
    sheet = f'<office:body><office:spreadsheet><table:table table:name="{name}">{body}</table:table></office:spreadsheet></office:body>'
    content = f'<?xml version="1.0"?><office:document-content {spaces} office:version="1.2">{sheet}</office:document-content>'
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
        archive.writestr("content.xml", content, ZIP_DEFLATED)
    return out.getvalue()


def eric_cells(rows: list[dict[str, str]] | None = None) -> list[list[Any]]:
    """The table of `eric`, with its numbers as numbers."""

    def cell(text: str) -> Any:
        return float(text.replace(",", "")) if text[:1].isdigit() and text.replace(",", "").replace(".", "").isdigit() else text

    return [HEADER, *([cell(row[name]) for name in HEADER] for row in (ROWS if rows is None else rows))]
