"""BENCH_MILLION=1: what people open, at a million sites beside what the same takes at 50,000, in turn. The million are copies
of the 50,000 in a database of their own: each owner has twenty times as many. Two things are asked of each: what it
takes after a write somewhere in the programme, when what is remembered whole is forgotten, and after an edit of a site of
the owner that is asked for, when figures kept by owner are reckoned anew for one."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from statistics import median
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import connection, connections

from bench.measures import Measure
from bench.places import LATITUDE, LONGITUDE, VIEWS, address, run
from estates import services
from estates.models import EstateReturn, Site

MILLION = 1_000_000
STEP = 50_000
LIMIT = 1.5
EDITED = 2.5  # the owner’s sites are reckoned anew, and are twenty times as many
ROUNDS = 15
LISTS = {
    "API list": "/api/v1/sites/?limit=50",
    "API list by floor": "/api/v1/sites/?order=-gross_internal_m2",
    "API list by owner": "/api/v1/sites/?order=organisation",
    "API list by borough": "/api/v1/sites/?order=area",
    "API filtered list": "/api/v1/sites/?organisation={owner}&q=hospital",
    "API search, many found": "/api/v1/sites/?q=hospital",
    "API search, one found": "/api/v1/sites/?q={code}",
    "HTML search": "/search/?q={code}",
    **{f"map of {view}": address(view) for view in VIEWS},
}
FIGURES = {
    "register's totals": "/api/v1/sites/summary/",
    "HTML register page": "/estates/",
    "estate dashboard by owner": "/api/v1/estate-dashboard/",
    "estate dashboard by borough": "/api/v1/estate-dashboard/?by=borough",
    "estate dashboard by year": "/api/v1/estate-dashboard/?by=year",
    "HTML estate dashboard": "/estates/dashboard/",
    "quality": "/api/v1/estate-quality/",
    "estate of an owner": "/api/v1/organisations/{owner}/estate/",
}


class World(NamedTuple):
    """A database, with a cache of its own beside it."""

    connection: Any
    prefix: str

    @contextmanager
    def entered(self) -> Iterator[None]:
        held, before = connections["default"], cache.key_prefix
        connections["default"], cache.key_prefix = self.connection, self.prefix
        try:
            yield
        finally:
            connections["default"], cache.key_prefix = held, before


def worlds() -> tuple[World, World]:
    """The database as it is, and a copy of it."""
    small = connections["default"]
    name = f"{small.settings_dict['NAME']}_million"
    small.close()
    with small._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{small.settings_dict["NAME"]}"')
    large = small.copy()
    large.settings_dict["NAME"] = name
    return World(small, ""), World(large, "million")


def grow(number: int) -> None:
    """Copies of the first sites with their returns, by statements of SQL with every trigger at work, until there are so many."""
    site = _copied(Site, "site", "id", "ref", "code", "name", "current_return_id", "latitude", "longitude", "located_in_id")
    held = _copied(EstateReturn, "held", "id", "ref", "site_id")
    for start in range(Site.objects.count(), number, STEP):
        run(
            "DISCARD PLANS",  # as core.writes
            f"""CREATE TEMP TABLE made AS
                SELECT {start} + row_number() OVER () AS n, id AS was, uuidv7() AS id, uuidv7() AS returned
                  FROM (SELECT id FROM estates_site WHERE current_return_id IS NOT NULL AND NOT starts_with(ref, 'G-')
                         ORDER BY code LIMIT {min(STEP, number - start)}) first""",
            "ANALYZE made",
            f"""INSERT INTO estates_site (id, ref, code, name, latitude, longitude, {site.names})
                SELECT made.id, 'G-' || n, 'G' || n, name || ' ' || n, {LATITUDE}, {LONGITUDE}, {site.values}
                  FROM made JOIN estates_site site ON site.id = made.was""",
            f"""INSERT INTO estates_estatereturn (id, ref, site_id, {held.names})
                SELECT made.returned, 'G-' || n, made.id, {held.values}
                  FROM made JOIN estates_site site ON site.id = made.was JOIN estates_estatereturn held ON held.id = site.current_return_id""",
            "UPDATE estates_site site SET current_return_id = made.returned FROM made WHERE made.id = site.id",
            "DROP TABLE made",
        )
    run("VACUUM ANALYZE")


class Copied(NamedTuple):
    names: str
    values: str


def _copied(model: Any, alias: str, *apart: str) -> Copied:
    """The columns of a table that a copy of a row has from it."""
    columns = [each.column for each in model._meta.local_concrete_fields if not each.generated and each.column not in apart]
    return Copied(", ".join(columns), ", ".join(f"{alias}.{column}" for column in columns))


def measures(by: Any, get: Callable[[str], Callable[[], Any]], browse: Callable[[str], Any]) -> Iterator[Measure]:
    small, large = worlds()
    with large.entered():
        grow(MILLION)
    site = Site.objects.exclude(current_return=None).filter(name__icontains="hospital").order_by("code")[7]
    said = {"owner": site.organisation_id, "code": site.code}

    def edit() -> None:
        site.refresh_from_db()
        services.update_site(by=by, pk=site.pk, version=site.version, postcode="E1 4DG" if site.postcode != "E1 4DG" else "E1 4DH")

    def elsewhere() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")  # ends the snapshot, as any write in the portal does

    def beside(name: str, path: str, write: Callable[[], None], limit: float = LIMIT) -> Measure:
        call = get(path.format(**said)) if path.startswith("/api/") else partial(browse, path.format(**said))
        times: dict[World, list[float]] = {small: [], large: []}
        for number in range(ROUNDS + 2):
            for world, taken in times.items():
                with world.entered():
                    write()
                    began = time.perf_counter()
                    call()
                    if number >= 2:
                        taken.append((time.perf_counter() - began) * 1000)
        return Measure(f"a million: {name}", median(times[large]), median(times[small]), limit)

    for name, path in {**LISTS, **FIGURES}.items():
        yield beside(name, path, elsewhere)
    for name, path in FIGURES.items():
        yield beside(f"{name}, edited", path, edit, EDITED)
