"""A council's brownfield land register, version 2 (and version 1 as far as it is alike).

A row is a site that the council reports, its code the register's site reference, and one plot of that site, which bears
the name “Brownfield land” and what the register says of it: hectares, homes, planning. A site that the portal lacks comes
with its row: the register names no site of anybody else's, and what stands on the same land is found by the portal's own
look for near matches. Left out, each with a flag that says so: land that no public authority owns any of, and entries that
have ended; an ended entry that the portal has is left as it is, for it is closed and not deleted.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from devo_portal.core.writes import numbered

from ..eric.columns import plain
from ..eric.quality import RowFlag
from ..lists.check import Line
from ..lists.columns import Column, Given, cell_of, reader_of, text_of
from ..lists.look import Look
from ..lists.sites import SITES
from ..models import Import, Plot, Site
from ..rules.foreign import read_day, read_point, read_wkt, short
from ..rules.identifiers import LONGEST_CODE
from ..selectors import visible_plots, visible_sites
from .foreign import Cells, Foreign, collected, councils, write_beside

NAME = "Brownfield land"
_KEPT = ("land_ha", "homes_from", "homes_to", "planning_status")
_OWNED = {"ownedbyapublicauthority": True, "mixedownership": True, "notownedbyapublicauthority": False, "unknownownership": False}


def _rows(user: Any) -> QuerySet[Site]:
    """Sites with the plot that this register speaks of."""
    spoken = visible_plots(user).filter(site=OuterRef("pk"), name=NAME, sensitive=False).order_by("pk")
    return visible_sites(user).annotate(**{f"brownfield_{name}": Subquery(spoken.values(name)[:1]) for name in _KEPT})


def _field(name: str) -> Any:
    return Plot._meta.get_field(name)


def _homes_to(cell: str, given: Given) -> str:
    read = reader_of(_field("homes_to"))(cell, given)
    least = given.values.get("homes_from", "")
    if read and least and int(read) < int(least):
        raise ValueError(f"“{short(cell)}” is fewer than the least, {least}; expected as many or more")
    return read


def _column(name: str, heading: str, read: Any = None) -> Column:
    found = _field(name)
    cell = cell_of(found, f"brownfield_{name}") if found.choices else text_of(f"brownfield_{name}")
    return Column(name, heading, cell, read or reader_of(found), writes="", number=not found.choices)


def _ruled(lines: Sequence[Line], look: Look) -> None:
    if SITES.rules:
        SITES.rules(lines, look)
    for line in lines:
        line.derived |= {name: line.values.get(name, "") for name in _KEPT}


_VALUES = """nullif(told.values ->> 'land_ha', '')::numeric, nullif(told.values ->> 'homes_from', '')::integer,
           nullif(told.values ->> 'homes_to', '')::integer, told.values ->> 'planning_status'"""
_CHANGED = f"""
    UPDATE estates_plot plot SET (land_ha, homes_from, homes_to, planning_status) = ROW({_VALUES}), source = %(source)s
      FROM estates_told told
     WHERE plot.site_id = told.site_id AND plot.name = %(name)s AND NOT plot.sensitive
       AND (plot.land_ha, plot.homes_from, plot.homes_to, plot.planning_status) IS DISTINCT FROM ({_VALUES})
"""
_NEW = numbered(
    Plot,
    "id, site_id, name, land_ha, homes_from, homes_to, planning_status, "
    "surplus_status, stage, disposal_status, planned_year, proposed_use, sensitive, source, illustrative",
    f"""
    SELECT uuidv7(), told.site_id, %(name)s, {_VALUES}, 'potential', 'open', 'not_disposed', '', 'housing', false, %(source)s, false
      FROM estates_told told LEFT JOIN estates_plot plot ON plot.site_id = told.site_id AND plot.name = %(name)s AND NOT plot.sensitive
     WHERE plot.id IS NULL ORDER BY told.number
