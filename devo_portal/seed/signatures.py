"""How the signatures came about: each step, who signs for whom, and what gives the right to."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from . import sources
from .agreements import MOU, SIDE_BY_SIDE, signatures
from .organisations import AUTHORITIES, CCGS, ccg, council
from .sources import cited

_GROUPS_MANDATE = "Standing of the London Clinical Commissioning Council: its chair signs for the 32 clinical commissioning groups"
_COUNCILS_MANDATE = "Standing of London Councils: its chair signs for the 33 local authorities"


class Group(NamedTuple):
    agreement: str
    name: str
    step: int = 1
    source: str = ""
    illustrative: bool = True


class Evidence(NamedTuple):
    title: str
    kind: str = "document"
    source: str = ""
    illustrative: bool = True


class Mandate(NamedTuple):
    signature: str
    organisation: str
    evidence: str
    source: str = cited(sources.MOU_COPY, sources.HSJ_LONDON_EYE)


class Step(NamedTuple):
    signature: str
    state: str
    on: date
    source: str = ""
    illustrative: bool = False


def groups() -> tuple[Group, ...]:
    """Nothing says that any party had to wait for another, or how the eight were arranged."""
    return (Group(MOU, SIDE_BY_SIDE),)


def evidence() -> Iterator[Evidence]:
    """That the two chairs signed for these bodies is sourced; the papers that let them are not known."""
    for title in (_GROUPS_MANDATE, _COUNCILS_MANDATE):
        yield Evidence(title)


def mandates() -> Iterator[Mandate]:
    for members in CCGS.values():
        for _, _, place, _ in members:
            yield Mandate(_place(MOU, "London Clinical Commissioning Council"), ccg(place), _GROUPS_MANDATE)
    for area, _ in AUTHORITIES:
        yield Mandate(_place(MOU, "London Councils"), council(area), _COUNCILS_MANDATE)


def steps() -> Iterator[Step]:
    """Every party had agreed before the signing of 15 March 2017 was called off; on which day each was asked is not known."""
    for signature in signatures():
        if signature.agreement == MOU:
            yield Step(signature.place, "asked", date(2017, 3, 8), illustrative=True)
            yield Step(signature.place, "agreed_in_principle", date(2017, 3, 15), cited(sources.HSJ_BUDGET, sources.LGC))
        yield Step(signature.place, "signed", date.fromisoformat(signature.signed_on), signature.source)


def _place(agreement: str, organisation: str) -> str:
    return next(each.place for each in signatures() if (each.agreement, each.organisation) == (agreement, organisation))
