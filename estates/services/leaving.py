"""Sites that leave the register, and come back."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import Refused, Stale, change, need_reason, recorded

from .. import unmerging
from ..models import Site
from ..selectors import left_sites, merged_since, visible_sites
from .merging import locked
from .undoing import unedited

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
            raise Refused("site-merged", f"It is a part of {site.merged_into} now. Undo the merge, or split that site.")
        site.removed_on = None
    return site


def undo_merge(*, by: Any, pk: Any, version: int, reason: str = "") -> Site:
    """Take a merge back: the site is in the register again under its own id, address and code, with all that went to the other.

    Raises Http404, PermissionDenied, Stale; Refused (`site-not-merged`, `merge-not-known`), and `merge-edited-since` where what
    the merge wrote was edited after it, with the edits.
    """
    need_reason(reason, "Say why the two are two sites after all.")
    try:
        with transaction.atomic():
            into = left_sites(by).filter(pk=pk).values_list("merged_into", flat=True).first()
            with locked(pk, into):
                site = get_object_or_404(left_sites(by).select_related("merged_into"), pk=pk)
            for each in filter(None, (site, site.merged_into)):
                require(by, MAY, each)
            if site.version != version:
                raise Stale(site)
            unedited(*merged_since(site), rule="merge-edited-since", after="this merge")
            with recorded(by=by, event="site.merge_undone", reason=reason, subject=site):
                unmerging.restore(site)
    except IntegrityError as error:
        raise Refused("merge-edited-since", "What came since stands where something would go back. Split the site instead.") from error
    return Site.objects.get(pk=pk)
