"""The scales of delivery confidence: five points until 2020, three from 2021, and when one rating is worse than another."""

from collections.abc import Mapping
from datetime import date

GREEN, AMBER_GREEN, AMBER, AMBER_RED, RED = "green", "amber_green", "amber", "amber_red", "red"
FIVE, THREE = "five", "three"

SCALES: Mapping[str, tuple[str, ...]] = {FIVE: (GREEN, AMBER_GREEN, AMBER, AMBER_RED, RED), THREE: (GREEN, AMBER, RED)}
THREE_FROM = date(2021, 1, 1)  # sources name the year of the change, and no day

# Green, Amber and Red mean the same on both scales, for both say them in the same words; Amber/Green and Amber/Red lie
# between. So Amber/Green of 2020 followed by Amber of 2021 is a step down, though the new scale has no word between.
_LEVELS = {rating: level for level, rating in enumerate(reversed(SCALES[FIVE]), 1)}


def scale_on(day: date) -> str:
    """The scale that a rating of this day is given on."""
    return THREE if day >= THREE_FROM else FIVE


def level(rating: str) -> int:
    """1 (red) to 5 (green), on one line for both scales."""
    return _LEVELS[rating]


def worse(rating: str, before: str | None) -> bool:
    """Is it worse than the one before it, whichever scale either is on? The first is not."""
    return before is not None and _LEVELS[rating] < _LEVELS[before]
