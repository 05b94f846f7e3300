"""The list of plots."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q

from devo_portal.core.writes import Refused

from ..models import Import, Plot
from ..selectors import visible_plots
from .check import Line
from .columns import Use, of, of_site, record_id
from .listing import Listing
from .look import Look
from .standing import Pairs, laid_over, put, written


def _released(lines: Sequence[Line], look: Look) -> None:
    columns = PLOTS.written
    for line in lines:
        plot: Any = put(Plot(), line, columns, ("homes_from", "homes_to"))
        if plot.homes_from is not None and plot.homes_to is not None and plot.homes_to < plot.homes_from:
            line.wrong("homes_to", "The most homes cannot be fewer than the least")
    _called_apart(lines, [line.values["site_code"] for line in lines if line.held and "name" in line.moved])


def _called_apart(lines: Sequence[Line], sites: Any) -> None:
    """Among the plots that are as open as this one, as on its page: a refusal tells nobody of a sensitive one."""
    alike: defaultdict[Any, Pairs] = defaultdict(list)
    if sites:
        for line, each in laid_over(Plot.objects.filter(site__in=sites), lines, PLOTS.written, ("site", "name")):
            alike[each.site_id, each.name].append((line, each))
    for pairs in alike.values():
        for line, plot in pairs:
            if line and any(other is not plot and (plot.sensitive or not other.sensitive) for _, other in pairs):
                line.wrong("name", "The site has a plot of this name")


def _after(record: Import, params: dict[str, Any]) -> None:
    """Once everything is written: no two open plots of a site have one name. Raises Refused."""
    sites: Any = written(record, "site") | {str(pk) for pk in Plot.objects.filter(pk__in=written(record, "id")).values_list("site_id", flat=True)}
    found = (
        Plot.objects.filter(site__in=sites, sensitive=False).order_by("name").values("site", "name").annotate(number=Count("pk")).filter(number__gt=1)
    )
    if two := found.first():
        raise Refused("import-breaks-rule", f"The site would have two plots of one name: {two['name']}.")


PLOTS = Listing(
    "plots",
    "The register's own list of plots",
    "plot",
    Plot,
    columns=(
        record_id("Plot ID"),
        *of_site(),
        of(Plot, "name", "Plot"),
        of(Plot, "land_ha", "Land (hectares)"),
        of(Plot, "gross_internal_m2", "Gross internal floor area (m²)"),
        of(Plot, "surplus_status", "Surplus status"),
        of(Plot, "stage", "Plot stage"),
        of(Plot, "disposal_status", "Disposal"),
        of(Plot, "planned_year", "Planned year of disposal"),
        of(Plot, "proposed_use", "Proposed use"),
        of(Plot, "homes_from", "Homes, at least"),
        of(Plot, "homes_to", "Homes, at most"),
        of(Plot, "planning_status", "Planning"),
        of(Plot, "market_value", "Market value (£)"),
        of(Plot, "sensitive", "Sensitive", use=Use.STAYS),
    ),
    rows=visible_plots,
    key=("site_code", "name"),
    among=Q(sensitive=False),
    rules=_released,
    after=_after,
)
