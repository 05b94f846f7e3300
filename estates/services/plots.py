"""What may be done to plots."""

from typing import Any

from devo_portal.core.policy import Permission
from devo_portal.core.writes import assign, change, create, need_reason, remove

from ..models import Plot
from ..selectors import visible_plots
from .within import on_the_site, site_of

MAY = Permission.SITE_EDIT
# What does not move without a reason: money, status, and who may see it.
REASONED = ("market_value", "surplus_status", "disposal_status", "sensitive")


def create_plot(*, by: Any, site: Any, reason: str = "", **fields: Any) -> Plot:
    return create(Plot(site=site_of(by, site), **fields), by=by, may=MAY, event="plot.created", reason=reason)


def update_plot(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Plot:
    """Its value, its status and whether it is sensitive change only with a reason."""
    with change(visible_plots(by), pk, by=by, may=MAY, version=version, event="plot.updated", reason=reason) as plot:
        on_the_site(plot, fields)
        moved = [name for name in REASONED if name in fields and fields[name] != getattr(plot, name)]
        if moved:
            label = str(Plot._meta.get_field(moved[0]).verbose_name)  # type: ignore[union-attr]  # a column has one
            need_reason(reason, f"Say why this changes: {label}.")
        assign(plot, fields)
    return plot


def remove_plot(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """For one that was never so; one that is not released after all is no longer surplus."""
    need_reason(reason, "Say why the plot was never so.")
    remove(visible_plots(by), pk, by=by, may=MAY, version=version, event="plot.removed", reason=reason)
