"""What may be done to what is claimed: whatever two do at once, no thing is ever claimed for more than the whole."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404

from devo_portal.core.models import Area
from devo_portal.core.policy import Permission, can
from devo_portal.core.writes import Refused, assign, change, create, need_reason, remove

from ..models import Claim, ClaimedThing, Pilot
from ..rules import shares as rules
from ..selectors import visible_claimed_things, visible_claims
from .budgets import shown

MAY = Permission.PILOT_EDIT


def create_claimed_thing(*, by: Any, pilot: Pilot, area: Area, reason: str = "", **fields: Any) -> ClaimedThing:
    """Something to be counted, with the first claim on it, which counts whole. Raises Refused: `thing-recorded`."""
    thing = ClaimedThing(**fields)
    thing.pilot_lead = pilot.lead_id
    with transaction.atomic():
        create(thing, by=by, may=MAY, event="claimedthing.created", reason=reason)
        kept = {name: fields[name] for name in ("source", "illustrative") if name in fields}
        create(Claim(thing=thing, pilot=pilot, area=area, **kept), by=by, may=MAY, event="claim.made", reason=reason)
    return thing


def update_claimed_thing(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> ClaimedThing:
    """Another amount or measure needs a reason. What pilots of two leads claim is changed by the programme's officers."""
    with change(visible_claimed_things(by), pk, by=by, may=MAY, version=version, event="claimedthing.updated", reason=reason) as thing:
        if any(fields.get(name, getattr(thing, name)) != getattr(thing, name) for name in ("amount", "measure")):
            need_reason(reason, "Say why another amount is counted.")
        assign(thing, fields)
    return thing


def remove_claimed_thing(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Take it out together with every claim on it."""
    remove(visible_claimed_things(by), pk, by=by, may=MAY, version=version, event="claimedthing.removed", reason=reason)


def make_claim(*, by: Any, thing: ClaimedThing, reason: str = "", **fields: Any) -> Claim:
    """A pilot claims a thing for a borough. A second claim leaves the thing out of the totals until it is shared.

    Raises Refused: `shares-over-100`, `claim-recorded`.
    """
    with transaction.atomic():
        claim = Claim(thing=_locked(thing.pk), **fields)
        if claim.share is not None:
            _may_share(by, claim.thing, claim.pilot)
            _within_100(claim.thing, {None: claim.share}, claim)
        return create(claim, by=by, may=MAY, event="claim.made", reason=reason)


def update_claim(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Claim:
    """Another share needs a reason, where one was set. Raises Refused: `shares-over-100`."""
    with transaction.atomic():
        thing = _locked(_thing_of(pk))
        with change(visible_claims(by), pk, by=by, may=MAY, version=version, event="claim.updated", reason=reason) as claim:
            if "share" in fields and fields["share"] != claim.share:
                _may_share(by, thing, claim.pilot)
                _reshared(claim, reason)
                _within_100(thing, {claim.pk: fields["share"]}, claim)
            assign(claim, fields)
    return claim


def remove_claim(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Raises Refused (`thing-needs-claim`): the last claim goes with the thing itself."""
    with transaction.atomic():
        thing = _locked(_thing_of(pk))
        if not thing.claims.exclude(pk=pk).exists():
            raise Refused("thing-needs-claim", f"Nobody else claims “{thing}”. Take out what is counted, and this claim goes with it.")
        remove(visible_claims(by), pk, by=by, may=MAY, version=version, event="claim.removed", reason=reason)


def share_thing(*, by: Any, pk: Any, version: int, shares: Iterable[Mapping[str, Any]], reason: str = "") -> ClaimedThing:
    """Set the shares of the claims on a thing, all at once: `[{claim, share}]`; a claim that is not named keeps its own.

    Less than 100% is kept, and leaves the thing out of the totals. Raises Refused: `shares-over-100`.
    """
    with change(visible_claimed_things(by), pk, by=by, may=MAY, version=version, event="claimedthing.shared", reason=reason) as thing:
        given = [(each["claim"].pk, each["share"]) for each in shares]
        new = dict(given)
        if len(new) != len(given):
            raise ValidationError({"shares": ["A claim is named twice. Give each its share once."]})
        held = {claim.pk: claim for claim in thing.claims.select_related("pilot", "area")}
        if strangers := new.keys() - held.keys():
            raise ValidationError({"shares": [f"{len(strangers)} of these claims are on something else, or have been withdrawn. Look at it again."]})
        _within_100(thing, new)
        changed = [held[claim] for claim, share in new.items() if held[claim].share != share]
        # First those that give up a part: at no moment is more than the whole claimed.
        for claim in sorted(changed, key=lambda each: (new[each.pk] or Decimal(0)) - (each.share or Decimal(0))):
            _reshared(claim, reason)
            with change(Claim.objects.all(), claim.pk, by=by, may=MAY, version=claim.version, event="claim.shared", reason=reason) as sharing:
                sharing.share = new[claim.pk]
            thing.links_changed = True  # type: ignore[attr-defined]  # what `change` asks, to count a version of the thing
    return thing


def _thing_of(claim: Any) -> Any:
    thing = Claim.objects.filter(pk=claim).values_list("thing_id", flat=True).first()
    if thing is None:
        raise Http404("There is no such record, or you may not see it.")
    return thing


def _locked(pk: Any) -> ClaimedThing:
    """Two who claim one thing do so one after the other."""
    thing = ClaimedThing.objects.select_for_update().filter(pk=pk).first()
    if thing is None:
        raise Http404("There is no such record, or you may not see it.")
    return thing


def _may_share(by: Any, thing: ClaimedThing, pilot: Pilot) -> None:
    """Who keeps both its own pilot's claims and the thing; what pilots of two leads claim, the officers share."""
    others = thing.claims.exclude(pilot__lead=pilot.lead_id) if pilot.lead_id else thing.claims.exclude(pilot=pilot)
    if others.exists() and not can(by, MAY, _Nobodys()):
        raise PermissionDenied("Pilots of other leads claim this too. The programme's officers set its shares; leave the share empty until then.")


class _Nobodys:
    owner_id = None


def _reshared(claim: Claim, reason: str) -> None:
    if claim.share is not None:
        need_reason(reason, "Say why a share that was set changes.")


def _within_100(thing: ClaimedThing, new: Mapping[Any, Decimal | None], claim: Claim | None = None) -> None:
    """Raises Refused (`shares-over-100`), naming who would hold what. `None` among the keys is a claim that is being made."""
    held = {each.pk: each for each in thing.claims.select_related("pilot", "area").order_by("pilot__name", "area__name")}
    shares: dict[Any, Decimal | None] = {pk: each.share for pk, each in held.items()} | dict(new)
    if rules.total(shares) <= rules.HUNDRED:
        return
    makers = {pk: held.get(pk) or claim for pk in shares}
    said = "; ".join(f"{each.pilot} in {each.area} {shown(shares[pk])}" for pk, each in makers.items() if each and shares[pk] is not None)
    raise Refused("shares-over-100", f"The shares of “{thing}” would come to {shown(rules.total(shares))}: {said}.")
