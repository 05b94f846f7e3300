"""What a zipped spreadsheet holds, looked at before it is opened: how large it really is, and which of its cells show
something other than their value.

A zip says how large its parts are, and may lie; a spreadsheet of one cell in the last row and column takes all memory
there is. So the parts are unpacked here first, a piece at a time, and measured.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from io import BytesIO
from posixpath import join, normpath
from typing import Any
from xml.etree import ElementTree as ET
from xml.parsers.expat import ExpatError, ParserCreate

from .refusal import refused

MOST_BYTES = 512 * 1024**2  # unpacked, all parts together
MOST_CELLS = 20_000_000  # within the table's borders, empty ones as well
MOST_PARTS = 2_000
_PIECE = 1 << 20
_LARGE = "Save the sheet as CSV: of that the portal takes any number of cells."

Marks = dict[int, dict[int, tuple[str, str]]]  # by row and column from 1: ("formula", its text) or ("percent", "")

_REF = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>]*>\s*<(?:\w+:)?f\b([^>]*?)(?:/>|>([^<]*)<)")
_BUILT_IN_PERCENT = {"9", "10"}


def inspected(content: bytes) -> tuple[str, Callable[[str], Marks]]:
    """`xlsx` or `ods`, and what gives a sheet's marks by its name. Raises ValidationError for any other zip, and for one too large."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        parts = {each.filename: each for each in archive.infolist()}
        if len(parts) > MOST_PARTS:
            raise refused(f"The zip file holds {len(parts):,} parts; no spreadsheet has so many.")
        _measured(content, parts)
        if "xl/workbook.xml" in parts:
            return "xlsx", _xlsx(archive)
        if "content.xml" in parts and b"spreadsheet" in archive.read("mimetype"):
            return "ods", _ods(archive)
    except (zipfile.BadZipFile, zlib.error, struct.error, KeyError, ET.ParseError, ExpatError, NotImplementedError, RuntimeError, EOFError):
        raise refused("The spreadsheet cannot be opened: it is damaged, or a zip file of another kind. Save it again as xlsx or CSV.") from None
    raise refused("This is a zip file and no spreadsheet (xlsx, ods). Unpack it, and upload the table in it.")


def _measured(content: bytes, parts: dict[str, zipfile.ZipInfo]) -> None:
    total = 0
    for part in parts.values():
        for piece in _unpacked(content, part):
            total += piece
            if total > MOST_BYTES:
                raise refused(
                    f"Unpacked, the spreadsheet is larger than {MOST_BYTES // 1024**2:,} MB, which is the most that the portal opens. {_LARGE}"
                )


