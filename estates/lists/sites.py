"""The register's own list of sites."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from devo_portal.core.writes import change_many, numbered

from ..models import Identifier, Import, Site
from ..rules.grid import in_britain
from ..rules.identifiers import LONGEST_CODE, SITE_CODE
from ..rules.outlines import inside
from ..selectors import left_sites, visible_sites
from .check import Line
from .columns import Given, Use, area, of, organisation, record_id, short, shown
from .listing import Listing
from .look import Look


def _code(cell: str, given: Given) -> str:
    if not SITE_CODE.fullmatch(cell):
        raise ValueError(f"“{short(cell)}” is not a code; expected letters and digits, such as R1H12, {LONGEST_CODE} at most")
    return cell


def _placed(lines: Sequence[Line], look: Look) -> None:
    """The borough and London follow a point that is new or moves, as where a person places the site (`services/places.py`)."""
    moved = [line for line in lines if line.held is None or {"latitude", "longitude"} & set(line.moved)]
    ids = [line.held.pk for line in moved if line.held]
    outlines = dict(Site.objects.filter(pk__in=ids, outline__isnull=False).values_list("pk", "outline")) if ids else {}
    named = dict(Site.objects.filter(pk__in=ids).values_list("pk", "located_in_id")) if ids else {}
    shapes, located = {str(pk): each for pk, each in outlines.items()}, {str(pk): str(each or "") for pk, each in named.items()}
    for line in moved:
        pk = line.held.pk if line.held else ""
        try:
            point = _point(line, shapes.get(pk))
        except ValidationError as error:
            for name, said in error.message_dict.items():
                line.wrong(name, " ".join(said).rstrip("."))
            continue
        found = str(look.boroughs.of(*point) or "") if point else ""
        line.derived |= {"located_in": found, "outside_london": "" if point is None or not look.boroughs else str(not found).lower()}
        if "area" not in line.moved and line.values.get("area", "?") in ("", located.get(pk, "")):
            line.derived["area"] = found
            if line.held and found != line.was.get("area"):
                cells = {"before": line.held.texts["area"], "after": look.area_codes.get(found, "")}
                line.row.changes.append({"field": "area", "label": "Borough code, by the point", **cells})
    for line in lines:
        line.derived = {"located_in": "", "outside_london": "", **line.derived} if line.held is None else line.derived


def _ruled(lines: Sequence[Line], look: Look) -> None:
    _not_left(lines, look)
    _placed(lines, look)


def _gone(user: Any, ids: Sequence[UUID]) -> dict[str, str]:
    if not ids:
        return {}
    rows: Any = left_sites(user).filter(pk__in=ids).order_by().values_list("pk", "code", "removed_on", "merged_into__name", "merged_into__code")
    return {
        str(pk): f"{code} was merged into {into} ({kept}); leave the row out"
        if into
        else f"{code} left the register on {on.day} {on:%B %Y}; restore the site first, or leave the row out"
        for pk, code, on, into, kept in rows
    }


def _not_left(lines: Sequence[Line], look: Look) -> None:
    """A row of a site that was removed makes none anew: two would be kept under one code. Of one that was merged, the other is meant."""
    new = {(line.values.get("organisation_code", ""), line.values.get("code", "")): line for line in lines if line.held is None}
    if not new:
        return
    wanted: Any = {code for _, code in new}
    gone: Any = left_sites(look.user).filter(code__in=wanted, merged_into=None).order_by().values_list("organisation_id", "code", "removed_on")
    for owner, code, on in gone:
        if line := new.get((str(owner), code)):
            line.wrong("code", f"{code} left the register on {on.day} {on:%B %Y}; expected a site that is in it. Restore the site first")


def _point(line: Line, outline: Any) -> tuple[float, float] | None:
    said = {name: line.values[name] for name in ("latitude", "longitude")}
    if not any(said.values()):
        if outline is not None:
            raise ValidationError({"latitude": "is empty, and the site has an outline; expected the latitude of a point in it"})
        return None
    if missing := {name: f"is empty; expected the {name} as well" for name, text in said.items() if not text}:
        raise ValidationError(missing)
    point = in_britain(float(said["latitude"]), float(said["longitude"]))
    if outline is not None and not inside(outline, *point):
        raise ValidationError({"latitude": "The point is not in the site’s own outline. Move one of the two"})
    return point


# As for a site that comes with a return: a code that begins with its trust's own is the ODS code of the site.
_CODES = numbered(
    Identifier,
    "id, site_id, scheme, value, contested, source, illustrative",
    """
    SELECT uuidv7(), site.id, 'ods_site', site.code,
           EXISTS (SELECT FROM estates_identifier held WHERE held.scheme = 'ods_site' AND held.value = site.code), %(source)s, false
      FROM estates_importrow row
      JOIN estates_site site ON site.organisation_id = (row.values ->> 'organisation')::uuid AND site.code = row.values ->> 'code'
      JOIN core_organisation holder ON holder.id = site.organisation_id AND holder.ods_code <> '' AND starts_with(site.code, holder.ods_code)
     WHERE row.imported_by_id = %(pk)s AND row.outcome = 'new' AND site.type <> 'aggregate' AND site.code ~ '^[A-Z0-9]{3,9}$'
""",
)


def _identified(record: Import, params: dict[str, Any]) -> None:
    change_many(_CODES, params)


SITES = Listing(
    "sites",
    "The register's own list of sites",
    "site",
    Site,
    columns=(
        record_id("Site ID"),
        organisation("organisation_code", "Organisation code", "organisation", beside="organisation_name", use=Use.ONCE, writes="organisation"),
        shown("organisation_name", "Organisation", "organisation__name"),
        of(Site, "code", "Site code", read=_code, use=Use.ONCE),
        of(Site, "name", "Site name"),
        of(Site, "type", "Site type"),
        of(Site, "postcode", "Postcode"),
        area("area", "Borough code"),
        shown("area_name", "Borough", "area__name"),
        of(Site, "address", "Address"),
        of(Site, "latitude", "Latitude"),
        of(Site, "longitude", "Longitude"),
        of(Site, "location_source", "Source of the place"),
        of(Site, "sensitive", "Sensitive", use=Use.STAYS),
        of(Site, "removed_on", "Removed", use=Use.STAYS),
    ),
    rows=visible_sites,
    key=("organisation_code", "code"),
    owner="organisation_id",
    derived=("located_in", "outside_london"),
    rules=_ruled,
    gone=_gone,
    after=_identified,
)
