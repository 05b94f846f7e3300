"""Rows of a checked file that would make sites, beside the sites that are held and beside each other: a few statements,
however many rows. `rules/likeness.py` says what makes a candidate and how much it weighs.

A file is seen by others than who uploads it, so a sensitive site is a candidate only for rows of the organisation that
reports it: whoever sees those rows sees that site.
"""

from typing import Any

from django.db import connection

from devo_portal.core.writes import change_many

from .aliases import ALIASES
from .models import Import
from .rules import likeness
from .selectors import visible_sites

SMALL = 1_000  # sites of an organisation that are each compared with its rows; of one with more, the index gives the likest
_BOUNDS = {
    "like": likeness.LIKE,
    "strong": likeness.STRONG,
    "alone": likeness.ALONE,
    "sure": likeness.SURE,
    "near": likeness.NEAR_M,
    "crowd": likeness.CROWD,
    "most": likeness.MOST,
    "small": SMALL,
}
_OF = "coalesce(nullif(row.values ->> 'organisation', '')::uuid, nullif(row.values ->> 'owner', '')::uuid, holder.id)"
_ROWS = """
    estates_importrow row LEFT JOIN core_organisation holder ON holder.ods_code = row.organisation_code AND holder.ods_code <> ''
"""
# A code that is another one of a site of the same organisation names that site.
_KNOWN = f"""
    UPDATE estates_importrow target SET same_as = found.site_id, choice = 'known'
      FROM (
           SELECT DISTINCT ON (alias.site_id) row.id, alias.site_id
             FROM {_ROWS} JOIN ({ALIASES}) alias ON alias.organisation_id = {_OF} AND alias.code = row.site_code
             JOIN estates_site site ON site.id = alias.site_id
            WHERE row.imported_by_id = %(pk)s AND row.outcome NOT IN ('error', 'left') AND coalesce(row.values ->> 'id', '') = ''
              AND NOT EXISTS (SELECT FROM estates_importrow own WHERE own.imported_by_id = %(pk)s AND own.organisation_code = row.organisation_code
                                 AND own.site_code = site.code AND own.outcome <> 'left')
            ORDER BY alias.site_id, row.number
      ) found
     WHERE target.id = found.id
"""
# A row of a site that was merged, where the one that stays has a row of its own: one site has one row.
_TWICE = f"""
    UPDATE estates_importrow target SET outcome = 'error', changes = '[]', errors = target.errors || jsonb_build_array(jsonb_build_object(
               'column', '', 'detail', format('%%s was merged into %%s (%%s), which has a row of its own; leave one of the two rows out',
                                              target.site_code, found.name, found.code)))
      FROM (
           SELECT row.id, kept.name, kept.code FROM {_ROWS}
             JOIN estates_site gone ON gone.organisation_id = {_OF} AND gone.code = row.site_code
             JOIN estates_site kept ON kept.id = gone.merged_into_id
            WHERE row.imported_by_id = %(pk)s AND row.outcome = 'new' AND row.same_as IS NULL
      ) found
     WHERE target.id = found.id
"""
_NUMBER = "CASE WHEN row.values ->> '{0}' ~ '^-?[0-9]{{1,3}}([.][0-9]+)?$' THEN (row.values ->> '{0}')::float END"
_COMING = f"""
    CREATE TEMPORARY TABLE estates_coming ON COMMIT DROP AS
    SELECT row.number, {_OF} AS organisation_id, row.organisation_code AS whose, row.site_code AS code,
           upper(row.name) AS name, cardinality(show_trgm(row.name)) AS marks,
           coalesce(row.values ->> 'postcode', '') AS postcode, coalesce(row.values ->> 'uprn', '') AS uprn,
           {_NUMBER.format("latitude")} AS latitude, {_NUMBER.format("longitude")} AS longitude
      FROM {_ROWS}
      LEFT JOIN estates_site known ON known.organisation_id = {_OF} AND known.code = row.site_code
     WHERE row.imported_by_id = %(pk)s AND row.outcome = 'new' AND row.same_as IS NULL AND known.id IS NULL AND row.type <> 'aggregate'
       AND row.site_code <> 'AGGRE'
"""
_HERE = "site.type <> 'aggregate' AND site.merged_into_id IS NULL AND site.removed_on IS NULL"
_OPEN = "(NOT site.sensitive OR site.organisation_id = coming.organisation_id)"
_ALIKE = "similarity(upper(site.name), coming.name)"
_METRES = """
    round(sqrt(((site.latitude - coming.latitude) * 111320) ^ 2
             + ((site.longitude - coming.longitude) * 111320 * cos(radians(coming.latitude))) ^ 2)::numeric)::int
"""
_PAIRS = {
    "codes": f"""
    SELECT coming.number, site.id FROM estates_coming coming
      JOIN estates_identifier held ON (held.scheme = 'ods_site' AND held.value = coming.code)
      JOIN estates_site site ON site.id = held.site_id WHERE {_HERE} AND {_OPEN}
    """,
    "uprns": f"""
    SELECT coming.number, site.id FROM estates_coming coming
      JOIN estates_identifier held ON held.scheme = 'uprn' AND coming.uprn <> '' AND held.value = ltrim(coming.uprn, '0')
      JOIN estates_site site ON site.id = held.site_id WHERE {_HERE} AND {_OPEN}
    """,
    "postcodes": f"""
    SELECT coming.number, site.id FROM estates_coming coming JOIN estates_site site ON site.postcode = coming.postcode
     WHERE coming.postcode <> '' AND {_HERE} AND {_OPEN} AND {_ALIKE} >= %(like)s::real
       AND coming.postcode NOT IN (
           SELECT postcode FROM estates_site site WHERE NOT sensitive AND {_HERE} GROUP BY postcode HAVING count(*) > %(crowd)s
       )
    """,
    "places": f"""
    SELECT coming.number, site.id FROM estates_coming coming CROSS JOIN LATERAL (
        SELECT site.id FROM estates_site site
         WHERE site.longitude BETWEEN coming.longitude - 0.0023 / cos(radians(coming.latitude))
                                  AND coming.longitude + 0.0023 / cos(radians(coming.latitude))
           AND site.latitude BETWEEN coming.latitude - 0.0023 AND coming.latitude + 0.0023
           AND {_HERE} AND {_OPEN} AND {_METRES} <= %(near)s AND {_ALIKE} >= %(like)s::real
         ORDER BY {_METRES}, site.id LIMIT 20
    ) site WHERE coming.latitude IS NOT NULL AND coming.longitude IS NOT NULL
    """,
    # Names whose numbers of trigrams are too far apart cannot be alike; that is sooner asked.
    "names": """
    SELECT coming.number, site.id FROM estates_coming coming JOIN estates_beside site USING (organisation_id)
     WHERE CASE WHEN site.marks * 10 < coming.marks * 7 OR coming.marks * 10 < site.marks * 7 THEN false
                ELSE similarity(site.name, coming.name) >= %(alone)s::real END
    """,
    "names of many": f"""
    SELECT coming.number, site.id FROM estates_coming coming CROSS JOIN LATERAL (
        SELECT site.id FROM estates_site site
         WHERE upper(site.name) %% coming.name AND site.organisation_id = coming.organisation_id AND {_HERE}
         ORDER BY {_ALIKE} DESC, site.id LIMIT 20
    ) site WHERE coming.organisation_id IN (SELECT organisation_id FROM estates_many)
    """,
}
_MANY = f"""
    CREATE TEMPORARY TABLE estates_many ON COMMIT DROP AS
    SELECT organisation_id FROM estates_site site WHERE organisation_id IN (SELECT organisation_id FROM estates_coming) AND {_HERE}
     GROUP BY organisation_id HAVING count(*) > %(small)s
"""
_BESIDE = f"""
    CREATE TEMPORARY TABLE estates_beside ON COMMIT DROP AS
    SELECT id, organisation_id, upper(name) AS name, cardinality(show_trgm(name)) AS marks FROM estates_site site
     WHERE organisation_id IN (SELECT organisation_id FROM estates_coming) AND {_HERE}
       AND organisation_id NOT IN (SELECT organisation_id FROM estates_many)
"""
# Sites that rows of the file have already: one is not given to a second row.
_TAKEN = f"""
    CREATE TEMPORARY TABLE estates_taken ON COMMIT DROP AS
    SELECT site.id FROM {_ROWS} JOIN estates_site site ON site.organisation_id = {_OF} AND site.code = row.site_code
     WHERE row.imported_by_id = %(pk)s AND row.outcome <> 'left'
     UNION SELECT same_as FROM estates_importrow WHERE imported_by_id = %(pk)s AND same_as IS NOT NULL
     UNION SELECT (values ->> 'id')::uuid FROM estates_importrow
            WHERE imported_by_id = %(pk)s AND values ->> 'id' ~ '^[0-9a-f]{{8}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{12}}$'
"""
_TOLD = f"""
    CREATE TEMPORARY TABLE estates_told ON COMMIT DROP AS
    SELECT told.*, CASE
               WHEN identifier <> '' THEN 'high'
               WHEN postcode IS TRUE OR metres <= %(near)s THEN
                    CASE WHEN likeness >= %(strong)s::real THEN 'high' WHEN likeness >= %(like)s::real THEN 'low' ELSE '' END
               WHEN NOT own OR likeness < %(alone)s::real THEN ''
               WHEN likeness >= %(sure)s::real AND postcode IS NOT FALSE AND metres IS NULL THEN 'high'
               ELSE 'low' END AS weight
      FROM (
           SELECT pair.number, site.id AS site, site.ref, coming.organisation_id IS NOT DISTINCT FROM site.organisation_id AS own,
                  {_ALIKE} AS likeness, {_METRES} AS metres,
                  CASE WHEN coming.postcode <> '' AND site.postcode <> '' THEN coming.postcode = site.postcode END AS postcode,
                  CASE WHEN EXISTS (SELECT FROM estates_identifier held WHERE held.site_id = site.id AND held.scheme = 'uprn'
                                       AND coming.uprn <> '' AND held.value = ltrim(coming.uprn, '0')) THEN 'UPRN'
                       WHEN EXISTS (SELECT FROM estates_identifier held WHERE held.site_id = site.id AND held.scheme = 'ods_site'
                                       AND held.value = coming.code) THEN 'ODS site code' ELSE '' END AS identifier,
                  site.id IN (SELECT id FROM estates_taken) AS taken,
                  EXISTS (SELECT FROM estates_estatereturn kept WHERE kept.site_id = site.id AND kept.year = %(year)s) AS replaces
             FROM (SELECT DISTINCT number, id FROM estates_pair) pair
             JOIN estates_coming coming USING (number) JOIN estates_site site ON site.id = pair.id
            WHERE site.id IN ({{visible}})
      ) told
"""
# Beside other rows: the first of the same name, and the one before it by name at the same postcode. They only warn.
_AMONG = """
    CREATE TEMPORARY TABLE estates_among ON COMMIT DROP AS
    SELECT DISTINCT ON (number, other) number, other, likeness, postcode FROM (
        SELECT number, first_value(number) OVER same AS other, 1::real AS likeness,
               postcode <> '' AND postcode = first_value(postcode) OVER same AS postcode
          FROM estates_coming WHERE name <> '' WINDOW same AS (PARTITION BY whose, name ORDER BY number)
        UNION ALL
        SELECT number, lag(number) OVER near, similarity(name, lag(name) OVER near), true
          FROM estates_coming WHERE postcode <> ''
        WINDOW near AS (PARTITION BY whose, postcode ORDER BY name, number)
    ) beside WHERE other <> number AND likeness >= %(like)s::real
     ORDER BY number, other, postcode DESC
"""
_WRITE = """
    UPDATE estates_importrow row SET near = found.near, candidates = found.candidates
      FROM (
           SELECT number, CASE WHEN bool_or(level = 'high') THEN 'high' ELSE 'low' END AS near,
                  jsonb_agg(jsonb_build_object('site', site, 'row', other, 'level', level, 'offered', offered,
                            'likeness', round(likeness::numeric, 2),
                            'postcode', coalesce(postcode, false), 'metres', metres, 'identifier', identifier, 'replaces', replaces, 'taken', taken)
                            ORDER BY place) AS candidates
             FROM (
                  SELECT every.*, row_number() OVER (
                             PARTITION BY number
                             ORDER BY level, other IS NOT NULL, offered DESC, identifier = '', postcode IS NOT TRUE, likeness DESC, ref, other
                         ) AS place
                    FROM (
                         SELECT number, site, ref, NULL::int AS other, own AND NOT taken AS offered, likeness, postcode, metres, identifier,
                                replaces, own AND taken AS taken,
                                CASE WHEN weight = 'high' AND own AND NOT taken THEN 'high' ELSE 'low' END AS level
                           FROM estates_told WHERE weight <> ''
                         UNION ALL
                         SELECT number, NULL, '', other, false, likeness, postcode, NULL, '', false, false, 'low' FROM estates_among
                    ) every
             ) ranked
            WHERE place <= %(most)s GROUP BY number
      ) found
     WHERE row.imported_by_id = %(pk)s AND row.number = found.number
"""
# The code by which a file named a site that is kept under another: the next file finds it by that.
_CODES = """
    INSERT INTO estates_identifier (id, site_id, scheme, value, organisation_id, contested, source, illustrative)
    SELECT uuidv7(), named.site_id, named.scheme, named.code, named.whose,
           EXISTS (SELECT FROM estates_identifier held WHERE held.scheme = named.scheme AND held.value = named.code
                      AND held.organisation_id IS NOT DISTINCT FROM named.whose), %(source)s, false
      FROM (
           SELECT row.number, site.id AS site_id, row.site_code AS code, kind.scheme,
                  CASE WHEN kind.scheme = 'own_reference' THEN site.organisation_id END AS whose
             FROM estates_importrow row
             JOIN estates_site site ON site.id = row.same_as JOIN core_organisation holder ON holder.id = site.organisation_id
            CROSS JOIN LATERAL (
                  SELECT CASE WHEN holder.ods_code <> '' AND starts_with(row.site_code, holder.ods_code) AND row.site_code ~ '^[A-Z0-9]{3,9}$'
                              THEN 'ods_site' ELSE 'own_reference' END AS scheme
            ) kind
            WHERE row.imported_by_id = %(pk)s AND row.choice = 'same' AND row.site_code <> '' AND row.site_code <> site.code
      ) named
     WHERE NOT EXISTS (SELECT FROM estates_identifier held
                        WHERE held.site_id = named.site_id AND held.scheme = named.scheme AND held.value = named.code)
     ORDER BY named.number
"""


