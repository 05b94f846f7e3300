"""Opt-ins by API and by page: an area's functions on a day, the matrix, its conflicts, and moves with their refusals."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from devo_portal.core.models import Area
from governance.models import Function, OptIn
from tests.governance.places import condition, ground_of, made_function, spans

D = date.fromisoformat


@pytest.fixture
def place(people):
    return ground_of(people["officer"])


# --- API -------------------------------------------------------------------------------------------------------------
# A year of one function, written out as it was recorded ...
RECORDED = [
    ("London", "interested", "2018-01-01", "2018-03-01"),
    ("North Central London", "in_force", "2018-02-01", "2018-10-01"),
    ("North Central London", "varied", "2018-10-01", None),
    ("Barnet", "withdrawn", "2018-04-01", "2018-07-01"),
    ("Camden", "applied", "2018-01-15", "2018-05-01"),
    ("Camden", "in_force", "2018-05-01", None),
]
# ... and what that makes of six days, worked by hand: area, state, source, from whom, since.
BY_HAND = {
    "2018-01-01": [("Barnet", None, None, None, None), ("Camden", None, None, None, None), ("London", "interested", "own", "London", "2018-01-01")],
    "2018-02-01": [
        ("Barnet", "in_force", "inherited", "North Central London", "2018-02-01"),
        ("Camden", "applied", "own", "Camden", "2018-01-15"),
        ("London", "interested", "own", "London", "2018-01-01"),
    ],
    "2018-04-01": [
        ("Barnet", "withdrawn", "own", "Barnet", "2018-04-01"),
        ("Camden", "applied", "own", "Camden", "2018-01-15"),
        ("London", None, None, None, None),
    ],
    "2018-06-30": [
        ("Barnet", "withdrawn", "own", "Barnet", "2018-04-01"),
        ("Camden", "in_force", "own", "Camden", "2018-05-01"),
        ("Enfield", "in_force", "inherited", "North Central London", "2018-02-01"),
    ],
    "2018-07-01": [
        ("Barnet", "in_force", "inherited", "North Central London", "2018-07-01"),
        ("Camden", "in_force", "own", "Camden", "2018-05-01"),
        ("Enfield", "in_force", "inherited", "North Central London", "2018-02-01"),
    ],
    "2018-12-31": [
        ("Barnet", "varied", "inherited", "North Central London", "2018-10-01"),
        ("Camden", "in_force", "own", "Camden", "2018-05-01"),
        ("North Central London", "varied", "own", "North Central London", "2018-10-01"),
    ],
}


@pytest.fixture
def year(place):
    place.areas = {each.name: each for each in Area.objects.all()}
    for area, state, start, end in RECORDED:
        OptIn.objects.create(function=place.function, area=place.areas[area], state=state, starts_on=D(start), ends_on=end and D(end))
    return place


@pytest.mark.parametrize("on", BY_HAND)
def test_functions_of_an_area_are_as_worked_by_hand(call, year, on):
    for name, state, source, giver, since in BY_HAND[on]:
        answer = call("reader").get(f"/api/v1/areas/{year.areas[name].pk}/functions/?on={on}").json()
        (row,) = answer["functions"]
        assert (answer["area"]["name"], answer["on"], row["code"]) == (name, on, "F-01")
        assert (row["state"], row["source"], row["from_area"] and row["from_area"]["name"], row["since"]) == (state, source, giver, since), name
        assert row["in_force"] is (state in ("in_force", "varied"))


@pytest.mark.parametrize("on", BY_HAND)
def test_the_matrix_says_the_same(call, year, on):
    answer = call("reader").get(f"/api/v1/opt-ins/matrix/?on={on}").json()
    assert [each["name"] for each in answer["areas"]][:5] == ["London", "North Central London", "Barnet", "Camden", "Enfield"]
    names = {each["id"]: each["name"] for each in answer["areas"]}
    cells = {each["name"]: each["cells"][0] for each in answer["areas"]}
    for name, state, source, giver, since in BY_HAND[on]:
        cell = cells[name]
        assert (cell["state"], cell["source"], names.get(cell["from_area"]), cell["since"]) == (state, source, giver, since)


def test_conflicts_are_listed_and_gone_with_their_cause(call, year):
    def listed(on):
        answer = call("reader").get(f"/api/v1/opt-ins/conflicts/?on={on}").json()
        assert answer["count"] == len(answer["conflicts"])
        return [(each["kind"], each["area"]["name"], each["other"] and each["other"]["name"]) for each in answer["conflicts"]]

    assert listed("2018-01-20") == []
    assert listed("2018-03-01") == [("asks_for_held", "Camden", "North Central London")]
    assert listed("2018-05-01") == [("held_twice", "Camden", "North Central London")]
    Function.objects.update(status="proposed")
    assert ("only_proposed", "Camden", None) in listed("2018-05-01")


@pytest.mark.parametrize("query", ["on=31-02-2018", "on=soon", "on=2018-04", "on=0001-01-01", "colour=red", "on=2018-04-01&day=2"])
def test_a_bad_day_or_parameter_is_400(call, year, query):
    for path in (f"/api/v1/areas/{year.barnet.pk}/functions/", "/api/v1/opt-ins/matrix/", "/api/v1/opt-ins/conflicts/"):
        assert call("reader").get(f"{path}?{query}").status_code == 400, path
    if "colour" not in query and "day" not in query:
        assert call("reader").get(f"/api/v1/opt-ins/?{query}").status_code == 400


def test_an_area_that_is_not_there_is_404(call, year):
    assert call("reader").get(f"/api/v1/areas/{year.function.pk}/functions/").status_code == 404


def test_the_matrix_is_filtered(call, year):
    def names(query):
        return [each["name"] for each in call("reader").get(f"/api/v1/opt-ins/matrix/?on=2018-06-30&{query}").json()["areas"]]

    assert names("state=withdrawn") == ["Barnet"]
    assert names(f"sub_region={year.north.pk}") == ["North Central London", "Barnet", "Camden", "Enfield"]
    assert names("kind=region") == ["London"]
    assert call("reader").get("/api/v1/opt-ins/matrix/?state=happy").status_code == 400
    assert call("reader").get("/api/v1/opt-ins/matrix/?function=x").status_code == 400


def test_opted_in_and_moved_on_by_api(call, place):
    caller, cell = call("officer"), {"function": str(place.function.pk), "area": str(place.barnet.pk)}
    first = caller.post("/api/v1/opt-ins/", {**cell, "state": "applied", "on": "2018-01-01"})
    assert (first.status_code, first.json()["starts_on"], first.json()["ends_on"]) == (201, "2018-01-01", None)
    again = caller.post("/api/v1/opt-ins/", {**cell, "state": "in_force", "on": "2018-02-01"})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/opt-in-overlap")
    path, moved = f"/api/v1/opt-ins/{first.json()['id']}/move/", {"state": "in_force", "on": "2018-04-01"}
    assert caller.post(path, moved).status_code == 428
    assert caller.post(path, moved, **{"If-Match": '"9"'}).status_code == 412
    hangs_on = condition(place)
    no = caller.post(path, moved, **{"If-Match": first["ETag"]})
    assert (no.status_code, no.json()["type"], hangs_on.ref in no.json()["detail"]) == (409, "/problems/condition-open", True)
    assert [each["pointer"] for each in no.json()["errors"]] == [f"/conditions/{hangs_on.ref}"]
    hangs_on.delete()
    second = caller.post(path, moved, **{"If-Match": first["ETag"]})
    assert (second.status_code, second.json()["state"], second.json()["id"] != first.json()["id"]) == (201, "in_force", True)
    late = caller.post(path, {"state": "withdrawn", "on": "2019-01-01", "reason": "No."}, **{"If-Match": '"2"'})
    assert (late.status_code, late.json()["type"]) == (409, "/problems/opt-in-order")
    fixed = caller.post(
        f"/api/v1/opt-ins/{second.json()['id']}/move/",
        {"state": "in_force", "on": "2018-04-01", "note": "With terms.", "reason": "Left out."},
        **{"If-Match": second["ETag"]},
    )
    assert (fixed.status_code, fixed.json()["note"], fixed.json()["version"]) == (200, "With terms.", 2)
    on_the_day = caller.get(f"/api/v1/opt-ins/?area={place.barnet.pk}&on=2018-03-31").json()["results"]
    assert [each["state"] for each in on_the_day] == ["applied"]
    assert caller.post("/api/v1/opt-ins/", {**cell, "state": "applied", "colour": "red", "on": "2018-01-01"}).status_code == 400


def test_only_those_who_keep_functions_move_them(call, browse, place):
    cell = {"function": str(place.function.pk), "area": str(place.barnet.pk)}
    for role in ("reader", "haringey", "secretary"):
        assert call(role).post("/api/v1/opt-ins/", {**cell, "state": "applied", "on": "2018-01-01"}).status_code == 403
        assert browse(role).post(cell_page(place), {"state": "applied", "on": "1 January 2018"}).status_code == 403


# --- Pages -----------------------------------------------------------------------------------------------------------
def cell_page(place, area=None):
    return f"{reverse('governance:opt-in-cell')}?function={place.function.pk}&area={(area or place.barnet).pk}"


def test_the_cell_page_moves_and_names_the_rule(browse: Client, place):
    browser, path = browse("officer"), cell_page(place)
    assert browser.post(path, {"state": "applied", "on": "1 January 2018"}).status_code == 302
    hangs_on = condition(place)
    page = browser.get(path).content.decode()
    assert hangs_on.ref in page and "1 condition in the way" in page
    seen = {"running": str(OptIn.objects.get().pk), "version": "1"}
    no = browser.post(path, {"state": "in_force", "on": "1 April 2018", **seen})
    assert no.status_code == 409
    assert f"{hangs_on.ref}, open: A plan is agreed (Rule: condition open.)" in no.content.decode()
    assert browser.post(path, {"state": "in_force", "on": "1 January 2017", **seen}).status_code == 409
    assert browser.post(path, {"state": "withdrawn", "on": "2 April 2018", **seen}).status_code == 422
    stale = browser.post(path, {"state": "withdrawn", "on": "2 April 2018", **seen, "version": "7", "reason": "No."})
    assert (stale.status_code, "Somebody else has moved this" in stale.content.decode()) == (409, True)
    assert browser.post(path, {"state": "withdrawn", "on": "2 April 2018", **seen, "reason": "No."}).status_code == 302
    assert spans(place.barnet) == [("applied", "2018-01-01", "2018-04-02"), ("withdrawn", "2018-04-02", "")]
    again = browser.post(path, {"state": "in_force", "on": "3 April 2018", **seen})
    assert (again.status_code, len(spans(place.barnet))) == (409, 2)  # its version is that of a period that has ended
    assert "“No.”" in browser.get(path).content.decode()


def test_the_cell_page_asks_for_a_cell_that_is_there(browse, place):
    assert browse("reader").get("/opt-ins/cell/").status_code == 200
    assert browse("reader").get("/opt-ins/cell/?function=x&area=y").status_code == 404
    assert browse("reader").get("/opt-ins/cell/?colour=red").status_code == 400


def test_the_matrix_page_says_each_cell_in_words(browse, year):
    page = browse("reader").get("/opt-ins/?on=2018-06-30").content.decode()
    for words in ("In force, inherited from North Central London", "In force, in conflict", "Withdrawn", "No state", "1 conflict"):
        assert words in page, words
    OptIn.objects.create(function=year.function, area=year.london, state="in_force", starts_on=D("2019-01-01"))
    OptIn.objects.filter(area=year.north, ends_on=None).update(ends_on=D("2019-01-01"))
    alone = browse("reader").get(f"/opt-ins/?on=2019-01-01&sub_region={year.north.pk}").content.decode()
    assert "In force, inherited from London" in alone  # which this matrix does not show
    assert browse("reader").get("/opt-ins/?on=never").status_code == 400
    Area.objects.filter(name="Camden").update(name="<b>Camden</b>")
    assert "<b>Camden" not in browse("reader").get("/opt-ins/").content.decode()


def test_the_matrix_costs_few_queries_whatever_its_size(browse, year, django_assert_max_num_queries):
    browser = browse("reader")
    browser.get("/opt-ins/")
    for number in range(2, 22):
        function = made_function(f"F-{number:02}")
        OptIn.objects.create(function=function, area=year.north, state="in_force", starts_on=D("2018-01-01"))
    with django_assert_max_num_queries(12):
        assert browser.get(f"/opt-ins/?on=2018-06-30&function={year.function.pk}").status_code == 200
