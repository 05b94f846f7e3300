"""What may be done to sites."""

from typing import Any

from devo_portal.core.policy import Permission
from devo_portal.core.writes import assign, change

from ..models import Site
from ..selectors import visible_sites


def update_site(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Site:
    with change(visible_sites(by), pk, by=by, may=Permission.SITE_EDIT, version=version, event="site.updated", reason=reason) as site:
        assign(site, fields)
    return site