def match(record: Import, user: Any) -> None:
    """Inside the act of a check, after its rows are loaded: say of each row that would make a site which sites it may be.

    The candidates are among the sites that the uploader may see.
    """
    params: dict[str, Any] = {"pk": record.pk, "year": record.year, **_BOUNDS}
    for table in ("coming", "many", "beside", "pair", "taken", "told", "among"):
        change_many(f"DROP TABLE IF EXISTS pg_temp.estates_{table}")
    change_many("SET LOCAL jit = off")  # it costs more than it saves on statements such as these
    change_many("SET LOCAL enable_nestloop = off")  # rows loaded in this very transaction have no statistics yet
    change_many(_KNOWN, params)
    change_many(_TWICE, params)
    came = change_many(_COMING, params)
    change_many("ANALYZE estates_coming")
    if came:
        _beside(params, user)
    change_many("SET LOCAL enable_nestloop = on")


def _beside(params: dict[str, Any], user: Any) -> None:
    """The candidates of each row that came, written beside it."""
    if _pairs(params):
        change_many(_TAKEN, params)
        change_many("ANALYZE estates_taken")
        visible, given = visible_sites(user).order_by().values("pk").query.sql_with_params()
        change_many(*_with(_TOLD, params, visible, given))
    else:
        change_many("CREATE TEMPORARY TABLE estates_told (number int, site uuid, ref text, own bool, likeness real, metres int, postcode bool, "
                    "identifier text, taken bool, replaces bool, weight text) ON COMMIT DROP")  # fmt: skip
    change_many(_AMONG, params)
    change_many(_WRITE, params)


