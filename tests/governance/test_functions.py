"""The register of functions: kept by page, API and administration under the same rules."""

from collections import Counter
from datetime import date

import pytest

from devo_portal.core.models import Area
from governance.models import Condition, Function, OptIn
from governance.outlines import outlines
from tests.factories import organisation
from tests.governance.conftest import commitment
from tests.governance.places import ground, made_function
from tests.governance.test_admin import at, typed, words

BODY = {"code": "F-09", "name": "Immunisation", "rung": "delegation_joint", "to_whom": "Boroughs", "budget": "1234.50"}


def test_a_function_is_kept_by_api(call, people):
    caller, body = call("officer"), {**BODY, "from_body": str(organisation("NHS England").pk), "commitment": str(commitment().pk)}
    made = caller.post("/api/v1/functions/", body)
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["budget"], told["status_label"], told["rung_label"]) == ("1234.50", "Proposed", "Delegation to a joint committee")
    assert (told["from_body"]["name"], told["accountable_body"], told["commitment"]["code"], told["conditions"]) == ("NHS England", None, "EST-1", [])
    path = told["url"]
    assert caller.patch(path, {"status": "delegated"}, 1).status_code == 400  # no reason
    done = caller.patch(path, {"status": "delegated", "reason": "The order is made."}, 1)
    assert (done.status_code, done.json()["status"]) == (200, "delegated")
    assert caller.patch(path, {"budget": "-1", "reason": "x"}, 2).status_code == 400
    assert caller.patch(path, {"budget": "99.99"}, 2).status_code == 400
    assert caller.post("/api/v1/functions/", {**BODY, "name": "Another"}).status_code == 400  # the code is taken
    for role in ("reader", "haringey", "secretary"):
        assert call(role).post("/api/v1/functions/", BODY).status_code == 403


def test_a_function_is_kept_by_page(browse, people):
    browser = browse("officer")
    done = browser.post("/functions/new/", {**BODY, "status": "proposed"})
    function = Function.objects.get(code="F-09")
    assert (done.status_code, done["Location"]) == (302, f"/functions/{function.pk}/")
    sent = {**BODY, "status": "delegated", "version": "1"}
    assert browser.post(f"/functions/{function.pk}/edit/", sent).status_code == 422
    assert browser.post(f"/functions/{function.pk}/edit/", {**sent, "reason": "The order is made."}).status_code == 302
    assert browser.post(f"/functions/{function.pk}/edit/", {**sent, "reason": "Again.", "name": "Other"}).status_code == 409
    assert browse("reader").get("/functions/new/").status_code == 403


def test_the_list_is_filtered_by_what_the_brief_names(call, people):
    nhs, board = organisation("NHS England", "national"), organisation("HM Treasury", "national")
    promised = commitment()
    made_function("F-01", from_body=nhs, accountable_body=board, commitment=promised)
    made_function("F-02", status="proposed", rung="seat_at_table")

    def codes(query):
        return [each["code"] for each in call("reader").get(f"/api/v1/functions/?{query}").json()["results"]]

    assert codes("") == ["F-01", "F-02"]
    for query in (f"from_body={nhs.pk}", f"accountable_body={board.pk}", f"commitment={promised.pk}", "status=delegated", "rung=s75_lead", "q=F-01"):
        assert codes(query) == ["F-01"], query
    assert call("reader").get("/api/v1/functions/summary/?status=proposed").json()["functions"] == 1
    assert call("reader").get("/api/v1/functions/?rung=top").status_code == 400


def test_its_page_says_who_is_in_who_is_out_and_who_waits(browse, people):
    place, function = ground(), made_function()
    for area, state in ((place.north, "in_force"), (place.camden, "withdrawn"), (place.enfield, "applied")):
        OptIn.objects.create(function=function, area=area, state=state, starts_on=date(2018, 1, 1))
    Condition.objects.create(function=function, text="A plan is agreed.")
    page = browse("reader").get(f"/functions/{function.pk}/?on=2018-02-01")
    assert {group["code"]: [each["area"]["name"] for each in group["areas"]] for group in page.context["groups"]} == {
        "in": ["Barnet"],
        "waiting": ["Enfield"],
        "out": ["Camden"],
        "none": [],
    }
    text = page.content.decode()
    assert "in force in 1 of the local authorities, 1 waiting, 1 opted out" in text
    assert "A plan is agreed." in text
    assert browse("reader").get(f"/functions/{function.pk}/?on=2017-02-01").context["groups"][0]["areas"] == []


