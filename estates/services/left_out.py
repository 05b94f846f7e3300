"""Rows of a file that a person leaves out: kept with the import, not read by its checks, and written nowhere."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, change

from ..alike import rows_with
from ..models import Import, ImportRow
from ..selectors import visible_imports
from .imports import check_again
from .mapping import in_the_file

MAY = Permission.ESTATES_IMPORT


def leave_out(
    *, by: Any, pk: Any, version: int, rows: Collection[int] = (), errors: Collection[str] = (), reason: str = "", queue: bool = True
) -> Import:
    """Leave rows out, by number, and those in error that have one of some `errors` (selectors.errors_of); and have the rest checked again,
    for a row may be wrong by another alone.

    Raises what `change` does; Refused (`import-not-ready`, `import-leaves-nothing`); ValidationError for a row that is not in the file.
    """
    with change(visible_imports(by), pk, by=by, may=MAY, version=version, event="import.rows_left_out", reason=reason) as record:
        _ready(record, rows, errors)
        every = ImportRow.objects.filter(imported_by=record)
        in_the_file(rows, set(every.filter(number__in=rows).values_list("number", flat=True)))
        left = {*record.left_out, *rows, *rows_with(record, errors, ImportRow.Outcome.ERROR)}
        if not every.exclude(number__in=left).exists():
            raise Refused("import-leaves-nothing", "No row of the file would be left. Cancel the import instead.")
        _again(record, left, queue)
    return record


def take_in(
    *, by: Any, pk: Any, version: int, rows: Collection[int] = (), errors: Collection[str] = (), reason: str = "", queue: bool = True
) -> Import:
    """Take rows in again that were left out, by number or by what was wrong with them. Raises what `leave_out` does."""
    with change(visible_imports(by), pk, by=by, may=MAY, version=version, event="import.rows_taken_in", reason=reason) as record:
        _ready(record, rows, errors)
        if other := sorted(set(rows) - set(record.left_out)):
            raise ValidationError({"rows": f"Row {other[0]:,} is not left out."})
        _again(record, set(record.left_out) - {*rows, *rows_with(record, errors, ImportRow.Outcome.LEFT)}, queue)
    return record


def _ready(record: Import, rows: Collection[int], errors: Collection[str]) -> None:
    if record.state != Import.State.CHECKED:
        raise Refused("import-not-ready", f"Rows are left out once a file is checked; this one is: {record.get_state_display().lower()}.")
    if not rows and not errors:
        raise ValidationError({"rows": "Say which rows."})


def _again(record: Import, left: set[int], queue: bool) -> None:
    if (said := sorted(left)) != record.left_out:
        record.left_out = said
        check_again(record, queue=queue)
