"""What may be done about the quality of the register: confirm that a site is still so, waive a finding."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, Stale, assign, change, create, need_reason, recorded, remove

from ..filters.quality import finding
from ..models import QualityWaiver, Site, SiteConfirmation
from ..rules.quality import BY_CODE
from ..selectors import judged_sites, visible_sites, visible_waivers
from .within import site_of

MAY = Permission.QUALITY_WAIVE


def confirm_site(*, by: Any, pk: Any, version: int, note: str = "", reason: str = "") -> Site:
    """Say that the site, as it stands at this version, is still so; it is asked again in a year.

    Raises Stale, and Refused (`confirmed-today`, `site-left`).
    """
    with change(visible_sites(by), pk, by=by, may=Permission.SITE_EDIT, version=version, event="site.confirmed", reason=reason or note) as site:
        if site.removed_on or site.merged_into_id:
            raise Refused("site-left", f"{site} has left the register.")
        made = SiteConfirmation(site=site, confirmed_on=timezone.localdate(), note=note, confirmed_by=by)
        create(made, by=by, may=Permission.SITE_EDIT, event="site.confirmed")
    return site


def confirm_sites(*, by: Any, sites: Iterable[Mapping[str, Any]], note: str = "", reason: str = "") -> int:
    """Confirm many in one act: all of `[{id, version}]`, or none. Answers how many. Raises what `confirm_site` does."""
    # In the order of their ids, so that two who confirm the same sites at once wait for each other and do not lock.
    asked = sorted(sites, key=lambda each: str(each["id"]))
    if not asked:
        raise ValidationError({"sites": "Choose at least one site."})
    with recorded(by=by, event="sites.confirmed", reason=reason or note):
        for each in asked:
            try:
                confirm_site(by=by, pk=each["id"], version=each["version"], note=note)
            except Stale as stale:
                raise Refused("site-changed", f"{stale.record} has changed since you read it. Nothing was confirmed.") from stale
            except Refused as refused:
                raise Refused(refused.rule, f"{refused.detail} Nothing was confirmed.") from refused
    return len(asked)


def waive_finding(*, by: Any, site: Any, rule: str, why: str, until: Any = None, evidence: str = "", reason: str = "") -> QualityWaiver:
    """Say that a finding is right as it stands. It holds for what the rule compares now.

    Raises Refused (`nothing-to-waive`, `finding-waived`), ValidationError.
    """
    if until and until < timezone.localdate():
        raise ValidationError({"until": "Its last day cannot be in the past."})
    if rule not in BY_CODE:
        raise ValidationError({"rule": "There is no such rule."})
    with transaction.atomic():
        of = site_of(by, site)
        Site.objects.select_for_update().get(pk=of.pk)  # two who waive it at once are looked at one after the other
        found = finding(judged_sites(by).filter(pk=of.pk), rule).values("compared", "waived").first()
        if found is None:
            raise Refused("nothing-to-waive", f"{of} has no such finding: {BY_CODE[rule].title}.")
        if found["waived"]:
            raise Refused("finding-waived", f"This finding of {of} is waived already.")
        given = {"why": why, "until": until, "evidence": evidence, "value": found["compared"], "given_by": by}
        held = QualityWaiver.objects.filter(site=of, rule=rule).first()
        if held is None:
            return create(QualityWaiver(site=of, rule=rule, **given), by=by, may=MAY, event="waiver.given", reason=reason)
        # One that holds no longer is given anew; the history keeps what it said.
        with change(QualityWaiver.objects.all(), held.pk, by=by, may=MAY, version=held.version, event="waiver.given", reason=reason) as waiver:
            assign(waiver, given)
        return waiver


def withdraw_waiver(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Take a waiver back: the finding counts again. The history keeps it."""
    need_reason(reason, "Say why the finding is to count again.")
    seen = QualityWaiver.objects.filter(pk__in=visible_waivers(by).order_by().values("pk"))
    remove(seen, pk, by=by, may=MAY, version=version, event="waiver.withdrawn", reason=reason)
