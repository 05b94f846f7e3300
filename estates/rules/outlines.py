"""Outlines of sites and boroughs: GeoJSON in longitude and latitude (RFC 7946), checked and put right by shapely."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.core.exceptions import ValidationError

from . import grid

TEXT_LIMIT = 500_000  # bytes of GeoJSON
POSITIONS = 5_000  # of an outline: a hospital's has fewer than a hundred
SHAPE_LIMIT = 20_000  # characters of a shape in an address
Box = tuple[float, float, float, float]  # west, south, east, north, in degrees


def read_outline(given: Any) -> dict[str, Any]:
    """A Polygon or MultiPolygon as it is kept: two coordinates to a position, six places, outer rings anticlockwise.

    Takes the GeoJSON as text, bytes or an object, or a Feature that holds it. Raises ValidationError in plain words.
    """
    geometry = _geometry(given)
    kind = geometry.get("type")
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValidationError(f"An outline is a Polygon or a MultiPolygon; this is {f'a {kind}' if kind else 'of no type'}.")
    listed = geometry.get("coordinates")
    polygons = [listed] if kind == "Polygon" else listed
    if not isinstance(polygons, list) or not polygons:
        raise ValidationError("The outline has no coordinates.")
    counted, rings = 0, []
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise ValidationError("A polygon of the outline has no ring.")
        rings.append([_ring(ring) for ring in polygon])
        counted += sum(len(ring) for ring in rings[-1])
        if counted > POSITIONS:
            raise ValidationError(f"An outline may have {POSITIONS:,} positions at most: simplify it.")
    return _whole(rings)


def _geometry(given: Any) -> Mapping[str, Any]:
    if isinstance(given, str | bytes):
        if len(given) > TEXT_LIMIT:
            raise ValidationError(f"An outline may be {TEXT_LIMIT // 1000:,} kB at most: simplify it.")
        try:
            given = orjson.loads(given)
        except orjson.JSONDecodeError:
            raise ValidationError("This is not GeoJSON: the text cannot be read as JSON.") from None
    if isinstance(given, Mapping) and given.get("type") == "FeatureCollection":
        features = given.get("features")
        if not isinstance(features, list) or len(features) != 1:
            raise ValidationError("Give one outline: this is a collection of several features, or of none.")
        given = features[0]
    if isinstance(given, Mapping) and given.get("type") == "Feature":
        given = given.get("geometry")
    if not isinstance(given, Mapping):
        raise ValidationError("This is not GeoJSON: give an object with a type and coordinates.")
    return given


def _ring(given: Any) -> list[tuple[float, float]]:
    if not isinstance(given, list) or len(given) < 4:
        raise ValidationError("A ring has four positions at least, the last the same as the first.")
    ring = []
    for position in given:
        if not isinstance(position, list) or len(position) not in (2, 3) or not all(type(each) in (int, float) for each in position):
            raise ValidationError("A position is a longitude and a latitude, both numbers.")
        longitude, latitude = float(position[0]), float(position[1])
        if not (grid.WEST <= longitude <= grid.EAST and grid.SOUTH <= latitude <= grid.NORTH):
            raise ValidationError(
                f"The position {longitude:g}, {latitude:g} is not in Great Britain. GeoJSON gives the longitude first, in degrees (WGS84)."
            )
        ring.append((round(longitude, grid.PLACES), round(latitude, grid.PLACES)))
    if ring[0] != ring[-1]:
        raise ValidationError("A ring is not closed: its last position must be the same as its first.")
    return ring


def _whole(rings: list[list[list[tuple[float, float]]]]) -> dict[str, Any]:
    import shapely

    try:
        polygons = [shapely.Polygon(outer, holes) for outer, *holes in rings]
    except (ValueError, shapely.errors.GEOSException):
        raise ValidationError("A ring of the outline has no area.") from None
    shape = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    if not shape.is_valid:
        raise ValidationError(f"The outline is not sound: {_fault(shapely.is_valid_reason(shape))}.")
    if not shape.area:
        raise ValidationError("The outline has no area.")
    return orjson.loads(shapely.to_geojson(shapely.orient_polygons(shape)))


def _fault(reason: str) -> str:
    """What GEOS says, in words: `Self-intersection[-0.1 51.5]`."""
    said, _, at = reason.partition("[")
    words = {
        "Self-intersection": "it crosses itself",
        "Ring Self-intersection": "a ring touches or crosses itself",
        "Hole lies outside shell": "a hole lies outside its ring",
        "Holes are nested": "one hole lies within another",
        "Nested shells": "one part lies within another",
        "Interior is disconnected": "its holes cut it in two",
        "Too few points in geometry component": "a ring has too few different positions",
        "Duplicate Rings": "one ring is given twice",
    }.get(said, said.lower())
    longitude_latitude = at.rstrip("]").split()
    return f"{words}, at {longitude_latitude[0]}, {longitude_latitude[1]}" if len(longitude_latitude) == 2 else words


def shape_of(geometry: Mapping[str, Any]) -> Any:
    """shapely's own, of what `read_outline` answered."""
    import shapely

    return shapely.from_geojson(orjson.dumps(geometry))


