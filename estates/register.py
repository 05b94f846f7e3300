"""A checked file into the register: a few statements over all its rows, however many. Called inside one transaction
that says in history who imports and why; the tables' triggers do the rest.

What each row would do is settled again here, against the register as it now stands, and the counts are of what was
done: between a check and its confirmation somebody else may have imported.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection

from devo_portal.core.writes import Refused, change_many, numbered

from .eric.columns import MEASURES
from .models import Identifier, Import

Report = Callable[[int, int], None]  # rows done, rows in all

_STEP = 5_000  # rows between two reports of progress
_KEPT = [column.field for column in MEASURES if column.kept]
_NAMES = ", ".join(_KEPT)
_TYPES = ", ".join(f"{name} numeric" for name in _KEPT)

# Every row that is new or differs, with the ids that its records have or will have, so that each table is written once.
_PLAN = """
    INSERT INTO estates_plan
    SELECT row.number, organisation.id, coalesce(site.id, uuidv7()), site.id IS NULL,
           coalesce(this.id, uuidv7()), this.id IS NULL,
           coalesce(latest.year, '') <= %(year)s,
           named.merged_into_id IS NULL AND row.site_name IS DISTINCT FROM latest.site_name,
           named.merged_into_id IS NULL AND row.type IS DISTINCT FROM latest.site_type,
           coalesce(site.ref, CASE WHEN row.type = 'aggregate' OR other.taken THEN row.organisation_code || '-' ELSE '' END || row.site_code)
      FROM estates_importrow row
      JOIN core_organisation organisation ON organisation.ods_code = row.organisation_code
      LEFT JOIN estates_site named ON named.organisation_id = organisation.id AND named.code = row.site_code
      LEFT JOIN estates_site site ON site.organisation_id = organisation.id
            AND site.id = coalesce(row.same_as, named.merged_into_id, named.id)  -- a code that was merged away is the other site's
      LEFT JOIN estates_estatereturn this ON this.site_id = site.id AND this.year = %(year)s
      LEFT JOIN estates_estatereturn latest ON latest.id = site.current_return_id
      LEFT JOIN (
          SELECT code, true AS taken FROM (
              SELECT site_code AS code, organisation_code AS holder FROM estates_importrow
               WHERE imported_by_id = %(pk)s AND outcome <> 'left'
              UNION
              SELECT held.ref, holder.ods_code FROM estates_site held JOIN core_organisation holder ON holder.id = held.organisation_id
          ) taken GROUP BY code HAVING count(*) > 1
      ) other ON other.code = row.site_code
     WHERE row.imported_by_id = %(pk)s AND row.outcome NOT IN ('error', 'left') AND this.row_hash IS DISTINCT FROM row.row_hash
     ORDER BY row.number
"""
_PLAN_TABLE = """
    CREATE TEMPORARY TABLE estates_plan (
        number integer, organisation_id uuid, site_id uuid, new_site boolean, return_id uuid, new_return boolean,
        latest boolean, name_differs boolean, type_differs boolean, ref text
    ) ON COMMIT DROP
"""


def _rows(joins: str = "") -> str:
    """The rows of one step, with their plans."""
    return f"""
        estates_plan plan JOIN estates_importrow row ON row.imported_by_id = %(pk)s AND row.number = plan.number
            CROSS JOIN LATERAL jsonb_to_record(row.values) AS measure({_TYPES}) {joins}
        WHERE plan.number > %(after)s AND plan.number <= %(upto)s AND row.number > %(after)s AND row.number <= %(upto)s
    """


_UNHELD = _rows("""
    LEFT JOIN estates_holding held ON held.site_id = plan.site_id AND held.organisation_id = plan.organisation_id
    LEFT JOIN estates_holding other ON other.ref = 'HOL-' || plan.ref
