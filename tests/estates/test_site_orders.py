"""The list of sites by the names of what a site refers to: walked as though it were sorted, at a cost that does not grow."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from devo_portal.core.paging import Order
from estates import selectors
from estates.models import Site
from tests.conftest import Caller
from tests.estates.test_bulk import many
from tests.factories import borough, organisation


@pytest.mark.parametrize("name", ["organisation", "area"])
def test_the_list_is_walked_by_the_names_of_owners_and_boroughs_as_if_it_were_sorted(people, name):
    """Page by page, both ways, against the whole table sorted."""
    many(60)
    places = [borough(each) for each in ("Haringey", "Camden", "Barnet")]
    for number, each in enumerate(Site.objects.order_by("pk")):
        Site.objects.filter(pk=each.pk).update(area=places[number % 4] if number % 4 < 3 else None)
    for number in range(3):
        Site.objects.create(organisation=organisation(f"Trust {number}", "trust"), code="Z", name="z", area=places[number])
    caller = Caller(people["reader"])

    def key(row):
        return (row[name] or {}).get("name"), row["id"]

    for text in (name, f"-{name}"):
        rows = caller.get("/api/v1/sites/?limit=500").json()["results"]
        there = sorted((row for row in rows if row[name]), key=key, reverse=text[0] == "-")
        expected = [*there, *sorted((row for row in rows if not row[name]), key=key, reverse=text[0] == "-")]
        for more in ("", "&q=site", "&type=support"):
            wanted = [key(row) for row in expected if not more or (row["name"] != "z" and (more == "&q=site" or row["type"] == "support"))]
            answer = caller.get(f"/api/v1/sites/?order={text}&limit=7{more}").json()
            pages = [answer]
            while answer["next"]:
                answer = caller.get(answer["next"].removeprefix("http://testserver")).json()
                pages.append(answer)
            assert [key(row) for page in pages for row in page["results"]] == wanted, (text, more)
            back = [answer := pages[-1]]
            while answer["previous"]:
                answer = caller.get(answer["previous"].removeprefix("http://testserver")).json()
                back.insert(0, answer)
            assert [key(row) for page in back for row in page["results"]] == wanted, (text, more, "backwards")
        numbered = caller.get(f"/api/v1/sites/?order={text}&limit=500&page=1").json()["results"]
        assert [key(row) for row in numbered] == [key(row) for row in expected]


def test_an_order_by_owner_looks_at_few_rows_however_many_there_are(people):
    many(20_000)
    for name in ("organisation", "-organisation", "area"):
        order = Order.asked({"order": name}, selectors.ORDERS, Site)
        rows = selectors.sites.found(people["reader"], {})
        with CaptureQueriesContext(connection) as queries:
            list(order.narrowed(rows.order_by(*order.by(backwards=False)), None, 51).values_list("pk")[:51])
        for each in queries:
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + each["sql"])
                told = str(cursor.fetchone()[0])
            assert max(int(number) for number in re.findall(r"'Actual Rows': (\d+)", told)) < 500, (name, told)
