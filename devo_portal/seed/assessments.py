"""The no-harm ledger. That nothing done for London may harm care elsewhere is sourced; no assessment of it is public, so these are made up."""

from datetime import date
from typing import NamedTuple

REVIEW = "Review of harm to care outside London (illustrative)"


class Evidence(NamedTuple):
    title: str = REVIEW
    kind: str = "document"
    link: str = ""
    illustrative: bool = True


class Assessment(NamedTuple):
    commitments: tuple[str, ...]
    rating: str
    finding: str
    reviewed_on: date
    reviewer: str = "Programme director, London Health and Care Devolution Programme Office"
    evidence: str = REVIEW
    illustrative: bool = True


def evidence() -> tuple[Evidence, ...]:
    return (Evidence(),)


def facts() -> tuple[Assessment, ...]:
    return (
        Assessment(
            ("INT-1", "INT-2"),
            "green",
            "Only London's own share of the money is decided in London. Nothing that other regions receive changes.",
            date(2018, 3, 12),
        ),
        Assessment(
            ("EST-1", "EST-2"),
            "amber",
            "Receipts that stay in London no longer reach the national pool for capital. What other regions lose is not yet known; to be looked at "
            "again once receipts are recorded.",
            date(2018, 3, 12),
        ),
        Assessment(
            ("INT-3",),
            "red",
            "London's specialist hospitals treat many patients from the counties around. Commissioned for Londoners alone, some of these services "
            "could be lost to them.",
            date(2018, 5, 21),
        ),
    )
