"""An import taken back: what it wrote, told by the history of its act, is put as it was before. A few statements for
each table, however many rows.

What stands otherwise than the import left it was edited since, and so was what it made if anything else now refers to
it. An edit that has itself been taken back is none: contents are compared, not versions.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, models
from pghistory.models import Event

from devo_portal.core.history import event_model
from devo_portal.core.models import Organisation, User
from devo_portal.core.writes import change_many

from .models import Building, EstateReturn, Holding, Identifier, Import, Occupation, Plot, Site, TrustReturn

Model = type[models.Model]
# What is referred to before what refers to it.
RESTORED: tuple[Model, ...] = (Site, Building, Holding, Occupation, EstateReturn, TrustReturn, Identifier, Plot)
MOST_SHOWN = 100

_TOUCHED = """
    SELECT pgh_obj_id AS id, min(pgh_id) AS first, max(pgh_id) AS last, bool_or(pgh_label = 'insert') AS made
      FROM {event} WHERE pgh_context_id = %(act)s GROUP BY pgh_obj_id
"""


def act_of(record: Import) -> Any:
    """The act in history that wrote an import's rows, or None."""
    done = event_model(Import).objects.filter(pgh_obj_id=record.pk, state=Import.State.DONE).order_by("pgh_id")
    return done.values_list("pgh_context_id", flat=True).first()


def effects(record: Import) -> list[dict[str, Any]]:
    """`[{noun, removed, restored}]`: of each kind of record, how many an undo deletes and how many it puts back as they were."""
    every: tuple[Model, ...] = (*RESTORED, Organisation)
    counted = " UNION ALL ".join(
        f"SELECT {place}, count(*) FILTER (WHERE made), count(*) FILTER (WHERE NOT made) FROM ({_touched(model)}) touched"
        for place, model in enumerate(every)
    )
    rows = sorted(_asked(counted, {"act": act_of(record)}))
    return [
        {"noun": str(every[place]._meta.verbose_name_plural), "removed": removed, "restored": restored}
        for place, removed, restored in rows
        if removed or restored
    ]


def later_edits(record: Import) -> tuple[int, list[dict[str, Any]]]:
    """How many records were edited since, and the first of them: `{noun, ref, name, by, at}`; `by` is None for one outside
    the portal, `at` for one of a table without history. One statement, however many tables."""
    edits: dict[Model, list[str]] = {}
    for model, sql in _edits():
        edits.setdefault(model, []).append(sql)
    each = [f"SELECT '{model._meta.label}' AS label, id::text AS id FROM ({' UNION '.join(found)}) edited" for model, found in edits.items()]
    first = f"SELECT label, id, count(*) OVER () AS every FROM ({' UNION ALL '.join(each)}) edited ORDER BY label, id LIMIT {MOST_SHOWN}"
    told = " UNION ALL ".join(_told(model) for model in edits)
    rows = _asked(f"WITH first AS MATERIALIZED ({first}) SELECT * FROM ({told}) told ORDER BY label, id", {"act": act_of(record)})
    nouns = {model._meta.label: str(model._meta.verbose_name) for model in edits}
    return (rows[0][2] if rows else 0), [
        {"noun": nouns[label], "ref": ref or "", "name": name or ("deleted since" if gone else ref or ""), "by": by, "at": at}
        for label, _, _, ref, name, gone, by, at in rows
    ]


def restore(record: Import, report: Callable[[int, int], None]) -> None:
    """Inside the act that says so: put everything back as it was before the import's own act."""
    params = {"act": act_of(record)}
    steps: list[str] = [_put_back(model) for model in RESTORED]
    steps += [_CELLS_BACK, *(_removed(model) for model in reversed(RESTORED))]
    steps += [_unmade_organisations(), _put_back(Organisation, "NOT EXISTS (SELECT FROM estates_site site WHERE site.organisation_id = kept.id)")]
    change_many("SET LOCAL enable_nestloop = off")  # the rows of a recent import have no statistics yet
    for done, sql in enumerate(steps, 1):
        change_many(sql, params)
        report(done, len(steps))
    change_many("SET LOCAL enable_nestloop = on")


# --- the statements ---------------------------------------------------------------------------------------------------
def _touched(model: Model) -> str:
    return _TOUCHED.format(event=event_model(model)._meta.db_table)


def _columns(model: Model) -> list[str]:
    """What history keeps of a record and a person may change."""
    kept = {field.column for field in event_model(model)._meta.local_concrete_fields}
    fields: list[Any] = list(model._meta.local_concrete_fields)
    return [each.column for each in fields if each.column in kept and not each.generated and each.name not in ("id", "version", "updated_at")]


def _alike(model: Model, one: str, other: str) -> str:
    return " AND ".join(f'{one}."{name}" IS NOT DISTINCT FROM {other}."{name}"' for name in _columns(model))


