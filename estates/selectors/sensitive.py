"""Who sees what is sensitive. Every set of rows that hangs on a site goes through `open_to`; nothing else decides it."""

from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from devo_portal.core.history import event_model
from devo_portal.core.policy import ALL, Permission, reach

from ..models import Building, Holding, Identifier, Occupation, Plot, QualityWaiver, Site, SiteConfirmation
from ..rules.quality import OF_READER


def open_to(user: Any, site: str = "site__", *, plots: bool = False) -> Q:
    """Rows whose site this person may see. `site` leads to it from the row; "" where the row is the site.

    With `plots`, a plot that is itself sensitive is left out too. Those who act for the organisation that reports the
    site, with a role that may read what is sensitive, see it as those do who may read everybody's.
    """
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
    sites = Site.objects.exclude(open_to(user, "")).order_by()
    ids = sites.values_list(Cast("pk", TextField()))
    within = [
        event_model(model).objects.filter(site_id__in=sites.values("pk")).order_by().values_list(Cast("pgh_obj_id", TextField()))
        for model in (Building, Holding, Identifier, Occupation, Plot, QualityWaiver, SiteConfirmation)
    ]
    plots = event_model(Plot).objects.filter(sensitive=True).exclude(pgh_obj_id__in=Plot.objects.filter(open_to(user, plots=True)).values("pk"))
    if reached:
        plots = plots.exclude(site_id__in=Site.objects.filter(organisation__in=list(reached)).values("pk"))
    waived = event_model(QualityWaiver).objects.filter(rule__in=OF_READER).order_by().values_list(Cast("pgh_obj_id", TextField()))
    found = ids.union(*within, waived, plots.order_by().values_list(Cast("pgh_obj_id", TextField())))
    return [pk for (pk,) in found]
