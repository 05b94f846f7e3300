"""Where the estate is: the map's clusters, the outlines of boroughs, and which of them a point is in."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, Count, F, FloatField, IntegerField, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Floor, Round
from django.http import QueryDict

from devo_portal.core.models import Membership, Role, User
from devo_portal.core.paging import refuse
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import check_names, remembered

from ..filters import SiteFilter, in_box, read_box
from ..models import AreaOutline, Site, SiteCell
from ..rules.cells import BRITAIN, ZOOM, Range, clipped, kept_level, level_for, size, strips, within
from ..rules.grid import PLACES
from ..rules.outlines import Boroughs, Box
from .sites import sites, visible_sites

_MILLION = 10**PLACES


class Heap(NamedTuple):
    """Sites of one cell: how many, and the sums of their longitudes and latitudes in millionths of a degree."""

    x: int
    y: int
    sites: int
    longitudes: int
    latitudes: int


def site_map(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The sites that the filters leave, as GeoJSON: at most 500 features, each a site or a cluster (MapSerializer).

    `bbox` and `zoom` (0 to ZOOM) choose the cells. The features' counts add up to the count of the list with the same
    filters and box; sites without a place are in neither. Raises ValidationError by parameter.
    """
    check_names(params, SiteFilter.base_filters.keys() | {"zoom"})
    zoom = _zoom(params)
    try:
        box = clipped(read_box(params["bbox"])) if params.get("bbox") else BRITAIN
    except ValidationError as error:
        raise ValidationError({"bbox": error.messages}) from None
    level = level_for(box, zoom)
    found = sites.found(user, without(params, "zoom")).filter(latitude__isnull=False)
    narrowed = any(params[name] for name in params if name not in ("zoom", "bbox"))
    if narrowed:
        heaps = _counted(found, level)
    else:  # the database keeps the counts of the sites that everybody sees; the few others are counted
        heaps = _kept(visible_sites(user).filter(sensitive=False), box, level) + _counted(found.filter(sensitive=True), level)
    cells: dict[tuple[int, int], Heap] = {}
    for heap in heaps:
        held = cells.get((heap.y, heap.x))
        cells[heap.y, heap.x] = heap if held is None else Heap(heap.x, heap.y, *(a + b for a, b in zip(held[2:], heap[2:], strict=True)))
    read = [cells[key] for key in sorted(cells, key=lambda key: (-key[0], key[1]))]  # as one reads: from the north-west
    named = _named(found, [heap for heap in read if heap.sites == 1])
    return {
        "type": "FeatureCollection",
        "bbox": list(box),
        "zoom": zoom,
        "cell": list(size(level)),
        "count": sum(heap.sites for heap in read),
        "features": [_feature(heap, level, named) for heap in read],
    }


