"""What is measured, and how each floor is made. Imported once Django is set up."""

import csv
import io
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import Client

from bench import eric, estate, exports, growth, matching, opt_ins, places, portfolio, schedule
from bench.measures import Measure, paired
from devo_portal.core.models import Organisation, Role, User
from estates import services
from estates.models import EstateReturn, Site
from tests.factories import person, session_of, token

TABLES = ("estates_site", "estates_identifier", "estates_holding", "estates_estatereturn")


def csv_of(number: int) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(eric.rows(number))
    return text.getvalue().encode()


def imported(number: int, by: User) -> float:
    """Seconds to take a file in, check it, and write it into the register, history and all."""
    content = csv_of(number)
    began = time.perf_counter()
    record = services.start_import(by=by, file_name="eric_2016-17_bench.csv", content=content, queue=False)
    services.check_import(record.pk)
    record.refresh_from_db()
    services.confirm_import(by=by, pk=record.pk, version=record.version, queue=False)
    services.run_import(record.pk)
    taken = time.perf_counter() - began
    record.refresh_from_db()
    assert (record.state, record.new_rows) == ("done", number), (record.state, record.message)
    return taken


def copied() -> float:
    """Seconds to COPY the rows that the import made into the same tables, emptied, with no trigger at work."""
    with tempfile.TemporaryDirectory() as folder, connection.cursor() as cursor:
        columns = {}
        for table in TABLES:
            cursor.execute(
                "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute "
                "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
                [table],
            )
            columns[table] = cursor.fetchone()[0]
            with Path(folder, table).open("wb") as file:
                cursor.copy_expert(f"COPY {table} ({columns[table]}) TO STDOUT", file)
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        began = time.perf_counter()
        for table in TABLES:
            with Path(folder, table).open("rb") as file:
                cursor.copy_expert(f"COPY {table} ({columns[table]}) FROM STDIN", file)
        taken = time.perf_counter() - began
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")
    return taken


def same(ours: Any, floor: Any) -> None:
    """The two answers hold the same rows and the same fields, or the ratio says nothing."""
    assert [row["id"] for row in ours] == [row["id"] for row in floor]
    for mine, theirs in zip(ours, floor, strict=True):
        assert mine.keys() == theirs.keys(), mine.keys() ^ theirs.keys()
        for name in ("ref", "name", "organisation", "gross_internal_m2", "land_ha", "backlog_total", "year"):
            assert mine[name] == theirs[name], (name, mine[name], theirs[name])


def all_measures(number: int) -> Iterator[Measure]:
    officer = person(Role.OFFICER, "Programme office")
    value = imported(number, officer)
    base = copied()
    yield Measure("import with history", number / value, number / base, 6, "rows/s")

    client, headers = Client(), {"Authorization": f"Bearer {token(officer)}"}

    def get(path: str) -> Callable[[], Any]:
        def call() -> Any:
            response = client.get(path, headers=headers)
            assert response.status_code == 200, (path, response.status_code)
            return response

        return call

    browser = Client()
    browser.cookies["sessionid"] = session_of(officer)
    yield from of_the_register(number, get, browser.get)
    yield from exports.measures(browser.get, number)
    yield from estate.measures(get, browser.get)
    yield from opt_ins.measures(get, browser.get)
    yield from schedule.measures(officer, browser.get)
    yield from matching.measures(officer)
    yield from places.measures(get)
    yield from portfolio.measures(get, browser.get)
    if os.environ.get("BENCH_MILLION"):
        yield from growth.measures(officer, get, browser.get)
    cache.clear()


def of_the_register(number: int, get: Callable[[str], Callable[[], Any]], browse: Callable[[str], Any]) -> Iterator[Measure]:
    def rows(call: Callable[[], Any]) -> Any:
        body = json.loads(call().content)
        return body["results"] if isinstance(body, dict) and "results" in body else body

    listing, floor = get("/api/v1/sites/"), get("/api/v1/floor/sites/50/")
    same(rows(listing), rows(floor))
    yield paired("API list of 50", listing, floor, limit=2)

    second = json.loads(get("/api/v1/sites/?limit=500")().content)["next"]
    pages = [get("/api/v1/sites/?limit=500"), get(second)]
    thousand = get("/api/v1/floor/sites/1000/")
    same([row for page in pages for row in rows(page)], rows(thousand))
    yield paired("API list of 1,000 (two pages)", lambda: [page() for page in pages], thousand, limit=3, rounds=60)

    organisation = Organisation.objects.filter(sites__name__icontains="hospital").order_by("ods_code")[0]
    filtered, base_filtered = get(f"/api/v1/sites/?organisation={organisation.pk}&q=hospital"), get(f"/api/v1/floor/filtered/{organisation.pk}/")
    same(rows(filtered), rows(base_filtered))
    yield paired("API filtered list", filtered, base_filtered, limit=2)

    site = Site.objects.order_by("name", "id")[number // 2]
    detail, base_detail = get(f"/api/v1/sites/{site.pk}/"), get(f"/api/v1/floor/site/{site.pk}/")
    same([rows(detail)], [rows(base_detail)])
    yield paired("API detail", detail, base_detail, limit=2)

    assert browse("/estates/").status_code == 200
    yield paired("HTML register page", lambda: browse("/estates/"), listing, limit=4)
    assert EstateReturn.objects.count() == number
