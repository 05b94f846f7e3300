"""Finding the records that a write names, among those that the writer may see: another's is as one that is not there."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from ..models import OfSite, Site
from ..selectors import visible_sites


def site_of(by: Any, given: Any) -> Site:
    """The site of that id. Raises ValidationError."""
    found = visible_sites(by).filter(pk=getattr(given, "pk", given)).first()
    if found is None:
        raise ValidationError({"site": "There is no such site, or you may not see it."})
    return found


def on_the_site(record: OfSite, fields: dict[str, Any], **rows: QuerySet[Any]) -> None:
    """Put records in the place of the ids that a body gives: `building`, `holding`, `superior`. Raises ValidationError.

    A record stays with the site that it was made for.
    """
    if "site" in fields and getattr(fields["site"], "pk", fields["site"]) != record.site_id:
        raise ValidationError({"site": "It stays with the site that it was made for."})
    fields["site"] = record.site
    for name, seen in rows.items():
        given = fields.get(name)
        if given is not None:
            fields[name] = seen.filter(site_id=record.site_id, pk=getattr(given, "pk", given)).first()
            if fields[name] is None:
                raise ValidationError({name: "There is no such record on this site."})
