"""Which column of a file holds which field of its kind: guessed from the headings, or said by a person; and the file as
its kind reads it then. Knows no database."""

import difflib
import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError

from .eric.columns import plain
from .kinds import KINDS, Kind, kind_of, own_headings, recognised
from .reading import Book, Table, find_table, heading_rows, named_apart, table_at

SAMPLES = 3
_APART = "Not mapped: "


@dataclass(frozen=True)
class ColumnsSaid:
    """`headings` are the file's own, each named apart; `columns` gives for a field's heading the file's."""

    kind: str
    sheet: str
    header_row: int
    two_rows: bool = False
    headings: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def key(self) -> str:
        return key_of(self.headings)


def key_of(headings: Iterable[str]) -> str:
    """The same for the same headings, in whatever order, with whatever capitals and blanks."""
    names = sorted(" ".join(heading.split()).casefold() for heading in headings)
    return hashlib.blake2b("\x1f".join(names).encode(), digest_size=16).hexdigest()


def kind_named(code: str) -> Kind:
    """Raises ValidationError for what is no kind whose columns can be said."""
    kind = KINDS.get(code)
    if kind is None or not kind.fields:
        raise ValidationError({"kind": f"“{code}” is not a kind of file; the kinds are {', '.join(each for each in KINDS if KINDS[each].fields)}."})
    return kind


def understood(book: Book, said: Mapping[str, Any] | None = None, *, near: bool = False) -> tuple[ColumnsSaid, Table]:
    """What a person said of a file (`{kind, sheet, header_row, two_rows, columns}`, each or none of them), and for the rest
    what its headings tell; and its table. With `near`, a heading that is only like a known one is taken for it.

    Raises ValidationError where there is no such kind, sheet, row or column, or one column is to hold two fields.
    """
    said = said or {}
    if said.get("sheet"):
        book = alone(book, said["sheet"])
    kind = kind_named(said["kind"]) if said.get("kind") else kind_of(book)
    known = {plain(name): each.heading for each in kind.fields for name in (each.heading, *each.names)}
    table, two_rows = _table(book, said, known)
    headings = named_apart(table.headers)
    chosen = _said(kind, headings, said.get("columns") or {})
    free = [each for each in headings if each not in chosen.values()]
    strange = [each for each in free if plain(each) not in own_headings(kind)] if near else []
    guessed = _guessed(free, known, strange)  # which gives way to what was said
    columns = {heading: column for heading, column in (guessed | chosen).items() if column}
    return ColumnsSaid(kind.code, table.sheet.name, table.row, two_rows, headings, columns), table


def _table(book: Book, said: Mapping[str, Any], known: Mapping[str, str]) -> tuple[Table, bool]:
    if said.get("header_row"):
        return table_at(book, said.get("sheet") or "", said["header_row"], bool(said.get("two_rows"))), bool(said.get("two_rows"))
    table = find_table(book, lambda heading: plain(heading[:400]) in known)
    return table, table.headers != table_at(book, table.sheet.name, table.row).headers


def alone(book: Book, sheet: str) -> Book:
    """The book with this sheet only. Raises ValidationError where it has none of the name."""
    only = [each for each in book.sheets if each.name == sheet]
    if not only:
        raise ValidationError({"sheet": f"The file has no sheet “{sheet}”; it has {', '.join(f'“{each.name}”' for each in book.sheets)}."})
    return replace(book, sheets=only)


def other_sheets(book: Book, sheet: str) -> list[dict[str, str]]:
    """`[{sheet, kind, label}]` of the other sheets of a book that a kind of file knows by their headings."""
    found = []
    for each in book.sheets:
        with suppress(ValidationError):  # a sheet that no kind could read
            if each.name != sheet and (kind := recognised(alone(book, each.name))):
                found.append({"sheet": each.name, "kind": kind.code, "label": kind.label})
    return found


def _guessed(headings: list[str], known: Mapping[str, str], strange: list[str]) -> dict[str, str]:
    """The columns by the headings that are known, and for the rest what is likest among the strange ones."""
    columns: dict[str, str] = {}
    for heading in headings:
        if name := known.get(plain(heading)):
            columns.setdefault(name, heading)
    if free := {plain(heading): heading for heading in strange}:
        for name, canonical in known.items():
            if canonical not in columns and (like := difflib.get_close_matches(name, free, 1, 0.7)):
                columns[canonical] = free.pop(like[0])
    return columns


def _said(kind: Kind, headings: list[str], columns: Mapping[str, str]) -> dict[str, str]:
    """The columns that a person named, by the field's own heading however it was written."""
    by_name = {plain(name): each.heading for each in kind.fields for name in (each.heading, *each.names)}
    by_column = {" ".join(heading.split()).casefold(): heading for heading in headings}
    chosen: dict[str, str] = {}
    for name, column in columns.items():
        canonical = by_name.get(plain(name))
        if canonical is None:
            raise ValidationError(
                {"columns": f"“{name}” is no field of this kind; the fields are {', '.join(each.heading for each in kind.fields)}."}
            )
        heading = by_column.get(" ".join(column.split()).casefold()) if column else ""
        if heading is None:
            raise ValidationError({"columns": f"The row of the headings has no column “{column}”."})
        if heading and heading in chosen.values():
            raise ValidationError({"columns": f"“{heading}” is chosen for two fields: {canonical} is one of them."})
        chosen[canonical] = heading
    return chosen


def mapped(book: Book, mapping: Mapping[str, Any]) -> Book:
    """The book as one whose headings are the kind's own; as it is, where nobody said anything of its columns.

    A column that is not mapped keeps its heading, and one whose heading the kind would know by itself has it set apart.
    """
    if not mapping:
        return book
    kind = kind_named(mapping["kind"])
    table = table_at(book, mapping["sheet"], mapping["header_row"], mapping["two_rows"])
    fields = {column: heading for heading, column in mapping["columns"].items()}
    known = [plain(name) for each in kind.fields for name in (each.heading, *each.names)]

    def renamed(heading: str) -> str:
        if heading in fields:
            return fields[heading]
        taken = plain(heading) in known or difflib.get_close_matches(plain(heading), known, 1, 0.9)
        return f"{_APART}{heading}" if taken else heading

    headings = [renamed(each) for each in named_apart(table.headers)]
    return replace(book, sheets=[table.sheet], headings=(table.row, headings))


def remembered(book: Book, saved: Mapping[tuple[str, bool], Any]) -> ColumnsSaid | None:
    """The mapping that was kept for these headings, wherever they stand now. `saved` is by the headings' key and whether they take two rows."""
    if not saved:
        return None
    for sheet, row, two_rows, cells in heading_rows(book):
        headings = named_apart(cells)
        if found := saved.get((key_of(headings), two_rows)):
            by_name = {" ".join(heading.split()).casefold(): heading for heading in headings}
            columns = {name: by_name[" ".join(column.split()).casefold()] for name, column in found.columns.items()}
            return ColumnsSaid(found.kind, sheet.name, row, two_rows, headings, columns)
    return None


def samples(table: Table) -> list[list[str]]:
    """Of each column, the first values that are not empty."""
    found: list[list[str]] = [[] for _ in table.headers]
    for _, cells in islice(table.rows(), 200):
        for place, cell in enumerate(cells[: len(found)]):
            if cell.strip() and len(found[place]) < SAMPLES:
                found[place].append(cell.strip()[:60])
    return found


def has_rows(book: Book) -> bool:
    """Is there more in the file than one row, so that one of them may hold headings?"""
    return any(len(list(islice(sheet.rows(), 2))) > 1 for sheet in book.sheets)
