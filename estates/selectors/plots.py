"""What may be read about plots."""

from typing import Any

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum

from devo_portal.core.history import history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import PlotFilter
from ..models import Plot
from ..serializers import PlotSerializer
from .sensitive import open_to


def visible_plots(user: Any) -> QuerySet[Plot]:
    """Each with `plots_ha`: the land of the site's plots that this person may see."""
    require(user, Permission.PROGRAMME_VIEW)
    seen = Plot.objects.filter(open_to(user, plots=True))
    together = seen.filter(site=OuterRef("site")).order_by().values("site").annotate(sum=Sum("land_ha")).values("sum")
    return seen.annotate(plots_ha=Subquery(together, output_field=DecimalField(max_digits=20, decimal_places=4)))


plots = ReadModel(
    "plots", visible_plots, PlotFilter, PlotSerializer, order=("name", "land_ha", "market_value", "planned_year", "homes_to", "updated_at")
)


def plot_page(user: Any, pk: Any) -> dict[str, Any]:
    return {"plot": plots.one(user, pk), "history": history(Plot, pk)}
