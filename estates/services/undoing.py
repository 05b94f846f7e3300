"""Taking a whole import back."""

import logging
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, Stale, change, change_many, recorded

from .. import undoing
from ..models import Import
from ..selectors import visible_imports
from .imports import OUR_FAULT, Report, only_own, send, working

log = logging.getLogger(__name__)
State = Import.State
_BACK = "UPDATE estates_import SET state = %s, message = %s WHERE id = %s AND state = %s AND version = %s"


def undo_import(*, by: Any, pk: Any, version: int, reason: str = "", queue: bool = True) -> Import:
    """Have a worker put back all that an import did: what it made is deleted, what it changed is as it was before.

    Raises Http404, PermissionDenied, Stale; Refused where it is not in the register, or where records were edited since.
    """
    with change(visible_imports(by), pk, by=by, may=Permission.ESTATES_IMPORT, version=version, event="import.undo_asked", reason=reason) as record:
        if record.state != State.DONE:
            raise Refused("import-not-done", f"Only a file that was imported can be undone; this one is: {record.get_state_display().lower()}.")
        only_own(by, record)
        unedited(*undoing.later_edits(record), rule="import-edited-since", after="this import")
        record.state, record.undone_by, record.message = State.UNDOING, by, ""
        if queue:
            transaction.on_commit(lambda: send("estates.undo_import", pk))
    return record


def unedited(count: int, shown: list[dict[str, Any]], *, rule: str, after: str) -> None:
    """Raises Refused, with the first of the later edits by reference, where there is one."""
    if count:
        told = {each["ref"] or each["name"]: _told(each) for each in shown}
        only = f" The first {len(shown)} are listed." if count > len(shown) else ""
        raise Refused(rule, f"{count:,} record{'s were' if count > 1 else ' was'} edited after {after}.{only}", told)


def _told(edit: dict[str, Any]) -> str:
    when = f", {date_format(timezone.localtime(edit['at']), 'j F Y, H:i')}" if edit["at"] else ""
    return f"{edit['noun'].capitalize()} {edit['name']}: by {edit['by'] or 'somebody outside the portal'}{when}."


def run_undo(pk: Any, report: Report = lambda done, total: None) -> None:
    """A worker's task: put back what an import did, in one transaction. A worker that dies leaves all as it was, and
    the next begins again."""
    record = Import.objects.filter(pk=pk, state=State.UNDOING).select_related("undone_by").first()
    if record is None or record.undone_by is None:
        return
    try:
        with working(record, by=record.undone_by, event="import.undone") as locked:
            change_many("SELECT pg_advisory_xact_lock(hashtext('estates.import'))", {})  # no import meanwhile
            unedited(*undoing.later_edits(locked), rule="import-edited-since", after="this import")
            undoing.restore(locked, report)
            locked.state, locked.undone_at = State.UNDONE, timezone.now()
    except (OperationalError, InterfaceError):
        raise  # the database went away: it stays as it is, and is resumed
    except (Stale, Http404):
        return  # another worker did it
    except Refused as refused:
        _keep(record, f"It was not undone. {refused.detail}")
    except Exception:
        log.exception("an undo failed", extra={"import": str(pk)})
        _keep(record, f"It was not undone: all of it is still in the register. {OUR_FAULT}")


def _keep(record: Import, message: str) -> None:
    with recorded(by=record.undone_by, event="import.not_undone", subject=record):
        change_many(_BACK, [State.DONE, message, record.pk, record.state, record.version])
