"""What may be done to where things are: place a site, locate many from a file, keep the outlines of boroughs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson
from django.core.exceptions import ValidationError

from devo_portal.core.models import Area
from devo_portal.core.policy import Permission, covers, reach, require
from devo_portal.core.writes import change, change_many, create, recorded

from ..models import AreaOutline, Site
from ..rules import grid
from ..rules.outlines import Boroughs, inside, point_in, read_borough, read_outline
from ..selectors import boroughs, visible_sites

POINT = ("latitude", "longitude", "easting", "northing", "grid_reference")


def place_site(*, by: Any, pk: Any, version: int, reason: str = "", **given: Any) -> Site:
    """Give a site its point (in one of three ways, see `grid.read_point`), its outline and their source.

    What is not given stays; None takes it away. An outline without a point is given one inside it. The borough follows
    the point, unless a person has named another. Raises what `change` does, and ValidationError by field.
    """
    point = grid.read_point(given)
    with change(visible_sites(by), pk, by=by, may=Permission.SITE_EDIT, version=version, event="site.placed", reason=reason) as site:
        if any(name in given for name in POINT):
            site.latitude, site.longitude = point or (None, None)
        if "outline" in given:
            site.outline = given["outline"] or None
        if site.outline is not None and site.latitude is None:
            site.latitude, site.longitude = point_in(_outline(site.outline))
        site.location_source = given.get("location_source", site.location_source)
        settle(site, boroughs())
    return site


def _outline(given: Any) -> dict[str, Any]:
    try:
        return read_outline(given)
    except ValidationError as error:
        raise ValidationError({"outline": error.messages}) from None


def settle(site: Any, known: Boroughs) -> None:
    """Say which borough the point is in; the borough that is named follows, where it was not another's word."""
    found = None if site.latitude is None else known.of(site.latitude, site.longitude)
    if site.area_id is None or site.area_id == site.located_in_id:
        site.area_id = found
    site.located_in_id = found
    site.outside_london = None if site.latitude is None or not known else found is None


# --- Many at once -----------------------------------------------------------------------------------------------------
class Located(NamedTuple):
    """A row of a file: its number, the site's code, the organisation's ODS code where the file says it, the point as text."""

    number: int
    code: str
    organisation: str
    latitude: str
    longitude: str


@dataclass
class Outcome:
    """What locating did, or would do: `errors` are `(row, what is wrong)`."""

    changed: int = 0
    unchanged: int = 0
    outside_london: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return f"new 0 changed {self.changed} unchanged {self.unchanged} errors {len(self.errors)}"


_COLUMNS = ("id", "latitude", "longitude", "location_source", "area_id", "located_in_id", "outside_london")
_LOCATE = """
    UPDATE estates_site site
       SET latitude = row.latitude, longitude = row.longitude, location_source = row.location_source,
           area_id = row.area_id, located_in_id = row.located_in_id, outside_london = row.outside_london
      FROM jsonb_to_recordset(%s::jsonb) AS row (
           id uuid, latitude double precision, longitude double precision, location_source text, area_id uuid, located_in_id uuid,
           outside_london boolean)
     WHERE site.id = row.id
"""


def locate_sites(*, by: Any, rows: Iterable[Located], source: str, dry_run: bool = False) -> Outcome:
    """Give sites their points from a file: all of them, or none where a row is in error. A row without a point changes nothing.

    Raises PermissionDenied for who may change no site.
    """
    require(by, Permission.SITE_EDIT)
    asked, outcome = list(rows), Outcome()
    named: dict[str, list[Site]] = {}
    for site in visible_sites(by).select_related("organisation").filter(code__in={row.code for row in asked}):
        named.setdefault(site.code, []).append(site)
    known, moved = boroughs(), []
    seen: dict[Any, int] = {}
    for row in asked:
        if not row.latitude and not row.longitude:
            outcome.unchanged += 1
            continue
        try:
            site = _moved(by, row, named, seen, source, known)
        except ValidationError as error:
            outcome.errors.append((row.number, " ".join(error.messages)))
            continue
        outcome.outside_london += bool(site.outside_london)
        if site.was == _state(site):
            outcome.unchanged += 1
        else:
            outcome.changed += 1
            moved.append(dict(zip(_COLUMNS, (site.pk, *_state(site)), strict=True)))
    if moved and not outcome.errors and not dry_run:
        with recorded(by=by, event="sites.located", reason=source):
            change_many(_LOCATE, [orjson.dumps(moved).decode()])
    return outcome


