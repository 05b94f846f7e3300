"""Changing many sites at once: which fields, how many sites, and what becomes of each."""

from collections.abc import Mapping
from typing import Any

MOST = 5_000  # sites in one change
TOO_MANY = f"At most {MOST:,} sites can be changed at once."
FIELDS = {
    "type": "Site type",
    "area": "Borough",
    "address": "Address",
    "postcode": "Postcode",
    "sensitive": "Sensitive",
    "source": "Source",
    "illustrative": "Illustrative",
}
COLUMNS = {name: "area_id" if name == "area" else name for name in FIELDS}

OUTCOMES = {"refused": "Cannot be changed", "changed": "Will change", "unchanged": "Stays as it is"}
WHY = {
    "not-found": "There is no such site, or you may not see it.",
    "site-merged": "It was merged into {into} after you chose it.",
    "site-removed": "It has left the register since you chose it.",
    "not-yours": "You may change sites only for the organisations that you act for.",
    "site-changed": "It has changed since you looked at it: it is at version {version} now.",
}


def why_not(site: Mapping[str, Any] | None, held_to: int | None, mine: bool) -> str:
    """The code in WHY of what stands in the way of changing a site; empty where nothing does. `held_to` is the version seen."""
    if site is None:
        return "not-found"
    if site["removed_on"]:
        return "site-merged" if site["merged_into"] else "site-removed"
    if not mine:
        return "not-yours"
    return "site-changed" if held_to is not None and site["version"] != held_to else ""


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The fields of `after` that differ from those of `before`, both by field."""
    return [name for name in FIELDS if name in after and before[name] != after[name]]
