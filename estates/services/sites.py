"""What may be done to sites."""

from typing import Any

from devo_portal.core.policy import Permission
from devo_portal.core.writes import assign, change, need_reason

from ..models import Site
from ..selectors import visible_sites


def update_site(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Site:
    """Whether it is sensitive changes only with a reason."""
    with change(visible_sites(by), pk, by=by, may=Permission.SITE_EDIT, version=version, event="site.updated", reason=reason) as site:
        if fields.get("sensitive", site.sensitive) != site.sensitive:
            need_reason(reason, "Say why the site becomes sensitive, or is sensitive no longer.")
        assign(site, fields)
    return site
