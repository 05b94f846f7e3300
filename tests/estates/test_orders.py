"""Lists of sites in the order of a measure, which some have and some have not: against the obvious, page by page both ways."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from devo_portal.core.models import Role
from estates.models import EstateReturn, Site
from estates.selectors import sites
from tests.factories import organisation, person

VALUES = st.lists(st.sampled_from([None, "none", 0, 5, 5, 12, 700]), max_size=9)  # a return without the measure; no return at all
FIELDS = st.sampled_from(["gross_internal_m2", "land_ha", "backlog_total"])


def fill(field, values):
    Site.objects.update(current_return=None)
    EstateReturn.objects.all().delete()
    Site.objects.all().delete()
    column = "backlog_low" if field == "backlog_total" else field  # its sum, which a return always has
    for number, value in enumerate(values):
        site = Site.objects.create(organisation=organisation("Barts"), code=f"S{number}", name=f"s{number}")
        if value != "none":
            EstateReturn.objects.create(site=site, organisation=site.organisation, year="2014-15", **{column: 9})  # an older one sorts nothing
            site.current_return = EstateReturn.objects.create(site=site, organisation=site.organisation, year="2016-17", **{column: value})
            site.save()


def obvious(field, down):
    rows = [(getattr(site.current_return, field, None), site.pk, site.name) for site in Site.objects.select_related("current_return")]
    known = sorted((row for row in rows if row[0] is not None), reverse=down)
    return [row[2] for row in (*known, *sorted((row for row in rows if row[0] is None), key=lambda row: row[1], reverse=down))]


def walked(user, params, side):
    """The pages from one end of the list to the other; `previous` from where `next` ends."""
    answer = sites.list(user, params)
    while answer["next"] and side == "previous":
        answer = sites.list(user, {**params, "cursor": answer["next"].split("cursor=")[1].split("&")[0]})
    pages = [answer]
    while pages[-1][side]:
        pages.append(sites.list(user, {**params, "cursor": pages[-1][side].split("cursor=")[1].split("&")[0]}))
    return [[row["name"] for row in page["results"]] for page in (pages if side == "next" else reversed(pages))]


class Orders(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.reader = person(Role.READER)

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(values=VALUES, field=FIELDS, down=st.booleans(), limit=st.integers(1, 4))
    def test_every_site_once_and_in_order(self, values, field, down, limit):
        fill(field, values)
        expected = obvious(field, down)
        params = {"order": f"{'-' if down else ''}{field}", "limit": str(limit)}
        for side in ("next", "previous"):
            assert [name for page in walked(self.reader, params, side) for name in page] == expected
        for number in range(1, -(-len(expected) // limit) + 1):
            page = sites.list(self.reader, {**params, "page": str(number)})
            assert [row["name"] for row in page["results"]] == expected[(number - 1) * limit : number * limit]


@pytest.mark.django_db
def test_a_measure_of_another_year_sorts_nothing():
    fill("gross_internal_m2", [1, 3, 2])
    rows = sites.list(person(Role.READER), {"order": "-gross_internal_m2"})["results"]
    assert [row["name"] for row in rows] == ["s1", "s2", "s0"]
    floors = [Decimal(row["gross_internal_m2"]) for row in rows]
    assert all(one >= other for one, other in pairwise(floors))
