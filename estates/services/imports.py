"""What may be done with a file: start, check, confirm, run."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson
from celery import current_app
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.http import Http404
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerDown

from devo_portal.core.models import Organisation
from devo_portal.core.policy import ALL, Permission, reach, require
from devo_portal.core.writes import Refused, Stale, assign, change, change_many, create, load_many, numbered, recorded

from ..comparing import LOADED, loaded
from ..eric.names import as_written
from ..kinds import KINDS
from ..mapping import mapped, other_sheets
from ..matching import keep_codes
from ..models import Import, ImportFile, ImportRow
from ..reading import check_size, open_book
from ..selectors import importing_for, visible_imports
from ..undoing import settle
from .mapping import remember, understand
from .matching import choices_of, find_matches, still_there

log = logging.getLogger(__name__)


Report = Callable[[int, int], None]  # rows done, rows in all
LARGE = 5_000  # rows after which the planner's figures are another import's


State = Import.State


OUR_FAULT = "The fault is ours, and it has been logged."


def start_import(
    *, by: Any, file_name: str, content: bytes, year: str = "", organisation: Any = None, mapping: Any = None, keep: bool = False, queue: bool = True
) -> Import:
    """Take a file in and have a worker check it. Nothing of it is in the register.

    `mapping` says what its columns hold (services/mapping.py). With `keep`, a table whose headings are not understood
    is taken in too, and waits for that. Raises PermissionDenied; ValidationError for a file that cannot be read, or
    whose year is not known. With `queue=False` the caller checks it, in its own process.
    """
    require(by, Permission.ESTATES_IMPORT)
    check_size(len(content))
    owner = _owner(by, organisation)
    found = understand(open_book(content), file_name=file_name, year=year, owner=owner, said=mapping, keep=keep)
    record = Import(
        kind=found.kind.code,
        organisation=owner,
        started_by=by,
        file_name=file_name[-200:],
        file_sha256=hashlib.sha256(content).hexdigest(),
        headers=found.reading.headers if found.reading else list(found.headings),
        year=found.reading.year if found.reading else year.strip(),
        encoding=found.reading.encoding if found.reading else "",
        mapping=found.mapping.kept() if found.mapping else {},
        column_mapping=found.saved,
        state=State.CHECKING if found.reading else State.MAPPING,
        message=found.why,
    )
    with transaction.atomic(), recorded(by=by, event="import.started", subject=record):
        if mapping and found.mapping:
            record.column_mapping = remember(by, owner, found.mapping)
        create(record, by=by, may=Permission.ESTATES_IMPORT, event="import.started")
        change_many("INSERT INTO estates_importfile (of_id, content) VALUES (%s, %s)", [record.pk, content])
        if queue and found.reading:
            transaction.on_commit(lambda: send("estates.check_import", record.pk))
    return record


def _owner(by: Any, organisation: Any) -> Organisation:
    """The organisation that an import belongs to: the one named, or the person's own where there is one."""
    own = importing_for(by)
    if organisation is not None:
        own = own.filter(pk=getattr(organisation, "pk", organisation))
    chosen = list(own[:2])
    if not chosen:
        raise ValidationError({"organisation": "You do not act for this organisation."})
    if len(chosen) > 1 and reach(by, Permission.ESTATES_IMPORT) != ALL:
        raise ValidationError({"organisation": "You act for more than one organisation. Say for which you import."})
    return chosen[0]


def send(task: str, pk: Any) -> None:
    """Ask a worker. Where the broker is down the work waits: `resume_imports` finds it."""
    try:
        current_app.send_task(task, [str(pk)])
    except BrokerDown:
        log.exception("the broker does not answer; the import waits", extra={"import": str(pk)})


def check_again(record: Import, *, queue: bool) -> None:
    """Inside an act: have a worker check the file anew. What was said of its rows stands."""
    assign(record, {"state": State.CHECKING, "message": "", "finished_at": None, "findings": {}})
    assign(record, dict.fromkeys(("new_rows", "changed_rows", "unchanged_rows", "error_rows", "left_rows", "near_rows", "undecided_rows"), 0))
    if queue:
        transaction.on_commit(lambda: send("estates.check_import", record.pk))


