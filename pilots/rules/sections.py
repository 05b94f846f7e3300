"""The sections of a pilot's record, in the order of its sub-navigation: each a page of its own."""

from typing import NamedTuple


class Section(NamedTuple):
    name: str
    page: str  # the name of its address, which takes the pilot's id


SECTIONS = (
    Section("Overview", "pilots:detail"),
    Section("Places and partners", "pilots:places"),
    Section("Asks", "pilots:asks"),
    Section("Business cases", "pilots:cases"),
    Section("Confidence", "pilots:confidence"),
    Section("Returns", "pilots:returns"),
    Section("Benefits", "pilots:section-benefits"),
    Section("Risks", "pilots:section-risks"),
    Section("Money", "pilots:section-money"),
    Section("People", "pilots:people"),
    Section("History", "pilots:history"),
)
