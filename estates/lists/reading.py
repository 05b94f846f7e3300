"""A file as rows of a list: the register's own form, or another's headings mapped to a list's columns."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from ..eric.columns import lacking, plain
from ..reading import Book, Table, find_table
from ..reading.headings import LONGEST_HEADING
from ..tables import bare
from .columns import by_heading
from .listing import Listing


@dataclass
class ListReading:
    """A file whose headings are understood.

    `texts` gives what a row's cells say of the list's columns, by their names; what it leaves out stays as it is. It
    may raise ValidationError, by column, for cells that say nothing sound. `headings` are the file's own words for
    columns, which errors name.
    """

    table: Table
    texts: Callable[[list[str]], dict[str, str]]
    headings: Mapping[str, str] = field(default_factory=dict)
    year: str = ""

    @property
    def encoding(self) -> str:
        return self.table.book.encoding

    @property
    def headers(self) -> list[str]:
        return self.table.headers

    def about(self) -> int:
        return max(self.table.sheet.about() - self.table.row, 1)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        return self.table.rows()


def own_table(listing: Listing, book: Book) -> Table:
    known = by_heading(listing.columns)
    return find_table(book, lambda heading: len(heading) <= LONGEST_HEADING and plain(heading) in known)


def is_own(listing: Listing, book: Book) -> bool:
    """A list is known by the heading of its ids, which no other has, where most of the headings are its own."""
    known, headings = by_heading(listing.columns), [plain(each) for each in own_table(listing, book).headers if len(each) <= LONGEST_HEADING]
    needed = {plain(each.heading) for each in listing.columns if each.needed}
    return needed <= set(headings) and 2 * sum(each in known for each in headings) >= len(headings)


def read_own(listing: Listing, book: Book) -> ListReading:
    """Raises ValidationError for a column that stands twice, or that is needed and missing."""
    table, known = own_table(listing, book), by_heading(listing.columns)
    at = places(table, {heading: column.name for heading, column in known.items()})
    keyed = bool(listing.key) and all(name in at for name in listing.key)  # without ids, as somebody said of the columns of another's file
    if missing := [each.heading for each in listing.columns if each.needed and each.name not in at and not keyed]:
        raise lacking(listing.label, [(each, (each,)) for each in missing], [each for each in table.headers if plain(each) not in known])
    return ListReading(table, lambda cells: taken(cells, at), {name: table.headers[place] for name, place in at.items()})


def places(table: Table, names: Mapping[str, str]) -> dict[str, int]:
    """Where each column stands in a table, of `names` by the plain form of a heading. Raises ValidationError for one that stands twice."""
    at: dict[str, int] = {}
    for place, heading in enumerate(table.headers):
        name = names.get(plain(heading)) if len(heading) <= LONGEST_HEADING else None
        if name in at:
            raise ValidationError({"file": [f"The column “{heading}” stands twice in the file. Leave one of them."]})
        if name:
            at[name] = place
    return at


def taken(cells: list[str], at: Mapping[str, int]) -> dict[str, str]:
    """The cells by column, as they were before an export made them harmless."""
    return {name: bare(cell) if (cell := cells[place])[:1] == "'" else lines(cell) for name, place in at.items()}


def lines(text: str) -> str:
    """One way of ending a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
