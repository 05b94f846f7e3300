"""What a row of a list of sites does where it is a site that the register holds: it changes that site."""

from functools import partial
from typing import Any

from ..lists import Listing
from ..lists.columns import Use
from ..models import Site


def joining(listing: Listing) -> dict[str, Any]:
    """What a kind of file says of its rows that make sites: nothing, where its list is another."""
    if listing.model is not Site or listing.compared_only:
        return {}
    return {"makes_sites": True, "joins": partial(join_listed, listing)}


def join_listed(listing: Listing, row: Any, site: Site) -> dict[str, Any]:
    """`{outcome, values, changes}` of an ImportRow that is this Site. What the row leaves empty, the site keeps; and all of it
    where the row has the code of one that was merged into it, of which the row speaks."""
    values, changes = {"id": str(site.pk), "version": str(site.version), "owner": str(site.organisation_id)}, []
    merged = row.site_code in {each.code for each in site.merged.all()}
    for column in () if merged else listing.written.values():
        said, was = row.values.get(column.field, ""), _text(site, column.field)
        if column.use != Use.CHANGES or not said or said == was:
            continue
        values[column.field] = said
        shown = {"before": _shown(site, column.field, was), "after": _shown(site, column.field, said)}
        changes.append({"field": column.field, "label": column.heading, **shown})
    if {"latitude", "longitude"} & values.keys():  # the borough that the point tells goes with it
        values |= {name: row.values[name] for name in listing.derived if name in row.values}
    return {"outcome": "changed" if changes else "unchanged", "values": values, "changes": changes}


def _text(site: Site, name: str) -> str:
    value = getattr(site, Site._meta.get_field(name).attname)  # type: ignore[union-attr]  # a written field has a column
    return "" if value is None else str(value)


def _shown(site: Site, name: str, text: str) -> str:
    """What a preview calls a value: a choice by its label, a borough by its name."""
    found: Any = Site._meta.get_field(name)
    if found.related_model and text:
        return str(found.related_model._default_manager.filter(pk=text).first() or text)
    return str(dict(found.flatchoices).get(text, text)) if found.choices else text
