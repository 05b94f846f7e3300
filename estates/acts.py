"""What one act in history wrote, and putting it back. A few statements for each table, however many rows.

What stands otherwise than the act left it was edited since. An edit that has itself been taken back is none: contents
are compared, not versions. Each statement takes the act as `%(act)s`, its id in history; `only` names the columns that
are looked at and put back, where they are not all.
"""

from collections.abc import Collection
from typing import Any

from django.db import connection, models
from pghistory.models import Event

from devo_portal.core.history import event_model
from devo_portal.core.models import User

Model = type[models.Model]
MOST_SHOWN = 100

_TOUCHED = """
    SELECT pgh_obj_id AS id, min(pgh_id) AS first, max(pgh_id) AS last, bool_or(pgh_label = 'insert') AS made
      FROM {event} WHERE pgh_context_id = %(act)s GROUP BY pgh_obj_id
"""


def touched(model: Model) -> str:
    """`{id, first, last, made}` of each row that the act wrote, by its events."""
    return _TOUCHED.format(event=event_model(model)._meta.db_table)


def columns(model: Model, only: Collection[str] = ()) -> list[str]:
    """What history keeps of a record and a person may change."""
    kept = {field.column for field in event_model(model)._meta.local_concrete_fields}
    fields: list[Any] = list(model._meta.local_concrete_fields)
    own = [each.column for each in fields if each.column in kept and not each.generated and each.name not in ("id", "version", "updated_at")]
    return [name for name in own if name in only] if only else own


def alike(model: Model, one: str, other: str, only: Collection[str] = ()) -> str:
    return " AND ".join(f'{one}."{name}" IS NOT DISTINCT FROM {other}."{name}"' for name in columns(model, only))


def edited(model: Model, only: Collection[str] = ()) -> str:
    """The ids of the rows that no longer stand as the act left them."""
    event, table = event_model(model)._meta.db_table, model._meta.db_table
    return f"""SELECT touched.id FROM ({touched(model)}) touched JOIN {event} left_so ON left_so.pgh_id = touched.last
                 LEFT JOIN {table} now ON now.id = touched.id
                WHERE CASE WHEN left_so.pgh_label = 'delete' THEN now.id IS NOT NULL
                           ELSE now.id IS NULL OR NOT ({alike(model, "left_so", "now", only)}) END"""


def later_edits(edits: Collection[tuple[Model, str]], act: Any) -> tuple[int, list[dict[str, Any]]]:
    """How many records were edited since, and the first of them: `{noun, ref, name, by, at}`; `by` is None for one outside
    the portal, `at` for one of a table without history. `edits` are the statements that find the ids, each with its model.
    One statement, however many tables.
    """
    finding: dict[Model, list[str]] = {}
    for model, sql in edits:
        finding.setdefault(model, []).append(sql)
    each = [f"SELECT '{model._meta.label}' AS label, id::text AS id FROM ({' UNION '.join(found)}) edited" for model, found in finding.items()]
    first = f"SELECT label, id, count(*) OVER () AS every FROM ({' UNION ALL '.join(each)}) edited ORDER BY label, id LIMIT {MOST_SHOWN}"
    told = " UNION ALL ".join(_told(model) for model in finding)
    rows = asked(f"WITH first AS MATERIALIZED ({first}) SELECT * FROM ({told}) told ORDER BY label, id", {"act": act})
    nouns = {model._meta.label: str(model._meta.verbose_name) for model in finding}
    return (rows[0][2] if rows else 0), [
        {"noun": nouns[label], "ref": ref or "", "name": name or ("deleted since" if gone else ref or ""), "by": by, "at": at}
        for label, _, _, ref, name, gone, by, at in rows
    ]


