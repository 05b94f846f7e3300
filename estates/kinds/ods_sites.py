"""Sites of NHS trusts from the Organisation Data Service (ODS): with headings, or the standard file of 27 fields without.

A row is of the trust whose code its own begins with. It gives the site its name, address and postcode, and claims its
code as the site's ODS identifier; a site that the register lacks comes with it, its type not known. Left out, each with a
flag that says so: the trust's own row, sites of trusts that the register does not have (the file is of all England), and
sites that have closed. A site that has closed and is in the register is left as it is.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Any

from django.utils import timezone

from devo_portal.core.models import Organisation
from devo_portal.core.writes import change_many, numbered

from ..eric.names import as_written
from ..eric.quality import RowFlag
from ..lists.sites import SITES
from ..models import Identifier, Import
from ..reading import Book, Table
from ..rules.foreign import read_day, read_postcode, short
from .foreign import Cells, Foreign, ForeignReading, collected

_CODE = re.compile(r"[A-Z0-9]{3,9}")
_DAY = re.compile(r"[12][0-9]{7}")
_ADDRESS = tuple(f"address_line_{number}" for number in range(1, 6))
# The standard file's fields in their order; those without a use here have a name all the same, by which a preview shows them.
_FIELDS = (
    *("Organisation code", "Name", "National grouping", "High level health geography", *(f"Address line {number}" for number in range(1, 6))),
    *("Postcode", "Open date", "Close date", *(f"Field {number}" for number in range(13, 18)), "Contact telephone"),
    *(
        *(f"Field {number}" for number in range(19, 22)),
        "Amended record indicator",
        "Field 23",
        "GOR code",
        *(f"Field {number}" for number in (25, 26, 27)),
    ),
)

# Each site's own code, where the site has not claimed it; one that another site has claimed is contested.
_CLAIMS = numbered(
    Identifier,
    "id, site_id, scheme, value, contested, source, illustrative",
    """
    SELECT uuidv7(), site.id, 'ods_site', site.code, other.value IS NOT NULL, %(source)s, false
      FROM estates_importrow row
      JOIN estates_site site ON site.organisation_id = (row.values ->> 'owner')::uuid AND site.code = row.site_code AND site.merged_into_id IS NULL
      LEFT JOIN estates_identifier own ON own.site_id = site.id AND own.scheme = 'ods_site' AND own.value = site.code
      LEFT JOIN (SELECT DISTINCT value FROM estates_identifier WHERE scheme = 'ods_site' AND NOT contested) other ON other.value = site.code
     WHERE row.imported_by_id = %(pk)s AND row.outcome NOT IN ('error', 'left') AND row.flags = '{}' AND site.type <> 'aggregate' AND own.id IS NULL
     ORDER BY row.number
""",
)


def _claim(record: Import, params: dict[str, Any]) -> None:
    change_many("SET LOCAL enable_nestloop = off")  # rows written in this very transaction have no statistics
    change_many(_CLAIMS, params)
    change_many("SET LOCAL enable_nestloop = on")


def _prepare() -> tuple[Callable[[Cells], Cells], Callable[[Cells], str]]:
    trusts = set(Organisation.objects.exclude(ods_code="").values_list("ods_code", flat=True))
    today = timezone.localdate()

    def texts(row: Cells) -> Cells:
        code = row["code"].upper()
        lines = [as_written(row[name]) for name in _ADDRESS if row.get(name)]
        return {
            "organisation_code": code[:3],
            "name": as_written(row["name"]),
            "address": ", ".join(dict.fromkeys(lines)),
            **collected(
                [
                    ("code", lambda: _code(code)),
                    ("postcode", lambda: read_postcode(row.get("postcode", ""))),
                    ("closed", lambda: str(read_day(row.get("close_date", "")) or "")),
                ]
            ),
        }

    def flag(row: Cells) -> str:
        code = row["code"].upper()
        if not _CODE.fullmatch(code):
            return ""
        try:
            closed = read_day(row.get("close_date", ""))
        except ValueError:
            closed = None
        if len(code) == 3:
            return str(RowFlag.ITSELF)
        if code[:3] not in trusts:
            return str(RowFlag.UNKNOWN)
        return str(RowFlag.CLOSED) if closed and closed <= today else ""

    return texts, flag


def _code(code: str) -> str:
    if not _CODE.fullmatch(code):
        raise ValueError(
            f"“{short(code)}” is not a code; expected the site's ODS code, such as R1H13" if code else "is empty; expected the site's ODS code"
        )
    return code


def _headerless(book: Book) -> Table | None:
    """The standard file: every one of its first rows is 27 cells, a code first and a day eleventh."""
    sheet = next(iter(book.sheets), None)
    if sheet is None:
        return None
    first = [cells for _, cells in islice(sheet.rows(), 20)]
    alike = [len(row) == len(_FIELDS) and _CODE.fullmatch(row[0].strip()) and _DAY.fullmatch(row[10].strip()) for row in first]
    return Table(book, sheet, 0, list(_FIELDS)) if alike and all(alike) else None


_ODS = Foreign(
    "ods_sites",
    "ODS sites of NHS trusts",
    replace(SITES, after=_claim),
    names={
        "code": ("Organisation code", "Code", "Site code"),
        "name": ("Name", "Organisation name", "Site name"),
        **{name: (name.replace("_", " ").capitalize(), f"Address {name[-1]}") for name in _ADDRESS},
        "postcode": ("Postcode", "Post code"),
        "open_date": ("Open date",),
        "close_date": ("Close date",),
        "grouping": ("National grouping",),
        "geography": ("High level health geography",),
        "amended": ("Amended record indicator",),
        "region": ("GOR code",),
    },
    marks=(("code",), ("name",), ("close_date", "open_date"), ("grouping", "geography", "amended")),
    needed=("code", "name"),
    blames={"organisation_code": "code", "code": "code", "name": "name", "address": "address_line_1", "postcode": "postcode", "closed": "close_date"},
    prepare=_prepare,
)


def _recognises(book: Book) -> bool:
    return _headerless(book) is not None or _ODS.recognises(book)


def _read(book: Book, file_name: str, year: str) -> ForeignReading:
    return _ODS.read_table(_headerless(book) or _ODS.table(book))


ODS_SITES = _ODS.kind(recognises=_recognises, read=_read)
