"""What may be read about holdings: who holds a site on a day, and how much of it."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from devo_portal.core.dates import parse_day
from devo_portal.core.models import Organisation
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel, check_names

from ..filters import HoldingFilter
from ..filters.shared import on_day
from ..models import Holding, Site
from ..rules import interests
from ..serializers import HoldingSerializer
from .sensitive import open_to


def visible_holdings(user: Any) -> QuerySet[Holding]:
    require(user, Permission.PROGRAMME_VIEW)
    return Holding.objects.filter(open_to(user))


holdings = ReadModel("holdings", visible_holdings, HoldingFilter, HoldingSerializer, order=("ref", "land_ha", "floor_m2", "starts_on", "updated_at"))

_OVER = {"code": "interest-too-large", "label": "More beneath it than it has"}
_HUNDREDTHS = Decimal("0.01")
_COLUMNS = ("pk", "superior_id", "organisation_id", "floor_m2", "starts_on", "ends_on")


def asked_day(params: Mapping[str, Any]) -> date:
    """The day of `?on=`, today where none is asked. Raises ValidationError."""
    try:
        return parse_day(params["on"]) if params.get("on") else timezone.localdate()
    except ValidationError as error:
        raise ValidationError({"on": error.messages}) from None


def owners_on(user: Any, pk: Any, day: date) -> dict[str, Any]:
    """Who holds a site on a day: `{on, floor_m2, owners, holders, flags}` (OwnersSerializer). Raises Http404."""
    if not Site.objects.filter(open_to(user, ""), pk=pk).exists():
        raise Http404("There is no such record, or you may not see it.")
    rows = holdings.list(user, {"site": str(pk), "limit": "500"})["results"]
    by_key = {row["id"]: row for row in rows}
    every = [
        interests.Interest(
            row["id"], row["superior"] and row["superior"]["id"], row["organisation"]["id"], row["floor_m2"], row["starts_on"], row["ends_on"]
        )
        for row in rows
    ]
    held = interests.on_day(every, day)
    nets = {key: net.quantize(_HUNDREDTHS) for key, net in interests.net_floors(held).items()}
    owners = [{**by_key[key], "net_floor_m2": net, "since_known": by_key[key]["starts_on"] is not None} for key, net in nets.items()]
    names = {row["organisation"]["id"]: row["organisation"]["name"] for row in rows}
    return {
        "on": day,
        "floor_m2": sum(nets.values(), Decimal("0.00")),
        "owners": owners,
        "holders": _holders(held, nets, names),
        "flags": [
            {
                **_OVER,
                "holding": each.interest,
                "explanation": f"{each.taken:,} m² lie beneath an interest in {each.floor:,} m². As much as that is counted.",
            }
            for each in interests.over(held)
        ],
    }


def _holders(held: Iterable[interests.Interest], nets: Mapping[Any, Decimal], names: Mapping[Any, str]) -> list[dict[str, Any]]:
    """`[{id, name, interests, floor_m2}]`, who holds most first."""
    found: dict[Any, dict[str, Any]] = {}
    for each in held:
        if each.key in nets:
            row = found.setdefault(each.holder, {"id": each.holder, "name": names[each.holder], "interests": 0, "floor_m2": Decimal("0.00")})
            row["interests"] += 1
            row["floor_m2"] += nets[each.key]
    return sorted(found.values(), key=lambda row: (-row["floor_m2"], row["name"]))


def holding_totals(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The floor of the interests that the filter leaves, on the day of `?on=` or today, by holder; each m² counted once.

    What lies beneath an interest is taken from it whether or not the filter leaves it. Raises ValidationError.
    """
    check_names(params, HoldingFilter.base_filters.keys())
    day = asked_day(params)
    found = on_day(holdings.found(user, params).order_by(), "on", day)
    chosen = set(found.values_list("pk", flat=True))
    beside = visible_holdings(user).filter(site__in=found.values("site")).order_by("site_id", "pk").values_list("site_id", *_COLUMNS)
    sites: dict[Any, list[interests.Interest]] = {}
    for site, *columns in beside:
        sites.setdefault(site, []).append(interests.Interest(*columns))
    held, nets = [], dict[Any, Decimal]()
    for every in sites.values():
        now = interests.on_day(every, day)
        held += now
        nets |= {key: net for key, net in interests.net_floors(now).items() if key in chosen}
    names = dict(Organisation.objects.filter(pk__in={each.holder for each in held}).values_list("pk", "name"))
    return {"on": day, "interests": len(nets), "floor_m2": sum(nets.values(), Decimal("0.00")), "holders": _holders(held, nets, names)}
