"""The estate dashboard over all the sites, reckoned anew and as remembered, against one statement of SQL that adds up the same."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse

from bench.measures import Measure, paired
from devo_portal.core.accounts import BearerToken

# Written apart from the selectors: each figure, and what it is divided by.
AMOUNTS = {
    "gross_internal_m2": ("r.gross_internal_m2", ""),
    "land_ha": ("r.land_ha", ""),
    "land_not_delivering_ha": ("r.land_not_delivering_ha", "r.land_ha"),
    "empty_m2": ("round(r.empty_pct * r.gross_internal_m2 / 100, 2)", "r.gross_internal_m2"),
    "under_used_m2": ("round(r.under_used_pct * r.gross_internal_m2 / 100, 2)", "r.gross_internal_m2"),
    "idle_m2": ("round((r.empty_pct + r.under_used_pct) * r.gross_internal_m2 / 100, 2)", "r.gross_internal_m2"),
    "backlog_total": (
        "CASE WHEN num_nonnulls(r.backlog_high, r.backlog_significant, r.backlog_moderate, r.backlog_low) > 0 THEN r.backlog_total END",
        "r.gross_internal_m2",
    ),
    "backlog_critical": (
        "CASE WHEN num_nonnulls(r.backlog_high, r.backlog_significant) > 0 THEN coalesce(r.backlog_high, 0) + coalesce(r.backlog_significant, 0) END",
        "r.gross_internal_m2",
    ),
    **{name: (f"r.{name}", "r.gross_internal_m2") for name in ("backlog_high", "backlog_significant", "backlog_moderate", "backlog_low")},
    "running_cost": ("r.finance_cost + r.energy_cost", "r.gross_internal_m2"),
    **{name: (f"r.{name}", "r.gross_internal_m2") for name in ("finance_cost", "energy_cost")},
}


def _columns() -> Iterator[str]:
    for name, (amount, beside) in AMOUNTS.items():
        yield f"sum({amount}) AS {name}, count({amount}) AS {name}_sites"
        if beside:
            both = f"FILTER (WHERE {beside} > 0 AND ({amount}) IS NOT NULL)"
            yield f"sum({amount}) {both} AS {name}_over, sum({beside}) {both} AS {name}_under"


FLOOR = f"""
SELECT json_agg(t)::text FROM (
    SELECT o.id, o.name, count(*) AS sites, count(r.id) AS returned, count(*) FILTER (WHERE r.flags <> '{{}}') AS flagged, {", ".join(_columns())}
      FROM estates_site s JOIN core_organisation o ON o.id = s.organisation_id LEFT JOIN estates_estatereturn r ON r.id = s.current_return_id
     GROUP BY o.id ORDER BY o.name, o.id) t
"""


def floor(request: HttpRequest) -> HttpResponse:
    if BearerToken().authenticate(request) is None:
        return HttpResponse(status=401)
    with connection.cursor() as cursor:
        cursor.execute(FLOOR)
        return HttpResponse(cursor.fetchone()[0], content_type="application/json")


def same(ours: dict[str, Any], base: list[dict[str, Any]]) -> None:
    """Every row's every figure, and the totals, or the ratio says nothing."""
    assert [row["id"] for row in ours["rows"]] == [row["id"] for row in base]
    for row, other in zip(ours["rows"], base, strict=True):
        assert all(row[name] == other[name] for name in ("sites", "returned", "flagged")), (row, other)
        for name in AMOUNTS:
            said, value = row["values"][name], other[name]
            assert (said["value"] is None and value is None) or Decimal(said["value"]) == round(Decimal(value), 4), (name, said, value)
            assert said["sites"] == other[f"{name}_sites"], (name, said, other)
    for figure in ours["figures"]:
        whole = sum((Decimal(other[figure["key"]] or 0) for other in base), Decimal(0))
        assert Decimal(figure["value"] or 0) == whole, (figure, whole)


def measures(get: Callable[[str], Callable[[], Any]], page: Callable[[str], Any]) -> Iterator[Measure]:
    """`get` makes a call of the API by its path; `page` opens a page."""
    base, ours = get("/api/v1/floor/estate/"), get("/api/v1/estate-dashboard/")
    answer = json.loads(ours().content)
    same(answer, json.loads(base().content, parse_float=Decimal))

    def anew(call: Callable[[], Any]) -> Callable[[], Any]:
        def asked() -> Any:
            cache.clear()
            return call()

        return asked

    rows = len(answer["rows"])
    owner = f"organisations/{answer['rows'][0]['id']}"
    yield paired(f"estate of {rows} owners, reckoned anew", anew(ours), base, limit=3, rounds=12)
    yield paired("estate by year, reckoned anew", anew(get("/api/v1/estate-dashboard/?by=year")), base, limit=5, rounds=12)
    yield paired("estate as remembered", ours, base, limit=1, rounds=12)
    yield paired("HTML estate dashboard, remembered", lambda: page("/estates/dashboard/"), base, limit=1, rounds=12)
    yield paired("estate of one owner, reckoned anew", anew(get(f"/api/v1/{owner}/estate/")), base, limit=3, rounds=12)
