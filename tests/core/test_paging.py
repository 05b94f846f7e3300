"""Cursor paging against the obvious: sort everything in Python and cut it."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from devo_portal.core.models import Area, Organisation, User
from devo_portal.core.models.people import Membership
from pilots.models import Pilot
from pilots.selectors import pilots

STARTS = st.one_of(st.none(), st.sampled_from(["2015", "2015-12", "2015-12-15", "2016-01", "2016-01-01"]))


def pages(user, params):
    """Walk a list forwards to its end, then back: the rows of each page, both ways."""
    forwards, backwards = [], []
    answer = pilots.list(user, params)
    while True:
        forwards.append([row["name"] for row in answer["results"]])
        if not answer["next"]:
            break
        answer = pilots.list(user, {**params, "cursor": answer["next"].split("cursor=")[1].split("&")[0]})
    while True:
        backwards.insert(0, [row["name"] for row in answer["results"]])
        if not answer["previous"]:
            break
        answer = pilots.list(user, {**params, "cursor": answer["previous"].split("cursor=")[1].split("&")[0]})
    return forwards, backwards


class CursorPaging(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.reader = User.objects.create_user("reader@example.test", name="Reader")
        office = Organisation.objects.create(name="Office", kind="london")
        Membership.objects.create(user=cls.reader, organisation=office, role="reader", starts_on=date(2020, 1, 1))

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(starts=st.lists(STARTS, max_size=9), order=st.sampled_from(["starts", "-starts", "name", "-name"]), limit=st.integers(1, 4))
    def test_every_row_once_in_order_both_ways(self, starts, order, limit):
        Pilot.objects.all().delete()
        for number, start in enumerate(starts):
            Pilot.objects.create(name=f"p{number}", theme="estates", stage="proposed", summary="s", starts=start)
        rows = list(Pilot.objects.all())
        down, field = order.startswith("-"), order.removeprefix("-")

        def key(row):
            value = getattr(row, field)
            return (getattr(value, "date", value), row.pk)

        known = sorted((row for row in rows if getattr(row, field) is not None), key=key, reverse=down)
        empty = sorted((row for row in rows if getattr(row, field) is None), key=lambda row: row.pk, reverse=down)
        expected = [row.name for row in [*known, *empty]]
        forwards, backwards = pages(self.reader, {"order": order, "limit": str(limit)})
        assert [name for page in forwards for name in page] == expected
        assert [name for page in backwards for name in page] == expected
        assert all(len(page) == limit for page in forwards[:-1])


@pytest.fixture
def five(call):
    for name in "abcde":
        call("officer").post("/api/v1/pilots/", {"name": name, "theme": "estates", "summary": "s"})
    return call("reader")


def test_a_row_put_in_on_the_page_before_shows_no_row_twice(call, five):
    first = five.get("/api/v1/pilots/?limit=2").json()
    call("officer").post("/api/v1/pilots/", {"name": "aa", "theme": "estates", "summary": "s"})
    second = five.get(first["next"]).json()
    assert [row["name"] for row in second["results"]] == ["c", "d"]


def test_count_is_null_until_asked(five):
    assert five.get("/api/v1/pilots/").json()["count"] is None
    assert five.get("/api/v1/pilots/?count=true").json()["count"] == 5
    assert five.get("/api/v1/pilots/?page=2&limit=2").json()["count"] == 5


def test_pages_by_number_link_both_ways(five):
    middle = five.get("/api/v1/pilots/?page=2&limit=2").json()
    assert [row["name"] for row in five.get(middle["next"]).json()["results"]] == ["e"]
    assert [row["name"] for row in five.get(middle["previous"]).json()["results"]] == ["a", "b"]
    assert five.get("/api/v1/pilots/?page=4&limit=2").status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=501",
        "limit=x",
        "limit=²",
        "cursor=%%%",
        "cursor=WzAsMV0",
        "page=0",
        "count=maybe",
        "order=summary",
        "brief=1",
        "fields=nope",
        "wrong=1",
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(five, query):
    answer = five.get(f"/api/v1/pilots/?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/" + query.split("=")[0]


def test_a_cursor_of_another_order_is_refused_or_harmless(five):
    cursor = five.get("/api/v1/pilots/?limit=2&order=name").json()["next"].split("cursor=")[1].split("&")[0]
    assert five.get(f"/api/v1/pilots/?cursor={cursor}&order=updated_at").status_code == 400


def test_asking_for_less_answers_less_and_costs_fewer_queries(five, django_assert_num_queries):
    with django_assert_num_queries(4):  # token, memberships, rows, places
        five.get("/api/v1/pilots/")
    with django_assert_num_queries(3):  # no places
        answer = five.get("/api/v1/pilots/?fields=id,name")
    assert set(answer.json()["results"][0]) == {"id", "name"}
    assert set(five.get("/api/v1/pilots/?brief=true").json()["results"][0]) == {"id", "ref", "url", "version", "name"}
    assert "summary" not in five.get("/api/v1/pilots/?omit=summary").json()["results"][0]


def test_areas_walk_has_no_gap_over_a_hundred_rows(call, people):
    london = Area.objects.create(kind="region", name="London")
    Area.objects.bulk_create(Area(kind="authority", name=f"a{n % 7}-{n}", parent=london, ref=f"x{n}") for n in range(120))
    seen, url = [], "/api/v1/areas/?limit=25&kind=authority"
    while url:
        answer = call("reader").get(url).json()
        seen += [row["name"] for row in answer["results"]]
        url = answer["next"]
    assert seen == sorted(f"a{n % 7}-{n}" for n in range(120))
