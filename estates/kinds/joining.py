"""What a row of a list does where it is a site that the register holds: it changes that site."""

from typing import Any

_LABELS = {"name": "Site name", "type": "Site type", "postcode": "Postcode", "area": "Borough"}


def join_listed(row: Any, site: Any) -> dict[str, Any]:
    """`{outcome, values, changes}` of an ImportRow that is this Site. What the row leaves empty, the site keeps."""
    was = {"name": site.name, "type": site.type, "postcode": site.postcode, "area": str(site.area_id or "")}
    values = {**row.values, "id": str(site.pk), "version": str(site.version)}
    for name, held in was.items():
        values[name] = values.get(name) or held
    said = {
        "type": (site.get_type_display(), dict(site.Type.choices).get(values["type"], "")),
        "area": (site.area.name if site.area else "", values.get("area_name") or values["area"]),
    }
    changes = [
        {"field": "", "label": label, **dict(zip(("before", "after"), said.get(name, (was[name], values[name])), strict=True))}
        for name, label in _LABELS.items()
        if was[name] != values[name]
    ]
    return {"outcome": "changed" if changes else "unchanged", "values": values, "changes": changes}
