"""The register's own list of sites, as `export_estates sites` writes it: exported, edited, and imported again.

A row with a site's id changes that site; one without makes a new site, unless its organisation has one of this code.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q

from devo_portal.core.models import Area, Organisation
from devo_portal.core.policy import ALL, Permission, reach
from devo_portal.core.writes import Refused, change_many

from ..eric.columns import plain
from ..eric.rows import Row
from ..models import Import, ImportRow, Site
from ..reading import Book, Table, find_table
from ..selectors import left_sites, visible_sites
from ..tables import bare
from .base import Kind, Report

COLUMNS = {
    "id": "Site ID",
    "organisation_code": "Organisation code",
    "organisation_name": "Organisation",
    "code": "Site code",
    "name": "Site name",
    "type": "Site type",
    "postcode": "Postcode",
    "area": "Borough code",
    "area_name": "Borough",
}
_FIELDS = {plain(heading): name for name, heading in COLUMNS.items()}
_NEEDED = ("id", "organisation_code", "organisation_name", "code", "name", "type", "postcode", "area")
_CODE = re.compile(r"[A-Z0-9]{1,12}")
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")
_BATCH = 2_000
_LABELS = {"code": "Site code", "name": "Site name", "type": "Site type", "postcode": "Postcode", "area": "Borough"}
Outcome = ImportRow.Outcome


def exported(user: Any) -> Iterator[list[str]]:
    """The headings, then a row for each site that the person may see, in constant memory."""
    yield list(COLUMNS.values())
    types = dict(Site.Type.choices)
    rows = (
        visible_sites(user)
        .order_by("id")
        .values_list(
            "id",
            "organisation__ods_code",
            "organisation__gss_code",
            "organisation__name",
            "code",
            "name",
            "type",
            "postcode",
            "area__gss_code",
            "area__name",
        )
    )
    for pk, ods, gss, organisation, code, name, kind, postcode, area, area_name in rows.iterator(chunk_size=2_000):
        yield [str(pk), ods or gss, organisation, code, name, str(types[kind]), postcode, area or area_name or "", area_name or ""]


def _knows(heading: str) -> bool:
    return plain(heading) in _FIELDS


def _recognises(book: Book) -> bool:
    return {"siteid", "organisationcode", "sitename"} <= {plain(each) for each in find_table(book, _knows).headers}


@dataclass
class SitesReading:
    table: Table
    at: dict[str, int]
    year: str = ""

    @property
    def encoding(self) -> str:
        return self.table.book.encoding

    @property
    def headers(self) -> list[str]:
        return self.table.headers

    def about(self) -> int:
        return max(self.table.sheet.about() - self.table.row, 1)


def _read(book: Book, file_name: str, year: str) -> SitesReading:
    table = find_table(book, _knows)
    at: dict[str, int] = {}
    for place, heading in enumerate(table.headers):
        name = _FIELDS.get(plain(heading))
        if name in at:
            raise ValidationError({"file": [f"The column “{heading}” stands twice in the file. Leave one of them."]})
        if name:
            at[name] = place
    if missing := [COLUMNS[name] for name in _NEEDED if name not in at]:
        raise ValidationError({"file": [f"The column “{heading}” is missing." for heading in missing]})
    return SitesReading(table, at)


class SitesCheck:
    """What each row of a list of sites would do."""

    def __init__(self, reading: SitesReading, user: Any) -> None:
        self.reading, self.user, self.counts = reading, user, Counter[str]()
        self.types = {str(label): str(code) for code, label in Site.Type.choices}
        organisations = list(Organisation.objects.values_list("pk", "ods_code", "gss_code", "name"))
        self.by_code = {code: pk for pk, ods, gss, _ in organisations for code in (ods, gss) if code}
        self.by_name = {name: pk for pk, _, _, name in organisations}
        areas = list(Area.objects.values_list("pk", "gss_code", "name"))
        self.areas = {name: pk for pk, _, name in areas} | {code: pk for pk, code, _ in areas if code}
        self.area_names = {str(pk): name for pk, _, name in areas}
        self.reached = reach(user, Permission.ESTATES_IMPORT)
        self.seen: dict[Any, int] = {}

    @property
    def findings(self) -> dict[str, Any]:
        return {"rows": self.counts.total(), "organisations": 0, "new_organisations": 0, "aggregates": 0, "flags": {}}

    def batches(self) -> Iterator[list[Row]]:
        source = self.reading.table.rows()
        while batch := [self._row(number, cells) for number, cells in islice(source, _BATCH)]:
            self._compare(batch)
            for row in batch:
                row.outcome = str(Outcome.ERROR) if row.errors else row.outcome
                self.counts[row.outcome] += 1
            yield batch

    def _row(self, number: int, cells: list[str]) -> Row:
        row = Row(number, cells)
        if len(cells) != len(self.reading.headers):
            row.wrong(
                "", f"The row has {len(cells)} cells, and the headings are {len(self.reading.headers)}: a comma or a quotation mark is out of place"
            )
            return row
        said = {name: bare(cells[place]).replace("\r\n", "\n").replace("\r", "\n") for name, place in self.reading.at.items()}
        for name, place in self.reading.at.items():
            if cells[place].lstrip(" ")[:1] == "=":
                row.wrong(COLUMNS[name], f"“{cells[place][:40]}” is a formula; expected a plain value")
        row.organisation_code, row.organisation_name = said["organisation_code"][:12], said["organisation_name"][:200]
        row.site_code, row.site_name, row.name = said["code"][:12], said["name"][:200], said["name"][:200]
        row.type = self.types.get(said["type"], "")
        organisation = self.by_code.get(said["organisation_code"]) or self.by_name.get(said["organisation_name"])
        area = self.areas.get(said["area"])
        if organisation is None:
            row.wrong(
                COLUMNS["organisation_code"], f"“{said['organisation_code'][:40]}” is not known; expected the code of an organisation of the portal"
            )
        elif self.reached != ALL and organisation not in self.reached:
            row.wrong(COLUMNS["organisation_code"], "You do not act for this organisation")
        if not row.type:
            row.wrong(COLUMNS["type"], f"“{said['type'][:40]}” is not a type of site; expected one such as “General acute hospital”")
        if said["area"] and area is None:
            row.wrong(COLUMNS["area"], f"“{said['area'][:40]}” is not known; expected a code such as E09000014")
        row.values = {**said, "type": row.type, "organisation": str(organisation or ""), "area": str(area or "")}
        return row

    def _compare(self, rows: list[Row]) -> None:
        """Put each row beside the site that it names. One query, however many rows."""
        sound = [row for row in rows if row.values]
        ids = {row.number: pk for row in sound if (pk := _uuid(row.values["id"]))}
        wanted = Q(pk__in=ids.values()) | Q(
            organisation__in={row.values["organisation"] for row in sound} - {""}, code__in={row.site_code for row in sound}
        )
        fields = ("pk", "organisation_id", "code", "name", "type", "postcode", "area_id", "version")
        held = list(visible_sites(self.user).filter(wanted).values(*fields)) if sound else []
        by_id = {each["pk"]: each for each in held}
        by_key = {(str(each["organisation_id"]), each["code"]): each for each in held}
        gone = list(left_sites(self.user).filter(wanted).values(*fields, "removed_on", "merged_into__code", "merged_into__name")) if sound else []
        left = {key: each for each in gone for key in (each["pk"], (str(each["organisation_id"]), each["code"]))}
        for row in sound:
            site = by_id.get(ids.get(row.number)) if row.values["id"] else by_key.get((row.values["organisation"], row.values["code"]))
            key = ids.get(row.number) if row.values["id"] else (row.values["organisation"], row.values["code"])
            if site is None and key in left:
                row.wrong(COLUMNS["code"], _said_of_left(left[key]))
                continue
            if row.values["id"] and site is None:
                row.wrong(COLUMNS["id"], f"“{row.values['id'][:40]}” is no site of the register; leave it empty for a new site")
                continue
            key = site["pk"] if site else (row.values["organisation"], row.values["code"])
            if self.seen.setdefault(key, row.number) != row.number:
                row.wrong(COLUMNS["code"], f"{row.site_code or 'The site'} is in the file already, in row {self.seen[key]}")
            self._differ(row, site)

    def _differ(self, row: Row, site: dict[str, Any] | None) -> None:
        values = row.values
        if site is None:
            row.outcome = str(Outcome.NEW)
            _valid(row, ("code", "name", "postcode"))
            return
        was = {
            "code": site["code"],
            "name": _lines(site["name"]),
            "type": site["type"],
            "postcode": site["postcode"],
            "area": str(site["area_id"] or ""),
        }
        differing = [name for name in _LABELS if was[name] != values[name]]
        row.outcome = str(Outcome.CHANGED if differing else Outcome.UNCHANGED)
        if str(site["organisation_id"]) != values["organisation"] and values["organisation"]:
            row.wrong(COLUMNS["organisation_code"], "The site belongs to another organisation, which an import cannot change")
        if "code" in differing:
            row.wrong(COLUMNS["code"], f"is “{site['code']}” in the register; an import cannot change a site's code")
        _valid(row, [name for name in ("name", "postcode") if name in differing])
        row.changes = [
            {"field": "", "label": _LABELS[name], "before": self._said(name, was[name]), "after": self._said(name, values[name])}
            for name in differing
        ]
        values |= {"id": str(site["pk"]), "version": str(site["version"])}

    def _said(self, name: str, value: str) -> str:
        if name == "type":
            return str(dict(Site.Type.choices).get(value, ""))
        return self.area_names.get(value, "") if name == "area" else value


def _said_of_left(site: dict[str, Any]) -> str:
    if site["merged_into__code"]:
        return f"{site['code']} was merged into {site['merged_into__name']} ({site['merged_into__code']}); leave the row out"
    on = site["removed_on"]
    return f"{site['code']} left the register on {on.day} {on:%B %Y}; restore the site first, or leave the row out"


def _valid(row: Row, names: Any) -> None:
    """What a form would check, of what is new."""
    said = row.values
    if "code" in names and not _CODE.fullmatch(said["code"]):
        row.wrong(COLUMNS["code"], f"“{said['code'][:40]}” is not a code; expected letters and digits, such as R1H12, 12 at most")
    if "name" in names and not said["name"].strip():
        row.wrong(COLUMNS["name"], "is empty; expected a name")
    if "name" in names and len(said["name"]) > 200:
        row.wrong(COLUMNS["name"], f"has {len(said['name'])} characters; expected 200 at most")
    if "postcode" in names and said["postcode"] and not _POSTCODE.fullmatch(said["postcode"]):
        row.wrong(COLUMNS["postcode"], f"“{said['postcode'][:40]}” is not a postcode; expected one such as N15 3TH")


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


_ROWS = "estates_importrow row WHERE row.imported_by_id = %(pk)s AND row.outcome ="
_CHANGED = f"""
    UPDATE estates_site site SET name = row.values ->> 'name', type = row.type, postcode = row.values ->> 'postcode',
           area_id = nullif(row.values ->> 'area', '')::uuid
      FROM {_ROWS} 'changed' AND site.id = (row.values ->> 'id')::uuid AND site.version = (row.values ->> 'version')::int
