"""Where a table begins in a book: which sheet, which row of it holds the headings. Told what headings to look for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from .book import MOST_COLUMNS, Book, Sheet
from .refusal import refused

LOOKED_AT = 40  # rows in which the headings are looked for: above them stand titles and notes
LONGEST_HEADING = 300
Knows = Callable[[str], bool]


@dataclass(frozen=True)
class Table:
    """The rows of a sheet below its headings. `row` is the last of the headings' rows, as a spreadsheet numbers it."""

    book: Book
    sheet: Sheet
    row: int
    headers: list[str]  # as they stand in the file, the empty ones as well

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """`(number, cells)`; those of a spreadsheet are as many as the headings."""
        width, ragged, left_out = len(self.headers), self.book.ragged, self.book.left_out
        for number, cells in self.sheet.rows():
            if number <= self.row or number in left_out:
                continue
            if not ragged:
                cells = (cells + [""] * (width - len(cells)))[:width] if not any(map(str.strip, cells[width:])) else cells  # noqa: PLW2901  # the table's own width
            yield number, cells

    def numbers(self) -> set[int]:
        """The numbers of all rows, of those as well that are left out."""
        return {number for number, _ in self.sheet.rows() if number > self.row}


def table_at(book: Book, sheet: str, row: int, two_rows: bool = False) -> Table:
    """The table whose headings a person has shown: the sheet by its name (the first where empty), the row by its number.

    With `two_rows`, the row above holds the first words of the headings.
    """
    chosen = next((each for each in book.sheets if each.name == sheet or not sheet), None)
    if chosen is None:
        raise refused(f"The file has no sheet “{sheet}”; it has {', '.join(f'“{each.name}”' for each in book.sheets)}.")
    above: list[str] = []
    for number, cells in chosen.rows():
        if number == row:
            return _checked(Table(book, chosen, row, _trimmed(_joined(above, cells) if two_rows and above else cells, book)))
        if number > row:
            break
        above = cells if number == row - 1 else []
    raise refused(f"Row {row:,} of the file is empty: it cannot hold the headings.")


def find_table(book: Book, knows: Knows) -> Table:
    """The table with the most headings that `knows` knows; two rows together where that makes more of them.

    Where none is known, the first row that has anything in it is taken for the headings. Raises ValidationError for an empty book.
    """
    if book.headings is not None:
        return _checked(Table(book, book.sheets[0], *book.headings))
    best, most = None, -1
    for sheet in book.sheets:
        first = list(islice(sheet.rows(), LOOKED_AT))
        scores = [sum(1 for cell in cells[: MOST_COLUMNS + 1] if knows(cell)) for _, cells in first]
        for place, (number, cells) in enumerate(first):
            if scores[place] > most:
                best, most = Table(book, sheet, number, _trimmed(cells, book)), scores[place]
            if place + 1 < len(first) and first[place + 1][0] == number + 1:
                both = _joined(cells, first[place + 1][1])
                score = sum(1 for cell in both if knows(cell))
                if score > scores[place + 1] and score >= max(scores[place], most, 1):  # the lower holds the rest of the names, or their units
                    best, most = Table(book, sheet, number + 1, _trimmed(both, book)), score
    if best is None:
        raise refused("The file is empty: no cell of it is filled.")
    return _checked(best)


def named_apart(headers: list[str]) -> list[str]:
    """Each heading once, and none empty, so that a row can be told as heading and value."""
    seen: dict[str, int] = {}
    names = []
    for number, heading in enumerate(headers, 1):
        name = heading.strip() or f"Column {number}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def heading_rows(book: Book) -> Iterator[tuple[Sheet, int, bool, list[str]]]:
    """`(sheet, row, in two rows, headings)` of all that may be headings: each of the first rows, alone and with the one above."""
    for sheet in book.sheets:
        above: list[str] = []
        before = 0
        for number, cells in islice(sheet.rows(), LOOKED_AT):
            yield sheet, number, False, _trimmed(cells, book)
            if before == number - 1:
                yield sheet, number, True, _trimmed(_joined(above, cells), book)
            above, before = cells, number


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    width = min(max(len(upper), len(lower)), MOST_COLUMNS)
    pairs = zip((upper + [""] * width)[:width], (lower + [""] * width)[:width], strict=True)
    return [f"{above.strip()} {below.strip()}".strip() for above, below in pairs]


def _trimmed(cells: list[str], book: Book) -> list[str]:
    """Without the empty cells at the end, which a spreadsheet has for want of a border."""
    end = len(cells)
    while not book.ragged and end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _checked(table: Table) -> Table:
    """Looking for what a heading may mean takes its time for each, so their number and length have an end."""
    headers = table.headers
    if len(headers) > MOST_COLUMNS:
        raise refused(f"Row {table.row} has {len(headers):,} headings; the portal takes {MOST_COLUMNS:,} at most. Delete the columns without use.")
    for number, heading in enumerate(headers, 1):
        if len(heading) > LONGEST_HEADING:
            raise refused(
                f"The heading of column {number} has {len(heading):,} characters; the portal takes {LONGEST_HEADING} at most. "
                "A quotation mark that is not closed is the usual cause."
            )
    below = [each for each in table.sheet.merged if each[2] > table.row and each[1] <= len(headers)]
    if below:
        named = ", ".join(f"{_cell(top, left)} to {_cell(bottom, right)}" for top, left, bottom, right in below[:10])
        raise refused(
            f"Cells of the table are merged: {named}{' and more' if len(below) > 10 else ''}. "
            "Expected a cell of its own for each row and column: choose “Unmerge cells”, and fill each."
        )
    return table


def _cell(row: int, column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
