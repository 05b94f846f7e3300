"""Who answers for the pilots, by post. No source seen names these posts, so all of them are illustrative; none is a person."""

from collections.abc import Iterator
from typing import NamedTuple

from .organisations import ccg, council, partnership
from .pilots import BHR, HACKNEY, HARINGEY, LEWISHAM, NCL

OWNER, LEAD, CLINICAL, FINANCE, CONTACT = "senior_responsible_owner", "programme_lead", "clinical_lead", "finance_lead", "board_contact"


class Role(NamedTuple):
    pilot: str
    role: str
    organisation: str
    post: str
    starts_on: str | None = "2015-12-15"
    ends_on: str | None = None
    illustrative: bool = True


def roles() -> Iterator[Role]:
    leads = (
        (HARINGEY, council("Haringey")),
        (BHR, council("Redbridge")),
        (NCL, partnership("NCL")),
        (LEWISHAM, council("Lewisham")),
        (HACKNEY, council("Hackney")),
    )
    for pilot, organisation in leads:
        yield Role(pilot, OWNER, organisation, "Chief Executive" if organisation != partnership("NCL") else "Estates Director")
        yield Role(pilot, LEAD, organisation, "Programme Manager, Devolution")
    yield Role(HARINGEY, CLINICAL, ccg("Haringey"), "Governing Body Lead for Prevention")
    yield Role(HARINGEY, FINANCE, council("Haringey"), "Head of Finance", ends_on="2017-04-01")
    yield Role(HARINGEY, CONTACT, council("Haringey"), "Director of Public Health")
    yield Role(HACKNEY, CLINICAL, ccg("City and Hackney"), "Clinical Chair")
    yield Role(HACKNEY, FINANCE, ccg("City and Hackney"), "Chief Financial Officer")
    yield Role(NCL, FINANCE, partnership("NCL"), "Director of Finance")
