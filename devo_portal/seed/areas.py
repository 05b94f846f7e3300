"""London, its five sub-regions and its 33 local authorities, with the codes of the Office for National Statistics."""

from collections.abc import Iterator
from typing import NamedTuple

from . import sources

# The City of London first, then the boroughs from A to Z: E09000001 to E09000033, each with its sub-region. Which
# borough stands in which sub-region is not in a file that we hold; docs/domain.md says so.
AUTHORITIES = (
    ("City of London", "NEL"),
    ("Barking and Dagenham", "NEL"),
    ("Barnet", "NCL"),
    ("Bexley", "SEL"),
    ("Brent", "NWL"),
    ("Bromley", "SEL"),
    ("Camden", "NCL"),
    ("Croydon", "SWL"),
    ("Ealing", "NWL"),
    ("Enfield", "NCL"),
    ("Greenwich", "SEL"),
    ("Hackney", "NEL"),
    ("Hammersmith and Fulham", "NWL"),
    ("Haringey", "NCL"),
    ("Harrow", "NWL"),
    ("Havering", "NEL"),
    ("Hillingdon", "NWL"),
    ("Hounslow", "NWL"),
    ("Islington", "NCL"),
    ("Kensington and Chelsea", "NWL"),
    ("Kingston upon Thames", "SWL"),
    ("Lambeth", "SEL"),
    ("Lewisham", "SEL"),
    ("Merton", "SWL"),
    ("Newham", "NEL"),
    ("Redbridge", "NEL"),
    ("Richmond upon Thames", "SWL"),
    ("Southwark", "SEL"),
    ("Sutton", "SWL"),
    ("Tower Hamlets", "NEL"),
    ("Waltham Forest", "NEL"),
    ("Wandsworth", "SWL"),
    ("Westminster", "NWL"),
)
SUB_REGIONS = {
    "NCL": "North Central London",
    "NEL": "North East London",
    "NWL": "North West London",
    "SEL": "South East London",
    "SWL": "South West London",
}
GSS_CODES = {name: f"E090000{number:02}" for number, (name, _) in enumerate(AUTHORITIES, 1)}


class Area(NamedTuple):
    name: str
    kind: str
    source: str
    gss_code: str = ""
    parent: str = ""


def facts() -> Iterator[Area]:
    """The whole before its parts."""
    yield Area("London", "region", sources.ONS, "E12000007")
    for name in SUB_REGIONS.values():
        yield Area(name, "sub_region", sources.GLA_LEB, parent="London")
    for name, sub_region in AUTHORITIES:
        yield Area(name, "authority", sources.ONS, GSS_CODES[name], SUB_REGIONS[sub_region])
