"""What may be asked of where sites are. Each is a filter of the list, of its figures, of the map and of the page."""

import math
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Func, Q, QuerySet
from django.db.models.functions import Cos, Power, Radians

from devo_portal.core.filters import django_filters
from devo_portal.core.models import Area

from ..models.places import Extent, site_extent
from ..rules.outlines import Box, read_shape, shape_of

FARTHEST = 100_000  # metres: beyond it the way of measuring is no longer right to a metre in ten kilometres
CANDIDATES = 20_000  # sites whose extent a shape touches, each of which is compared with it whole
_WIDE = 0.02  # square degrees, about 150 km²: an index by place serves a smaller box, and the list's own order a larger one
_MAJOR, _SQUARE = 6378137.0, 0.0066943799901413165  # WGS84: equatorial radius in metres, eccentricity squared


class _Overlaps(Func):
    template = "%(expressions)s"
    arg_joiner = " && "
    output_field: Any = BooleanField()
    conditional = True


def covering(box: Box) -> Q:
    """Sites whose outline's box or point has something of the box: what the index knows, a millionth of a degree more."""
    return Q(_Overlaps(site_extent(), Extent(*box))) & Q(longitude__isnull=False)


def in_box(box: Box, *, always_by_index: bool = False) -> Q:
    """Sites whose point is in the box, its edges included."""
    west, south, east, north = box
    inside = Q(longitude__gte=west, longitude__lte=east, latitude__gte=south, latitude__lte=north)
    return covering(box) & inside if always_by_index or (east - west) * (north - south) < _WIDE else inside


def numbers(text: str, names: str) -> list[float]:
    """The numbers of `0.1,51.5`, as many as there are names. Raises ValidationError."""
    wanted = names.split(", ")
    try:
        found = [float(each) for each in text.split(",")]
    except ValueError:
        found = []
    if len(found) != len(wanted) or not all(map(math.isfinite, found)):
        raise ValidationError(f"Give {len(wanted)} numbers with commas between them: {names}.")
    return found


def read_box(text: str) -> Box:
    """`west,south,east,north` in degrees. Raises ValidationError."""
    west, south, east, north = numbers(text, "west, south, east, north")
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= 90 and -90 <= north <= 90):
        raise ValidationError("Give degrees: longitudes from -180 to 180, latitudes from -90 to 90.")
    if west > east or south > north:
        raise ValidationError("West comes before east, and south before north.")
    return west, south, east, north


class BoxField(forms.CharField):
    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return read_box(text) if text else None


class InBox(django_filters.Filter):
    """`?bbox=west,south,east,north`: sites whose point is in the box."""

    field_class = BoxField

    def filter(self, qs: QuerySet[Any], value: Box | None) -> QuerySet[Any]:
        return qs.filter(in_box(value)) if value else qs


class Around(NamedTuple):
    latitude: float
    longitude: float
    metres: float

    @property
    def radii(self) -> tuple[float, float]:
        """Metres to a radian northwards, and eastwards on the equator's side of the cosine, at this latitude of the ellipsoid."""
        bend = 1 - _SQUARE * math.sin(math.radians(self.latitude)) ** 2
        return _MAJOR * (1 - _SQUARE) / bend**1.5, _MAJOR / math.sqrt(bend)

    @property
    def box(self) -> Box:
        """A box that surely holds the circle."""
        north, east = self.radii
        up = math.degrees(self.metres / north) * 1.001 + 1e-6
        farthest = min(abs(self.latitude) + up, 89.9)
        aside = math.degrees(self.metres / (east * math.cos(math.radians(farthest)))) * 1.001 + 1e-6
        return self.longitude - aside, self.latitude - up, self.longitude + aside, self.latitude + up


class AroundField(forms.CharField):
    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        asked = Around(*numbers(text, "latitude, longitude, metres"))
        if not (-85 <= asked.latitude <= 85 and -180 <= asked.longitude <= 180):
            raise ValidationError("Give the latitude first, then the longitude, both in degrees.")
        if not 0 < asked.metres <= FARTHEST:
            raise ValidationError(f"Give a distance of more than 0 and at most {FARTHEST:,} metres.")
        return asked


class WithinMetres(django_filters.Filter):
    """`?within_m=latitude,longitude,metres`: sites whose point is no farther, over the ellipsoid, to a part in ten thousand."""

    field_class = AroundField

    def filter(self, qs: QuerySet[Any], value: Around | None) -> QuerySet[Any]:
        if not value:
            return qs
        north, east = value.radii
        up = Radians(F("latitude") - value.latitude) * north
        aside = Radians(F("longitude") - value.longitude) * Cos(Radians((F("latitude") + value.latitude) / 2)) * east
        near = qs.filter(in_box(value.box))
        return near.alias(squared=Power(up, 2) + Power(aside, 2)).filter(squared__lte=value.metres**2)


class ShapeField(forms.CharField):
    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return read_shape(text) if text else None


class Intersects(django_filters.Filter):
    """`?intersects=<GeoJSON or WKT>`: sites whose outline, or point where there is none, has something of the shape.

    The database finds those whose extent touches the shape's box, and shapely compares each with it: CANDIDATES at most,
    beyond which the question is refused (400), for its answer would take seconds.
    """

    field_class = ShapeField

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if value is None:
            return qs
        import shapely

        found = list(qs.filter(covering(value.bounds)).order_by().values_list("pk", "longitude", "latitude", "outline")[: CANDIDATES + 1])
        if len(found) > CANDIDATES:
            said = f"The shape’s box has more than {CANDIDATES:,} sites. Ask for a smaller one, for a borough, or with other filters beside it."
            raise ValidationError({"intersects": [said]})
        shapely.prepare(value)
        points = [row for row in found if row[3] is None]
        touched = shapely.intersects_xy(value, [row[1] for row in points], [row[2] for row in points]) if points else []
        kept = [row[0] for row, touches in zip(points, touched, strict=True) if touches]
        kept += [row[0] for row in found if row[3] is not None and value.intersects(shape_of(row[3]))]
        return qs.filter(pk__in=kept)


class BoroughField(forms.CharField):
    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = Area.objects.filter(Q(gss_code__iexact=text) | Q(name__iexact=text), kind=Area.Kind.AUTHORITY).first()
        if found is None:
            raise ValidationError(f"There is no borough “{text[:40]}”. Give its code, such as E09000014, or its name.")
        return found


class InBorough(django_filters.Filter):
    """`?borough=E09000014` or its name: sites whose point is in the borough's outline; without a point, those said to be in it."""

    field_class = BoroughField

    def filter(self, qs: QuerySet[Any], value: Area | None) -> QuerySet[Any]:
        return qs.filter(Q(located_in=value) | Q(latitude__isnull=True, area=value)) if value else qs


def borough_differs() -> Q:
    """The borough that is named is not the one that the point is in."""
    return (Q(located_in__isnull=False, area__isnull=False) & ~Q(area=F("located_in"))) | Q(outside_london=True, area__isnull=False)
