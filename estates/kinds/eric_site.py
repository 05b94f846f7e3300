"""The site sheet of the Estates Returns Information Collection, of any year."""

from typing import Any

from .. import register
from ..comparing import register_for
from ..eric.columns import KNOWN, is_known, is_trust_sheet
from ..eric.reading import read_book
from ..eric.rows import Check
from ..models import Import, ImportRow
from ..reading import Book, find_table
from .base import Field, Kind


def others(by: Any, record: Import) -> list[str]:
    allowed = register_for(by, record.year).allowed
    if allowed is None:
        return []
    rows = ImportRow.objects.filter(imported_by=record).exclude(outcome=ImportRow.Outcome.LEFT)
    codes = set(rows.order_by().values_list("organisation_code", flat=True).distinct())
    return sorted(codes - allowed)


def _recognises(book: Book) -> bool:
    """A sheet of trusts may hold some of the same figures; it has no site codes."""
    headers = find_table(book, is_known).headers
    return sum(map(is_known, headers)) >= 3 and not is_trust_sheet(headers)


_HELP = {"text": "", "area": "Square metres", "land": "Hectares", "percent": "Per cent", "pounds": "Pounds"}

ERIC_SITE = Kind(
    "eric_site",
    "ERIC site return",
    recognises=_recognises,
    read=read_book,
    check=lambda reading, user: Check(reading, register_for(user, reading.year)),
    apply=register.apply,
    others=others,
    brings_organisations=True,
    fields=tuple(Field(column.name, column.required, _HELP[column.kind], column.names[1:]) for column in KNOWN),
    makes_sites=True,
)
