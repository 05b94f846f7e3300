"""The trust sheet of the Estates Returns Information Collection, of any year: what each trust returns about itself.

It is known by columns that only it has, such as `Estates Development Strategy (Yes/No)`, where the file has no site
sheet. A return is kept for each trust and year; trusts that the portal does not know come with the file.
"""

from decimal import Decimal
from typing import Any

from devo_portal.core.writes import change_many, numbered

from ..comparing import other_cells, register_of
from ..eric.columns import is_trust_sheet, label
from ..eric.reading import Reading, read_sheet
from ..eric.rows import Register, Row
from ..eric.trust import KNOWN, NAMES, TRUST_MEASURES, TrustCheck, is_known, layout, said
from ..models import Import, TrustReturn
from ..reading import Book, find_table
from .base import Field, Kind, Report
from .eric_site import others

_FIELDS = [column.field for column in TRUST_MEASURES]
_SQL = {"text": "text", "count": "integer", "yes": "boolean", "pounds": "numeric"}
_TYPES = ", ".join(f"{column.field} {_SQL[column.kind]}" for column in TRUST_MEASURES)
_NAMES = ", ".join(_FIELDS)
_GIVEN = ", ".join(f"coalesce(measure.{name}, '')" if name == "organisation_type" else f"measure.{name}" for name in _FIELDS)
_ROWS = f"""
    estates_importrow row JOIN core_organisation organisation ON organisation.ods_code = row.organisation_code
        CROSS JOIN LATERAL jsonb_to_record(row.values) AS measure({_TYPES})
"""
_OURS = "row.imported_by_id = %(pk)s AND row.outcome NOT IN ('error', 'left')"
_CHANGED = f"""
    UPDATE estates_trustreturn kept
       SET ({_NAMES}) = ROW({_GIVEN}), as_reported = row.cells, row_hash = row.row_hash, imported_by_id = %(pk)s, source = %(source)s
      FROM {_ROWS}
     WHERE {_OURS} AND kept.organisation_id = organisation.id AND kept.year = %(year)s AND kept.row_hash IS DISTINCT FROM row.row_hash
"""
_NEW = numbered(
    TrustReturn,
    f"id, organisation_id, year, {_NAMES}, as_reported, row_hash, imported_by_id, source, illustrative",
    f"""
    SELECT uuidv7(), organisation.id, %(year)s, {_GIVEN}, row.cells, row.row_hash, %(pk)s::uuid, %(source)s, false
      FROM {_ROWS}
     WHERE {_OURS} AND NOT EXISTS (SELECT FROM estates_trustreturn held WHERE held.organisation_id = organisation.id AND held.year = %(year)s)
     ORDER BY row.number
""",
)


def _recognises(book: Book) -> bool:
    return is_trust_sheet(find_table(book, is_known).headers)


def _read(book: Book, file_name: str, year: str) -> Reading:
    return read_sheet(book, file_name, year, is_known, layout)


def _register(user: Any, year: str) -> Register:
    hashes = {(code, ""): row_hash for code, row_hash in TrustReturn.objects.filter(year=year).values_list("organisation__ods_code", "row_hash")}
    return register_of(user, hashes, lambda rows, headers: _compare(rows, headers, year))


def _compare(rows: list[Row], headers: list[str], year: str) -> None:
    """Fill in what each row would change. One query, however many rows."""
    held = TrustReturn.objects.filter(year=year, organisation__ods_code__in={row.organisation_code for row in rows})
    before = {each["organisation__ods_code"]: each for each in held.values("organisation__ods_code", "as_reported", "imported_by__headers", *_FIELDS)}
    for row in rows:
        was = before[row.organisation_code]
        for column in TRUST_MEASURES:
            old, new = was[column.field], _value(column.kind, row.values.get(column.field))
            if old != new:
                told = {"before": said(column.field, old), "after": said(column.field, new)}
                row.changes.append({"field": column.field, "label": label(column.field), **told})
        row.changes += other_cells(was, headers, row.cells, set(NAMES))


def _value(kind: str, text: str | None) -> Any:
    if kind == "text":
        return text or ""
    if text is None:
        return None
    return text == "true" if kind == "yes" else int(text) if kind == "count" else Decimal(text)


def _apply(record: Import, report: Report) -> dict[str, int]:
    params = {"pk": record.pk, "year": record.year, "source": f"ERIC {record.year}: {record.file_name}"[:200]}
    changed, new = change_many(_CHANGED, params), change_many(_NEW, params)
    total = record.new_rows + record.changed_rows + record.unchanged_rows
    report(total, total)
    return {"new": new, "changed": changed, "unchanged": total - new - changed}


ERIC_TRUST = Kind(
    "eric_trust",
    "ERIC trust return",
    recognises=_recognises,
    read=_read,
    check=lambda reading, user: TrustCheck(reading, _register(user, reading.year)),
    apply=_apply,
    others=others,
    brings_organisations=True,
    fields=tuple(Field(column.name, column.required, "", column.names[1:]) for column in KNOWN),
)
