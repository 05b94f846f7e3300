"""Cells move by the rules, whoever carries the move: service, API or page; and no two periods of one cell overlap."""

import threading
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from devo_portal.core.models import Area
from devo_portal.core.writes import Refused, Stale
from governance.models import Condition, Function, OptIn
from governance.rules import opt_ins as rules
from governance.services import move_opt_in, reopen_opt_ins

D = date.fromisoformat


def made_function(code="F-01", **fields):
    return Function.objects.create(
        **{"code": code, "name": f"Function {code}", "rung": "s75_lead", "to_whom": "Boroughs", "status": "delegated", **fields}
    )


def ground():
    """London over one sub-region over three boroughs."""
    london = Area.objects.create(name="London", kind="region")
    north = Area.objects.create(name="North Central London", kind="sub_region", parent=london)
    one, two, three = (Area.objects.create(name=name, kind="authority", parent=north) for name in ("Barnet", "Camden", "Enfield"))
    return SimpleNamespace(london=london, north=north, barnet=one, camden=two, enfield=three)


@pytest.fixture
def place(people):
    found = ground()
    found.function, found.by = made_function(), people["officer"]

    def move(area, state, on, function=None, **fields):
        function = function or found.function
        latest = OptIn.objects.filter(function=function, area=area).order_by("-starts_on").first()
        return move_opt_in(
            by=found.by,
            function=function,
            area=area,
            state=state,
            on=D(on),
            **{"version": latest.version if latest else None, "reason": "Because.", **fields},
        )

    found.move = move
    return found


def spans(area):
    return [(each.state, str(each.starts_on), str(each.ends_on or "")) for each in OptIn.objects.filter(area=area).order_by("starts_on")]


def refused(rule, act, *args, **kwargs):
    with pytest.raises(Refused) as told:
        act(*args, **kwargs)
    assert told.value.rule == rule, told.value.detail
    return told.value


# --- Moves -----------------------------------------------------------------------------------------------------------
def test_a_move_ends_the_running_period_on_the_day_the_next_begins(place):
    place.move(place.barnet, "applied", "2018-01-10")
    place.move(place.barnet, "in_force", "2018-04-01")
    place.move(place.barnet, "withdrawn", "2019-04-01")
    assert spans(place.barnet) == [("applied", "2018-01-10", "2018-04-01"), ("in_force", "2018-04-01", "2019-04-01"), ("withdrawn", "2019-04-01", "")]


def test_a_move_before_the_latest_period_is_out_of_order(place):
    place.move(place.barnet, "applied", "2018-01-10")
    refused("opt-in-order", place.move, place.barnet, "in_force", "2018-01-09")
    assert len(spans(place.barnet)) == 1


def test_a_move_on_the_day_of_the_period_corrects_it_with_a_reason(place):
    place.move(place.barnet, "interested", "2018-01-01")
    place.move(place.barnet, "applied", "2018-02-01")
    with pytest.raises(Exception, match="Say what was wrong"):
        place.move(place.barnet, "applied", "2018-02-01", note="On terms.", reason="")
    corrected = place.move(place.barnet, "withdrawn", "2018-02-01", reason="It withdrew; it never applied.")
    assert corrected.version == 2
    assert spans(place.barnet) == [("interested", "2018-01-01", "2018-02-01"), ("withdrawn", "2018-02-01", "")]
    # What it may be corrected to follows from the period before, not from the wrong one.
    refused("opt-in-transition", place.move, place.barnet, "conditions_open", "2018-02-01")


@pytest.mark.parametrize("before", [None, *rules.STATES])
@pytest.mark.parametrize("to", rules.STATES)
def test_every_pair_of_states_is_moved_or_refused(place, before, to):
    if before:
        OptIn.objects.create(function=place.function, area=place.barnet, state=before, starts_on=D("2018-01-01"))
    if to in rules.TRANSITIONS[before]:
        assert place.move(place.barnet, to, "2018-02-01").state == to
    else:
        refused("opt-in-transition", place.move, place.barnet, to, "2018-02-01")
        assert len(spans(place.barnet)) == bool(before)


