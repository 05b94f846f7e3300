"""Money, homes and people that pilots claim. Haringey is in two pilots: what both claim for it is counted once.

No source seen gives a figure for Haringey: those things are made up to show how shares work.
"""

from decimal import Decimal
from typing import NamedTuple

from . import sources
from .pilots import HACKNEY, HARINGEY, LEWISHAM, NCL

RECEIPTS, HOMES = "Receipts from the sale of health land in Haringey", "New homes on health land in Haringey"
STAFF_HOMES, REACHED = "Homes for health and care staff in Haringey", "Adults in Haringey whom a healthier environment reaches"
BID = "Bid to One Public Estate"
CCG_PART = "Clinical commissioning group's part of the City and Hackney pooled plan, 2017-18"
HACKNEY_PART, CITY_PART = (
    "Hackney's part of the City and Hackney pooled plan, 2017-18",
    "The City's part of the City and Hackney pooled plan, 2017-18",
)


class Thing(NamedTuple):
    name: str
    measure: str
    amount: Decimal
    unit: str
    source: str = ""
    illustrative: bool = True


class Claim(NamedTuple):
    thing: str
    pilot: str
    area: str
    share: Decimal | None = None
    source: str = ""
    illustrative: bool = True


def things() -> tuple[Thing, ...]:
    return (
        Thing(RECEIPTS, "money", Decimal(18_500_000), "pounds, once"),
        Thing(HOMES, "homes", Decimal(341), "homes, at the estimate of the plan"),
        Thing(STAFF_HOMES, "homes", Decimal(121), "homes at a living rent"),
        Thing(REACHED, "people", Decimal(26_001), "adults in a year"),
        Thing(BID, "money", Decimal(500_000), "pounds, asked for", sources.LEWISHAM_SOC, illustrative=False),
        Thing(CCG_PART, "money", Decimal(335_000_000), "pounds in the year", sources.HEALTHWATCH_HACKNEY, illustrative=False),
        Thing(HACKNEY_PART, "money", Decimal(111_000_000), "pounds in the year", sources.HEALTHWATCH_HACKNEY, illustrative=False),
        Thing(CITY_PART, "money", Decimal(6_000_000), "pounds in the year", sources.HEALTHWATCH_HACKNEY, illustrative=False),
    )


def claims() -> tuple[Claim, ...]:
    """The commissioning group's part is for two places, and no source shares it between them: it is left out until somebody does."""
    plan = sources.HEALTHWATCH_HACKNEY
    return (
        Claim(RECEIPTS, HARINGEY, "Haringey", Decimal(40)),
        Claim(RECEIPTS, NCL, "Haringey", Decimal(60)),
        Claim(HOMES, HARINGEY, "Haringey"),
        Claim(HOMES, NCL, "Haringey"),
        Claim(STAFF_HOMES, HARINGEY, "Haringey", Decimal(50)),
        Claim(STAFF_HOMES, NCL, "Haringey", Decimal(50)),
        Claim(REACHED, HARINGEY, "Haringey", Decimal("66.6667")),
        Claim(REACHED, NCL, "Haringey", Decimal("33.3333")),
        Claim(BID, LEWISHAM, "Lewisham", None, sources.LEWISHAM_SOC, illustrative=False),
        Claim(CCG_PART, HACKNEY, "Hackney", None, plan, illustrative=False),
        Claim(CCG_PART, HACKNEY, "City of London", None, plan, illustrative=False),
        Claim(HACKNEY_PART, HACKNEY, "Hackney", None, plan, illustrative=False),
        Claim(CITY_PART, HACKNEY, "City of London", None, plan, illustrative=False),
    )