def box_of(geometry: Mapping[str, Any]) -> list[float]:
    """West, south, east and north of an outline."""
    return [float(each) for each in shape_of(geometry).bounds]


def inside(geometry: Mapping[str, Any], latitude: float, longitude: float) -> bool:
    """Is the point in the outline, or on its line? To six places, a metre's tenth aside."""
    import shapely

    return bool(shapely.dwithin(shape_of(geometry), shapely.Point(longitude, latitude), 2e-6))


def point_in(geometry: Mapping[str, Any]) -> tuple[float, float]:
    """A latitude and longitude that are surely inside the outline, wherever its middle falls."""
    point = shape_of(geometry).representative_point()
    return round(point.y, grid.PLACES), round(point.x, grid.PLACES)


def read_shape(text: str) -> Any:
    """A shapely geometry of any kind, from GeoJSON or WKT, in degrees, longitude first. Raises ValidationError."""
    import shapely

    if len(text) > SHAPE_LIMIT:
        raise ValidationError(f"A shape in an address may be {SHAPE_LIMIT:,} characters at most.")
    try:
        shape = shapely.from_geojson(text) if text.lstrip().startswith("{") else shapely.from_wkt(text)
    except (ValueError, shapely.errors.ShapelyError):
        raise ValidationError("Give a shape as GeoJSON or as well-known text, such as POLYGON((-0.1 51.5, 0 51.5, 0 51.6, -0.1 51.5)).") from None
    if shape is None or shape.is_empty:
        raise ValidationError("The shape is empty.")
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValidationError("The shape must be in degrees, the longitude first.")
    if not shape.is_valid:
        raise ValidationError(f"The shape is not sound: {_fault(shapely.is_valid_reason(shape))}.")
    return shape


class Boroughs:
    """Which of some areas a point lies in. Made of `(key, GeoJSON geometry)`; a point on a border is the first's."""

    def __init__(self, outlines: Iterable[tuple[Any, Mapping[str, Any]]]) -> None:
        import shapely

        self.keys, self.shapes = [], []
        for key, geometry in outlines:
            self.keys.append(key)
            self.shapes.append(shape_of(geometry))
        shapely.prepare(self.shapes)
        self.tree = shapely.STRtree(self.shapes)

    def __bool__(self) -> bool:
        return bool(self.keys)

    def of(self, latitude: float, longitude: float) -> Any:
        """The key of the area, or None."""
        import shapely

        found = self.tree.query(shapely.Point(longitude, latitude), predicate="intersects")
        return self.keys[min(found)] if len(found) else None


def read_borough(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """A borough's outline, made sound where simplifying made it cross itself: its polygons, without lines that are left over.

    Raises ValidationError for what has none.
    """
    import shapely

    try:
        shape = shapely.set_precision(shapely.make_valid(shapely.from_geojson(orjson.dumps(geometry)), method="structure"), 10.0**-grid.PLACES)
    except (ValueError, shapely.errors.ShapelyError):
        raise ValidationError("An outline of a borough is a GeoJSON Polygon or MultiPolygon.") from None
    polygons = [part for part in shapely.get_parts(shapely.get_parts(shape)) if part.geom_type == "Polygon" and part.area]
    if not polygons:
        raise ValidationError("The outline of a borough has no area.")
    return orjson.loads(shapely.to_geojson(shapely.orient_polygons(shapely.MultiPolygon(polygons) if len(polygons) > 1 else polygons[0])))
