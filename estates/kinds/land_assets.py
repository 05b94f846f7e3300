"""A council's land and building assets, as the local government transparency code has it publish them.

A row is a site of the council, its code the council's unique asset identity. It gives the site its name, address,
postcode and place (grid or degrees), claims its UPRN, and says what interest the council has: the tenure, and the
category of it that the code lists. What stands under a tenure other than freehold and leasehold in words of the
council's own is no category, and only stays with the file. The first half of a postcode, which is all that a council
publishes of what stands empty, is left out. UPRN and place may be derived from Ordnance Survey's data and not be free to
publish again: see the council's licence.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.db import IntegrityError
from django.db.models import OuterRef, QuerySet, Subquery

from devo_portal.core.writes import Refused, numbered

from ..eric.columns import plain
from ..lists.check import Line
from ..lists.columns import Column, Given, cell_of, text_of
from ..lists.look import Look
from ..lists.sites import SITES
from ..models import Holding, Identifier, Import, Site
from ..rules import identifiers
from ..rules.foreign import read_point, read_postcode, short
from ..rules.identifiers import LONGEST_CODE
from ..selectors import visible_sites
from .foreign import Cells, Foreign, collected, councils, write_beside

_OURS: dict[str, Any] = {"building": None, "part": "", "ends_on": None}  # the interest in all of the site, that lasts
_TENURES = {
    "freehold": "freehold",
    "leasehold": "leasehold",
    "lease": "leasehold",
    "licence": "licence",
    "license": "licence",
    "other": "other",
    "": "unknown",
    "unknown": "unknown",
    "notknown": "unknown",
}
_CATEGORIES = {
    "occupiedbythelocalauthority": "occupied",
    "occupiedbylocalauthority": "occupied",
    "occupiedbythela": "occupied",
    "occupiedbyitsholder": "occupied",
    "groundleasehold": "ground_leasehold",
    "groundlease": "ground_leasehold",
    "leasehold": "leasehold",
    "subleasehold": "sub_leasehold",
    "sublease": "sub_leasehold",
    "licence": "licence",
    "license": "licence",
    "vacant": "vacant",
}


def _rows(user: Any) -> QuerySet[Site]:
    """Sites with the UPRN claimed last, and with the interest of the one that reports each."""
    claims = Identifier.objects.filter(site=OuterRef("pk"), scheme=identifiers.UPRN).order_by("-pk")
    held = Holding.objects.filter(site=OuterRef("pk"), organisation=OuterRef("organisation"), **_OURS).order_by("pk")
    return visible_sites(user).annotate(
        asset_uprn=Subquery(claims.values("value")[:1]),
        asset_tenure=Subquery(held.values("tenure")[:1]),
        asset_category=Subquery(held.values("tenure_category")[:1]),
    )


def read_tenure(cell: str) -> str:
    """The code of a tenure; what is neither freehold, leasehold nor licence is `other`, as the transparency code has it."""
    return _TENURES.get(plain(cell), "other")


def read_category(cell: str, tenure: str) -> str:
    """The code of a tenure category; "" for none, and for a council's own words under another tenure. Raises ValueError, in words."""
    if not cell.strip():
        return ""
    code = _CATEGORIES.get(plain(cell), "")
    allowed: Any = Holding.CATEGORIES_OF.get(Holding.Tenure(tenure))
    if allowed is None:
        return code
    if code not in allowed:
        such = ", ".join(sorted(str(Holding.Category(each).label) for each in allowed))
        what = "is not known" if not code else f"does not go with {tenure}"
        raise ValueError(f"“{short(cell)}” {what}; expected one of: {such}")
    return code


def _uprn(cell: str, given: Given) -> str:
    try:
        return identifiers.read(identifiers.UPRN, cell) if cell.strip() else ""
    except ValueError as error:
        raise ValueError(f"“{short(cell)}” is not valid: {str(error).rstrip('.')}") from None


def _tenure(cell: str, given: Given) -> str:
    return read_tenure(cell)


def _category(cell: str, given: Given) -> str:
    return read_category(cell, given.values.get("tenure", "unknown"))


def _ruled(lines: Sequence[Line], look: Look) -> None:
    """As for every site; and what is kept beside the site goes with the row."""
    if SITES.rules:
        SITES.rules(lines, look)
    for line in lines:
        line.derived |= {name: line.values.get(name, "") for name in ("uprn", "tenure", "category")}


