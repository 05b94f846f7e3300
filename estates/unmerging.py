"""A merge taken back: what it moved, took and kept once, told by the history of its act, is as it was before (`acts.py`).

So long as nothing that it wrote stands otherwise than it left it, and nothing that came since hangs on what would go back.
"""

from collections.abc import Iterator
from typing import Any

from devo_portal.core.history import event_model
from devo_portal.core.writes import change_many

from . import acts
from .acts import Model
from .models import Building, EstateReturn, Holding, Identifier, Occupation, Plot, QualityWaiver, Site, SiteConfirmation

MOVED: tuple[Model, ...] = (Identifier, Building, Holding, Occupation, Plot, EstateReturn, QualityWaiver, SiteConfirmation)
KEPT_ONCE: tuple[Model, ...] = (Building, Holding, Identifier, QualityWaiver, SiteConfirmation)  # of which a merge deletes some


def act_of(site: Site) -> tuple[Any, Any]:
    """The act in history by which a site was merged, or None, and the id of the one that it was merged into by it."""
    act, into = None, None
    for act_id, stays in event_model(Site).objects.filter(pgh_obj_id=site.pk).order_by("-pgh_id").values_list("pgh_context_id", "merged_into_id"):
        if stays is None:
            break
        act, into = act_id, stays  # the first since it last stood alone: the later ones followed a merge of the one that stays
    return act, into


def later_edits(site: Site) -> tuple[int, list[dict[str, Any]]]:
    """How many records were edited since, and the first of them (`acts.later_edits`). Of the sites, only what the merge set counts."""
    act, into = act_of(site)
    return acts.later_edits(list(_edits(site, act, into)), act)


def _edits(site: Site, act: Any, into: Any) -> Iterator[tuple[Model, str]]:
    yield Site, acts.edited(Site, _set(act))
    for model in MOVED:
        yield model, acts.edited(model)
    for model in (Building, Holding):
        event = event_model(model)._meta.db_table
        came = f"""SELECT moved.id FROM ({acts.touched(model)}) moved WHERE (
                   SELECT earlier.site_id FROM {event} earlier WHERE earlier.pgh_obj_id = moved.id AND earlier.pgh_id < moved.first
                    ORDER BY earlier.pgh_id DESC LIMIT 1) = '{site.pk}'"""
        for referrer, column in acts.referrers(model):
            if referrer in MOVED:  # what was there moved with it; what is not of the act came since
                yield (
                    referrer,
                    f"""SELECT referring.id FROM {referrer._meta.db_table} referring WHERE referring.{column} IN ({came})
                         AND referring.site_id = '{into}' AND referring.id NOT IN (SELECT id FROM ({acts.touched(referrer)}) own)""",
                )


def _set(act: Any) -> set[str]:
    """The columns of sites that the act set."""
    names, found = acts.columns(Site), set()
    for row in event_model(Site).objects.filter(pgh_context_id=act).order_by("pgh_id").values():
        before = event_model(Site).objects.filter(pgh_obj_id=row["pgh_obj_id"], pgh_id__lt=row["pgh_id"]).order_by("-pgh_id").values().first() or {}
        found |= {name for name in names if row[name] != before.get(name)}
    return found


def restore(site: Site) -> None:
    """Inside the act that says so: an order in which each statement leaves every rule of the tables standing."""
    act, into = act_of(site)
    only, params = _set(act), {"act": act}
    own = f"'{site.pk}'"
    # The one that stays gives its return back before the other takes it, and is alone before those that follow are of the other again.
    for which in (f"kept.id = '{into}'", f"kept.id = {own}", f"kept.id NOT IN ('{into}', {own})"):
        change_many(acts.put_back(Site, which, only), params)
    for model in MOVED:
        change_many(acts.put_back(model), params)
    for model in KEPT_ONCE:
        change_many(acts.bring_back(model), params)
