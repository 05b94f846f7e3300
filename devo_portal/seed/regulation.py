"""Joined-up regulation under REG-1. The sources say that there are joint appointments and joined-up processes; they name no post,
no holder and no day."""

from typing import NamedTuple

from . import sources
from .sources import cited

NHS_ENGLAND, NHS_IMPROVEMENT, CQC = "NHS England", "NHS Improvement", "Care Quality Commission"


class Arrangement(NamedTuple):
    kind: str
    name: str
    bodies: tuple[str, ...]
    summary: str
    source: str
    commitment: str = "REG-1"


def facts() -> tuple[Arrangement, ...]:
    return (
        Arrangement(
            "appointment",
            "Joint appointments in London",
            (NHS_ENGLAND, NHS_IMPROVEMENT),
            "NHS England and NHS Improvement appoint jointly in London. No source that we have seen names the posts or who holds them.",
            cited(sources.LGC, sources.SPB_PAGE),
        ),
        Arrangement(
            "process",
            "Joined-up processes for London",
            (NHS_ENGLAND, NHS_IMPROVEMENT),
            "NHS England and NHS Improvement join up the ways in which they work with London's NHS.",
            cited(sources.LGC, sources.SPB_PAGE),
        ),
        Arrangement(
            "process",
            "Regulation of a health system as a whole",
            (NHS_ENGLAND, NHS_IMPROVEMENT, CQC),
            "A health system is regulated as a whole rather than each organisation alone. The Care Quality Commission sits on the Strategic "
            "Partnership Board.",
            cited(sources.LGC, sources.SPB_PAGE),
        ),
    )
