"""5,000 rows that may be sites held already, beside 50,000 sites: against the 10 seconds that they may take, and against
PostgreSQL comparing the names of each row with those of its own organisation's sites, and nothing else."""

import csv
import io
import random
import time
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from bench.measures import Measure
from estates import services
from estates.models import Import, Site
from estates.services.matching import find_matches

ROWS, SECONDS = 5_000, 10
HEADER = ["Site ID", "Organisation code", "Organisation", "Site code", "Site name", "Site type", "Postcode", "Borough code"]
POSTCODES = "'E' || 1 + number % 18 || ' ' || number / 18 % 10 || chr((65 + number / 180 % 20)::int) || chr((65 + number / 3600)::int)"
FLOOR = """
    SELECT count(*) FROM estates_importrow row
      JOIN core_organisation holder ON holder.ods_code = row.organisation_code
      JOIN estates_site site ON site.organisation_id = holder.id
     WHERE row.imported_by_id = %s AND similarity(site.name, row.name) >= 0.7
"""


def rows() -> list[list[str]]:
    """Sites that are held, under new codes, their names with a letter left out and half with their postcodes."""
    chance = random.Random(2017)
    fields = ("organisation__ods_code", "organisation__name", "name", "postcode")
    held = list(Site.objects.exclude(type="aggregate").order_by("id").values_list(*fields))
    made = []
    for number, (code, organisation, name, postcode) in enumerate(chance.sample(held, min(ROWS, len(held)))):
        gap = chance.randrange(len(name))
        made.append(["", code, organisation, f"N{number}", name[:gap] + name[gap + 1 :], "Not known", postcode if number % 2 else "", ""])
    return made


def measures(by: Any) -> Iterator[Measure]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE estates_site site SET postcode = {POSTCODES} FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM estates_site) each "
            "WHERE each.id = site.id AND site.type <> 'aggregate'"
        )
        cursor.execute("VACUUM ANALYZE estates_site")
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows()])
    record = services.start_import(by=by, file_name="sites.csv", content=text.getvalue().encode(), queue=False)
    services.check_import(record.pk)
    record.refresh_from_db()
    assert (record.state, record.error_rows) == ("checked", 0), record.message
    assert record.near_rows > 0.9 * record.new_rows
    found, floor = [], []
    for _ in range(3):
        found.append(timed(record))
        began = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(FLOOR, [record.pk])
        floor.append((time.perf_counter() - began) * 1000)
    yield Measure(f"near match of {ROWS:,}, of {SECONDS} s", min(found), SECONDS * 1000, 1)
    yield Measure("near match, to names compared", min(found), min(floor), 4)
    services.cancel_import(by=by, pk=record.pk, version=Import.objects.get(pk=record.pk).version)


def timed(record: Import) -> float:
    """Milliseconds to find the matches of a checked import once more; what it writes is taken back."""
    with transaction.atomic():
        began = time.perf_counter()
        find_matches(record)
        taken = (time.perf_counter() - began) * 1000
        transaction.set_rollback(True)
    return taken
