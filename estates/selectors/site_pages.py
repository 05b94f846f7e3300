"""What the sections of a site's page show."""

from typing import Any

from devo_portal.core.history import history

from ..eric.columns import label
from ..models import Site
from ..serializers import MEASURES
from .identifiers import identifiers
from .left import BENEATH, ever, left_as, lineage
from .returns import former_returns, returns
from .sites import sites


def site_page(user: Any, pk: Any) -> dict[str, Any]:
    """A site, the figures of its latest return, what it is called by others, and the sites that it was made of."""
    site = sites.one(user, pk)
    return {"site": site, "identifiers": identifiers.list(user, {"site": str(pk), "limit": "10"}), "lineage": lineage(user, pk)}


def returns_page(user: Any, pk: Any) -> dict[str, Any]:
    """A site with its returns by year, the same turned to have a row for each measure, and what they said before."""
    site = sites.one(user, pk)
    answers = returns.list(user, {"site": str(pk), "order": "-year", "limit": "10"})["results"]
    measures = [{"name": name, "label": label(name), "values": [each[name] for each in answers]} for name in MEASURES]
    return {"site": site, "returns": answers, "measures": measures, "lineage": lineage(user, pk), **former_returns(user, pk)}


def history_page(user: Any, pk: Any) -> dict[str, Any]:
    """A site that is or was in the register: its history, what became of it, and those merged into it, each with its own."""
    site = ever.one(user, pk)
    shown = {"site": site, "history": history(Site, pk, beneath=BENEATH), "lineage": lineage(user, pk)}
    return {**shown, "left": left_as(user, pk) if site["removed_on"] else None}
