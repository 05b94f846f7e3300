"""The outlines of London's boroughs as SVG, drawn from the npm package vega-datasets, which `npm run build` copies beside the styles.

Boundaries: London Datastore. Contains National Statistics data and Ordnance Survey data, Crown copyright and database
right 2015.
"""

from collections.abc import Iterator
from functools import lru_cache
from math import cos, radians
from typing import NamedTuple

import orjson
from django.conf import settings

FILE = settings.BASE_DIR / "static" / "build" / "londonBoroughs.json"
WIDTH = 720

Point = tuple[float, float]


class Outline(NamedTuple):
    """`path` is the `d` of an SVG path; `at` is where a label stands."""

    name: str
    path: str
    at: Point


@lru_cache(maxsize=1)
def outlines() -> tuple[int, tuple[Outline, ...]]:
    """The height of the drawing, WIDTH wide, and an outline for each of the 33 authorities. No outline where the file is not built."""
    if not FILE.exists():
        return 0, ()
    west, south, east, north = orjson.loads(FILE.read_bytes())["bbox"]
    squeeze = cos(radians((south + north) / 2))  # a degree of longitude is shorter than one of latitude
    scale = WIDTH / ((east - west) * squeeze)

    def drawn(point: Point) -> Point:
        return (point[0] - west) * squeeze * scale, (north - point[1]) * scale

    shapes = []
    for name, polygons in boroughs():
        rings = [[drawn(point) for point in ring] for polygon in polygons for ring in polygon]
        path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in rings)
        shapes.append(Outline(name, path, _middle(max(rings, key=_area))))
    return round((north - south) * scale), tuple(sorted(shapes))


def boroughs() -> Iterator[tuple[str, list[list[list[Point]]]]]:
    """Each authority's name and its polygons: rings of longitude and latitude, the outer one first. Nothing where the file is not built."""
    if not FILE.exists():
        return
    topology = orjson.loads(FILE.read_bytes())
    arcs = [_walked(arc, topology["transform"]) for arc in topology["arcs"]]
    for geometry in topology["objects"]["boroughs"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        yield geometry["id"], [[_ring(ring, arcs) for ring in polygon] for polygon in polygons]


def _walked(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    """An arc's steps as longitude and latitude."""
    (kx, ky), (dx, dy), x, y, points = transform["scale"], transform["translate"], 0, 0, []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((x * kx + dx, y * ky + dy))
    return points


def _ring(indices: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Arcs joined end to end; a negative number is that arc backwards."""
    points: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def _turns(ring: list[Point]) -> list[tuple[Point, Point, float]]:
    return [(one, other, one[0] * other[1] - other[0] * one[1]) for one, other in zip(ring, ring[1:] + ring[:1], strict=True)]


def _area(ring: list[Point]) -> float:
    return abs(sum(turn for _, _, turn in _turns(ring))) / 2


def _middle(ring: list[Point]) -> Point:
    """The centre of gravity of a ring."""
    turns = _turns(ring)
    twice = sum(turn for _, _, turn in turns) or 1.0
    x = sum((one[0] + other[0]) * turn for one, other, turn in turns) / (3 * twice)
    y = sum((one[1] + other[1]) * turn for one, other, turn in turns) / (3 * twice)
    return x, y
