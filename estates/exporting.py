"""Lists as files: csv and xlsx, row by row from PostgreSQL, in constant memory. What may be seen is the caller's to say."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db.models import Func, QuerySet, TextField

from .lists.columns import Column
from .tables import neutral

_ROWS = 2_000  # asked of the server's cursor at a time


class _Text(Func):
    """A cell of text, in quotation marks, and harmless where a spreadsheet would run it: as `tables.neutral` makes it."""

    function = "regexp_replace"
    template = r"""'"' || replace(regexp_replace(%(expressions)s, '^([ '']*[=+@\t\r-])', '''\1'), '"', '""') || '"'"""
    output_field: Any = TextField()


class _Line(Func):
    """Cells as a line of CSV."""

    template = "%(expressions)s || E'\\r\\n'"
    arg_joiner = " || ',' || "
    output_field: Any = TextField()


def csv_lines(rows: QuerySet[Any], columns: Sequence[Column]) -> Iterator[str]:
    """Some thousand lines at a time, made by PostgreSQL, with the mark by which spreadsheets know UTF-8."""
    yield "\ufeff" + ",".join(f'"{neutral(each.heading)}"' for each in columns) + "\r\n"
    cells = [each.cell if each.number else _Text(each.cell) for each in columns]
    yield from _together(rows.values_list(_Line(*cells), flat=True).iterator(chunk_size=_ROWS))


def _together(lines: Iterable[str]) -> Iterator[str]:
    waiting: list[str] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) == _ROWS:
            yield "".join(waiting)
            waiting.clear()
    if waiting:
        yield "".join(waiting)


def write_csv(rows: QuerySet[Any], columns: Sequence[Column], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(csv_lines(rows, columns))


def write_xlsx(rows: QuerySet[Any], columns: Sequence[Column], path: Path, title: str) -> None:
    """One sheet; numbers as numbers, the rest as texts."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet(title[:31])
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.heading)
        numbers = [each.number for each in columns]
        for number, cells in enumerate(rows.values_list(*(each.cell for each in columns)).iterator(chunk_size=_ROWS), 1):
            for place, cell in enumerate(cells):
                if not cell:
                    continue
                if numbers[place] and len(cell) <= 15:
                    sheet.write_number(number, place, float(cell))
                else:
                    sheet.write_string(number, place, neutral(cell))
