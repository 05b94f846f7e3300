"""What may be done to identifiers: claim one for a site, withdraw a claim."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, change_many, create, need_reason, remove

from ..models import Identifier
from ..rules.identifiers import OWN, SCHEMES, read
from ..selectors import visible_identifiers
from .within import on_the_site, site_of

MAY = Permission.SITE_EDIT


def claim_identifier(*, by: Any, site: Any, dispute: bool = False, reason: str = "", **fields: Any) -> Identifier:
    """Say that an identifier names a site. Where another has it, as far as the writer may see, this is refused
    (`identifier-used`), or with `dispute` kept as a conflict that somebody settles.

    A claim of a site that the writer may not see refuses nothing, for that would tell of the site; it makes a
    conflict that those who see both find listed.
    """
    with transaction.atomic():
        claim = Identifier(site=site_of(by, site))
        assign(claim, fields)
        _settle(by, claim, dispute)
        return create(claim, by=by, may=MAY, event="identifier.claimed", reason=reason)


def update_identifier(*, by: Any, pk: Any, version: int, dispute: bool = False, reason: str = "", **fields: Any) -> Identifier:
    """Correct what was written. Raises what `claim_identifier` does."""
    with change(visible_identifiers(by), pk, by=by, may=MAY, version=version, event="identifier.corrected", reason=reason) as claim:
        on_the_site(claim, fields)
        before = (claim.scheme, claim.value, claim.organisation_id)
        assign(claim, fields)
        if (claim.scheme, claim.value, claim.organisation_id) != before:
            _settle(by, claim, dispute)
    return claim


def withdraw_identifier(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Take a claim back, which settles a conflict in favour of the others. The history keeps it."""
    need_reason(reason, "Say why the site does not have this identifier.")
    remove(visible_identifiers(by), pk, by=by, may=MAY, version=version, event="identifier.withdrawn", reason=reason)


def _settle(by: Any, claim: Identifier, dispute: bool) -> None:
    """Read the value, and look for other claims to it; two who claim one at once are looked at one after the other."""
    if claim.scheme == OWN and claim.organisation_id is None:
        claim.organisation_id = claim.site.organisation_id
    if claim.scheme not in SCHEMES:
        return  # the model says what it may be
    try:
        claim.value = read(claim.scheme, claim.value)
    except ValueError as error:
        raise ValidationError({"value": str(error)}) from None
    change_many("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"estates.identifier {claim.scheme} {claim.value}"])
    same = {"scheme": claim.scheme, "value": claim.value, "organisation": claim.organisation_id}
    rivals = Identifier.objects.filter(**same).exclude(site=claim.site_id).exclude(pk=claim.pk)
    seen = visible_identifiers(by).filter(pk__in=rivals).select_related("site").first()
    if seen and not dispute:
        said = f"{seen.site} has it already. Withdraw that claim first, or keep both as a conflict."
        raise Refused("identifier-used", said, {"value": said})
    claim.contested = rivals.exists()