def test_the_outlines_are_those_of_the_33_authorities():
    from devo_portal.seed.areas import AUTHORITIES

    height, shapes = outlines()
    assert {shape.name for shape in shapes} == {name for name, _ in AUTHORITIES}
    assert 400 < height < 700
    for shape in shapes:
        assert 0 < shape.at[0] < 720 and 0 < shape.at[1] < height, shape.name
    at = {shape.name: shape.at for shape in shapes}
    assert at["Enfield"][1] < at["City of London"][1] < at["Croydon"][1]  # north is up
    assert at["Hillingdon"][0] < at["Camden"][0] < at["Havering"][0]  # west is left


# --- Administration --------------------------------------------------------------------------------------------------
@pytest.fixture
def admin(browse):
    return browse("administrator")


def test_administrators_keep_functions_with_a_reason(admin):
    function = made_function()
    page = admin.get(at(function))
    assert "This field is required" in words(admin.post(at(function), typed(page, to_whom="London", reason=None)))
    assert admin.post(at(function), typed(page, to_whom="London", reason="As signed.")).status_code == 302
    assert "Somebody else changed" in words(admin.post(at(function), typed(page, to_whom="Paris", reason="Late.")))
    function.refresh_from_db()
    assert (function.to_whom, function.version) == ("London", 2)


@pytest.mark.usefixtures("delegated")
def test_administrators_move_opt_ins_by_the_same_rules(admin):
    place, function = ground(), made_function()
    add = "/admin/governance/optin/add/"
    sent = {"function": str(function.pk), "area": str(place.barnet.pk), "state": "applied", "starts_on": "2018-01-01", "reason": "Asked."}
    assert admin.post(add, typed(admin.get(add), **sent)).status_code == 302
    assert "opt in overlap" in words(admin.post(add, typed(admin.get(add), **{**sent, "starts_on": "2018-02-01"})))
    running = OptIn.objects.get()
    page = admin.get(at(running))
    Condition.objects.create(function=function, text="A plan is agreed.")
    refusals = [
        ({"state": "in_force", "starts_on": "2018-04-01"}, "condition open"),
        ({"state": "varied", "starts_on": "2018-04-01"}, "opt in transition"),
        ({"state": "withdrawn", "starts_on": "2017-04-01"}, "opt in order"),
        ({"state": "withdrawn", "starts_on": "2018-04-01", "ends_on": "2018-03-01"}, "opt in dates"),
    ]
    for typed_over, rule in refusals:
        assert rule in words(admin.post(at(running), typed(page, reason="Tried.", **typed_over))), rule
    assert admin.post(at(running), typed(page, state="withdrawn", starts_on="2018-04-01", reason="It withdrew.")).status_code == 302
    assert list(OptIn.objects.order_by("starts_on").values_list("state", "ends_on")) == [("applied", date(2018, 4, 1)), ("withdrawn", None)]


# --- Seed ------------------------------------------------------------------------------------------------------------
@pytest.fixture
def loaded(db):
    from devo_portal.seed.loader import load_programme

    load_programme()


def test_the_seed_has_functions_with_sources_and_opt_ins_of_the_pilots_areas(loaded):
    rows = [*Function.objects.all(), *OptIn.objects.all(), *Condition.objects.filter(commitment=None)]
    assert Function.objects.count() >= 10
    assert not [str(each) for each in rows if bool(each.source) == each.illustrative]
    pilots = {"Haringey", "Barking and Dagenham", "Havering", "Redbridge", "North Central London", "Lewisham", "Hackney", "City of London"}
    assert pilots <= set(Area.objects.filter(opt_ins__isnull=False).values_list("name", flat=True))
    assert Counter(OptIn.objects.filter(area__name="City of London").values_list("state", flat=True)) == {"interested": 2}


def test_the_seed_shows_an_opt_out_a_variation_a_conflict_and_an_open_condition(loaded, call, people):
    caller = call("reader")
    (conflict,) = caller.get("/api/v1/opt-ins/conflicts/").json()["conflicts"]
    assert (conflict["kind"], conflict["area"]["name"], conflict["other"]["name"]) == ("held_twice", "Camden", "North Central London")
    haringey = caller.get(f"/api/v1/areas/{Area.objects.get(name='Haringey').pk}/functions/").json()["functions"]
    barnet = caller.get(f"/api/v1/areas/{Area.objects.get(name='Barnet').pk}/functions/").json()["functions"]
    assert [(each["state"], each["source"]) for each in (haringey[1], barnet[1])] == [("withdrawn", "own"), ("in_force", "inherited")]
    assert OptIn.objects.filter(state="varied", ends_on=None).exists()
    assert Condition.objects.filter(function__isnull=False, state="open").exists()
    holds = OptIn.objects.filter(state__in=["in_force", "varied"], ends_on=None)
    assert not [each for each in holds if each.function.conditions.exclude(state="met").filter(area=None)]
