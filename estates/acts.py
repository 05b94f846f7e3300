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
from devo_portal.core.models import Record, User

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
    return (rows[0][2] if rows else 0), _named([(models_of[label], pk) for label, pk, _ in rows])


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


def _named(found: Collection[tuple[Model, str]]) -> list[dict[str, Any]]:
    """Each record by its name, with who wrote it last and when. A record that its own act made is named in that act; of
    the others, those of one kind are asked together."""
    last = {pk: rest for pk, *rest in _last_events(found)}
    named = {pk: name for pk, (_, _, _, label, subject, name) in last.items() if label == "insert" and subject == pk}
    for model in dict.fromkeys(model for model, _ in found):
        if left := [pk for kind, pk in found if kind is model and pk not in named]:
            named |= {str(each.pk): str(each) for each in model._default_manager.select_related().filter(pk__in=left)}
    people = {str(each.pk): each.name for each in User.objects.filter(pk__in={by for _, by, *_ in last.values() if by})}
    told = []
    for model, pk in found:
        at, by, ref, *_ = last.get(pk, (None, None, ""))
        told.append({"noun": str(model._meta.verbose_name), "ref": ref, "name": named.get(pk, "deleted since"), "by": people.get(str(by)), "at": at})
    return told


def _by_model(found: Collection[tuple[Model, str]]) -> dict[Model, list[str]]:
    ids: dict[Model, list[str]] = {}
    for model, pk in found:
        ids.setdefault(model, []).append(pk)
    return ids


def _last_events(found: Collection[tuple[Model, str]]) -> list[tuple[Any, ...]]:
    """`(id, at, by, reference, label, subject of the act, its name)` of the last event of each record, of those whose table has a history."""
    parts, params = [], {}
    for place, (model, ids) in enumerate(_by_model(found).items()):
        try:
            event = event_model(model)._meta.db_table
        except LookupError:
            continue
        params[f"ids{place}"] = ids
        ref = "event.ref" if issubclass(model, Record) else "''"
        parts.append(
            f"""SELECT * FROM (
                SELECT DISTINCT ON (event.pgh_obj_id) event.pgh_obj_id::text, event.pgh_created_at, metadata ->> 'by', {ref}, event.pgh_label,
                       metadata #>> '{{subject,id}}', metadata #>> '{{subject,name}}'
                  FROM {event} event LEFT JOIN pghistory_context context ON context.id = event.pgh_context_id
                 WHERE event.pgh_obj_id = ANY(%(ids{place})s::uuid[]) ORDER BY event.pgh_obj_id, event.pgh_id DESC) last"""
        )
    return asked(" UNION ALL ".join(parts), params) if parts else []


def asked(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
