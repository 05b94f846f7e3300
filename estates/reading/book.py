"""A file as a book of sheets, whichever way it was saved."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.conf import settings

from .refusal import refused

MOST_ROWS, MOST_COLUMNS = 1_048_576, 1_000  # a spreadsheet's own end; more headings than any return has
Rows = Iterator[tuple[int, list[str]]]

_OTHERS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"Rar!", "a compressed file (rar)"),
    (b"7z\xbc\xaf", "a compressed file (7z)"),
    (b"SQLite", "a database (SQLite)"),
    (b"{", "JSON"),
    (b"[", "JSON"),
    (b"<", "a web page or XML"),
)


@dataclass(frozen=True)
class Sheet:
    """`rows()` gives `(number, cells)`: numbered as a spreadsheet shows them, without those that hold nothing.

    `merged` are the ranges of more than one cell, as (first row, first column, last row, last column), counted from 1.
    """

    name: str
    rows: Callable[[], Rows]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    about: Callable[[], int] = lambda: 0  # how many rows there may be, for a progress bar


@dataclass(frozen=True)
class Book:
    """`form` is csv, xlsx, xls or ods; `encoding` what the texts were written in, or the form again."""

    form: str
    encoding: str
    sheets: list[Sheet]
    ragged: bool  # rows of a text file have the cells that they have; a spreadsheet's are as wide as its table
    headings: tuple[int, list[str]] | None = None  # the row and the headings of the one sheet, where a person has said them
    left_out: frozenset[int] = frozenset()  # rows of the table that are not read, by number


def check_size(size: int) -> None:
    if size > settings.UPLOAD_LIMIT_MB * 1024 * 1024:
        raise refused(f"The file is {size / 1024 / 1024:,.0f} MB; the portal takes {settings.UPLOAD_LIMIT_MB} MB at most.")


def open_book(content: bytes) -> Book:
    """Raises ValidationError for anything that is no table of texts and numbers."""
    from . import text, workbook

    check_size(len(content))
    if not content.strip():
        raise refused("The file is empty.")
    for magic, name in _OTHERS:
        if content.startswith(magic):
            raise refused(f"This is {name}, not a table. The portal reads CSV and spreadsheets (xlsx, xls, ods).")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        return workbook.open_workbook(content)
    return text.open_text(content)