"""
_NEW = f"""
    INSERT INTO estates_site (id, ref, organisation_id, code, name, type, postcode, area_id, source, illustrative)
    SELECT uuidv7(), '', (row.values ->> 'organisation')::uuid, row.values ->> 'code', row.values ->> 'name', row.type, row.values ->> 'postcode',
           nullif(row.values ->> 'area', '')::uuid, %(source)s, false
      FROM {_ROWS} 'new' ORDER BY row.number
"""
# As for a site that comes with a return: a code that begins with its trust's own is the ODS code of the site.
_CODES = """
    INSERT INTO estates_identifier (id, site_id, scheme, value, contested, source, illustrative)
    SELECT uuidv7(), site.id, 'ods_site', site.code,
           EXISTS (SELECT FROM estates_identifier held WHERE held.scheme = 'ods_site' AND held.value = site.code), %(source)s, false
      FROM estates_importrow row
      JOIN estates_site site ON site.organisation_id = (row.values ->> 'organisation')::uuid AND site.code = row.values ->> 'code'
      JOIN core_organisation holder ON holder.id = site.organisation_id AND holder.ods_code <> '' AND starts_with(site.code, holder.ods_code)
     WHERE row.imported_by_id = %(pk)s AND row.outcome = 'new' AND site.type <> 'aggregate' AND site.code ~ '^[A-Z0-9]{3,9}$'
"""


def _apply(record: Import, report: Report) -> dict[str, int]:
    """Raises Refused where a site was edited, or made, after the file was checked."""
    params = {"pk": record.pk, "source": f"Import: {record.file_name}"[:200]}
    changed = change_many(_CHANGED, params)
    if changed != record.changed_rows:
        raise Refused(
            "import-edited-since-check",
            "Somebody edited a site of this file after it was checked. Upload the file again, and look at what it changes.",
        )
    new = change_many(_NEW, params)
    change_many(_CODES, params)
    report(new + changed, new + changed)
    return {"new": new, "changed": changed, "unchanged": record.unchanged_rows}


def _others(by: Any, record: Import) -> list[str]:
    reached = reach(by, Permission.ESTATES_IMPORT)
    if reached == ALL:
        return []
    rows = ImportRow.objects.filter(imported_by=record).order_by().values_list("values__organisation", "organisation_name").distinct()
    return sorted({name for pk, name in rows if _uuid(pk or "") not in reached})


REGISTER_SITES = Kind("sites", "The register's own list of sites", recognises=_recognises, read=_read, check=SitesCheck, apply=_apply, others=_others)
