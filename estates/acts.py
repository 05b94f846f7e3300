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
                 LEFT JOIN {table} now ON now.id = touched.id WHERE now.id IS NULL OR NOT ({alike(model, "left_so", "now", only)})"""


def later_edits(edits: Collection[tuple[Model, str]], act: Any) -> tuple[int, list[dict[str, Any]]]:
    """How many records were edited since, and the first of them: `{noun, ref, name, by, at}`; `by` is None for one outside the portal.

    `edits` are the statements that find the ids, each with its model.
    """
    models_of = {model._meta.label: model for model, _ in edits}
    together = " UNION ".join(f"SELECT '{model._meta.label}' AS label, id::text AS id FROM ({sql}) edited" for model, sql in edits)
    rows = asked(f"SELECT label, id, count(*) OVER () FROM ({together}) edited ORDER BY label, id LIMIT {MOST_SHOWN}", {"act": act})
    found = [each for label, model in models_of.items() for each in _named(model, [pk for name, pk, _ in rows if name == label])]
    return (rows[0][2] if rows else 0), found


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


def referrers(model: Model) -> list[tuple[Model, str]]:
    """Every table and column that refers to a model's rows, history apart."""
    relations: list[Any] = [each for each in model._meta.get_fields(include_hidden=True) if each.auto_created and not each.concrete]
    found = [(each.related_model, each.field.column) for each in relations if not each.many_to_many and not issubclass(each.related_model, Event)]
    return [(referrer, column) for referrer, column in found if column]


def _named(model: Model, ids: list[Any]) -> list[dict[str, Any]]:
    """Each record by its name, with who wrote it last and when."""
    if not ids:
        return []
    names = {str(each.pk): each for each in model._default_manager.filter(pk__in=ids)}
    last: dict[Any, tuple[Any, Any]] = {}
    try:
        events = event_model(model).objects.filter(pgh_obj_id__in=ids).order_by("pgh_id")
        for pk, at, said in events.values_list("pgh_obj_id", "pgh_created_at", "pgh_context__metadata"):
            last[str(pk)] = (at, (said or {}).get("by"))
    except LookupError:
        pass  # a table without history
    people = {str(each.pk): each.name for each in User.objects.filter(pk__in={by for _, by in last.values() if by})}
    told = []
    for pk in ids:
        record, (at, by) = names.get(pk), last.get(pk, (None, None))
        told.append(
            {
                "noun": str(model._meta.verbose_name),
                "ref": getattr(record, "ref", ""),
                "name": str(record) if record else "deleted since",
                "by": people.get(str(by)),
                "at": at,
            }
        )
    return told


def asked(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