def check_import(pk: Any, report: Report = lambda done, total: None) -> None:
    """A worker's task: read every row and say what it would do. Done twice, or by two at once, it is done once."""
    record = Import.objects.filter(pk=pk, state=State.CHECKING).select_related("started_by").first()
    if record is None:
        return
    try:
        with working(record, by=record.started_by, event="import.checked") as locked:
            _check(locked, report)
    except ValidationError as error:
        _end(record, by=record.started_by, state=State.REFUSED, event="import.refused", message=" ".join(error.messages))
    except PermissionDenied as error:
        _end(record, by=record.started_by, state=State.REFUSED, event="import.refused", message=str(error))
    except (Stale, Http404):
        return  # another worker did it
    except (OperationalError, InterfaceError):
        raise  # the database went away: the import stays as it is, and is resumed
    except Exception:
        log.exception("a check failed", extra={"import": str(pk)})
        _end(record, by=record.started_by, state=State.FAILED, event="import.failed", message=f"The file could not be checked. {OUR_FAULT}")


def working(record: Import, *, by: Any, event: str) -> Any:
    """The row lock that makes a task's work one worker's, and all of it or none."""
    return change(Import.objects.filter(state=record.state), record.pk, by=by, may=Permission.ESTATES_IMPORT, version=record.version, event=event)


# What is left out stays as the check before it told it, and says nothing of the register.
_CLEARED = "DELETE FROM estates_importrow WHERE imported_by_id = %s AND NOT (number = ANY(%s::int[]))"
_LEFT_OUT = """
    UPDATE estates_importrow SET outcome = 'left', changes = '[]', values = '{}', flags = '{}', row_hash = '', near = '', candidates = '[]',
           choice = '', same_as = NULL, alone = NULL
     WHERE imported_by_id = %s AND outcome <> 'left'
"""


def _check(record: Import, report: Report) -> None:
    content = bytes(ImportFile.objects.get(of=record).content)
    kind, book = KINDS[record.kind], open_book(content)
    reading = kind.read(replace(mapped(book, record.mapping), left_out=frozenset(record.left_out)), record.file_name, record.year)
    check = kind.check(reading, record.started_by)
    total, decided = reading.about(), choices_of(record)
    change_many(_CLEARED, [record.pk, record.left_out])
    change_many(_LEFT_OUT, [record.pk])
    for batch in check.batches():
        load_many(ImportRow, LOADED, loaded(batch, record.pk))
        report(min(check.counts.total(), total), total)
    for outcome in ImportRow.Outcome.values:
        setattr(record, f"{outcome}_rows", check.counts[outcome])
    record.left_rows = len(record.left_out)
    sheet = reading.table.sheet.name
    record.findings, record.state = {**check.findings, "sheet": sheet, "other_sheets": other_sheets(book, sheet)}, State.CHECKED
    find_matches(record, decided)


def confirm_import(*, by: Any, pk: Any, version: int, queue: bool = True) -> Import:
    """Have a worker write a checked file into the register: every row, or none.

    Raises Http404, PermissionDenied, Stale; Refused where it is not ready, or a row is in error.
    """
    with change(visible_imports(by), pk, by=by, may=Permission.ESTATES_IMPORT, version=version, event="import.confirmed") as record:
        if record.state != State.CHECKED:
            raise Refused("import-not-ready", f"Only a file that is ready can be confirmed; this one is: {record.get_state_display().lower()}.")
        if record.error_rows:
            them = "it" if record.error_rows == 1 else "them"
            said = f"{_rows(record.error_rows)} in error. Leave {them} out, or correct the file and upload it again: all of it is imported, or none."
            raise Refused("import-has-errors", said)
        if record.undecided_rows:
            said = "row may be a site" if record.undecided_rows == 1 else "rows may be sites"
            raise Refused("near-matches-open", f"{record.undecided_rows:,} {said} that the register holds already. Say of each whether it is.")
        record.state, record.confirmed_by = State.RUNNING, by
        if queue:
            transaction.on_commit(lambda: send("estates.run_import", pk))
    return record


def cancel_import(*, by: Any, pk: Any, version: int) -> Import:
    """Give up a file that is not in the register. Raises what `confirm_import` does."""
    with change(visible_imports(by), pk, by=by, may=Permission.ESTATES_IMPORT, version=version, event="import.cancelled") as record:
        if record.state not in (State.MAPPING, State.CHECKING, State.CHECKED):
            raise Refused("import-too-late", f"It is too late to cancel; the import is: {record.get_state_display().lower()}.")
        record.state, record.finished_at = State.CANCELLED, timezone.now()
    return record