def test_withdrawing_needs_a_reason(place):
    with pytest.raises(Exception, match="Say why it withdraws"):
        place.move(place.barnet, "withdrawn", "2018-01-01", reason=" ")


def test_an_opt_in_cannot_end_before_it_begins(place):
    refused("opt-in-dates", place.move, place.barnet, "in_force", "2018-02-01", ends_on=D("2018-01-31"))
    refused("opt-in-dates", place.move, place.barnet, "in_force", "2018-02-01", ends_on=D("2018-02-01"))
    place.move(place.barnet, "in_force", "2018-02-01")
    refused("opt-in-dates", place.move, place.barnet, "in_force", "2018-02-01", ends_on=D("2017-01-01"))


def test_after_an_end_the_cell_begins_anew(place):
    place.move(place.barnet, "in_force", "2018-02-01", ends_on=D("2018-03-01"))
    place.move(place.barnet, "interested", "2018-03-01", version=None)
    assert spans(place.barnet) == [("in_force", "2018-02-01", "2018-03-01"), ("interested", "2018-03-01", "")]


def test_a_move_carries_the_version_of_the_running_period(place):
    first = place.move(place.barnet, "applied", "2018-01-10")
    with pytest.raises(Stale):
        place.move(place.barnet, "in_force", "2018-02-01", version=first.version + 1)
    refused("opt-in-overlap", place.move, place.barnet, "in_force", "2018-02-01", version=None)


# --- Conditions ------------------------------------------------------------------------------------------------------
def condition(place, **fields):
    return Condition.objects.create(**{"function": place.function, "text": "A plan is agreed.", **fields})


@pytest.mark.parametrize("where", [None, "barnet", "north", "london"])
@pytest.mark.parametrize("state", ["open", "failed"])
@pytest.mark.parametrize("to", ["in_force", "varied"])
def test_no_holding_while_a_condition_is_not_met(place, where, state, to):
    OptIn.objects.create(function=place.function, area=place.barnet, state="varied" if to == "varied" else "applied", starts_on=D("2018-01-01"))
    hangs_on = condition(
        place, area=where and getattr(place, where), state=state, decided_on=None if state == "open" else D("2018-01-02"), text="The plan."
    )
    told = refused("condition-open", place.move, place.barnet, to, "2018-02-01")
    assert (hangs_on.ref in told.detail, "The plan" in told.detail, f"conditions/{hangs_on.ref}" in told.errors) == (True, True, True)
    assert len(spans(place.barnet)) == 1
    Condition.objects.filter(pk=hangs_on.pk).update(state="met", decided_on=D("2018-01-31"))
    assert place.move(place.barnet, to, "2018-02-01").state == to


def test_each_condition_is_named_and_those_of_others_are_not(place):
    mine, all_of_us = condition(place, area=place.barnet, text="Mine."), condition(place, text="Everybody's.")
    condition(place, area=place.camden, text="Camden's.")
    condition(place, function=made_function("F-02"), text="Another function's.")
    assert set(refused("condition-open", place.move, place.barnet, "in_force", "2018-02-01").errors) == {
        f"conditions/{each.ref}" for each in (mine, all_of_us)
    }


def test_a_condition_met_later_was_open_on_the_day(place):
    condition(place, state="met", decided_on=D("2018-02-02"))
    refused("condition-open", place.move, place.barnet, "in_force", "2018-02-01")
    assert place.move(place.barnet, "in_force", "2018-02-02")


def test_a_failed_condition_opens_what_hangs_on_it_again(place):
    place.move(place.north, "in_force", "2018-01-01")
    place.move(place.barnet, "in_force", "2018-01-01", ends_on=D("2019-01-01"))
    place.move(place.camden, "in_force", "2018-06-01")
    place.move(place.enfield, "applied", "2018-01-01")
    failed = condition(place, state="failed", decided_on=D("2018-06-01"))
    reopened = reopen_opt_ins(failed, by=place.by, on=D("2018-06-01"), reason="The plan was turned down.")
    assert {each.area.name for each in reopened} == {"North Central London", "Barnet", "Camden"}
    assert spans(place.north) == [("in_force", "2018-01-01", "2018-06-01"), ("conditions_open", "2018-06-01", "")]
    assert spans(place.barnet) == [("in_force", "2018-01-01", "2018-06-01"), ("conditions_open", "2018-06-01", "2019-01-01")]
    assert spans(place.camden) == [("conditions_open", "2018-06-01", "")]
    assert spans(place.enfield) == [("applied", "2018-01-01", "")]