def _pairs(params: dict[str, Any]) -> int:
    """Row and site that may be one, from each way of looking; answers how many."""
    change_many(f"SET LOCAL pg_trgm.similarity_threshold = {likeness.ALONE}")
    change_many("CREATE TEMPORARY TABLE estates_pair (number integer, id uuid) ON COMMIT DROP")
    for table, statement in (("many", _MANY), ("beside", _BESIDE)):
        change_many(statement, params)
        change_many(f"ANALYZE estates_{table}")
    change_many("SET LOCAL enable_nestloop = on")  # these tables have theirs, and what is looked for nearby is looked for row by row
    found = sum(change_many(f"INSERT INTO estates_pair {statement}", params) for statement in _PAIRS.values())
    change_many("SET LOCAL enable_nestloop = off")
    change_many("ANALYZE estates_pair")
    return found


def _with(sql: str, params: dict[str, Any], visible: str, given: tuple[Any, ...]) -> tuple[str, dict[str, Any]]:
    """A statement with the sites that a person may see within it, whose own parameters get names."""
    names = [f"visible_{place}" for place in range(len(given))]
    named = visible % tuple(f"%({name})s" for name in names)
    return sql.replace("{visible}", named), {**params, **dict(zip(names, given, strict=True))}


def keep_codes(record: Import) -> None:
    """Inside the act of an import: each site that a row was said to be has the row's code as another of its own."""
    change_many(_CODES, {"pk": record.pk, "source": f"Import: {record.file_name}"[:200]})


def counts(record: Import) -> dict[str, int]:
    """`{near, undecided, new, changed, unchanged, error}` of an import's rows as they stand."""
    sql = """
        SELECT count(*) FILTER (WHERE near <> ''), count(*) FILTER (WHERE near = 'high' AND choice = ''),
               count(*) FILTER (WHERE outcome = 'new'), count(*) FILTER (WHERE outcome = 'changed'), count(*) FILTER (WHERE outcome = 'unchanged'),
               count(*) FILTER (WHERE outcome = 'error')
          FROM estates_importrow WHERE imported_by_id = %s
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [record.pk])
        return dict(zip(("near", "undecided", "new", "changed", "unchanged", "error"), cursor.fetchone(), strict=True))


def lost(record: Import) -> int:
    """How many rows were said to be a site that is not there any more, or not that organisation's."""
    sql = f"""
        SELECT count(*) FROM {_ROWS} LEFT JOIN estates_site site ON site.id = row.same_as AND {_HERE} AND site.organisation_id = {_OF}
         WHERE row.imported_by_id = %s AND row.same_as IS NOT NULL AND site.id IS NULL
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [record.pk])
        return int(cursor.fetchone()[0])
