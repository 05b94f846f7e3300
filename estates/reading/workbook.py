"""Spreadsheets: what each cell shows, as text."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache, partial
from io import BytesIO
from math import isfinite
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from . import packed
from .book import MOST_COLUMNS, Book, Rows, Sheet
from .refusal import refused

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LOCKED = "The workbook is protected with a password. Save it without one: “File”, “Info”, “Protect workbook”, and empty the password."
MOST_SHEETS = 30


def open_workbook(content: bytes) -> Book:
    if content.startswith(b"PK"):
        form, marks = packed.inspected(content)
    else:
        form, marks = "xls", _no_marks
        if _ENCRYPTED in content:
            raise refused(_LOCKED)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        names = [each.name for each in book.sheets_metadata if _shown(each)] or book.sheet_names
        if len(names) > MOST_SHEETS:
            raise refused(f"The workbook has {len(names)} sheets; the portal takes {MOST_SHEETS} at most. Save the one to import alone.")
        sheets = [_sheet(book.get_sheet_by_name(name), marks) for name in names]
    except PasswordError:
        raise refused(_LOCKED) from None
    except CalamineError as error:
        raise refused(f"The spreadsheet cannot be opened; it may be damaged ({error}). Open it in a spreadsheet program and save it again.") from None
    return Book(form, form, [each for each in sheets if each is not None], ragged=False)


def _shown(sheet: Any) -> bool:
    return sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible


def _no_marks(sheet: str) -> packed.Marks:
    return {}


def _sheet(sheet: CalamineSheet, marks: Callable[[str], packed.Marks]) -> Sheet | None:
    if sheet.end is None:
        return None
    height, width = sheet.end[0] + 1, min(sheet.end[1] + 1, MOST_COLUMNS + 1)
    merged = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []]
    several = [each for each in merged if each[:2] != each[2:]]
    return Sheet(sheet.name, partial(_rows, sheet, marks, width), several, lambda: height)


def _rows(sheet: CalamineSheet, marks: Callable[[str], packed.Marks], width: int) -> Rows:
    marked = marks(sheet.name)
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells = [value if value.__class__ is str else text_of(value) for value in values[:width]]
        for column, (kind, said) in marked.get(number, {}).items():
            if column <= len(cells):
                cells[column - 1] = said if kind == "formula" else percent(values[column - 1])
        if any(cells):
            yield number, [cell.replace("\x00", "") for cell in cells] if any("\x00" in cell for cell in cells) else cells


def text_of(value: Any) -> str:
    """A cell as its spreadsheet shows it: to 15 digits, and never in powers of ten; days as 2017-03-31."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return "" if value is None else str(value)


@lru_cache(maxsize=65536)
def _number(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{Decimal(f'{value:.15g}'):f}" if isfinite(value) else str(value)


def percent(value: Any) -> str:
    """What a cell formatted as a share shows: 0.25 as 25%."""
    return f"{Decimal(f'{value:.15g}') * 100:f}%" if isinstance(value, int | float) and not isinstance(value, bool) else text_of(value)
