"""Who sees what is sensitive, and what has left the register. Every set of rows on a site goes through `open_to`; nothing else decides it."""

from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from devo_portal.core.history import event_model
from devo_portal.core.policy import ALL, Permission, reach

from ..models import Building, Holding, Identifier, Occupation, Plot, QualityWaiver, Site, SiteConfirmation
from ..rules.quality import OF_READER


def open_to(user: Any, site: str = "site__", *, plots: bool = False) -> Q:
    """Rows whose site is in the register and this person may see. `site` leads to it from the row; "" where the row is the site.

    With `plots`, a plot that is itself sensitive is left out too. What was removed, or merged into another, is left out here
    and nowhere else.
    """
    return Q(**{f"{site}removed_on": None}) & _shown(user, site, plots=plots)


def seen_by(user: Any, site: str = "") -> Q:
    """Sites, in the register or not, that this person may see: one that was merged, only where the one that stays may be seen as well."""
    shown = _shown(user, site)
    return shown & (Q(**{f"{site}merged_into": None}) | _shown(user, f"{site}merged_into__")) if shown else shown


def _shown(user: Any, site: str, *, plots: bool = False) -> Q:
    """Those who act for the organisation that reports the site, with a role that may read what is sensitive, see it as
    those do who may read everybody's."""
    reached = reach(user, Permission.SITE_SENSITIVE)
    if reached == ALL:
        return Q()
    shown = Q(**{f"{site}sensitive": False})
    if plots:
        shown &= Q(sensitive=False)
    return shown | Q(**{f"{site}organisation__in": reached}) if reached else shown


def hidden_subjects(user: Any) -> list[str]:
    """The ids, as text, of the sensitive records of which this person may see no act: sites, and what is or was a part of them.

    A plot that was sensitive and has been deleted stays hidden: nobody can say any more that it is not.
    """
    reached = reach(user, Permission.SITE_SENSITIVE)
    if reached == ALL:
        return []
    mine = Q(organisation__in=list(reached))
    hidden = Site.objects.filter(sensitive=True).exclude(mine).order_by().values_list("pk", flat=True)
    # Two questions, each with an index of its own; as `seen_by` says it.
    sites = list(hidden.union(Site.objects.filter(merged_into__sensitive=True).exclude(mine).order_by().values_list("pk", flat=True)))
    within = [
        event_model(model).objects.filter(site_id__in=sites).order_by().values_list(Cast("pgh_obj_id", TextField()))
        for model in (Building, Holding, Identifier, Occupation, Plot, QualityWaiver, SiteConfirmation)
    ]
    plots = (
        event_model(Plot).objects.filter(sensitive=True).exclude(pgh_obj_id__in=Plot.objects.filter(_shown(user, "site__", plots=True)).values("pk"))
    )
    if reached:
        plots = plots.exclude(site_id__in=Site.objects.filter(organisation__in=list(reached)).values("pk"))
    waived = event_model(QualityWaiver).objects.filter(rule__in=OF_READER).order_by().values_list(Cast("pgh_obj_id", TextField()))
    found = waived.union(*within, plots.order_by().values_list(Cast("pgh_obj_id", TextField())))
    return [*map(str, sites), *(pk for (pk,) in found)]
