"""The standing of the seed's memorandum on each day of 2017, by page and API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.governance.test_standing import day
from tests.pilots import seeded


@pytest.fixture(scope="module")
def programme(django_db_setup, django_db_blocker):
    with seeded.programme(django_db_blocker):
        yield


@pytest.fixture
def mou(programme, people):
    """The seed's memorandum, its signatures with the steps of 2017."""
    from governance.models import Agreement, SignatureStep

    agreement = Agreement.objects.get(signed="2017-11-16")
    if not SignatureStep.objects.filter(signature__agreement=agreement).exists():
        for signature in agreement.signatures.all():
            for state, on in (("asked", "2017-03-08"), ("agreed_in_principle", "2017-03-15"), ("signed", "2017-11-16")):
                SignatureStep.objects.create(signature=signature, state=state, on=on)
    return agreement


def days_of_2017():
    return [day(3, 14) + timedelta(days=number) for number in range((day(11, 17) - day(3, 14)).days + 1)]


def oracle(on):
    """The whole of 2017 in six lines, written without the rule."""
    if on < day(3, 15):
        return "Agreed by 0 of 8 parties; 8 still to answer; blocked by 1 clearance: Number 10, not yet asked."
    if on < day(11, 16):
        days = len([each for each in days_of_2017() if day(3, 15) <= each < on])
        return f"Agreed by all 8 parties; blocked by 1 clearance: Number 10, {days} {'day' if days == 1 else 'days'}."
    return "Signed by all 8 parties on 16 November 2017, after 246 days blocked by 1 clearance: Number 10."


def test_every_day_of_2017_is_told_by_the_api(call, mou):
    caller = call("reader")
    for on in days_of_2017():
        body = caller.get(f"/api/v1/agreements/{mou.pk}/?on={on}").json()
        blocked = min(max(0, (on - day(3, 15)).days), 246)
        assert (body["on"], body["standing"], body["blocked_days"]) == (str(on), oracle(on), blocked)
        assert [each["holder"] for each in body["blocked_by"]] == (["Number 10"] if on < day(11, 16) else [])
    assert blocked == 246


def test_every_day_of_2017_is_told_by_the_page(browse, mou):
    client = browse("reader")
    for on in days_of_2017():
        shown = client.get(f"/agreements/{mou.pk}/?on={on}").content.decode()
        assert f'<p class="portal-standing">{oracle(on)}' in shown, on


def test_the_list_is_told_of_a_day_as_well_in_as_many_queries_for_many(call, mou, django_assert_num_queries):
    from tests.governance.conftest import agreement, signature

    caller = call("reader")
    told = {each["name"]: each for each in caller.get("/api/v1/agreements/?on=15 May 2017").json()["results"]}
    assert told[mou.name]["standing"] == oracle(day(5, 15))
    assert told[mou.name]["blocked_by"][0] | {"id": "", "ref": "", "url": ""} == {
        "id": "",
        "ref": "",
        "url": "",
        "holder": "Number 10",
        "kind": "number_10",
        "kind_label": "Number 10",
        "asked_on": "2017-03-15",
        "expected_on": None,
        "refused_on": None,
        "days": 61,
        "said": "Number 10, 61 days",
    }
    for number in range(12):
        signature(agreement(name=f"Another {number}"), "HM Treasury", 1)
    with django_assert_num_queries(3):  # the token, its person's memberships, the rows with their facts
        assert len(caller.get("/api/v1/agreements/?on=2017-05-15").json()["results"]) == 15


def test_record_tells_the_state_of_each_signature_and_the_days_that_changed_it(call, mou):
    body = call("reader").get(f"/api/v1/agreements/{mou.pk}/?on=2017-03-14").json()
    assert {each["state"] for each in body["signatures"]} == {"asked"}
    assert {each["state_since"] for each in body["signatures"]} == {"2017-03-08"}
    assert {each["status"] for each in body["signatures"]} == {"signed"}  # as it is today
    assert [each["on"] for each in body["timeline"]] == ["2017-11-16", "2017-03-15", "2017-03-08"]
    assert body["timeline"][1]["what"] == [
        "Signing planned for 15 March 2017 called off",
        "Clearance asked of Number 10",
        "Agreed in principle: all 8 parties",
    ]
    states = {each["holder"]: each["state"] for each in body["clearances"]}
    assert (states["Number 10"], states["HM Treasury ministers"]) == ("not_asked", "given")
    assert [(each["planned_for"], each["status"]) for each in body["signing_events"]] == [("2017-03-15", "called_off"), ("2017-11-16", "held")]


@pytest.mark.parametrize("asked", ["31 February 2017", "2017", "soon", "2017-02-30"])
def test_day_that_cannot_be_read_is_refused(call, browse, mou, asked):
    for path in (f"/api/v1/agreements/{mou.pk}/", "/api/v1/agreements/"):
        answer = call("reader").get(f"{path}?on={asked}")
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/on")
    shown = browse("reader").get(f"/agreements/{mou.pk}/?on={asked}")
    assert shown.status_code == 400
    assert f'value="{asked}"' in shown.content.decode() and 'id="on_error"' in shown.content.decode()


def test_day_to_come_is_refused(call, mou):
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert call("reader").get(f"/api/v1/agreements/{mou.pk}/?on={tomorrow}").status_code == 400
    assert call("reader").get(f"/api/v1/agreements/{mou.pk}/?on={timezone.localdate()}").status_code == 200
    assert call("reader").get(f"/api/v1/agreements/{mou.pk}/?when=2017").status_code == 400
