"""An import taken back: what it wrote, told by the history of its act, is put as it was before (`acts.py`).

So long as nothing stands otherwise than the import left it, and nothing else refers by now to what it made.
"""

from collections.abc import Callable, Iterator
from typing import Any

from devo_portal.core.history import event_model
from devo_portal.core.models import Organisation
from devo_portal.core.writes import change_many

from . import acts
from .acts import Model, alike, asked, put_back, referrers, touched
from .models import Building, EstateReturn, Holding, Identifier, Import, Occupation, Plot, Site, TrustReturn

# What is referred to before what refers to it.
RESTORED: tuple[Model, ...] = (Site, Building, Holding, Occupation, EstateReturn, TrustReturn, Identifier, Plot)


def act_of(record: Import) -> Any:
    """The act in history that wrote an import's rows, or None."""
    done = event_model(Import).objects.filter(pgh_obj_id=record.pk, state=Import.State.DONE).order_by("pgh_id")
    return done.values_list("pgh_context_id", flat=True).first()


def effects(record: Import) -> list[dict[str, Any]]:
    """`[{noun, removed, restored}]`: of each kind of record, how many an undo deletes and how many it puts back as they were."""
    every: tuple[Model, ...] = (*RESTORED, Organisation)
    counted = " UNION ALL ".join(
        f"SELECT {place}, count(*) FILTER (WHERE made), count(*) FILTER (WHERE NOT made) FROM ({touched(model)}) touched"
        for place, model in enumerate(every)
    )
    rows = sorted(asked(counted, {"act": act_of(record)}))
    return [
        {"noun": str(every[place]._meta.verbose_name_plural), "removed": removed, "restored": restored}
        for place, removed, restored in rows
        if removed or restored
    ]


def later_edits(record: Import) -> tuple[int, list[dict[str, Any]]]:
    """How many records were edited since, and the first of them (`acts.later_edits`)."""
    return acts.later_edits(list(_edits()), act_of(record))


def restore(record: Import, report: Callable[[int, int], None]) -> None:
    """Inside the act that says so: put everything back as it was before the import's own act."""
    params = {"act": act_of(record)}
    steps: list[str] = [put_back(model) for model in RESTORED]
    steps += [_CELLS_BACK, *(_removed(model) for model in reversed(RESTORED))]
    # An organisation only if nobody has changed it since, and no site that stays is its.
    steps += [_unmade_organisations(), put_back(Organisation, "NOT EXISTS (SELECT FROM estates_site site WHERE site.organisation_id = kept.id)")]
    change_many("SET LOCAL enable_nestloop = off")  # the rows of a recent import have no statistics yet
    for done, sql in enumerate(steps, 1):
        change_many(sql, params)
        report(done, len(steps))
    change_many("SET LOCAL enable_nestloop = on")


def settle() -> None:
    """Inside the act of a large import, once it is written: tell the planner what the tables and their histories hold now.
    An undo that is asked for before the database does so by itself would compare every row with every other."""
    every: tuple[Model, ...] = (*RESTORED, Organisation)
    for model in every:
        keys = [str(field.column) for field in model._meta.local_concrete_fields if field.primary_key or field.is_relation]
        change_many(f"ANALYZE {model._meta.db_table} ({', '.join(keys)})")
        change_many(f"ANALYZE {event_model(model)._meta.db_table} (pgh_id, pgh_context_id, pgh_obj_id, pgh_label)")


# --- the statements ---------------------------------------------------------------------------------------------------
def _edits() -> Iterator[tuple[Model, str]]:
    """For each table that may hold later edits, the statement that finds their ids."""
    for model in RESTORED:
        yield model, acts.edited(model)
        for referrer, column in referrers(model):
            own = f"AND referring.id NOT IN (SELECT id FROM ({touched(referrer)}) own)" if referrer in RESTORED else ""
            yield (
                referrer,
                f"""SELECT referring.{referrer._meta.pk.column} AS id FROM {referrer._meta.db_table} referring
                     WHERE referring.{column} IN (SELECT id FROM ({touched(model)}) touched WHERE made) {own}""",
            )


# The cells of a return as they came are not in the history; the rows of the import that brought them are kept.
_CELLS_BACK = f"""
    UPDATE estates_estatereturn kept SET as_reported = brought.cells
      FROM ({touched(EstateReturn)}) touched, estates_importrow brought
      JOIN core_organisation holder ON holder.ods_code = brought.organisation_code
      LEFT JOIN estates_site known ON known.organisation_id = holder.id AND known.code = brought.site_code
     WHERE kept.id = touched.id AND NOT touched.made AND holder.id = kept.organisation_id
       AND brought.imported_by_id = kept.imported_by_id AND brought.outcome <> 'left'
       AND coalesce(brought.same_as, known.merged_into_id, known.id) = kept.site_id
"""


def _removed(model: Model) -> str:
    return f"DELETE FROM {model._meta.db_table} WHERE id IN (SELECT id FROM ({touched(model)}) touched WHERE made)"


def _unmade_organisations() -> str:
    """Organisations that came with the import go with it, unless somebody has changed them or anything refers to them."""
    event = event_model(Organisation)._meta.db_table
    referred = "".join(
        f" AND NOT EXISTS (SELECT FROM {referrer._meta.db_table} referring WHERE referring.{column} = kept.id)"
        for referrer, column in referrers(Organisation)
    )
    return f"""
        DELETE FROM core_organisation kept USING ({touched(Organisation)}) touched, {event} left_so
         WHERE kept.id = touched.id AND touched.made AND left_so.pgh_id = touched.last AND {alike(Organisation, "left_so", "kept")}{referred}
    """