def without(params: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """The parameters of a question but these; one asked twice keeps both its values."""
    if not isinstance(params, QueryDict):
        return {name: value for name, value in params.items() if name not in names}
    left = params.copy()
    for name in names:
        left.pop(name, None)
    return left


def _zoom(params: Mapping[str, Any]) -> int:
    text = str(params.get("zoom") or "10")
    if not text.isdecimal() or not text.isascii() or int(text[:4]) > ZOOM:
        raise refuse("zoom", f"Give a whole number from 0 to {ZOOM}.")
    return int(text)


def _counted(found: QuerySet[Site], level: int) -> list[Heap]:
    """Count the sites themselves, cell by cell."""
    width, height = size(level)

    def cell(name: str, half: int, side: float) -> Cast:
        return Cast(Floor((F(name) + Value(float(half))) / Value(side, output_field=FloatField())), IntegerField())

    def total(name: str) -> Sum:
        return Sum(Cast(Round(F(name) * Value(float(_MILLION))), BigIntegerField()))

    rows = found.order_by().values(x=cell("longitude", 180, width), y=cell("latitude", 90, height))
    counted = rows.annotate(sites=Count("pk"), longitudes=total("longitude"), latitudes=total("latitude"))
    return [Heap(*map(int, row)) for row in counted.values_list("x", "y", "sites", "longitudes", "latitudes")]


def _kept(rows: QuerySet[Site], box: Box, level: int) -> list[Heap]:
    """The kept counts of the cells that are whole in the box, and a count of the sites on its rim."""
    kept = kept_level(level)
    if kept is None:
        return _counted(rows.filter(in_box(box)), level)
    inner = within(box, kept)
    if not inner.count:
        return _counted(rows.filter(in_box(box)), level)
    step = 2 ** (kept - level)
    cells = SiteCell.objects.filter(level=kept, x__gte=inner.left, x__lte=inner.right, y__gte=inner.bottom, y__lte=inner.top, count__gt=0)
    sums = (
        cells.order_by().values(across=F("x") / step, up=F("y") / step).annotate(sites=Sum("count"), east=Sum("longitudes"), north=Sum("latitudes"))
    )
    heaps = [Heap(*map(int, row)) for row in sums.values_list("across", "up", "sites", "east", "north")]
    return heaps + _counted(_rim(rows, box, inner), level)


def _rim(rows: QuerySet[Site], box: Box, inner: Range) -> QuerySet[Site]:
    left, bottom, right, top = inner.box
    around = Q()
    for strip in strips(box, inner):
        around |= in_box(strip, always_by_index=True)
    return rows.filter(around).exclude(longitude__gte=left, longitude__lt=right, latitude__gte=bottom, latitude__lt=top)


def _named(found: QuerySet[Site], alone: Iterable[Heap]) -> dict[tuple[int, int], dict[str, Any]]:
    """The sites that stand alone in their cells, by their places in millionths of a degree."""
    places = {(heap.longitudes, heap.latitudes) for heap in alone}
    if not places:
        return {}
    here = found.order_by().filter(longitude__in={x / _MILLION for x, _ in places}, latitude__in={y / _MILLION for _, y in places})
    rows = here.values_list("longitude", "latitude", "pk", "ref", "name", "organisation__name", "outside_london")
    names = ("id", "ref", "name", "organisation", "outside_london")
    return {(round(x * _MILLION), round(y * _MILLION)): dict(zip(names, values, strict=True)) for x, y, *values in rows}


def _feature(heap: Heap, level: int, named: Mapping[tuple[int, int], dict[str, Any]]) -> dict[str, Any]:
    """A site with its name and address, or a cluster with the box of its cell, into which a map can zoom."""
    at = [round(heap.longitudes / heap.sites / _MILLION, PLACES), round(heap.latitudes / heap.sites / _MILLION, PLACES)]
    feature: dict[str, Any] = {"type": "Feature", "geometry": {"type": "Point", "coordinates": at}}
    site = named.get((heap.longitudes, heap.latitudes)) if heap.sites == 1 else None
    if site:
        return {**feature, "id": site["id"], "properties": {"count": 1, "url": f"/api/v1/sites/{site['id']}/", **site}}
    edges = [round(edge, 9) for edge in Range(level, heap.x, heap.y, heap.x, heap.y).box]
    return {**feature, "bbox": edges, "properties": {"count": heap.sites}}


def borough_outlines(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The outlines of London's boroughs as GeoJSON, by which points are told apart; `source` says whose they are."""
    require(user, Permission.PROGRAMME_VIEW)
    check_names(params, ())
    return remembered("borough_outlines", user, _outlines)


def _outlines() -> dict[str, Any]:
    rows = AreaOutline.objects.values_list("area_id", "area__name", "area__gss_code", "geometry", "source").order_by("area__name")
    return {
        "type": "FeatureCollection",
        "source": "; ".join(sorted({row[4] for row in rows if row[4]})),
        "features": [
            {"type": "Feature", "id": str(pk), "geometry": geometry, "properties": {"name": name, "gss_code": code}}
            for pk, name, code, geometry, _ in rows
        ],
    }


def boroughs() -> Boroughs:
    """Every borough with an outline, by its id."""
    return Boroughs(AreaOutline.objects.order_by("area__name").values_list("area_id", "geometry"))


def keeper(email: str = "") -> User | None:
    """Who loads outlines at the command line: the person named, or the first administrator by e-mail address."""
    people = User.objects.filter(is_active=True).order_by("email")
    if email:
        return people.filter(email__iexact=email).first()
    return people.filter(memberships__in=Membership.objects.current().filter(role=Role.ADMINISTRATOR)).first()


def outlines_are() -> str:
    """Whose the outlines of boroughs are; empty where there are none."""
    return AreaOutline.objects.values_list("source", flat=True).first() or ""
