"""From the bytes of a file to its rows: what kind of file it is, in which encoding, for which year, and where its
columns stand. Refuses, as ValidationError by field (`file`, `year`), what cannot be an ERIC site file."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from django.conf import settings
from django.core.exceptions import ValidationError

from .columns import Layout, layout

_KINDS = (
    (b"PK\x03\x04", "a spreadsheet (xlsx) or a zip file"),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet (xls)"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"{", "JSON"),
    (b"[", "JSON"),
    (b"<", "a web page or XML"),
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)[-_ ]?(?:20)?(\d\d)(?!\d)", re.ASCII)


@dataclass
class Reading:
    """A file whose headings are understood. `rows()` gives `(number, cells)`, numbered as a spreadsheet shows them."""

    year: str
    encoding: str
    text: str
    delimiter: str
    layout: Layout

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        for number, cells in _records(self.text, self.delimiter):
            if number > 1:
                yield number, cells


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    try:
        for number, cells in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter), 1):
            if any(cells):
                yield number, cells
    except csv.Error as error:
        raise _refused(f"The file stops being CSV: {error}. A quotation mark that is not closed is the usual cause.") from None


def read_file(file_name: str, content: bytes, year: str = "") -> Reading:
    check_size(len(content))
    if not content.strip():
        raise _refused("The file is empty.")
    for magic, kind in _KINDS:
        if content.startswith(magic):
            raise _refused(f"This is {kind}, not CSV. In a spreadsheet, choose “Save as” and then “CSV”.")
    text, encoding = _decoded(content)
    if "\x00" in text:
        raise _refused("The file holds characters that are not text. Save it again as “CSV UTF-8”.")
    if not text.strip():
        raise _refused("The file is empty.")
    first_line = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",\t;", key=first_line.count)
    records = _records(text, delimiter)
    number, headers = next(records, (0, []))
    if not headers:
        raise _refused("The file is empty: no cell of it is filled.")
    if number != 1:
        raise _refused("The first row of the file is empty. It must hold the headings.")
    found = layout(headers)
    if not list(islice(records, 1)):
        raise _refused("The file has headings and no rows under them.")
    return Reading(year_of(file_name, year), encoding, text, delimiter, found)


def check_size(size: int) -> None:
    if size > settings.UPLOAD_LIMIT_MB * 1024 * 1024:
        raise _refused(f"The file is {size / 1024 / 1024:,.0f} MB; the portal takes {settings.UPLOAD_LIMIT_MB} MB at most.")


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


def _decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: UTF-8, UTF-16 with its mark, else Windows' own (cp1252)."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16"), "utf-16"
        if b"\x00" in content:
            raise _refused("The file is not text, or it is UTF-16 without its mark. Save it as “CSV UTF-8”.")
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        if error.encoding != "utf-8":
            raise _refused("The file begins as UTF-16 and does not go on so: it may have been cut short. Save it as “CSV UTF-8”.") from None
    try:
        return content.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "latin-1"


def _refused(message: str) -> ValidationError:
    return ValidationError({"file": [message]})