def _edits() -> Iterator[tuple[Model, str]]:
    """For each table that may hold later edits, the statement that finds their ids."""
    for model in RESTORED:
        event, table = event_model(model)._meta.db_table, model._meta.db_table
        yield (
            model,
            f"""SELECT touched.id FROM ({_touched(model)}) touched JOIN {event} left_so ON left_so.pgh_id = touched.last
                  LEFT JOIN {table} now ON now.id = touched.id WHERE now.id IS NULL OR NOT ({_alike(model, "left_so", "now")})""",
        )
        for referrer, column in _referrers(model):
            own = f"AND referring.id NOT IN (SELECT id FROM ({_touched(referrer)}) own)" if referrer in RESTORED else ""
            yield (
                referrer,
                f"""SELECT referring.{referrer._meta.pk.column} AS id FROM {referrer._meta.db_table} referring
                     WHERE referring.{column} IN (SELECT id FROM ({_touched(model)}) touched WHERE made) {own}""",
            )


def _referrers(model: Model) -> list[tuple[Model, str]]:
    """Every table and column that refers to a model's rows, history apart."""
    relations: list[Any] = [each for each in model._meta.get_fields(include_hidden=True) if each.auto_created and not each.concrete]
    found = [(each.related_model, each.field.column) for each in relations if not each.many_to_many and not issubclass(each.related_model, Event)]
    return [(referrer, column) for referrer, column in found if column]


def _put_back(model: Model, unless: str = "true") -> str:
    """Each row that the import changed, as its last version before; an organisation only if nobody has changed it since."""
    event, columns = event_model(model)._meta.db_table, _columns(model)
    names, before = ", ".join(f'"{name}"' for name in columns), ", ".join(f'earlier."{name}"' for name in columns)
    return f"""
        UPDATE {model._meta.db_table} kept SET ({names}) = ROW({before})
          FROM (
               SELECT DISTINCT ON (touched.id) touched.last AS left_at, event.*
                 FROM ({_touched(model)}) touched JOIN {event} event ON event.pgh_obj_id = touched.id AND event.pgh_id < touched.first
                WHERE NOT touched.made ORDER BY touched.id, event.pgh_id DESC
          ) earlier JOIN {event} left_so ON left_so.pgh_id = earlier.left_at
         WHERE kept.id = earlier.pgh_obj_id AND {_alike(model, "left_so", "kept")} AND {unless}
    """


# The cells of a return as they came are not in the history; the rows of the import that brought them are kept.
_CELLS_BACK = f"""
    UPDATE estates_estatereturn kept SET as_reported = brought.cells
      FROM ({_touched(EstateReturn)}) touched, estates_importrow brought
      JOIN core_organisation holder ON holder.ods_code = brought.organisation_code
      LEFT JOIN estates_site known ON known.organisation_id = holder.id AND known.code = brought.site_code
     WHERE kept.id = touched.id AND NOT touched.made AND holder.id = kept.organisation_id
       AND brought.imported_by_id = kept.imported_by_id AND coalesce(brought.same_as, known.merged_into_id, known.id) = kept.site_id
"""


def _removed(model: Model) -> str:
    return f"DELETE FROM {model._meta.db_table} WHERE id IN (SELECT id FROM ({_touched(model)}) touched WHERE made)"


def _unmade_organisations() -> str:
    """Organisations that came with the import go with it, unless somebody has changed them or anything refers to them."""
    event = event_model(Organisation)._meta.db_table
    referred = "".join(
        f" AND NOT EXISTS (SELECT FROM {referrer._meta.db_table} referring WHERE referring.{column} = kept.id)"
        for referrer, column in _referrers(Organisation)
    )
    return f"""
        DELETE FROM core_organisation kept USING ({_touched(Organisation)}) touched, {event} left_so
         WHERE kept.id = touched.id AND touched.made AND left_so.pgh_id = touched.last AND {_alike(Organisation, "left_so", "kept")}{referred}
    """


# --- in words ---------------------------------------------------------------------------------------------------------
def _told(model: Model) -> str:
    """Each of `first` that is a model's, by its name, with who wrote it last and when."""
    pk: Any = model._meta.pk
    kind = pk.rel_db_type(connection)
    table, columns = model._meta.db_table, {field.column for field in model._meta.local_concrete_fields}
    ref = "now.ref" if "ref" in columns else "''"
    name = next((f"now.{column}" for column in ("name", "value") if column in columns), "''")
    try:
        event = event_model(model)._meta.db_table
    except LookupError:
        last = "SELECT NULL::text AS by, NULL::timestamptz AS at"  # a table without history
    else:
        last = f"""SELECT person.name AS by, event.pgh_created_at AS at FROM {event} event
              LEFT JOIN pghistory_context context ON context.id = event.pgh_context_id
              LEFT JOIN {User._meta.db_table} person ON person.id::text = context.metadata ->> 'by'
             WHERE event.pgh_obj_id = first.id::{kind} ORDER BY event.pgh_id DESC LIMIT 1"""
    return f"""
        SELECT first.label, first.id, first.every, {ref}::text, {name}::text, now.{pk.column} IS NULL, last.by, last.at
          FROM first LEFT JOIN {table} now ON now.{pk.column} = first.id::{kind} LEFT JOIN LATERAL ({last}) last ON true
         WHERE first.label = '{model._meta.label}'
    """


def _asked(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
