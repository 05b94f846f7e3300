"""What other bodies' files write: days, years, postcodes, ranges, names of councils, places."""

import re
from datetime import date

from django.core.exceptions import ValidationError

from devo_portal.core.dates import parse_day

from .grid import from_grid, in_britain

_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR = re.compile(r"(20[0-9]{2})\s*(?:-|–|/|to)\s*(?:20)?([0-9]{2})")
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
_OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
_RANGE = re.compile(r"([0-9]{1,9})\s*(?:-|–|to)\s*([0-9]{1,9})")
_POINT = re.compile(r"POINT\s*\(\s*(-?[0-9.]+)\s+(-?[0-9.]+)\s*\)", re.IGNORECASE)
_OF_COUNCILS = frozenset({"the", "of", "council", "borough", "royal", "corporation", "city"})


def short(cell: str) -> str:
    return cell if len(cell) <= 40 else f"{cell[:37]}…"


def read_day(cell: str) -> date | None:
    """A day as 20120401, 2012-04-01, 01/04/2012 or 1 April 2012; None for none. Raises ValueError, in words."""
    text = cell.strip()
    if not text:
        return None
    try:
        if found := _DAY.fullmatch(text):
            return date(*map(int, found.groups()))
        return parse_day(text.removesuffix(" 00:00:00").removesuffix("T00:00:00"))
    except (ValueError, ValidationError):
        raise ValueError(f"“{short(text)}” is not a date; expected one such as 2017-03-31, 31/03/2017 or 20170331") from None


def read_year(cell: str) -> str:
    """A financial year as 2019-20, whether the file says so, 2019/20, 2019-2020 or a day in it; "" for none. Raises ValueError, in words."""
    text = cell.strip()
    if not text:
        return ""
    if (found := _YEAR.fullmatch(text)) and (int(found[1]) + 1) % 100 == int(found[2]):
        return f"{found[1]}-{found[2]}"
    try:
        day = read_day(text)
    except ValueError:
        day = None
    if day is None:
        raise ValueError(f"“{short(text)}” is not a financial year; expected one such as 2019-20")
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first}-{(first + 1) % 100:02}"


def read_postcode(cell: str) -> str:
    """A postcode as it is written; "" for none, and for its first half alone, which is all that is published of what stands empty.

    Raises ValueError, in words.
    """
    text = "".join(cell.upper().split())
    if found := _POSTCODE.fullmatch(text):
        return f"{found[1]} {found[2]}"
    if text and not _OUTWARD.fullmatch(text):
        raise ValueError(f"“{short(cell.strip())}” is not a postcode; expected one such as N15 3TH")
    return ""


def read_range(cell: str) -> tuple[str, str]:
    """The least and the most of `10-20`, `10 to 20` or `10`; empty for none. Raises ValueError, in words."""
    text = cell.strip().replace(",", "")
    if not text:
        return "", ""
    found = _RANGE.fullmatch(text)
    least, most = found.groups() if found else (text, text)
    if not (least.isascii() and least.isdigit() and len(least) <= 9) or int(most) < int(least):
        raise ValueError(f"“{short(cell.strip())}” is neither a number nor a range of numbers; expected one such as 10, or 10 to 20")
    return str(int(least)), str(int(most))


def read_point(x: str, y: str) -> tuple[float, float] | None:
    """Latitude and longitude of a file's GeoX and GeoY: degrees east and north, or metres of the British National Grid; None for none.

    Raises ValidationError, by `latitude` and `longitude`, in words without a full stop.
    """
    said, numbers = {"longitude": x.strip().replace(",", ""), "latitude": y.strip().replace(",", "")}, {}
    if not any(said.values()):
        return None
    errors = {}
    for name, text in said.items():
        try:
            numbers[name] = float(text)
        except ValueError:
            errors[name] = f"“{short(text)}” is not a number; expected degrees, or metres of the British National Grid" if text else "is empty"
    if errors:
        raise ValidationError(errors)
    east, north = numbers["longitude"], numbers["latitude"]
    try:
        return in_britain(north, east) if abs(east) <= 180 and abs(north) <= 180 else from_grid(east, north)
    except ValidationError as error:
        raise ValidationError({("latitude" if name == "latitude" else "longitude"): said for name, said in error.message_dict.items()}) from None


def read_wkt(cell: str) -> tuple[str, str]:
    """GeoX and GeoY of `POINT(-0.1 51.5)`; empty for none. Raises ValueError, in words."""
    if not cell.strip():
        return "", ""
    found = _POINT.fullmatch(cell.strip())
    if not found:
        raise ValueError(f"“{short(cell.strip())}” is not a point; expected one such as POINT(-0.1276 51.5072)")
    return found[1], found[2]


def council_key(text: str) -> str:
    """What the names of one council have in common: haringey for Haringey Council, London Borough of Haringey, and an address that ends so."""
    last = text.strip().rstrip("/").rpartition("/")[2]
    words = [word for word in re.findall(r"[a-z0-9]+", last.casefold().replace("&", " and ")) if word not in _OF_COUNCILS]
    return " ".join([word for word in words if word != "london"] or words)
