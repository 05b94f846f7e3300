"""Who had to clear the memorandum of 2017 without signing it, and the days set for its signing.

That ministers and the Treasury had agreed, that Number 10 had not, and that the signing of 15 March was called off at the
last minute is reported. No report gives the days on which clearances were asked for and given: they are illustrative.
"""

from datetime import date
from typing import NamedTuple

from . import sources
from .agreements import MOU
from .sources import cited

_BUDGET_DAY = date(2017, 3, 8)  # the Budget announced the signing, so both had agreed by then
_ANNOUNCED, _SIGNED = date(2017, 3, 15), date(2017, 11, 16)
_REPORTED = cited(sources.HSJ_BUDGET, sources.LGC)
_AGREED = "Agreed before the signing was announced. The days are illustrative: no report gives them."


class Clearance(NamedTuple):
    agreement: str
    kind: str
    holder: str
    organisation: str
    asked_on: date
    decided_on: date
    note: str
    source: str = _REPORTED
    outcome: str = "given"
    blocking: bool = True
    illustrative: bool = True


class SigningEvent(NamedTuple):
    agreement: str
    planned_for: date
    set_on: date
    status: str
    ended_on: date
    source: str
    why: str = ""
    illustrative: bool = False


CLEARANCES = (
    Clearance(MOU, "ministerial", "Ministers of the Department of Health", "Department of Health", _BUDGET_DAY, _BUDGET_DAY, _AGREED),
    Clearance(MOU, "treasury", "HM Treasury ministers", "HM Treasury", _BUDGET_DAY, _BUDGET_DAY, _AGREED),
    Clearance(
        MOU,
        "number_10",
        "Number 10",
        "",
        _ANNOUNCED,
        _SIGNED,
        "The signing waited for it from March. The days are illustrative: counted from the day announced for the signing to the day of the signing.",
    ),
)

EVENTS = (
    SigningEvent(MOU, _ANNOUNCED, _BUDGET_DAY, "called_off", _ANNOUNCED, _REPORTED, "Number 10 had not cleared it."),
    SigningEvent(MOU, _SIGNED, _SIGNED, "held", _SIGNED, cited(sources.NHSE_2017, sources.HSJ_LONDON_EYE)),
)


def clearances() -> tuple[Clearance, ...]:
    return CLEARANCES


def events() -> tuple[SigningEvent, ...]:
    return EVENTS