# Of each site the interest in all of it, that lasts, of the one that reports it.
_HELD = """
    SELECT DISTINCT ON (held.site_id) held.id, held.site_id
      FROM estates_holding held JOIN estates_told told ON told.site_id = held.site_id AND told.organisation_id = held.organisation_id
     WHERE held.building_id IS NULL AND held.part = '' AND held.ends_on IS NULL ORDER BY held.site_id, held.id
"""
_CLAIMS = numbered(
    Identifier,
    "id, site_id, scheme, value, contested, source, illustrative",
    """
    SELECT uuidv7(), told.site_id, 'uprn', told.values ->> 'uprn',
           other.value IS NOT NULL OR row_number() OVER (PARTITION BY told.values ->> 'uprn' ORDER BY told.number) > 1, %(source)s, false
      FROM estates_told told
      LEFT JOIN estates_identifier own ON own.site_id = told.site_id AND own.scheme = 'uprn' AND own.value = told.values ->> 'uprn'
      LEFT JOIN (SELECT DISTINCT value FROM estates_identifier WHERE scheme = 'uprn' AND NOT contested) other ON other.value = told.values ->> 'uprn'
     WHERE told.values ->> 'uprn' <> '' AND own.id IS NULL ORDER BY told.number
""",
)
_CHANGED = f"""
    UPDATE estates_holding held
       SET tenure = told.values ->> 'tenure', tenure_category = told.values ->> 'category', source = %(source)s
      FROM ({_HELD}) ours JOIN estates_told told ON told.site_id = ours.site_id
     WHERE held.id = ours.id AND (held.tenure, held.tenure_category) IS DISTINCT FROM (told.values ->> 'tenure', told.values ->> 'category')
"""
_NEW = numbered(
    Holding,
    "id, site_id, organisation_id, tenure, tenure_category, source, illustrative",
    f"""
    SELECT uuidv7(), told.site_id, told.organisation_id, told.values ->> 'tenure', told.values ->> 'category', %(source)s, false
      FROM estates_told told LEFT JOIN ({_HELD}) ours ON ours.site_id = told.site_id WHERE ours.id IS NULL ORDER BY told.number
""",
)


def _beside(record: Import, params: dict[str, Any]) -> None:
    try:
        write_beside(params, _CLAIMS, _CHANGED, _NEW)
    except IntegrityError as error:
        said = "A tenure of the file overlaps an interest that the council holds already. Settle it on the site’s page."
        raise Refused("import-breaks-rule", said) from error


def _prepare() -> tuple[Callable[[Cells], Cells], Callable[[Cells], str]]:
    council = councils()

    def texts(row: Cells) -> Cells:
        street = " ".join(row[name] for name in ("numbers", "street") if row.get(name))
        address = ", ".join(each for each in (street, row.get("locality", ""), row.get("town", "")) if each)
        point = read_point(row.get("x", ""), row.get("y", ""))
        return {
            "organisation_code": council(row.get("organisation") or row.get("organisation_uri", "")),
            "name": row.get("name") or street,
            "address": address,
            **collected([("code", lambda: _code(row["code"])), ("postcode", lambda: read_postcode(row.get("postcode", "")))]),
            **(
                {"latitude": repr(point[0]), "longitude": repr(point[1]), "location_source": "The council’s list of land and building assets"}
                if point
                else {}
            ),
            **{name: row.get(name, "") for name in ("uprn", "tenure", "category")},
        }

    return texts, lambda row: ""


def _code(cell: str) -> str:
    if len(cell) > LONGEST_CODE:
        raise ValueError(f"“{short(cell)}” has {len(cell)} characters; expected a unique asset identity of {LONGEST_CODE} at most")
    return cell.upper()


_LABELLED = Holding._meta.get_field
_ASSETS = Foreign(
    "land_assets",
    "Local authority land and building assets",
    replace(
        SITES,
        columns=(
            *SITES.columns,
            Column("uprn", "UPRN", text_of("asset_uprn"), _uprn, writes=""),
            Column("tenure", "Tenure", cell_of(_LABELLED("tenure"), "asset_tenure"), _tenure, writes=""),
            Column("category", "Tenure category", cell_of(_LABELLED("tenure_category"), "asset_category"), _category, writes=""),
        ),
        rows=_rows,
        rules=_ruled,
        after=_beside,
    ),
    names={
        "organisation": ("Organisation name", "Organisation code", "Organisation label", "Organisation", "Local authority"),
        "organisation_uri": ("OrganisationURI",),
        "code": ("Unique Asset ID", "Unique asset identity", "Unique asset identifier", "Unique asset reference", "Asset ID", "Asset reference"),
        "uprn": ("UPRN", "Unique property reference number"),
        "name": (
            *("Name of building/land", "Name of the building or land", "Name of the building/land or both", "Name of building or land"),
            *("Asset name", "Name"),
        ),
        "numbers": ("Street number(s)", "Street numbers", "Street number", "StreetNumber/s"),
        "street": ("Street", "Street name", "Road"),
        "locality": ("Locality",),
        "town": ("Post town", "Town"),
        "postcode": ("Postcode", "Post code"),
        "x": ("GeoX", "Easting", "X coordinate"),
        "y": ("GeoY", "Northing", "Y coordinate"),
        "tenure": ("Tenure", "Tenure type"),
        "category": ("Tenure category", "Tenure detail", "Tenure details"),
    },
    marks=(("code",), ("tenure", "category"), ("organisation", "organisation_uri")),
    needed=("code",),
    blames={
        "organisation_code": "organisation", "code": "code", "name": "name", "address": "street", "postcode": "postcode",
        "latitude": "y", "longitude": "x", "uprn": "uprn", "tenure": "tenure", "category": "category",
    },
    prepare=_prepare,
)  # fmt: skip
LAND_ASSETS = _ASSETS.kind()