def put_back(model: Model, unless: str = "true", only: Collection[str] = ()) -> str:
    """Each row that the act changed, as its last version before."""
    event, chosen = event_model(model)._meta.db_table, columns(model, only)
    names, before = ", ".join(f'"{name}"' for name in chosen), ", ".join(f'earlier."{name}"' for name in chosen)
    return f"""
        UPDATE {model._meta.db_table} kept SET ({names}) = ROW({before})
          FROM (
               SELECT DISTINCT ON (touched.id) touched.last AS left_at, event.*
                 FROM ({touched(model)}) touched JOIN {event} event ON event.pgh_obj_id = touched.id AND event.pgh_id < touched.first
                WHERE NOT touched.made ORDER BY touched.id, event.pgh_id DESC
          ) earlier JOIN {event} left_so ON left_so.pgh_id = earlier.left_at
         WHERE kept.id = earlier.pgh_obj_id AND {alike(model, "left_so", "kept", only)} AND {unless}
    """


def bring_back(model: Model) -> str:
    """Each row that the act deleted, as it was before, under its own id and reference."""
    event, chosen = event_model(model)._meta.db_table, columns(model)
    names, before = ", ".join(f'"{name}"' for name in chosen), ", ".join(f'earlier."{name}"' for name in chosen)
    return f"""
        INSERT INTO {model._meta.db_table} (id, version, updated_at, {names})
        SELECT earlier.pgh_obj_id, earlier.version + 1, clock_timestamp(), {before}
          FROM (
               SELECT DISTINCT ON (touched.id) touched.last AS left_at, event.*
                 FROM ({touched(model)}) touched JOIN {event} event ON event.pgh_obj_id = touched.id AND event.pgh_id < touched.first
                ORDER BY touched.id, event.pgh_id DESC
          ) earlier JOIN {event} left_so ON left_so.pgh_id = earlier.left_at
         WHERE left_so.pgh_label = 'delete'
    """


def referrers(model: Model) -> list[tuple[Model, str]]:
    """Every table and column that refers to a model's rows, history apart."""
    relations: list[Any] = [each for each in model._meta.get_fields(include_hidden=True) if each.auto_created and not each.concrete]
    found = [(each.related_model, each.field.column) for each in relations if not each.many_to_many and not issubclass(each.related_model, Event)]
    return [(referrer, column) for referrer, column in found if column]


def _told(model: Model) -> str:
    """Each of `first` that is a model's, by its name, with who wrote it last and when. What has no name of its own is called as
    the act that made it called it."""
    pk: Any = model._meta.pk
    kind = pk.rel_db_type(connection)
    table, own = model._meta.db_table, {field.column for field in model._meta.local_concrete_fields}
    ref = "coalesce(now.ref, last.ref)" if "ref" in own else "''"
    name = next((f"now.{column}" for column in ("name", "value") if column in own), "NULL")
    try:
        event = event_model(model)._meta.db_table
    except LookupError:
        last = "SELECT NULL::text AS called, NULL::text AS ref, NULL::text AS by, NULL::timestamptz AS at"  # a table without history
    else:
        last = f"""SELECT CASE WHEN event.pgh_label = 'insert' AND metadata #>> '{{subject,id}}' = first.id THEN metadata #>> '{{subject,name}}' END
                          AS called, {"event.ref" if "ref" in own else "NULL::text"} AS ref,
                          person.name AS by, event.pgh_created_at AS at FROM {event} event
              LEFT JOIN pghistory_context context ON context.id = event.pgh_context_id
              LEFT JOIN {User._meta.db_table} person ON person.id::text = context.metadata ->> 'by'
             WHERE event.pgh_obj_id = first.id::{kind} ORDER BY event.pgh_id DESC LIMIT 1"""
    return f"""
        SELECT first.label, first.id, first.every, {ref}::text, coalesce({name}::text, CASE WHEN now.{pk.column} IS NOT NULL THEN last.called END),
               now.{pk.column} IS NULL, last.by, last.at
          FROM first LEFT JOIN {table} now ON now.{pk.column} = first.id::{kind} LEFT JOIN LATERAL ({last}) last ON true
         WHERE first.label = '{model._meta.label}'
    """


def asked(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
