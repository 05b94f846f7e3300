"""A checked list into the register: a statement for the records that change, one for those that are new."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection
from django.db.models import NOT_PROVIDED

from devo_portal.core.policy import ALL, Permission, reach
from devo_portal.core.writes import Refused, change_many, numbered

from ..models import Import, ImportRow
from .listing import Listing

Report = Callable[[int, int], None]  # rows done, rows in all
_ROWS = "estates_importrow row WHERE row.imported_by_id = %(pk)s AND row.outcome ="


def apply(listing: Listing, record: Import, report: Report) -> dict[str, int]:
    """Inside the import's act. Answers `{new, changed, unchanged}`. Raises Refused where a record was edited, or made,
    after the file was checked, or where the rows together break a rule."""
    params: dict[str, Any] = {"pk": record.pk, "source": f"Import: {record.file_name}"[:200]}
    try:
        changed = change_many(_changed(listing), params)
        if changed != record.changed_rows:
            raise Refused(
                "import-edited-since-check",
                f"Somebody edited a {listing.noun} of this file after it was checked. Upload the file again, and look at what it changes.",
            )
        statement, more = _new(listing)
        new = change_many(statement, params | more)
    except IntegrityError as error:
        raise broken(listing, error) from error
    if listing.after:
        listing.after(record, params)
    report(new + changed, new + changed)
    return {"new": new, "changed": changed, "unchanged": record.unchanged_rows}


def broken(listing: Listing, error: IntegrityError) -> Refused:
    """What the database refused, in the words of the model's own constraint."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    found = next((each for each in listing.model._meta.constraints if each.name == name), None)
    said = str(found.get_violation_error_message()) if found else f"A {listing.noun} of the file is not as the register can hold it."
    return Refused("import-breaks-rule", f"{said} Look at the rows of the file together, and at what was edited since it was checked.")


def _value(listing: Listing, name: str) -> str:
    """A field's value out of a row's, as SQL."""
    found: Any = listing.model._meta.get_field(name)
    text = f"(row.values ->> '{name}')"
    text = f"nullif({text}, '')" if found.null else text
    return text if found.get_internal_type() in ("CharField", "TextField") else f"{text}::{found.db_type(connection)}"


def _fields(listing: Listing) -> list[str]:
    return [*listing.written, *listing.derived]


def _changed(listing: Listing) -> str:
    sets = []
    for name in _fields(listing):
        column = listing.model._meta.get_field(name).column  # type: ignore[union-attr]  # a written field has one
        sets.append(f"{column} = CASE WHEN jsonb_exists(row.values, '{name}') THEN {_value(listing, name)} ELSE kept.{column} END")
    return f"""
        UPDATE {listing.model._meta.db_table} kept SET {", ".join(sets)}
          FROM {_ROWS} 'changed' AND kept.id = (row.values ->> 'id')::uuid AND kept.version = (row.values ->> 'version')::int
    """  # noqa: S608  # names are the models' own


def _new(listing: Listing) -> tuple[str, dict[str, Any]]:
    """The statement, and the defaults of the fields of which no row says anything."""
    fields: dict[str, Any] = {name: listing.model._meta.get_field(name) for name in _fields(listing)}
    values: dict[str, str] = {found.column: _value(listing, name) for name, found in fields.items()}
    values |= {"id": "uuidv7()", "source": "%(source)s", "illustrative": "false", **listing.inserts}
    defaults = {}
    every: Any = listing.model._meta.local_concrete_fields
    for found in every:
        if found.column not in (*values, "ref") and not found.null and not found.generated and found.db_default is NOT_PROVIDED:
            defaults[f"default_{found.name}"] = found.get_default()
            values[found.column] = f"%(default_{found.name})s::{found.db_type(connection)}"
    chosen = f"SELECT {', '.join(values.values())} FROM {_ROWS} 'new' ORDER BY row.number"  # noqa: S608  # names are the models' own
    return numbered(listing.model, ", ".join(values), chosen), defaults


def others(by: Any, record: Import) -> list[str]:
    """The organisations in a checked list for which a person does not act."""
    reached = reach(by, Permission.ESTATES_IMPORT)
    if reached == ALL:
        return []
    rows = ImportRow.objects.filter(imported_by=record).exclude(outcome=ImportRow.Outcome.LEFT).order_by()
    owners = rows.values_list("values__owner", "organisation_code").distinct()
    return sorted({code for pk, code in owners if not pk or UUID(pk) not in reached})