def _state(site: Any) -> tuple[Any, ...]:
    return tuple(getattr(site, name) for name in _COLUMNS[1:])


def _moved(by: Any, row: Located, named: Mapping[str, list[Site]], seen: dict[Any, int], source: str, known: Boroughs) -> Any:
    """The site of a row where the row puts it, unsaved, with `was`, its state before. Raises ValidationError."""
    found = [site for site in named.get(row.code, ()) if not row.organisation or site.organisation.ods_code == row.organisation]
    if len(found) != 1:
        whose = f" of {row.organisation}" if row.organisation else ""
        raise ValidationError(
            f"{len(found)} sites have the code {row.code}: name the organisation in a column of its own."
            if found
            else f"There is no site {row.code}{whose}."
        )
    site: Any = found[0]
    if not covers(reach(by, Permission.SITE_EDIT), site.owner_id):
        raise ValidationError(f"You may not change the sites of {site.organisation}.")
    if (earlier := seen.setdefault(site.pk, row.number)) != row.number:
        raise ValidationError(f"The site {row.code} is in row {earlier} too.")
    try:
        point = float(row.latitude), float(row.longitude)
    except ValueError:
        raise ValidationError(f"“{row.latitude}, {row.longitude}” is not a latitude and a longitude in degrees.") from None
    site.was = _state(site)
    point = grid.in_britain(*point)
    if site.outline is not None and not inside(site.outline, *point):
        raise ValidationError(f"The point is not in the outline of {row.code}.")
    if point != (site.latitude, site.longitude):  # where it stood already, whoever said so first is still its source
        (site.latitude, site.longitude), site.location_source = point, source[:200]
    settle(site, known)
    return site


# --- Outlines of boroughs ------------------------------------------------------------------------------------------------
def keep_outlines(*, by: Any, outlines: Iterable[tuple[str, Mapping[str, Any]]], source: str) -> tuple[int, int]:
    """Keep the outlines of boroughs, each by its GSS code or name, and say anew which borough each site's point is in.

    Answers how many outlines changed and how many sites. Raises PermissionDenied, ValidationError; all of it or nothing.
    """
    require(by, Permission.ORGANISATION_EDIT)
    areas = Area.objects.filter(kind=Area.Kind.AUTHORITY)
    by_name = {name: area for area in areas for name in (area.name, area.gss_code) if name}
    held = {each.area_id: each for each in AreaOutline.objects.all()}
    rows, may, kept = AreaOutline.objects.all(), Permission.ORGANISATION_EDIT, 0
    with recorded(by=by, event="outlines.kept", reason=source):
        for name, geometry in outlines:
            if name not in by_name:
                raise ValidationError(f"There is no borough “{name}”.")
            area, shape = by_name[name], read_borough(geometry)
            outline = held.get(area.pk)
            if outline is None:
                create(AreaOutline(area=area, geometry=shape, source=source), by=by, may=may, event="outline.kept")
            elif outline.geometry == shape:
                continue
            else:
                with change(rows, outline.pk, by=by, may=may, version=outline.version, event="outline.kept") as kept_one:
                    kept_one.geometry, kept_one.source = shape, source
            kept += 1
        return kept, _settle_all()


def _settle_all() -> int:
    known, moved = boroughs(), []
    for site in Site.objects.filter(latitude__isnull=False).only(*_COLUMNS).iterator(chunk_size=5_000):
        was = _state(site)
        settle(site, known)
        if was != _state(site):
            moved.append(dict(zip(_COLUMNS, (site.pk, *_state(site)), strict=True)))
    return change_many(_LOCATE, [orjson.dumps(moved).decode()]) if moved else 0
