"""What may be read about imports."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from devo_portal.core.models import Membership, Organisation, Role, User
from devo_portal.core.policy import ALL, Permission, reach, require
from devo_portal.core.reads import ReadModel

from .. import undoing
from ..alike import same_errors
from ..eric.quality import FLAG_LABELS
from ..filters import ImportFilter, ImportRowFilter
from ..models import Import, ImportRow
from ..serializers import ImportRowSerializer, ImportSerializer
from .matching import MatchedRows


def visible_imports(user: Any) -> QuerySet[Import]:
    """Everybody's for those who may import for all; else those for the organisations for which the person may import.

    A file that names the sites of others as well is left out: its rows and its counts would tell of sensitive ones.
    (A row in error, or left out, tells nothing of the register.)
    """
    require(user, Permission.PROGRAMME_VIEW)
    reached = reach(user, Permission.ESTATES_IMPORT)
    if reached == ALL:
        return Import.objects.all()
    named = Organisation.objects.filter(pk__in=reached).values_list("ods_code", "gss_code", "ref")
    own = {code for codes in named for code in codes if code}
    others = ImportRow.objects.filter(imported_by=OuterRef("pk")).exclude(outcome__in=ImportRow.IDLE).exclude(organisation_code__in=own)
    return Import.objects.filter(~Exists(others), organisation__in=list(reached))


imports = ReadModel("imports", visible_imports, ImportFilter, ImportSerializer, order=("-started_at", "file_name", "year", "state"))


_rows = MatchedRows("imports/rows", lambda user: ImportRow.objects.none(), ImportRowFilter, ImportRowSerializer, order=("number",))


def rows_of(user: Any, pk: Any) -> ReadModel:
    """The read model of one import's rows. Raises Http404 where the import is not to be seen."""
    if not visible_imports(user).filter(pk=pk).exists():
        raise Http404("There is no such record, or you may not see it.")
    return replace(_rows, path=f"imports/{pk}/rows", rows=lambda _: ImportRow.objects.filter(imported_by=pk))


def undoing_of(user: Any, pk: Any) -> dict[str, Any]:
    """What an undo of an import would do, and what stands in its way: `{effects: [{noun, removed, restored}], edits: {count, results}}`.

    Both are empty where the import is not in the register. Raises Http404 where it is not to be seen.
    """
    record = visible_imports(user).filter(pk=pk).first()
    if record is None:
        raise Http404("There is no such record, or you may not see it.")
    if record.state not in (Import.State.DONE, Import.State.UNDOING):
        return {"effects": [], "edits": {"count": 0, "results": []}}
    count, results = undoing.later_edits(record)
    return {"effects": undoing.effects(record), "edits": {"count": count, "results": results}}


def errors_of(user: Any, pk: Any) -> dict[str, Any]:
    """What is wrong with rows of an import, alike errors together (ErrorsSerializer). Raises Http404 where it is not to be seen."""
    if not visible_imports(user).filter(pk=pk).exists():
        raise Http404("There is no such record, or you may not see it.")
    return {"results": same_errors(pk)}


def importing_for(user: Any) -> QuerySet[Organisation]:
    """The organisations for which a person may import. Those who may for all do so for their own."""
    reached = reach(user, Permission.ESTATES_IMPORT)
    own: list[Any] = [each.organisation_id for each in user.current_memberships] if reached == ALL else list(reached)
    return Organisation.objects.filter(pk__in=own)


REPORT = ("Row", "Outcome", "Organisation code", "Organisation name", "Site code", "Site name", "Errors", "Changes", "Quality flags")


def report_of(user: Any, pk: Any) -> Iterator[tuple[str, ...]]:
    """Every row of an import's file, in texts, under a row of headings; in constant memory. Raises Http404 where it is not to be seen."""
    rows = rows_of(user, pk).rows(user).order_by("number")
    names = ("number", "outcome", "organisation_code", "organisation_name", "site_code", "site_name", "errors", "changes", "flags")
    return chain([REPORT], (_reported(*row) for row in rows.values_list(*names).iterator(chunk_size=2_000)))


def _reported(number: int, outcome: str, *cells: Any) -> tuple[str, ...]:
    *identity, errors, changes, flags = cells
    wrong = "; ".join(f"{each['column']}: {each['detail']}" if each["column"] else each["detail"] for each in errors)
    changed = "; ".join(f"{each['label']}: {_or_nothing(each['before'])} becomes {_or_nothing(each['after'])}" for each in changes)
    flagged = "; ".join(FLAG_LABELS[code] for code in flags)
    return (str(number), str(ImportRow.Outcome(outcome).label), *identity, wrong, changed, flagged)


def _or_nothing(value: Any) -> str:
    return "nothing" if value in (None, "") else str(value)


def rows_in_error(user: Any, pk: Any) -> QuerySet[ImportRow, dict[str, Any]]:
    """`{number, errors}` of each row that stands in the way of an import."""
    return rows_of(user, pk).rows(user).filter(outcome=ImportRow.Outcome.ERROR).values("number", "errors")


def importer(email: str = "") -> User | None:
    """Who imports at the command line: the person named, or the first programme officer by e-mail address."""
    people = User.objects.filter(is_active=True).order_by("email")
    if email:
        return people.filter(email__iexact=email).first()
    officers = Membership.objects.current().filter(role=Role.OFFICER)
    return people.filter(memberships__in=officers).first()


def import_named(user: Any, name: str) -> dict[str, Any] | None:
    """An import by its reference or its id, where the person may see it."""
    found = visible_imports(user)
    with suppress(ValueError):
        return imports.one(user, UUID(name)) if found.filter(pk=UUID(name)).exists() else None
    record = found.filter(ref=name.upper()).first()
    return imports.one(user, record.pk) if record else None