""",
)


def _beside(record: Import, params: dict[str, Any]) -> None:
    write_beside({**params, "name": NAME}, _CHANGED, _NEW)


def _prepare() -> tuple[Callable[[Cells], Cells], Callable[[Cells], str]]:
    council = councils()
    today = timezone.localdate()

    def texts(row: Cells) -> Cells:
        said = collected(
            [
                ("code", lambda: _code(row["code"])),
                ("owned", lambda: str(_owned(row.get("ownership", "")))),
                ("ended", lambda: str(read_day(row.get("ended", "")) or "")),
            ]
        )
        x, y = read_wkt(row["point"]) if row.get("point") else (row.get("x", ""), row.get("y", ""))
        point = read_point(x, y)
        return {
            **said,
            "organisation_code": council(row.get("organisation") or row.get("organisation_uri", "")),
            "name": row.get("name", "")[:200],
            "address": row.get("name", ""),
            **({"latitude": repr(point[0]), "longitude": repr(point[1]), "location_source": "Brownfield land register"} if point else {}),
            **{name: row.get(name, "") for name in ("land_ha", "homes_from", "homes_to")},
            "planning_status": row.get("planning_status", "").replace("-", " "),
        }

    def flag(row: Cells) -> str:
        try:
            ended, owned = read_day(row.get("ended", "")), _owned(row.get("ownership", ""))
        except ValueError:
            return ""
        return str(RowFlag.CLOSED) if ended and ended <= today else "" if owned else str(RowFlag.NOT_PUBLIC)

    return texts, flag


def _owned(cell: str) -> bool:
    """Whether a public authority owns any of it. Raises ValueError, in words."""
    owned = _OWNED.get(plain(cell))
    if owned is None:
        raise ValueError(
            (f"“{short(cell)}” is not known" if cell else "is empty")
            + "; expected one of: owned by a public authority, mixed ownership, not owned by a public authority"
        )
    return owned


def _code(cell: str) -> str:
    if len(cell) > LONGEST_CODE:
        raise ValueError(f"“{short(cell)}” has {len(cell)} characters; expected a site reference of {LONGEST_CODE} at most")
    return cell.upper()


_BROWNFIELD = Foreign(
    "brownfield",
    "Brownfield land register",
    replace(
        SITES,
        columns=(
            *SITES.columns,
            _column("land_ha", "Hectares"),
            _column("homes_from", "NetDwellingsRangeFrom"),
            _column("homes_to", "NetDwellingsRangeTo", _homes_to),
            _column("planning_status", "PlanningStatus"),
        ),
        rows=_rows,
        rules=_ruled,
        after=_beside,
    ),
    names={
        "organisation_uri": ("OrganisationURI",),
        "organisation": ("OrganisationLabel", "Organisation name", "organisation"),
        "code": ("SiteReference", "reference"),
        "name": ("SiteNameAddress", "name", "site-address"),
        "x": ("GeoX",),
        "y": ("GeoY",),
        "point": ("point",),
        "land_ha": ("Hectares",),
        "ownership": ("OwnershipStatus",),
        "planning_status": ("PlanningStatus", "planning-permission-status"),
        "homes_from": ("NetDwellingsRangeFrom", "MinNetDwellings", "minimum-net-dwellings"),
        "homes_to": ("NetDwellingsRangeTo", "maximum-net-dwellings"),
        "ended": ("EndDate",),
    },
    marks=(("code",), ("ownership",), ("planning_status", "land_ha")),
    needed=("code", "name", "ownership"),
    blames={
        "organisation_code": "organisation_uri", "code": "code", "name": "name", "address": "name", "latitude": "y", "longitude": "x",
        "owned": "ownership", "ended": "ended", "land_ha": "land_ha", "homes_from": "homes_from", "homes_to": "homes_to",
        "planning_status": "planning_status",
    },
    prepare=_prepare,
)  # fmt: skip
BROWNFIELD = _BROWNFIELD.kind()
