"""Sites that leave the register, and come back."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, change, need_reason

from ..models import Site
from ..selectors import left_sites, visible_sites

MAY = Permission.SITE_EDIT
EARLIEST = date(1900, 1, 1)


def remove_site(*, by: Any, pk: Any, version: int, on: date | None = None, reason: str = "") -> Site:
    """Take a site that was sold, or entered in error, out of the register; `on` is the day on which it left, today where none is said.

    What is recorded of it stays with it, is in no list, count or total, and comes back with it.
    """
    need_reason(reason, "Say why the site leaves the register.")
    if on and on < EARLIEST:
        raise ValidationError({"on": f"Enter a day from {EARLIEST.year} on."})
    if on and on > timezone.localdate():
        raise ValidationError({"on": "It cannot have left on a day that is to come."})
    with change(visible_sites(by), pk, by=by, may=MAY, version=version, event="site.removed", reason=reason) as site:
        site.removed_on = on or timezone.localdate()
    return site


def restore_site(*, by: Any, pk: Any, version: int, reason: str = "") -> Site:
    """Put a removed site back into the register, with all that is recorded of it. Raises Refused (`site-merged`)."""
    need_reason(reason, "Say why the site is in the register after all.")
    with change(left_sites(by), pk, by=by, may=MAY, version=version, event="site.restored", reason=reason) as site:
        if site.merged_into_id:
            raise Refused("site-merged", f"It is a part of {site.merged_into} now. Split that site to take it apart.")
        site.removed_on = None
    return site