def test_a_failed_condition_of_one_area_reaches_those_beneath_and_no_others(place):
    for area in (place.london, place.north, place.barnet):
        place.move(area, "in_force", "2018-01-01")
    failed = condition(place, area=place.north, state="failed", decided_on=D("2018-06-01"))
    assert {each.area.name for each in reopen_opt_ins(failed, by=place.by, on=D("2018-06-01"), reason="No.")} == {"North Central London", "Barnet"}
    assert spans(place.london) == [("in_force", "2018-01-01", "")]


# --- In the database -------------------------------------------------------------------------------------------------
_INSERT = """INSERT INTO governance_optin (ref, function_id, area_id, state, starts_on, ends_on, note, source, illustrative)
             VALUES ('', %s, %s, 'in_force', %s, %s, '', '', false)"""


@pytest.mark.parametrize(("start", "end"), [("2018-01-15", None), ("2017-01-01", None), ("2018-01-31", "2018-02-01"), ("2017-01-01", "2018-01-02")])
def test_raw_sql_cannot_make_two_periods_of_one_cell_overlap(place, start, end):
    OptIn.objects.create(function=place.function, area=place.barnet, state="applied", starts_on=D("2018-01-01"), ends_on=D("2018-02-01"))
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_INSERT, [place.function.pk, place.barnet.pk, start, end])
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [place.function.pk, place.barnet.pk, "2018-02-01", None])


@pytest.mark.django_db(transaction=True)
def test_two_who_opt_in_at_once_make_one_period(people):
    place, function = ground(), made_function()
    ready, said = threading.Barrier(2), []

    def opt_in(state):
        try:
            ready.wait()
            move_opt_in(by=people["officer"], function=function, area=place.barnet, state=state, on=D("2018-01-01"))
            said.append("made")
        except Refused as error:
            said.append(error.rule)
        finally:
            connection.close()

    threads = [threading.Thread(target=opt_in, args=[state]) for state in ("interested", "applied")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["made", "opt-in-overlap"]
    assert OptIn.objects.count() == 1


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
    no = browser.post(path, {"state": "in_force", "on": "1 April 2018", "version": "1"})
    assert no.status_code == 409
    assert f"{hangs_on.ref}, open: A plan is agreed (Rule: condition open.)" in no.content.decode()
    assert browser.post(path, {"state": "in_force", "on": "1 January 2017", "version": "1"}).status_code == 409
    assert browser.post(path, {"state": "withdrawn", "on": "2 April 2018", "version": "1"}).status_code == 422
    stale = browser.post(path, {"state": "withdrawn", "on": "2 April 2018", "version": "7", "reason": "No."})
    assert (stale.status_code, "Somebody else has moved this" in stale.content.decode()) == (409, True)
    assert browser.post(path, {"state": "withdrawn", "on": "2 April 2018", "version": "1", "reason": "No."}).status_code == 302
    assert spans(place.barnet) == [("applied", "2018-01-01", "2018-04-02"), ("withdrawn", "2018-04-02", "")]
    assert "“No.”" in browser.get(path).content.decode()


def test_the_cell_page_asks_for_a_cell_that_is_there(browse, place):
    assert browse("reader").get("/opt-ins/cell/").status_code == 200
    assert browse("reader").get("/opt-ins/cell/?function=x&area=y").status_code == 404
    assert browse("reader").get("/opt-ins/cell/?colour=red").status_code == 400


def test_the_matrix_page_says_each_cell_in_words(browse, year):
    page = browse("reader").get("/opt-ins/?on=2018-06-30").content.decode()
    for words in ("In force, inherited from North Central London", "In force, in conflict", "Withdrawn", "No state", "1 conflict"):
        assert words in page, words
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