""")
_NEW = {
    # A site points at its latest return from the start: the reference is checked when the transaction ends.
    "new sites": f"""
    INSERT INTO estates_site (id, ref, organisation_id, code, name, type, postcode, current_return_id, source, illustrative)
    SELECT plan.site_id, plan.ref, plan.organisation_id, row.site_code, row.name, row.type, '', plan.return_id, %(source)s, false
      FROM {_rows()} AND plan.new_site
    """,
    "new returns": f"""
    INSERT INTO estates_estatereturn
           (id, ref, site_id, organisation_id, year, site_name, site_type, {_NAMES}, flags, as_reported, row_hash,
            imported_by_id, source, illustrative)
    SELECT plan.return_id, plan.ref || '-' || %(year)s, plan.site_id, plan.organisation_id, %(year)s, row.site_name, row.type,
           {", ".join(f"measure.{name}" for name in _KEPT)}, row.flags, row.cells, row.row_hash, %(pk)s, %(source)s, false
      FROM {_rows()} AND plan.new_return
    """,
    "new holdings": f"""
    INSERT INTO estates_holding (id, ref, site_id, organisation_id, tenure, land_ha, source, illustrative)
    SELECT uuidv7(), CASE WHEN other.id IS NULL THEN 'HOL-' || plan.ref ELSE '' END, plan.site_id, plan.organisation_id, 'unknown', measure.land_ha,
           %(source)s, false
      FROM {_UNHELD} AND plan.latest AND held.id IS NULL
    """,
}
# Left out where no site is known yet: without rows to change they would only be planned badly.
_HELD = {
    "sites": f"""
    UPDATE estates_site site
       SET current_return_id = written.return_id,
           name = CASE WHEN written.name_differs THEN written.name ELSE site.name END,
           type = CASE WHEN written.type_differs THEN written.type ELSE site.type END
      FROM (SELECT plan.*, row.name, row.type FROM {_rows()} AND plan.latest AND NOT plan.new_site) written
     WHERE site.id = written.site_id
       AND (site.current_return_id IS DISTINCT FROM written.return_id OR written.name_differs OR written.type_differs)
    """,
    "changed returns": f"""
    UPDATE estates_estatereturn kept
       SET ({_NAMES}) = ROW({", ".join(f"written.{name}" for name in _KEPT)}), site_name = written.site_name, site_type = written.type,
           flags = written.flags, as_reported = written.cells, row_hash = written.row_hash, imported_by_id = %(pk)s, source = %(source)s
      FROM (
           SELECT plan.return_id, row.site_name, row.type, row.flags, row.cells, row.row_hash, measure.*
             FROM {_rows()} AND NOT plan.new_return
      ) written
     WHERE kept.id = written.return_id
    """,
    # Only what an import wrote: a holding whose tenure somebody has looked up is that person's.
    "holdings": f"""
    UPDATE estates_holding held
       SET land_ha = written.land_ha, source = %(source)s
      FROM (SELECT plan.site_id, plan.organisation_id, measure.land_ha FROM {_rows()} AND plan.latest AND NOT plan.new_site) written
     WHERE held.site_id = written.site_id AND held.organisation_id = written.organisation_id AND held.tenure = 'unknown' AND held.ends_on IS NULL
       AND held.land_ha IS DISTINCT FROM written.land_ha
    """,
}


# What a new site is kept under is its ODS code as well, unless it is an aggregate. A code that another site has is a contested claim.
_CODES = numbered(
    Identifier,
    "id, site_id, scheme, value, contested, source, illustrative",
    """
    SELECT uuidv7(), plan.site_id, 'ods_site', row.site_code, held.value IS NOT NULL OR plan.ref <> row.site_code, %(source)s, false
      FROM estates_plan plan
      JOIN estates_importrow row ON row.imported_by_id = %(pk)s AND row.number = plan.number
      LEFT JOIN (SELECT DISTINCT value FROM estates_identifier WHERE scheme = 'ods_site') held ON held.value = row.site_code
     WHERE plan.new_site AND row.type <> 'aggregate' AND row.site_code <> 'AGGRE' AND row.site_code ~ '^[A-Z0-9]{3,9}$'
""",
)


def apply(record: Import, report: Report) -> dict[str, int]:
    """Write a checked import's rows. Answers `{new, changed, unchanged}`, of returns."""
    # Rows written in this very transaction have no statistics; joined by loops within loops they would take minutes.
    change_many("SET LOCAL enable_nestloop = off")
    total = _planned(record)
    done = {"new": 0, "changed": 0}
    last = _asked("SELECT coalesce(max(number), 0) FROM estates_plan")[0][0]
    params: dict[str, Any] = {"pk": record.pk, "year": record.year, "source": f"ERIC {record.year}: {record.file_name}"[:200]}
    all_new = _asked("SELECT coalesce(bool_and(new_site), true) FROM estates_plan")[0][0]
    statements = _NEW if all_new else {**_NEW, **_HELD}
    for after in range(0, last, _STEP):
        params |= {"after": after, "upto": after + _STEP}
        counts = {name: change_many(statement, params) for name, statement in statements.items()}
        done["new"] += counts["new returns"]
        done["changed"] += counts.get("changed returns", 0)
        report(min(after + _STEP, total), total)
    change_many(_CODES, params)
    change_many("SET LOCAL enable_nestloop = on")
    if done["new"] + done["changed"] > _STEP:
        # Else the next reads plan for the tables as they were.
        change_many("ANALYZE estates_site, estates_holding, estates_estatereturn (site_id, organisation_id, year, flags, imported_by_id)")
    return {**done, "unchanged": total - done["new"] - done["changed"]}


def _planned(record: Import) -> int:
    """Make the plan; answers how many rows the file has. Raises Refused (`import-edited-since-check`)."""
    params = {"pk": record.pk, "year": record.year}
    change_many("DROP TABLE IF EXISTS pg_temp.estates_plan")
    change_many(_PLAN_TABLE)
    change_many(_PLAN, params)
    if _asked("SELECT site_id FROM estates_plan GROUP BY 1 HAVING count(*) > 1 LIMIT 1"):
        said = "Two rows of this file are of one site: two sites were merged after it was checked. Upload the file again, and look at what it says."
        raise Refused("import-edited-since-check", said)
    change_many("ANALYZE estates_plan")
    return _asked("SELECT count(*) FROM estates_importrow WHERE imported_by_id = %(pk)s AND outcome NOT IN ('error', 'left')", params)[0][0]


def _asked(sql: str, params: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
