"""The matrix of opt-ins at 33 authorities by 20 functions, every cell with a state, against its one statement of SQL."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import orjson
from django.db import connection
from django.http import HttpRequest, HttpResponse

from bench.measures import Measure, paired
from devo_portal.core.accounts import BearerToken
from governance.selectors.opt_ins import CELLS

FUNCTIONS = 20
ON = date(2018, 6, 1)


def floor(request: HttpRequest) -> HttpResponse:
    """The same statement, its rows sent as they come."""
    if BearerToken().authenticate(request) is None:
        return HttpResponse(status=401)
    with connection.cursor() as cursor:
        cursor.execute(CELLS, {"on": ON, "area": None, "function": None, "levels": 8})
        return HttpResponse(orjson.dumps(cursor.fetchall()), content_type="application/json")


def fill() -> None:
    """London's areas and 20 functions. Every area has a past period of each; sub-regions hold one function in two, from which a few
    authorities opted out; to the others each authority stands in a way of its own."""
    from devo_portal.core.models import Area
    from devo_portal.seed import areas
    from governance.models import Function, OptIn

    made: dict[str, Any] = {}
    for fact in areas.facts():
        values = fact._asdict()
        parent = made.get(values.pop("parent"))
        made[fact.name] = Area.objects.get_or_create(kind=fact.kind, name=fact.name, defaults={**values, "parent": parent})[0]
    functions = [
        Function.objects.create(code=f"B-{number:02}", name=f"Function {number}", rung="s75_lead", to_whom="Boroughs") for number in range(FUNCTIONS)
    ]
    states = ("in_force", "varied", "withdrawn", "applied", "interested")
    rows = []
    for number, function in enumerate(functions):
        for place, area in enumerate(made.values()):
            rows.append(OptIn(function=function, area=area, state="applied", starts_on=date(2017, 1, 1), ends_on=date(2018, 1, 1)))
            state = states[(place + number) % len(states)] if number % 2 else "withdrawn" if place % 7 == 0 else ""
            if area.kind == "sub_region":
                state = "" if number % 2 else "in_force"
            if state and area.kind != "region":
                rows.append(OptIn(function=function, area=area, state=state, starts_on=date(2018, 1, 1)))
    OptIn.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE governance_optin, core_area")


def measures(get: Callable[[str], Callable[[], Any]], page: Callable[[str], Any]) -> Iterator[Measure]:
    """`get` makes a call of the API by its path; `page` opens a page."""
    fill()
    ours, base = get(f"/api/v1/opt-ins/matrix/?on={ON}"), get("/api/v1/floor/matrix/")
    answer, rows = orjson.loads(ours().content), orjson.loads(base().content)
    cells = {
        (area["id"], function["id"]): cell for area in answer["areas"] for function, cell in zip(answer["functions"], area["cells"], strict=True)
    }
    assert len([area for area in answer["areas"] if area["kind"] == "authority"]) == 33
    assert all(cell["state"] for area in answer["areas"] if area["kind"] == "authority" for cell in area["cells"])
    for area, function, state, *_ in rows:
        assert cells[area, function]["state"] == state
    yield paired("API matrix of 33 by 20", ours, base, limit=2, rounds=100)
    address = f"/opt-ins/?on={ON}"
    assert page(address).status_code == 200
    yield paired("HTML matrix page", lambda: page(address), ours, limit=4, rounds=60)
