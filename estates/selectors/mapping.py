"""What may be read about how files name their columns."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404

from devo_portal.core.policy import ALL, Permission, reach, require
from devo_portal.core.reads import ReadModel, check_names

from ..filters import ColumnMappingFilter
from ..models import ColumnMapping, Import, ImportFile
from ..reading import open_book
from ..serializers import ColumnMappingSerializer
from .imports import visible_imports

ASKED = ("kind", "sheet", "header_row", "two_rows")


def visible_mappings(user: Any) -> QuerySet[ColumnMapping]:
    """Those of the organisations for which the person may import."""
    require(user, Permission.PROGRAMME_VIEW)
    reached = reach(user, Permission.ESTATES_IMPORT)
    return ColumnMapping.objects.all() if reached == ALL else ColumnMapping.objects.filter(organisation__in=list(reached))


column_mappings = ReadModel("column-mappings", visible_mappings, ColumnMappingFilter, ColumnMappingSerializer, order=("ref", "updated_at"))


def mappable_imports(user: Any) -> QuerySet[Import]:
    """The person's own: what is in a file is shown here before anybody knows whose sites are in it. Everybody's to those who may import for all."""
    seen = visible_imports(user)
    return seen if reach(user, Permission.ESTATES_IMPORT) == ALL else seen.filter(started_by=user)


def columns_of(user: Any, pk: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """What the columns of an import's file are taken to hold (ColumnsSerializer), as its mapping or its headings say, or
    read as `params` say: `{kind, sheet, header_row, two_rows}`.

    Raises Http404; ValidationError, by parameter, for a row or sheet that is not there.
    """
    from ..kinds import KINDS  # which ask these selectors
    from ..mapping import samples, understood

    record = mappable_imports(user).filter(pk=pk).first()
    if record is None:
        raise Http404("There is no such record, or you may not see it.")
    check_names(params, ASKED)
    book = open_book(bytes(ImportFile.objects.get(of=record).content))
    said = _asked(params) or record.mapping or {"kind": record.kind}
    found, table = understood(book, said, near=not record.mapping or bool(_asked(params)))
    kind, values = KINDS[found.kind], dict(zip(found.headings, samples(table), strict=True))
    return {
        "kind": kind.code,
        "kinds": [{"code": each.code, "label": each.label} for each in KINDS.values() if each.fields],
        "sheet": found.sheet,
        "sheets": [each.name for each in book.sheets],
        "header_row": found.header_row,
        "two_rows": found.two_rows,
        "year": record.year,
        "columns": [{"heading": heading, "samples": values[heading]} for heading in found.headings],
        "fields": [
            {"heading": each.heading, "needed": each.needed, "help": each.help, "column": found.columns.get(each.heading, "")}
            | {"samples": values.get(found.columns.get(each.heading, ""), [])}
            for each in kind.fields
        ],
        "message": record.message,
    }


def _asked(params: Mapping[str, Any]) -> dict[str, Any]:
    asked: dict[str, Any] = {name: params[name] for name in ("kind", "sheet") if params.get(name)}
    if row := params.get("header_row"):
        if not str(row).isdecimal() or not 1 <= int(row) <= 1_048_576:
            raise ValidationError({"header_row": "Give the number of a row, from 1."})
        asked["header_row"] = int(row)
    if params.get("two_rows"):
        asked["two_rows"] = str(params["two_rows"]).lower() in ("true", "on", "1")
    return asked
