"""The map's clusters, against one statement of SQL that counts the same cells."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import orjson
from django.db import connection
from django.http import HttpRequest, HttpResponse

from bench.measures import Measure, paired
from devo_portal.core.accounts import BearerToken
from estates.rules.cells import size

VIEWS = {
    "London": (10, -0.51, 51.28, 0.33, 51.69),
    "a borough": (13, -0.13, 51.53, 0.02, 51.60),
    "some streets": (17, -0.082, 51.520, -0.072, 51.525),
}
LATITUDE, LONGITUDE = (f"round(({south} + random() * {span})::numeric, 6)" for south, span in ((51.28, 0.41), (-0.51, 0.84)))  # all over London
FLOOR = """
    SELECT json_agg(t)::text FROM (
        SELECT floor((longitude + 180) / %(width)s) AS x, floor((latitude + 90) / %(height)s) AS y, count(*), avg(longitude), avg(latitude)
          FROM estates_site
         WHERE longitude BETWEEN %(west)s AND %(east)s AND latitude BETWEEN %(south)s AND %(north)s
         GROUP BY 1, 2 ORDER BY 2 DESC, 1) t
"""


def widened(view: str) -> tuple[int, list[float]]:
    """A view's zoom, and its box to whole cells, as the map's own script asks for it."""
    zoom, west, south, east, north = VIEWS[view]
    width, height = size(zoom + 2)
    edges = [
        (math.floor, west + 180, width, 180),
        (math.floor, south + 90, height, 90),
        (math.ceil, east + 180, width, 180),
        (math.ceil, north + 90, height, 90),
    ]
    return zoom, [way(at / side) * side - less for way, at, side, less in edges]


def floor(request: HttpRequest, view: str) -> HttpResponse:
    """The cells of a view as PostgreSQL counts them."""
    if BearerToken().authenticate(request) is None:
        return HttpResponse(status=401)
    zoom, box = widened(view)
    params = dict(zip(("west", "south", "east", "north"), box, strict=True)) | dict(zip(("width", "height"), size(zoom + 2), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(FLOOR, params)
        return HttpResponse(cursor.fetchone()[0], content_type="application/json")


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def address(view: str) -> str:
    zoom, box = widened(view)
    return f"/api/v1/sites/map/?zoom={zoom}&bbox={','.join(map(str, box))}"


def measures(get: Callable[[str], Callable[[], Any]]) -> Iterator[Measure]:
    run(f"UPDATE estates_site SET latitude = {LATITUDE}, longitude = {LONGITUDE}", "VACUUM ANALYZE estates_site, estates_sitecell")
    ours = {view: get(address(view)) for view in VIEWS}
    for view, call in ours.items():
        base = get(f"/api/v1/floor/map/{view}/")
        answer, cells = orjson.loads(call().content), orjson.loads(base().content)
        assert [each["properties"]["count"] for each in answer["features"]] == [cell["count"] for cell in cells]
        yield paired(f"map clusters, {view}", call, base, limit=3, rounds=60)  # ours also names each lone site
