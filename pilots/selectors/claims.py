"""What may be read about money, homes and people that pilots and places claim."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Case, CharField, Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Cast, Coalesce

from devo_portal.core.history import Beneath, history
from devo_portal.core.policy import Permission, covers, reach, require
from devo_portal.core.reads import ReadModel
from devo_portal.core.serializers import AreaBrief
from devo_portal.core.shapes import Answering, Shape, compiled

from ..filters import ClaimedThingFilter, ClaimFilter
from ..models import Claim, ClaimedThing
from ..rules import shares as rules
from ..serializers import ClaimedThingSerializer, ClaimSerializer, PilotBrief, ThingBrief, shares_on, step

MEASURES = ClaimedThing.Measure.values


def _on(path: str) -> QuerySet[Any]:
    return Claim.objects.filter(thing=OuterRef(path)).order_by().values("thing")


def _counted(path: str) -> Coalesce:
    """Whether the thing is counted: as `rules.counts` has it, in SQL."""
    told = _on(path).annotate(claims=Count("pk"), given=Count("share"), percent=Sum("share"))
    fits = Q(claims=1, given=0) | Q(given=F("claims"), percent=rules.HUNDRED)
    said = told.annotate(fits=Case(When(fits, then=Value(True)), default=Value(False), output_field=BooleanField())).values("fits")
    return Coalesce(Subquery(said), Value(False))


def visible_claimed_things(user: Any) -> QuerySet[ClaimedThing]:
    """With `counted`, what the shares come to, and whose it is to keep: see ClaimedThing.owner_id."""
    require(user, Permission.PROGRAMME_VIEW)
    leads = _on("pk").annotate(leads=Count(Coalesce(Cast("pilot__lead_id", CharField()), Value("")), distinct=True))
    return ClaimedThing.objects.alias(leads=Subquery(leads.values("leads"))).annotate(
        counted=_counted("pk"),
        shares_total=Subquery(_on("pk").annotate(percent=Sum("share")).values("percent"), output_field=DecimalField(max_digits=9, decimal_places=4)),
        owner=Case(When(leads=1, then=Subquery(Claim.objects.filter(thing=OuterRef("pk")).order_by("pk").values("pilot__lead_id")[:1]))),
    )


def visible_claims(user: Any) -> QuerySet[Claim]:
    require(user, Permission.PROGRAMME_VIEW)
    return Claim.objects.select_related("pilot").annotate(counted=_counted("thing"))  # the pilot's lead owns the claim


claims = ReadModel("claims", visible_claims, ClaimFilter, ClaimSerializer, order=("thing__name", "pilot__name", "area__name", "share", "updated_at"))
claimed_things = ReadModel(
    "claimed-things", visible_claimed_things, ClaimedThingFilter, ClaimedThingSerializer, order=("name", "measure", "amount", "updated_at")
)


# --- The totals ------------------------------------------------------------------------------------------------------------
def claim_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """What the claims that the filter leaves come to, each thing counted once: see ClaimSummarySerializer."""
    found = claims.found(user, params).order_by("pilot__name", "area__name", "pk")
    rows = _claims_of(found, user)
    held = shares_on(found.order_by().values("thing_id"))
    things = {row["thing"]["id"]: row["thing"] for row in rows}
    parts = {pk: rules.claimed(thing["amount"], held[pk], step(thing["measure"])) for pk, thing in things.items()}
    own: dict[Any, list[dict[str, Any]]] = {pk: [] for pk in things}
    for row in rows:
        counted = parts[row["thing"]["id"]]
        row["amount"] = counted.get(row["id"]) if counted else None
        own[row["thing"]["id"]].append({name: row[name] for name in ("id", "pilot", "area", "share", "amount")})
    told = sorted((_told(thing, held[pk], own[pk], parts[pk]) for pk, thing in things.items()), key=lambda each: each["thing"]["name"])
    unshared = [each for each in told if each["why"]]
    reached = reach(user, Permission.PILOT_EDIT)
    whose: Any = visible_claimed_things(user).filter(pk__in=[each["thing"]["id"] for each in unshared])
    owners = dict(whose.order_by().values_list("pk", "owner"))
    for each in unshared:
        each["may_share"] = covers(reached, owners.get(each["thing"]["id"]))
    return {
        "claims": len(rows),
        "counted": len(told) - len(unshared),
        "left_out": len(unshared),
        "without_share": sum(each["why"] == "no_share" for each in unshared),
        "not_100": sum(each["why"] == "not_100" for each in unshared),
        "illustrative": sum(thing["illustrative"] for thing in things.values()),
        "measures": [_total(measure, label, rows, told) for measure, label in ClaimedThing.Measure.choices],
        "by_pilot": _by(rows, "pilot"),
        "by_area": _by(rows, "area"),
        "unshared": unshared,
        "shared": [each for each in told if not each["why"] and len(held[each["thing"]["id"]]) > 1],
    }


def _claims_of(found: QuerySet[Claim], user: Any) -> list[dict[str, Any]]:
    """`[{id, share, thing, pilot, area}]`, the last three in brief."""
    shapes: dict[str, type[Shape]] = {"thing": ThingBrief, "pilot": PilotBrief, "area": AreaBrief}
    briefs = {name: compiled(shape) for name, shape in shapes.items()}
    columns = ["pk", "share", *(f"{name}__{path}" for name, brief in briefs.items() for path in brief.paths)]
    at, builders = 2, []
    for name, brief in briefs.items():
        builders.append((name, brief.builder(Answering(user, brief.at)), slice(at, at + len(brief.paths))))
        at += len(brief.paths)
    rows = found.values_list(*columns)
    return [{"id": row[0], "share": row[1], **{name: build(row[place]) for name, build, place in builders}} for row in rows]


def _told(thing: Mapping[str, Any], shares: Mapping[Any, Decimal | None], own: list[dict[str, Any]], parts: Any) -> dict[str, Any]:
    why = "" if parts is not None else "no_share" if None in shares.values() else "not_100"
    return {"thing": thing, "why": why, "shares_total": rules.total(shares), "may_share": False, "claims": own}


def _total(measure: str, label: Any, rows: Iterable[Mapping[str, Any]], told: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    own = [each for each in told if each["thing"]["measure"] == measure]
    out = [each for each in own if each["why"]]
    return {
        "measure": measure,
        "measure_label": str(label),
        "total": sum((row["amount"] for row in rows if row["thing"]["measure"] == measure and row["amount"] is not None), Decimal("0.00")),
        "things": len(own) - len(out),
        "left_out": len(out),
        "left_out_amount": sum((each["thing"]["amount"] for each in out), Decimal("0.00")),
    }


def _by(rows: Iterable[Mapping[str, Any]], name: str) -> list[dict[str, Any]]:
    """The counted amounts by pilot or borough, in the order of their names; those whose claims are all left out with nothing."""
    sums: dict[Any, dict[str, Any]] = {}
    for row in rows:
        own = sums.setdefault(row[name]["id"], {name: row[name], **dict.fromkeys(MEASURES, Decimal("0.00"))})
        own[row["thing"]["measure"]] += row["amount"] or 0
    return sorted(sums.values(), key=lambda each: each[name]["name"])


def claimed_thing_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(ClaimedThing, pk, beneath=[Beneath(Claim, "thing", "pilot", "claim")])