def run_import(pk: Any, report: Report = lambda done, total: None) -> None:
    """A worker's task: write a confirmed file into the register, in one transaction. A worker that dies leaves
    nothing of it behind, and the next begins again."""
    record = Import.objects.filter(pk=pk, state=State.RUNNING).select_related("confirmed_by").first()
    if record is None or record.confirmed_by is None:
        return
    by = record.confirmed_by
    try:
        with working(record, by=by, event="estates.imported") as locked:
            change_many("SELECT pg_advisory_xact_lock(hashtext('estates.import'))", {})  # one at a time: two would plan the same new sites
            only_own(by, locked)
            kind = KINDS[record.kind]
            if kind.brings_organisations:
                _new_organisations(by, locked)
            still_there(locked)
            counts = kind.apply(locked, report)
            keep_codes(locked)
            if counts["new"] + counts["changed"] > LARGE:
                settle()
            locked.new_rows, locked.changed_rows, locked.unchanged_rows = counts["new"], counts["changed"], counts["unchanged"]
            locked.state, locked.finished_at = State.DONE, timezone.now()
    except (OperationalError, InterfaceError):
        raise  # the database went away: the import stays as it is, and is resumed
    except (Stale, Http404):
        return  # another worker did it
    except (PermissionDenied, Refused) as error:
        _end(record, by=by, state=State.FAILED, event="import.failed", message=f"Nothing was imported. {error}")
    except Exception:
        log.exception("an import failed", extra={"import": str(pk)})
        _end(record, by=by, state=State.FAILED, event="import.failed", message=f"Nothing was imported. {OUR_FAULT}")


def only_own(by: Any, record: Import) -> None:
    """Who confirms must act for every organisation in the file, as who uploads must."""
    if others := KINDS[record.kind].others(by, record):
        raise PermissionDenied(f"You do not act for {', '.join(others)}.")


_ORGANISATIONS = numbered(
    Organisation,
    "id, name, short_name, kind, ods_code, gss_code, source, illustrative",
    """
    SELECT made.id, made.name, '', made.kind, made.ods_code, '', %(source)s, false
      FROM jsonb_to_recordset(%(made)s::jsonb) AS made(id uuid, name text, kind text, ods_code text)
""",
)


def _new_organisations(by: Any, record: Import) -> None:
    """Trusts that the register does not know come with the file. One known by name alone is given its code."""
    rows = (
        ImportRow.objects.filter(imported_by=record)
        .exclude(outcome__in=ImportRow.IDLE)
        .order_by("organisation_code", "number")
        .distinct("organisation_code")
    )
    known = set(Organisation.objects.values_list("ods_code", flat=True))
    by_name = {each.name.casefold(): each for each in Organisation.objects.all()}
    made = []
    for code, reported in rows.values_list("organisation_code", "organisation_name"):
        if code in known:
            continue
        name = as_written(reported)
        same = by_name.get(name.casefold())
        if same is not None and not same.ods_code:
            with change(
                Organisation.objects.all(), same.pk, by=by, may=Permission.ESTATES_IMPORT, version=same.version, event="estates.imported"
            ) as found:
                found.ods_code = same.ods_code = code
            continue
        trust = Organisation(name=f"{name[:180]} ({code})" if same else name, kind=Organisation.Kind.TRUST, ods_code=code)
        require(by, Permission.ESTATES_IMPORT, trust)
        by_name[trust.name.casefold()] = trust
        made.append({"id": trust.pk, "name": trust.name, "kind": trust.kind, "ods_code": code})
    if made:
        change_many(_ORGANISATIONS, {"made": orjson.dumps(made).decode(), "source": f"ERIC {record.year}: {record.file_name}"[:200]})


_ENDED = "UPDATE estates_import SET state = %s, message = %s, finished_at = clock_timestamp() WHERE id = %s AND state = %s AND version = %s"


def _end(record: Import, *, by: Any, state: str, event: str, message: str) -> None:
    """The portal's own act, so that one whose uploader may do nothing any more ends as well."""
    with recorded(by=by, event=event, subject=record):
        change_many(_ENDED, [state, message, record.pk, record.state, record.version])


def waiting_imports() -> list[tuple[str, str]]:
    """`(task, import)` of each import that is under way and that no worker has in its hands."""
    tasks = {State.CHECKING: "estates.check_import", State.RUNNING: "estates.run_import", State.UNDOING: "estates.undo_import"}
    with transaction.atomic():
        free = Import.objects.filter(state__in=tasks).select_for_update(skip_locked=True, of=("self",))
        return [(tasks[State(state)], str(pk)) for pk, state in free.values_list("pk", "state")]


def resume_imports() -> int:
    """Beat's task: hand to a worker what a dead one left, and what the broker lost. Answers how many."""
    waiting = waiting_imports()
    for task, pk in waiting:
        send(task, pk)
    return len(waiting)


def _rows(number: int) -> str:
    return f"{number:,} row is" if number == 1 else f"{number:,} rows are"
