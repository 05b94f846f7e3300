"""BENCH_MILLION=1: what people open, at a million sites against what the same took before they were made. Sites have returns and owners
as the first 50,000 have; each is asked as after an edit of one site, so that nothing is remembered whole."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any, NamedTuple

from django.db import connection

from bench.measures import Measure
from bench.places import LATITUDE, LONGITUDE, VIEWS, address
from estates import services
from estates.models import EstateReturn, Site

MILLION = 1_000_000
STEP = 50_000
LIMIT = 1.5
ROUNDS = 15
PAGES = {
    "API list": "/api/v1/sites/?limit=50",
    "API list by floor": "/api/v1/sites/?order=-gross_internal_m2",
    "API list by owner": "/api/v1/sites/?order=organisation",
    "API list by borough": "/api/v1/sites/?order=area",
    "API filtered list": "/api/v1/sites/?organisation={owner}&q=hospital",
    "API search by name": "/api/v1/sites/?q={name}",
    "register's totals": "/api/v1/sites/summary/",
    "estate dashboard by owner": "/api/v1/estate-dashboard/",
    "estate dashboard by borough": "/api/v1/estate-dashboard/?by=borough",
    "estate dashboard by year": "/api/v1/estate-dashboard/?by=year",
    "quality": "/api/v1/estate-quality/",
    "estate of an owner": "/api/v1/organisations/{owner}/estate/",
}
HTML = {"HTML register page": "/estates/", "HTML search": "/search/?q={name}"}


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def grow(number: int) -> None:
    """Sites with their returns copied from the first, by statements of SQL with every trigger at work, until there are so many."""
    site = _copied(Site, "site", "id", "ref", "code", "name", "current_return_id", "latitude", "longitude", "located_in_id")
    held = _copied(EstateReturn, "held", "id", "ref", "site_id")
    for start in range(Site.objects.count(), number, STEP):
        run(
            f"""CREATE TEMP TABLE made AS
                SELECT {start} + row_number() OVER () AS n, id AS was, uuidv7() AS id, uuidv7() AS returned
                  FROM (SELECT id FROM estates_site WHERE current_return_id IS NOT NULL ORDER BY code LIMIT {min(STEP, number - start)}) first""",
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
    site = Site.objects.exclude(current_return=None).order_by("code")[7]
    said = {"owner": site.organisation_id, "name": site.name.split()[0].lower()}

    def edited(call: Callable[[], Any]) -> float:
        """The median of so many calls, each after an edit of a site."""
        times = []
        for _ in range(ROUNDS):
            site.refresh_from_db()
            services.update_site(by=by, pk=site.pk, version=site.version, postcode="E1 4DG" if site.postcode != "E1 4DG" else "E1 4DH")
            began = time.perf_counter()
            call()
            times.append(time.perf_counter() - began)
        return median(times) * 1000

    calls: dict[str, Callable[[], Any]] = {name: get(path.format(**said)) for name, path in PAGES.items()}
    calls |= {f"map of {view}": get(address(view)) for view in VIEWS}
    calls |= {name: partial(browse, path.format(**said)) for name, path in HTML.items()}
    before = {}
    for name, call in calls.items():
        call()
        before[name] = edited(call)
    grow(MILLION)
    for name, call in calls.items():
        call()
        yield Measure(f"a million: {name}", edited(call), before[name], LIMIT)
