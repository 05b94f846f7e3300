"""The British National Grid, in and out of latitude and longitude (WGS84).

The two are joined by Ordnance Survey's seven-parameter transformation (EPSG:1314, “OSGB36 to WGS 84 (6)”) and the
National Grid's projection (EPSG:27700). It is right to a few metres: about 2 m as a rule, 5 m at worst. The grid of
corrections that is right to 0.1 m (OSTN15) comes with no package and is not used, even where a machine has it: the
same place must answer the same everywhere.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError

SOUTH, NORTH, WEST, EAST = 49.8, 60.9, -8.7, 1.8  # degrees: Great Britain, with room around it
PLACES = 6  # of a degree: 0.11 m
ACCURACY = "Worked out by Ordnance Survey’s seven-parameter transformation, which may be some metres off: 2 as a rule, 5 at worst."

_PIPELINE = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3 +step +proj=cart +ellps=WGS84 "
    "+step +inv +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489 +convention=position_vector "
    "+step +inv +proj=cart +ellps=airy +step +proj=pop +v_3 "
    "+step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy"
)
_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"  # of 25 squares in five rows from the north-west; there is no I
_REFERENCE = re.compile(r"([A-HJ-Z])([A-HJ-Z])((?:[0-9]{2}){1,5})")


@lru_cache(maxsize=1)
def _pipeline() -> Any:
    from pyproj import Transformer  # takes a tenth of a second; most processes never need it

    return Transformer.from_pipeline(_PIPELINE)


def to_grid(latitude: float, longitude: float) -> tuple[float, float]:
    """Easting and northing in metres, to the centimetre."""
    easting, northing = _pipeline().transform(longitude, latitude)
    return round(easting, 2), round(northing, 2)


def from_grid(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude, to six places. Raises ValidationError for what lies outside Great Britain."""
    longitude, latitude = _pipeline().transform(easting, northing, direction="INVERSE")
    return in_britain(latitude, longitude, {"easting": "That easting and northing are", "northing": ""})


def in_britain(latitude: float, longitude: float, blamed: dict[str, str] | None = None) -> tuple[float, float]:
    """The two, to six places. Raises ValidationError, by field, for a point that is not in Great Britain."""
    if SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST:
        return round(latitude, PLACES), round(longitude, PLACES)
    if blamed:
        raise ValidationError({field: f"{words} not in Great Britain." for field, words in blamed.items() if words})
    errors = {}
    if not SOUTH <= latitude <= NORTH:
        errors["latitude"] = f"In Great Britain, a latitude is from {SOUTH} to {NORTH} degrees north; this is {latitude:g}."
    if not WEST <= longitude <= EAST:
        errors["longitude"] = f"In Great Britain, a longitude is from {WEST} to {EAST} degrees, west of Greenwich below 0; this is {longitude:g}."
    if SOUTH <= longitude <= NORTH and WEST <= latitude <= EAST:
        errors = {"latitude": "The latitude and the longitude stand in each other’s place."}
    raise ValidationError(errors)


def reference(easting: float, northing: float, figures: int = 5) -> str:
    """A grid reference: `TQ 33012 89771` names a square metre. Empty for what the grid's letters do not reach."""
    if not (0 <= easting < 700_000 and 0 <= northing < 1_300_000):
        return ""
    east, north = int(easting // 100_000), int(northing // 100_000)
    first = (19 - north) - (19 - north) % 5 + (east + 10) // 5
    second = (19 - north) * 5 % 25 + east % 5
    step = 10 ** (5 - figures)
    return f"{_LETTERS[first]}{_LETTERS[second]} {int(easting % 100_000) // step:0{figures}} {int(northing % 100_000) // step:0{figures}}"


def read_reference(text: str) -> tuple[float, float]:
    """The easting and northing of the middle of the square that a reference names: `TQ 33 89` is a square kilometre.

    Raises ValidationError.
    """
    found = _REFERENCE.fullmatch("".join(text.upper().split()))
    if not found:
        raise ValidationError(f"“{text[:40]}” is no grid reference: give two letters and an even number of figures, such as TQ 330 897.")
    first, second = (_LETTERS.index(letter) for letter in found.group(1, 2))
    east, north = (first - 2) % 5 * 5 + second % 5, 19 - first // 5 * 5 - second // 5
    figures = len(found[3]) // 2
    if not (0 <= east < 7 and 0 <= north < 13):
        raise ValidationError(f"The letters {found[1]}{found[2]} are of no square of Great Britain’s grid.")
    step = 10 ** (5 - figures)
    return (east * 100_000 + int(found[3][:figures]) * step + step / 2, north * 100_000 + int(found[3][figures:]) * step + step / 2)


def read_point(given: dict[str, Any]) -> tuple[float, float] | None:
    """The point that a form or body gives in one of three ways: `latitude` and `longitude`, `easting` and `northing`, or
    `grid_reference`. None where it gives none. Raises ValidationError, by field, for half a point and for two ways at once.
    """
    ways = [way for way in (("latitude", "longitude"), ("easting", "northing"), ("grid_reference",)) if any(_said(given, way))]
    if not ways:
        return None
    if len(ways) > 1:
        raise ValidationError({name: "Give the point in one way only." for way in ways for name in way if given.get(name) not in (None, "")})
    (way,) = ways
    missing = {name: f"Enter the {name} as well." for name, said in zip(way, _said(given, way), strict=True) if not said}
    if missing:
        raise ValidationError(missing)
    if way == ("latitude", "longitude"):
        return in_britain(given["latitude"], given["longitude"])
    if way == ("easting", "northing"):
        return from_grid(given["easting"], given["northing"])
    try:
        return from_grid(*read_reference(given["grid_reference"]))
    except ValidationError as error:
        raise ValidationError({"grid_reference": error.messages}) from None


def _said(given: dict[str, Any], way: Iterable[str]) -> list[bool]:
    return [given.get(name) not in (None, "") for name in way]
