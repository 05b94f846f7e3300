"""Where things are: the outlines of boroughs, and how many sites stand in each cell of the map's grid."""

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce

from devo_portal.core.models import Area, Provenance, Record, tracked

from ..rules.cells import LEVELS
from ..rules.grid import EAST, NORTH, SOUTH, WEST


class Point(Func):
    """PostgreSQL's own point, of a longitude and a latitude."""

    function = "point"
    output_field: Any = models.TextField()  # Django has no field for it, and none is read


class Extent(Func):
    """PostgreSQL's own box, of a longitude and latitude and those of the opposite corner."""

    template = "box(%(expressions)s)"
    output_field: Any = models.TextField()

    def __init__(self, west: Any, south: Any, east: Any, north: Any, **extra: Any) -> None:
        super().__init__(Point(west, south), Point(east, north), **extra)


class Corner(Func):
    """One of the four numbers of an outline's box: 1 is west, 2 south, 3 east, 4 north."""

    template = "(%(expressions)s)[%(place)s]"
    output_field: Any = models.FloatField()

    def __init__(self, place: int, expression: Any = "outline_box", **extra: Any) -> None:
        super().__init__(expression, place=place, **extra)


def site_extent() -> Extent:
    """What a site covers: its outline's box, or its point. One index finds either."""
    point = ("longitude", "latitude", "longitude", "latitude")
    return Extent(*(Coalesce(Corner(place), F(name)) for place, name in enumerate(point, 1)))


class Placed(models.Model):
    """Where a site is. `located_in` and `outside_london` are the portal's own finding, from the point; services keep them."""

    latitude = models.FloatField(null=True, blank=True, help_text="Degrees north, WGS84, to six places.")
    longitude = models.FloatField(null=True, blank=True, help_text="Degrees east, WGS84, to six places; west of Greenwich it is below 0.")
    outline = models.JSONField(null=True, blank=True, help_text="GeoJSON Polygon or MultiPolygon (RFC 7946).")
    outline_box = ArrayField(models.FloatField(), size=4, null=True, blank=True, editable=False)  # west, south, east, north; found with an index
    location_source = models.CharField(
        "source of the place", max_length=200, blank=True, db_default="", help_text="Where the place comes from, such as a title plan or a postcode."
    )
    located_in = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="borough by outline"
    )
    outside_london = models.BooleanField(
        "outside Greater London", null=True, blank=True, editable=False
    )  # null where there is no point, or no outline to tell by

    class Meta:
        abstract = True


def _bounded(name: str, low: float, high: float) -> Q:
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": low, f"{name}__lte": high})


PLACE_RULES = [
    models.CheckConstraint(
        condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
        name="estates_site_point_whole",
        violation_error_message="A point has a latitude and a longitude.",
    ),
    models.CheckConstraint(
        condition=_bounded("latitude", SOUTH, NORTH) & _bounded("longitude", WEST, EAST),
        name="estates_site_in_britain",
        violation_error_message="The point is not in Great Britain.",
    ),
    models.CheckConstraint(
        condition=Q(outline__isnull=True, outline_box=None) | Q(outline__isnull=False, outline_box__len=4, latitude__isnull=False),
        name="estates_site_outline_has_point",
        violation_error_message="An outline has a point in it, and its box beside it.",
    ),
    models.CheckConstraint(
        condition=Q(located_in=None) | Q(latitude__isnull=False, outside_london=False),
        name="estates_site_located_by_point",
        violation_error_message="Only a point says which borough a site is in.",
    ),
]


def _cell_of(rows: str, step: int) -> str:
    return f"SELECT {step} AS step, longitude, latitude FROM {rows} WHERE latitude IS NOT NULL AND NOT sensitive AND removed_on IS NULL"  # noqa: S608  # names are this file's own


# Sums in millionths of a degree are whole numbers: they come out even, whatever the order of the writes.
_KEEP = """
        INSERT INTO estates_sitecell AS held (level, x, y, count, longitudes, latitudes)
        SELECT level, floor((longitude + 180) / (360 / 2 ^ level)), floor((latitude + 90) / (225 / 2 ^ level)),
               sum(step), sum(step * round(longitude * 1000000)::bigint), sum(step * round(latitude * 1000000)::bigint)
          FROM ({rows}) moved CROSS JOIN unnest(ARRAY[{levels}]) AS level
         GROUP BY 1, 2, 3
        HAVING sum(step) <> 0 OR sum(step * round(longitude * 1000000)::bigint) <> 0 OR sum(step * round(latitude * 1000000)::bigint) <> 0
         ORDER BY 1, 2, 3
        ON CONFLICT (level, x, y) DO UPDATE
           SET count = held.count + EXCLUDED.count, longitudes = held.longitudes + EXCLUDED.longitudes,
               latitudes = held.latitudes + EXCLUDED.latitudes;
        RETURN NULL;
"""


def _keep(name: str, operation: Any, *rows: str, **referencing: str) -> pgtrigger.Trigger:
    levels = ", ".join(map(str, LEVELS))
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**referencing),
        func=_KEEP.format(rows=" UNION ALL ".join(rows), levels=levels),
    )


# Which sites a cell counts is said in `_cell_of` alone: those that everybody may see.
COUNT_CELLS = (
    _keep("cells_insert", pgtrigger.Insert, _cell_of("came", 1), new="came"),
    _keep("cells_update", pgtrigger.Update, _cell_of("was", -1), _cell_of("came", 1), old="was", new="came"),
    _keep("cells_delete", pgtrigger.Delete, _cell_of("was", -1), old="was"),
)


class SiteCell(models.Model):
    """How many sites stand in a cell of the map's grid, and where their middle is. The triggers of sites keep it, whoever writes.

    A working paper: it can be made again from the sites at any time, and has no history of its own.
    """

    pk = models.CompositePrimaryKey("level", "x", "y")
    level = models.SmallIntegerField()
    x = models.IntegerField()
    y = models.IntegerField()
    count = models.IntegerField()
    longitudes = models.BigIntegerField(help_text="Their sum, in millionths of a degree.")
    latitudes = models.BigIntegerField(help_text="Their sum, in millionths of a degree.")

    def __str__(self) -> str:
        return f"{self.count} sites in cell {self.x}, {self.y} of level {self.level}"


@tracked()
class AreaOutline(Provenance, Record):
    """The outline of a borough, by which a point tells its borough."""

    REF_PREFIX = "ARO"

    area = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="outline")
    geometry = models.JSONField(help_text="GeoJSON Polygon or MultiPolygon, in degrees (WGS84).")

    class Meta:
        ordering = ["area__name"]

    def __str__(self) -> str:
        return f"Outline of {self.area}"
