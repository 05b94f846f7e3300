"""Tables as files for people: CSV that a spreadsheet opens as it stands."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice

from django.http import StreamingHttpResponse

_RUN = ("=", "+", "-", "@", "\t", "\r")


def neutral(cell: str) -> str:
    """A cell that no spreadsheet runs: one that begins as a formula does is given an apostrophe, which shows it to be text."""
    return f"'{cell}" if _runs(cell) else cell


def bare(cell: str) -> str:
    """What `neutral` was given."""
    return cell[1:] if cell.startswith("'") and _runs(cell[1:]) else cell


def _runs(cell: str) -> bool:
    return cell.lstrip(" '").startswith(_RUN)


def lines(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Rows as CSV, some hundred at a time, with the mark by which spreadsheets know UTF-8."""
    source, first = iter(rows), "\ufeff"
    while batch := [[neutral(cell) for cell in row] for row in islice(source, 500)]:
        text = StringIO()
        csv.writer(text).writerows(batch)
        yield first + text.getvalue()
        first = ""


def csv_response(rows: Iterable[Iterable[str]], file_name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    answer["Cache-Control"] = "private, no-cache"
    return answer
