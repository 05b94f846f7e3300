"""Shapes of where sites are, and what their placing takes in."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from devo_portal.core.shapes import Answering, Finish, Part

from ..rules import grid

_NUMBER = {"type": "number"}
_POINT = {
    "latitude": {"type": "number", "description": "Degrees north, WGS84."},
    "longitude": {"type": "number", "description": "Degrees east, WGS84."},
    "outside_london": {"type": ["boolean", "null"], "description": "Null where no outline of a borough is loaded to tell by."},
    "borough_differs": {"type": "boolean", "description": "The borough that is named is not the one that the point is in."},
}
_WHOLE = {
    **_POINT,
    "borough": {
        "type": ["object", "null"],
        "required": ["id", "name", "gss_code"],
        "properties": {"id": {"type": "string", "format": "uuid"}, "name": {"type": "string"}, "gss_code": {"type": "string"}},
        "description": "The borough that the point is in, by outline.",
    },
    "easting": {"type": "number", "description": "Metres, British National Grid (EPSG:27700); right to a few metres."},
    "northing": _NUMBER,
    "grid_reference": {"type": "string"},
    "outline": {"type": ["object", "null"], "description": "GeoJSON Polygon or MultiPolygon."},
    "source": {"type": "string"},
}


@extend_schema_field({"type": ["object", "null"], "required": list(_POINT), "properties": _POINT})
class Place(Part):
    """Where a site is, as a list says it. Null where it has no place."""

    def paths(self) -> Sequence[str]:
        return ["latitude", "longitude", "outside_london", "area_id", "located_in_id"]

    def finisher(self, answering: Answering) -> Finish:
        latitude, longitude, outside, named, found = (answering.at[path] for path in self.paths()[:5])

        def finish(row: Any) -> Any:
            if row[latitude] is None:
                return None
            differs = row[named] is not None and (row[found] is not None or row[outside] is True) and row[named] != row[found]
            return {"latitude": row[latitude], "longitude": row[longitude], "outside_london": row[outside], "borough_differs": differs}

        return finish


@extend_schema_field({"type": ["object", "null"], "required": list(_WHOLE), "properties": _WHOLE})
class WholePlace(Place):
    """Where a site is, with its outline and its place on the British National Grid."""

    def paths(self) -> Sequence[str]:
        return [*super().paths(), "located_in__name", "located_in__gss_code", "outline", "location_source"]

    def finisher(self, answering: Answering) -> Finish:
        brief = super().finisher(answering)
        found, name, code, outline, source = (answering.at[path] for path in self.paths()[4:])

        def finish(row: Any) -> Any:
            place = brief(row)
            if place is None:
                return None
            easting, northing = grid.to_grid(place["latitude"], place["longitude"])
            return {
                **place,
                "borough": {"id": row[found], "name": row[name], "gss_code": row[code]} if row[found] else None,
                "easting": easting,
                "northing": northing,
                "grid_reference": grid.reference(easting, northing),
                "outline": row[outline],
                "source": row[source],
            }

        return finish


class PlaceInput(serializers.Serializer):
    """The point in one of three ways, or none; the outline. What is left out stays as it is, and null takes it away."""

    latitude = serializers.FloatField(required=False, allow_null=True, help_text="Degrees north, WGS84; with `longitude`.")
    longitude = serializers.FloatField(required=False, allow_null=True)
    easting = serializers.FloatField(required=False, allow_null=True, help_text="Metres, EPSG:27700; with `northing`.")
    northing = serializers.FloatField(required=False, allow_null=True)
    grid_reference = serializers.CharField(
        required=False, allow_blank=True, allow_null=True, max_length=40, help_text="Such as TQ 33 89: the middle of the square that it names."
    )
    outline = serializers.JSONField(required=False, allow_null=True, help_text="GeoJSON Polygon or MultiPolygon, WGS84.")
    location_source = serializers.CharField(required=False, allow_blank=True, max_length=200)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, help_text="Why; kept in the history.")

    def to_internal_value(self, data: Any) -> Any:
        if unknown := {name: ["There is no such field to write."] for name in data if name not in self.fields}:
            raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)


class _Geometry(serializers.Serializer):
    type = serializers.CharField()
    coordinates = serializers.ListField(child=serializers.JSONField())


class _MapProperties(serializers.Serializer):
    count = serializers.IntegerField(help_text="Sites that the feature stands for.")
    id = serializers.UUIDField(required=False, help_text="These only where it is one site.")
    ref = serializers.CharField(required=False)
    name = serializers.CharField(required=False)
    organisation = serializers.CharField(required=False)
    outside_london = serializers.BooleanField(required=False, allow_null=True)
    url = serializers.CharField(required=False)


class _MapFeature(serializers.Serializer):
    type = serializers.CharField()
    id = serializers.UUIDField(required=False)
    bbox = serializers.ListField(child=serializers.FloatField(), required=False, help_text="Of a cluster: its cell, into which a map can zoom.")
    geometry = _Geometry()
    properties = _MapProperties()


class MapSerializer(serializers.Serializer):
    """GeoJSON of the sites that the filters leave: 500 features at most, each a site or a cluster."""

    type = serializers.CharField()
    bbox = serializers.ListField(child=serializers.FloatField(), help_text="What was asked for, as far as it is in Great Britain.")
    zoom = serializers.IntegerField()
    cell = serializers.ListField(child=serializers.FloatField(), help_text="Width and height of a cell, in degrees.")
    count = serializers.IntegerField(help_text="Sites of all features: as many as the list has with the same filters and box.")
    features = _MapFeature(many=True)


class OutlinesSerializer(serializers.Serializer):
    """GeoJSON of the boroughs."""

    type = serializers.CharField()
    source = serializers.CharField()
    features = serializers.ListField(child=serializers.JSONField())