def _unpacked(content: bytes, part: zipfile.ZipInfo) -> Iterator[int]:
    """The sizes of a part's pieces, unpacked here whatever the zip says they are."""
    at = part.header_offset
    name, extra = struct.unpack("<HH", content[at + 26 : at + 30])
    packed = memoryview(content)[at + 30 + name + extra :][: part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield len(packed)
        return
    inflater = zlib.decompressobj(-15)
    rest: bytes | memoryview = packed
    while not inflater.eof and len(rest):
        piece = inflater.decompress(rest, _PIECE)
        rest = inflater.unconsumed_tail
        yield len(piece)


def _bounded(name: str, rows: int, columns: int) -> None:
    if rows * columns > MOST_CELLS:
        raise refused(f"The sheet “{name}” spans {rows:,} rows and {columns:,} columns: more than {MOST_CELLS:,} cells. {_LARGE}")


# --- xlsx -------------------------------------------------------------------------------------------------------------
def _xlsx(archive: zipfile.ZipFile) -> Callable[[str], Marks]:
    targets = {}
    for link in _tree(archive, "xl/_rels/workbook.xml.rels"):
        target = link.attrib.get("Target", "")
        targets[link.attrib.get("Id", "")] = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    sheets = {}
    for sheet in _tree(archive, "xl/workbook.xml").iter():
        if sheet.tag.endswith("}sheet"):
            linked = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            sheets[sheet.attrib.get("name", "")] = targets.get(linked, "")
    percents = _percent_styles(archive)
    marks = {name: _scanned(archive, name, part, percents) for name, part in sheets.items() if part in archive.namelist()}
    return lambda name: marks.get(name, {})


def _tree(archive: zipfile.ZipFile, part: str) -> Any:
    return ET.fromstring(archive.read(part))  # noqa: S314  # the part has been measured; expat takes no outer entity, and none without end


def _percent_styles(archive: zipfile.ZipFile) -> list[str]:
    """The styles that show a share: a cell of one holds 0.25 and shows 25%."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    root = _tree(archive, "xl/styles.xml")
    formats = {
        each.attrib.get("numFmtId", "") for each in root.iter() if each.tag.endswith("}numFmt") and "%" in each.attrib.get("formatCode", "")
    } | _BUILT_IN_PERCENT
    cells: Any = next((each for each in root if each.tag.endswith("}cellXfs")), [])
    return [str(place) for place, each in enumerate(cells) if each.attrib.get("numFmtId") in formats]


def _scanned(archive: zipfile.ZipFile, name: str, part: str, percents: list[str]) -> Marks:
    share = (
        re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>]*?\bs=[\"'](?:%s)[\"']" % "|".join(percents).encode())
        if percents
        else None
    )
    marks: Marks = {}
    rows: set[bytes] = set()
    columns: set[bytes] = set()
    for block in _blocks(archive, part):
        for letters, number in _REF.findall(block):
            columns.add(letters)
            rows.add(number)
        if share:
            for letters, number in share.findall(block):
                marks.setdefault(int(number), {})[_place(letters)] = ("percent", "")
        if b"f>" in block or b"<f" in block:
            for letters, number, _, formula in _FORMULA.findall(block):
                said = unescape(formula.decode("utf-8", "replace"))[:60] or "…"
                marks.setdefault(int(number), {})[_place(letters)] = ("formula", f"={said}")
    _bounded(name, max(map(int, rows), default=0), max(map(_place, columns), default=0))
    return marks


def _blocks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces that end where a cell begins, so that none is cut in two."""
    with archive.open(part) as stream:
        left = b""
        while piece := stream.read(_PIECE):
            block = left + piece
            cut = max(block.rfind(b"<c "), block.rfind(b":c "))
            if cut > 0:
                cut = block.rfind(b"<", 0, cut + 1)
                yield block[:cut]
                left = block[cut:]
            else:
                left = block
        yield left


def _place(letters: bytes) -> int:
    number = 0
    for each in letters:
        number = number * 26 + each - 64
    return number


# --- ods --------------------------------------------------------------------------------------------------------------
def _ods(archive: zipfile.ZipFile) -> Callable[[str], Marks]:
    scan = _Ods()
    with archive.open("content.xml") as stream:
        scan.parser.ParseFile(stream)
    return lambda name: scan.marks.get(name, {})


class _Ods:
    """Goes through the tables of an OpenDocument spreadsheet, in which one cell may stand for a thousand alike."""

    def __init__(self) -> None:
        self.marks: dict[str, Marks] = {}
        self.name, self.row, self.column, self.repeated = "", 0, 0, 1
        self.rows, self.columns = 0, 0
        self.parser = ParserCreate()
        self.parser.StartElementHandler = self.begins
        self.parser.EndElementHandler = partial(self.ends)

    def begins(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self.name, self.row, self.rows, self.columns = attributes.get("table:name", ""), 0, 0, 0
        elif tag == "table:table-row":
            self.repeated, self.column = int(attributes.get("table:number-rows-repeated", 1)), 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            times = int(attributes.get("table:number-columns-repeated", 1))
            if "office:value-type" in attributes or "table:formula" in attributes or "calcext:value-type" in attributes:
                self.rows, self.columns = self.row + self.repeated, max(self.columns, self.column + times)
                _bounded(self.name, self.rows, self.columns)
                self.mark(attributes, times)
            self.column += times

    def mark(self, attributes: dict[str, str], times: int) -> None:
        if "table:formula" in attributes:
            said = ("formula", "=" + attributes["table:formula"].removeprefix("of:").lstrip("=")[:60])
        elif attributes.get("office:value-type") == "percentage":
            said = ("percent", "")
        else:
            return
        for row in range(self.row + 1, self.row + self.repeated + 1):
            self.marks.setdefault(self.name, {}).setdefault(row, {}).update(dict.fromkeys(range(self.column + 1, self.column + times + 1), said))

    def ends(self, tag: str) -> None:
        if tag == "table:table-row":
            self.row += self.repeated
