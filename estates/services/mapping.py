"""What the columns of a file hold: said by a person, kept for the organisation's next file."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, change_many, create

from ..eric.reading import year_of
from ..kinds import KINDS, Kind, Reading, read_known
from ..mapping import ColumnsSaid, has_rows, mapped, remembered, understood
from ..models import ColumnMapping, Import, ImportFile
from ..reading import Book, open_book
from ..selectors import importing_for, mappable_imports

MAY = Permission.ESTATES_IMPORT


@dataclass(frozen=True)
class Understood:
    """A file at the door: with its reading, or with why its columns have to be matched first."""

    kind: Kind
    reading: Reading | None = None
    mapping: ColumnsSaid | None = None
    saved: ColumnMapping | None = None
    why: str = ""
    headings: tuple[str, ...] = ()


def understand(book: Book, *, file_name: str, year: str, owner: Any, said: Mapping[str, Any] | None, keep: bool) -> Understood:
    """How a file is read: as said, else as its organisation's files with these headings were, else by its headings.

    With `keep`, one whose headings are not understood is answered with why. Raises ValidationError, by field, for what
    is no table, or is for no known year; without `keep`, also for what is not understood.
    """
    if said:
        mapping, _ = understood(book, said)
        return Understood(KINDS[mapping.kind], _read(book, mapping, file_name, year), mapping)
    held = {(each.headings_key, each.two_rows): each for each in ColumnMapping.objects.filter(organisation=owner)}
    if kept := remembered(book, held):
        return Understood(KINDS[kept.kind], _read(book, kept, file_name, year), kept, held[kept.key, kept.two_rows])
    guess, _ = understood(book)
    kind = KINDS[guess.kind]
    try:
        return Understood(kind, read_known(kind, book, file_name, year))
    except ValidationError as error:
        if not keep or "file" not in getattr(error, "error_dict", {}) or not has_rows(book):
            raise
        if year.strip():
            year_of("", year)
        why = " ".join(text for each in error.error_dict["file"] for text in each.messages)
        return Understood(kind, why=why, headings=tuple(guess.headings))


def understand_file(
    *, by: Any, file_name: str, content: bytes, year: str = "", mapping: Mapping[str, Any] | None = None, leave_out: Collection[int] = ()
) -> Understood:
    """How a file would be read for the first of the person's own organisations, some rows left out; nothing is kept.

    Raises what `understand` does, and ValidationError for a row that the file has not.
    """
    owner, book = importing_for(by).first(), replace(open_book(content), left_out=frozenset(leave_out))
    found = understand(book, file_name=file_name, year=year, owner=owner, said=mapping, keep=False)
    if leave_out and found.reading:
        in_the_file(leave_out, found.reading.table.numbers())
    return found


def in_the_file(rows: Collection[int], numbers: Collection[int]) -> None:
    """Raises ValidationError where a row is not among those of a file."""
    if strange := sorted(set(rows) - set(numbers)):
        named = f"Row {strange[0]:,} is" if len(strange) == 1 else f"Rows {', '.join(f'{each:,}' for each in strange[:10])} are"
        raise ValidationError({"rows": f"{named} not in the file."})


def _read(book: Book, mapping: ColumnsSaid, file_name: str, year: str) -> Reading:
    """Raises ValidationError: by `columns` where a needed field has none."""
    if missing := [each.heading for each in KINDS[mapping.kind].fields if each.needed and each.heading not in mapping.columns]:
        raise ValidationError({"columns": [f"Say which column holds {heading}." for heading in missing]})
    return KINDS[mapping.kind].read(mapped(book, mapping.kept()), file_name, year)


def remember(by: Any, owner: Any, mapping: ColumnsSaid) -> ColumnMapping:
    """Inside an act: keep what was said for the organisation's next file with these headings."""
    fields = {**mapping.kept(), "saved_by": by}
    kept = ColumnMapping.objects.filter(organisation=owner, headings_key=mapping.key, two_rows=mapping.two_rows).first()
    if kept is None:
        made = ColumnMapping(organisation=owner, headings_key=mapping.key, **fields)
        return create(made, by=by, may=MAY, event="columns.mapped")
    with change(ColumnMapping.objects.all(), kept.pk, by=by, may=MAY, version=kept.version, event="columns.mapped") as kept:
        assign(kept, fields)
    return kept


def map_columns(*, by: Any, pk: Any, version: int, year: str = "", reason: str = "", queue: bool = True, **said: Any) -> Import:
    """Say what the columns of a file hold, `{kind, sheet, header_row, two_rows, columns}`, and have it checked again.

    It is kept for the organisation's next file with these headings. Raises what `change` does; Refused
    (`import-not-ready`) once the file is confirmed; ValidationError, by field, for what cannot be read so.
    """
    from .imports import check_again

    with change(mappable_imports(by), pk, by=by, may=MAY, version=version, event="import.columns_mapped", reason=reason) as record:
        if record.state not in (Import.State.MAPPING, Import.State.CHECKED, Import.State.REFUSED):
            raise Refused("import-not-ready", f"It is too late to match the columns; the import is: {record.get_state_display().lower()}.")
        book = open_book(bytes(ImportFile.objects.get(of=record).content))
        mapping, _ = understood(book, said)
        reading = _read(book, mapping, record.file_name, year or record.year)
        if record.findings.get("sheet", mapping.sheet) != mapping.sheet:  # what was said of its rows was said of other rows
            change_many("DELETE FROM estates_importrow WHERE imported_by_id = %s", [record.pk])
            record.left_out = []
        assign(record, {"kind": mapping.kind, "year": reading.year, "headers": reading.headers, "encoding": reading.encoding})
        assign(record, {"mapping": mapping.kept(), "column_mapping": remember(by, record.organisation, mapping)})
        check_again(record, queue=queue)
    return record
