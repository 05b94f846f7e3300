"""Numbers as returns write them."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from .columns import most, places

NULLS = {"", "not applicable", "no data provided", "n/a"}
_NUMBER = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{1,4}[-/.][0-9A-Za-z]{1,9}[-/.][0-9]{1,4}")
_EXPECTED = {
    "area": "a number of square metres", "land": "a number of hectares", "percent": "a percentage", "pounds": "a number of pounds",
    "thousands": "a number of thousands of pounds",
    "count": "a whole number",
}  # fmt: skip
_YES = {"yes": "true", "y": "true", "true": "true", "no": "false", "n": "false", "false": "false"}
SIGNED = {"finance_cost", "energy_cost"}  # a credit may exceed a cost


@lru_cache(maxsize=65536)
def read_number(text: str, kind: str, signed: bool = False) -> tuple[str | None, str]:
    """`(value, "")` or `(None, what is wrong)`. The value is a plain decimal to the places of its kind, None where
    the return has none. Takes thousands separators, a pound sign and, in a percentage, a percent sign."""
    cell = text.strip()
    if cell.casefold() in NULLS:
        return None, ""
    bare = cell.replace("£", "", 1) if kind in ("pounds", "thousands") else cell.removesuffix("%") if kind == "percent" else cell
    if not _NUMBER.fullmatch(bare.strip()):
        return None, _wrong(cell, kind)
    number = Decimal(bare.replace(",", "").strip())
    if number < 0 and not signed:
        return None, f"“{_short(cell)}” is below nothing; expected {_EXPECTED[kind]}, 0 or more"
    if kind == "count" and number != int(number):
        return None, f"“{_short(cell)}” has a fraction; expected {_EXPECTED[kind]}"
    number = number.quantize(Decimal(1).scaleb(-places(kind)), ROUND_HALF_UP) if abs(number) < most(kind) else number
    if abs(number) >= most(kind):
        return None, f"“{_short(cell)}” is too large; expected {_EXPECTED[kind]} below {most(kind):,}"
    return f"{number + 0:f}", ""


def read_yes(text: str) -> tuple[str | None, str]:
    """`("true", "")` or `("false", "")`; `(None, "")` where the return does not say, `(None, what is wrong)` for anything else."""
    cell = text.strip()
    if cell.casefold() in NULLS | {"none"}:
        return None, ""
    if cell.casefold() in _YES:
        return _YES[cell.casefold()], ""
    return None, f"“{_short(cell)}” is neither; expected Yes or No"


def reckoned(value: str, unit: str, kind: str, floor: str | None) -> str | None:
    """A value read in `unit`, as one of `kind`: a share of the floor from square metres, hectares from square metres, pounds from thousands.

    A share is None where the floor is not known or is none.
    """
    number = Decimal(value)
    if (kind, unit) == ("land", "area"):
        number /= 10_000
    elif (kind, unit) == ("pounds", "thousands"):
        number *= 1_000
    elif not floor or not Decimal(floor):
        return None
    else:
        number = number * 100 / Decimal(floor)
    return f"{number.quantize(Decimal(1).scaleb(-places(kind)), ROUND_HALF_UP) + 0:f}"


def _wrong(cell: str, kind: str) -> str:
    if cell[0] in "=+@" or (cell[0] == "-" and not cell[1:2].isdigit()):
        return f"“{_short(cell)}” is a formula; expected {_EXPECTED[kind]} as a value"
    if _DATE.fullmatch(cell):
        return f"“{_short(cell)}” is a date; expected {_EXPECTED[kind]}"
    return f"“{_short(cell)}” is not a number; expected {_EXPECTED[kind]}, or Not Applicable"


def _short(cell: str) -> str:
    return cell if len(cell) <= 40 else f"{cell[:37]}…"
