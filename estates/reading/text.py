"""Tables saved as text: commas, semicolons or tabs; UTF-8, UTF-16, or Windows' own."""

import csv
from collections import Counter
from contextlib import suppress
from functools import partial
from io import StringIO
from itertools import islice

from .book import MOST_ROWS, Book, Rows, Sheet
from .refusal import refused


def open_text(content: bytes) -> Book:
    text, encoding = _decoded(content)
    if "\x00" in text:
        raise refused("The file holds characters that are not text. Save it again as “CSV UTF-8”.")
    if not text.strip():
        raise refused("The file is empty.")
    if text.count("\n") > MOST_ROWS:  # lines within a cell count here: only the rows decide
        for _ in _rows(text, _delimiter(text)):
            pass
    return Book("csv", encoding, [Sheet("", partial(_rows, text, _delimiter(text)), about=lambda: text.count("\n"))], ragged=True)


def _delimiter(text: str) -> str:
    """What parts most of the first rows into as many cells: a title has fewer, and a mark within a name falls anywhere."""
    return max(",\t;", key=lambda mark: _alike(text[:65536], mark))


def _alike(text: str, mark: str) -> tuple[int, int]:
    """How many of the first rows have the commonest number of cells, and that number; nothing where they have but one."""
    with suppress(csv.Error):
        widths = Counter(len(cells) for cells in islice(csv.reader(StringIO(text, newline=""), delimiter=mark), 30) if len(cells) > 1)
        return max(((rows, width) for width, rows in widths.items()), default=(0, 0))
    return 0, 0


def _rows(text: str, delimiter: str) -> Rows:
    try:
        for number, cells in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter), 1):
            if number > MOST_ROWS:
                raise refused(f"The file goes on after row {MOST_ROWS:,}, which is the last that the portal takes. Split it into smaller files.")
            if any(cells):
                yield number, cells
    except csv.Error as error:
        raise refused(f"The file stops being CSV: {error}. A quotation mark that is not closed is the usual cause.") from None


def _decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: UTF-8, UTF-16 with its mark, else Windows' own (cp1252)."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16"), "utf-16"
        if b"\x00" in content:
            raise refused("The file is not text, or it is UTF-16 without its mark. Save it as “CSV UTF-8”.")
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        if error.encoding != "utf-8":
            raise refused("The file begins as UTF-16 and does not go on so: it may have been cut short. Save it as “CSV UTF-8”.") from None
    try:
        return content.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "latin-1"
