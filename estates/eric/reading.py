"""From a book to an ERIC return: for which year, and where its columns stand. Refuses, as ValidationError by field
(`file`, `year`), what cannot be an ERIC site file."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.core.exceptions import ValidationError

from ..reading import Book, Table, find_table
from .columns import Layout, is_known, layout

_YEAR = re.compile(r"(?<!\d)(20\d\d)[-_ ]?(?:20)?(\d\d)(?!\d)", re.ASCII)


@dataclass
class Reading:
    """A file whose headings are understood. `rows()` gives `(number, cells)`, numbered as a spreadsheet shows them."""

    year: str
    table: Table
    layout: Layout

    @property
    def encoding(self) -> str:
        return self.table.book.encoding

    @property
    def headers(self) -> list[str]:
        return self.layout.headers

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        return self.table.rows()

    def about(self) -> int:
        """How many rows there may be."""
        return max(self.table.sheet.about() - self.table.row, 1)


def read_book(book: Book, file_name: str, year: str = "") -> Reading:
    return read_sheet(book, file_name, year, is_known, layout)


def read_sheet(book: Book, file_name: str, year: str, knows: Callable[[str], bool], lay: Callable[[list[str]], Layout]) -> Reading:
    table = find_table(book, knows)
    found = lay(table.headers)
    if not list(islice(table.rows(), 1)):
        raise ValidationError({"file": ["The file has headings and no rows under them."]})
    return Reading(year_of(file_name, year), table, found)


def year_of(file_name: str, year: str = "") -> str:
    """The financial year, as asked or else from the file's name. Raises ValidationError where neither says it."""
    if year.strip():
        match = _YEAR.fullmatch(year.strip())
        if not match or (int(match[1]) + 1) % 100 != int(match[2]):
            raise ValidationError({"year": "Give a financial year, such as 2016-17."})
        return f"{match[1]}-{match[2]}"
    years = {f"{first}-{second}" for first, second in _YEAR.findall(file_name) if (int(first) + 1) % 100 == int(second)}
    if len(years) != 1:
        raise ValidationError({"year": "The file’s name does not say which financial year it is for. Give the year, such as 2016-17."})
    return years.pop()
