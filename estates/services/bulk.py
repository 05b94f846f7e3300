"""Changing many sites in one act, and taking that act back."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404

from devo_portal.core.policy import Permission, covers, reach, require
from devo_portal.core.writes import Refused, Stale, change_many, load_many, need_reason, recorded

from .. import acts
from ..models import BulkChange, Site
from ..rules.bulk import COLUMNS, WHY
from ..selectors import act_of, bulk_preview, chosen_sites, columns_set, edited_since, read_values, values_kept, visible_bulk_changes
from .undoing import unedited

MAY = Permission.SITE_EDIT
_COLUMNS = ("id", "made_by", "reason", "values_set", "organisations", "count", "state")
_LOCK = "SELECT FROM estates_site WHERE id = ANY(%(ids)s::uuid[]) ORDER BY id FOR UPDATE"
_UNDONE = "UPDATE estates_bulkchange SET state = 'undone', undone_by_id = %(by)s, undone_at = clock_timestamp() WHERE id = %(pk)s"


def preview_bulk_change(*, by: Any, values: Mapping[str, Any], sites: Any = None, where: Any = None, count: int | None = None) -> dict[str, Any]:
    """What `apply_bulk_change` would do to each site; nothing is written. Raises what it does, but for the refusal of single sites."""
    require(by, MAY)
    return bulk_preview(by, chosen_sites(by, sites, where, count), read_values(values))


def apply_bulk_change(
    *,
    by: Any,
    values: Mapping[str, Any],
    reason: str,
    sites: Iterable[Mapping[str, Any]] | None = None,
    where: Mapping[str, Any] | None = None,
    count: int | None = None,
) -> BulkChange:
    """Set the same fields on many sites, all of them or none: those named, `[{id, version}]`, or the `count` that filters leave.

    Raises PermissionDenied, ValidationError; Refused (`selection-changed`, `site-changed`, `sites-not-changeable`, `nothing-to-change`).
    """
    require(by, MAY)
    need_reason(reason, "Say why these sites are changed.")
    with transaction.atomic():
        named = None if sites is None else list(sites)
        asked, settled = chosen_sites(by, named, where, count), read_values(values)
        # In the order of their ids, so that two who change the same sites wait for each other and do not lock.
        change_many(_LOCK, {"ids": [str(pk) for pk in asked]})
        told = bulk_preview(by, asked, settled)
        _possible(told, named)
        ids = [str(each["id"]) for each in told["results"] if each["outcome"] == "changed"]
        record = BulkChange(made_by=by, reason=reason, values_set=values_kept(settled), count=len(ids))
        owners = Site.objects.filter(pk__in=ids).order_by().values_list("organisation", flat=True).distinct()
        # Not by `create`: it asks for the one owner of a record, and this has as many as its sites, each of whom was asked.
        row = (record.pk, by.pk, reason, orjson.dumps(record.values_set), f"{{{','.join(map(str, owners))}}}", record.count, record.state)
        names = {COLUMNS[name]: value for name, value in settled.items() if name in COLUMNS}
        assigned = ", ".join(f"{column} = %({column})s" for column in names)
        with recorded(by=by, event="sites.changed", reason=reason, subject=record), _held():
            load_many(BulkChange, _COLUMNS, [row])
            change_many(f"UPDATE estates_site SET {assigned} WHERE id = ANY(%(ids)s::uuid[])", {**_plain(names), "ids": ids})
    record.refresh_from_db()
    return record


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if name == "area_id" and value else value for name, value in values.items()}


def _possible(told: Mapping[str, Any], named: Sequence[Mapping[str, Any]] | None) -> None:
    """All or nothing. Raises Refused, with what stands in the way by the place of each site among those named."""
    wrong = [each for each in told["results"] if each["outcome"] == "refused"]
    said = {each["id"]: f"{each['name']} ({each['code']}): {each['why']}" if each["name"] else each["why"] for each in wrong[: acts.MOST_SHOWN]}
    if named is None:
        errors = {"filter": " ".join(said.values())}
    else:
        places = {each["id"]: f"sites/{place}" for place, each in reversed(list(enumerate(named)))}
        errors = {places[pk]: words for pk, words in said.items()}
    if moved := [each for each in wrong if each["rule"] == "site-changed"]:
        these = ", ".join(each["name"] for each in moved[:10]) + (f" and {len(moved) - 10:,} more" if len(moved) > 10 else "")
        raise Refused("site-changed", f"{_sites(len(moved))} changed since you looked: {these}. Nothing was saved.", errors)
    if wrong:
        raise Refused("sites-not-changeable", f"{_sites(len(wrong))} of {told['count']:,} cannot be changed. Nothing was saved.", errors)
    if not told["changed"]:
        raise Refused("nothing-to-change", "Every one of these sites holds these values already.")


def _sites(number: int) -> str:
    return f"{number:,} site{'' if number == 1 else 's'}"


@contextmanager
def _held() -> Any:
    """What a form checks for one site, the table's own rules hold for many. Raises Refused."""
    try:
        yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if name is None:
            raise  # a fault of ours
        broken = next((each for each in Site._meta.constraints if each.name == name), None)
        words = str(broken.get_violation_error_message()) if broken else f"A rule of the register says no ({name})."
        raise Refused("sites-not-changeable", f"{words} Nothing was saved.") from error


def undo_bulk_change(*, by: Any, pk: Any, version: int, reason: str = "") -> BulkChange:
    """Put back what a change set, on every one of its sites.

    Raises Http404, PermissionDenied, Stale; Refused where it is undone already, or what it set was edited since.
    """
    require(by, MAY)
    with transaction.atomic():
        record = get_object_or_404(visible_bulk_changes(by).select_for_update(of=("self",)), pk=pk)
        if record.version != version:
            raise Stale(record)
        if record.state != BulkChange.State.APPLIED:
            raise Refused("change-undone", "This change is undone already.")
        if "sensitive" in record.values_set:
            need_reason(reason, "Say why the sites become sensitive, or are sensitive no longer.")
        act, only = {"act": act_of(record)}, columns_set(record)
        change_many(f"SELECT FROM estates_site WHERE id IN (SELECT id FROM ({acts.touched(Site)}) touched) ORDER BY id FOR UPDATE", act)
        _still_own(by, act)
        unedited(*edited_since(record), rule="change-edited-since", after="this change")
        with recorded(by=by, event="sites.change_undone", reason=reason, subject=record), _held():
            change_many(acts.put_back(Site, only=only), act)
            change_many(_UNDONE, {"by": by.pk, "pk": record.pk})
    record.refresh_from_db()
    return record


def _still_own(by: Any, act: Mapping[str, Any]) -> None:
    """A site may be another's by now. Raises PermissionDenied."""
    owners = acts.asked(f"SELECT DISTINCT organisation_id FROM estates_site WHERE id IN (SELECT id FROM ({acts.touched(Site)}) touched)", dict(act))
    reached = reach(by, MAY)
    if not all(covers(reached, owner) for (owner,) in owners):
        raise PermissionDenied(WHY["not-yours"])
