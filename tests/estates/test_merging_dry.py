"""A dry run of a merge or a split looks at all that the act does, by one path; and what is wrong is told of the part that is."""

import pytest

from devo_portal.core.history import event_model
from estates import services
from estates.models import Building, Holding, Site
from tests.conftest import Caller
from tests.estates.conftest import eric, imported
from tests.estates.test_merging import LAND, furnish, merged, pair  # noqa: F401  # a fixture
from tests.estates.test_merging_left import described

NOWHERE = "01a20080-94d3-7764-868d-265fb93b013a"
PART = {"name": "The Lodge", "code": "R1H60"}


@pytest.fixture
def register(people):
    imported(people["officer"], eric())
    return Site.objects.get(code="R1H13")


def fresh(site):
    return {"If-Match": f'"{Site.objects.get(pk=site.pk).version}"'}


def both(caller, path, body, **headers):
    """The dry run's answer and the act's: refused alike."""
    before = event_model(Site).objects.count()
    look = caller.post(path, {**body, "dry_run": True}, **headers)
    assert event_model(Site).objects.count() == before
    return look, caller.post(path, body, **headers)


def pointers(answer):
    return [each["pointer"] for each in answer.json().get("errors", [])]


def told(answer):
    return answer.status_code, answer.json()["type"], answer.json()["detail"], pointers(answer)


# --- split -----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([{**PART, "latitude": 20.0, "longitude": 0.1}], ["/parts/0/latitude"]),
        ([PART, {**PART, "code": "R1H61", "latitude": 20.0, "longitude": 0.1}], ["/parts/1/latitude"]),
        ([PART, {**PART, "code": "R1H61", "latitude": 51.5}], ["/parts/1/longitude"]),
        ([{**PART, "latitude": 20.0, "longitude": 0.1}, {**PART, "code": "R1H61", "postcode": "E1"}], ["/parts/0/latitude", "/parts/1/postcode"]),
        ([{**PART, "postcode": "E1"}], ["/parts/0/postcode"]),
        ([PART, PART], ["/parts/1/code"]),
        ([PART, {**PART, "code": "R1H13"}], ["/parts/1/code"]),
        ([{**PART, "code": "r 1"}], ["/parts/0/code"]),
        ([PART, {**PART, "code": "R1H61", "plots": [NOWHERE]}], ["/parts/1/plots/0"]),
        ([{**PART, "shares": [{"holding": NOWHERE, "floor_m2": "1"}]}], ["/parts/0/shares/0/holding"]),
        ([PART, {**PART, "code": "R1H61", "latitud": 51.5}], ["/parts/1/latitud"]),
        ([PART, {"name": "x"}], ["/parts/1/code"]),
    ],
)
def test_a_dry_run_of_a_split_refuses_what_the_act_does_and_points_to_the_part(people, register, parts, expected):
    caller, path = Caller(people["officer"]), f"/api/v1/sites/{register.pk}/split/"
    look, done = both(caller, path, {"parts": parts, "reason": "Two sites."}, **fresh(register))
    assert look.status_code == 400 and pointers(look) == expected, look.content
    assert told(look) == told(done)
    assert not Site.objects.filter(code="R1H60").exists()


def test_a_dry_run_of_a_split_is_held_to_the_version_and_the_reason(people, register):
    caller, path = Caller(people["officer"]), f"/api/v1/sites/{register.pk}/split/"
    body = {"parts": [PART], "reason": "Two sites."}
    for headers, status in (({}, 428), ({"If-Match": '"77"'}, 412)):
        look, done = both(caller, path, body, **headers)
        assert look.status_code == done.status_code == status
    look, done = both(caller, path, {**body, "reason": " "}, **fresh(register))
    assert told(look) == told(done) and pointers(look) == ["/reason"]


def test_what_of_the_whole_is_to_be_mended_stands_in_the_way_of_both(people, register):
    Site.objects.filter(pk=register.pk).update(postcode="N15")  # as a file of old may have brought it
    caller, path = Caller(people["officer"]), f"/api/v1/sites/{register.pk}/split/"
    look, done = both(caller, path, {"parts": [PART], "reason": "Two sites."}, **fresh(register))
    assert look.status_code == 200 and [each["rule"] for each in look.json()["obstacles"]] == ["site-to-mend"]
    assert (done.status_code, done.json()["type"]) == (409, "/problems/site-to-mend") and "full postcode" in done.json()["detail"]


def test_a_share_that_is_too_large_is_pointed_to(people, register):
    by = people["officer"]
    _, _, above, _ = described(by, register)
    body = {"parts": [PART, {**PART, "code": "R1H61", "shares": [{"holding": str(above.pk), "floor_m2": "1001"}]}], "reason": "Two."}
    look, done = both(Caller(by), f"/api/v1/sites/{register.pk}/split/", body, **fresh(register))
    assert [each["key"] for each in look.json()["obstacles"] if each["rule"] == "share-too-large"] == ["parts/1/shares/0/floor_m2"]
    assert done.status_code == 409 and "/parts/1/shares/0/floor_m2" in pointers(done)


def test_the_page_shows_each_fault_beside_its_field(people, browse, register):
    by = people["officer"]
    _, _, above, _ = described(by, register)
    browser, path = browse("officer"), f"/estates/sites/{register.pk}/split/?parts=2"
    rows = [each for each in browser.get(path).context["form"].fields if each.startswith("goes-")]
    data = {
        "version": register.version,
        "reason": "Two.",
        **dict.fromkeys(rows, "0"),
        **{f"part{number}-{name}": value for number in (1, 2) for name, value in {"name": "A", "code": f"R1H6{number}", "type": "unknown"}.items()},
    }
    wrong = browser.post(path, {**data, "part2-latitude": "20", "part2-longitude": "0.1", "part1-postcode": "E1"})
    assert wrong.status_code == 422 and set(wrong.context["form"].errors) == {"part2-latitude", "part1-postcode"}
    wrong = browser.post(path, {**data, f"share-{above.pk}-2-floor_m2": "1001"})
    assert wrong.status_code == 409 and f"share-{above.pk}-2-floor_m2" in wrong.context["form"].errors
    stale = browser.post(path, {**data, "version": "77"})
    assert stale.status_code == 409 and "changed this record after you opened it" in stale.content.decode()
    look = browser.post(path, {**data, "part2-latitude": "51.52", "part2-longitude": "-0.04"})
    assert look.status_code == 200 and "It would be 3 sites" in look.content.decode()
    done = browser.post(path, {**data, "part2-latitude": "51.52", "part2-longitude": "-0.04", "do": "split"})
    assert done.status_code == 302 and Site.objects.get(code="R1H62").latitude == 51.52


# --- merge -----------------------------------------------------------------------------------------------------------------
def test_a_dry_run_of_a_merge_refuses_what_the_act_does(people, pair):  # noqa: F811
    goes, stays = pair
    caller, path = Caller(people["officer"]), f"/api/v1/sites/{goes.pk}/merge/"
    body = {"into": str(stays.pk), "into_version": stays.version, "keep": LAND, "reason": "One address."}
    for more, headers, status, expected in (
        ({}, {}, 428, []),
        ({}, {"If-Match": '"77"'}, 412, []),
        ({"into_version": 77}, fresh(goes), 412, []),
        ({"reason": ""}, fresh(goes), 400, ["/reason"]),
        ({"into": NOWHERE}, fresh(goes), 400, ["/into"]),
        ({"keep": {"name": "mine"}}, fresh(goes), 400, ["/keep/name"]),
        ({"keep": {**LAND, "colour/hue": "goes"}}, fresh(goes), 400, ["/keep/colour~1hue"]),
    ):
        look, done = both(caller, path, {**body, **more}, **headers)
        assert (look.status_code, pointers(look)) == (status, expected), look.content
        assert told(look) == told(done)
    choose = caller.post(path, {**body, "keep": {}}, **fresh(goes))
    assert choose.status_code == 409 and pointers(choose) == ["/keep/holding:HOL-R1H99"]


def test_a_value_that_would_not_be_taken_stands_in_the_way_before_and_at_the_merge(people, browse, pair):  # noqa: F811
    goes, stays = pair
    Site.objects.filter(pk=goes.pk).update(postcode="E1")
    caller, path = Caller(people["officer"]), f"/api/v1/sites/{goes.pk}/merge/"
    body = {"into": str(stays.pk), "into_version": stays.version, "keep": {**LAND, "postcode": "goes"}, "reason": "One address."}
    look, done = both(caller, path, body, **fresh(goes))
    assert {each["key"] for each in look.json()["obstacles"]} == {"", "postcode"}  # the one that goes, and what it would leave
    assert (done.status_code, done.json()["type"], pointers(done)) == (409, "/problems/site-to-mend", ["/keep/postcode"])
    page = browse("officer").get(f"/estates/sites/{goes.pk}/merge/?into={stays.pk}").content.decode()
    assert "Nothing stands in the way" not in page and "Enter a full postcode" in page


# --- old addresses ---------------------------------------------------------------------------------------------------------
def test_no_old_address_leads_to_a_form_that_acts_on_another_site(people, browse, pair):  # noqa: F811
    by, (goes, stays) = people["officer"], pair
    merged(by, goes, stays)
    browser = browse("officer")
    for more in ("remove/", "merge/", "split/", f"merge/?into={stays.pk}", "edit/", "place/", "restore/", "buildings/new/", "identifiers/new/"):
        answer = browser.get(f"/estates/sites/{goes.pk}/{more}")
        said = answer.content.decode()
        assert answer.status_code == 410, (more, answer.status_code)
        assert "It was merged into" in said and f'href="/estates/sites/{stays.pk}/"' in said and 'method="post"' not in said.split("<main")[1], more
    read = browser.get(f"/estates/sites/{goes.pk}/buildings/")
    assert (read.status_code, read["Cache-Control"]) == (301, "private, no-cache")
    assert browser.post(f"/estates/sites/{goes.pk}/restore/", {"reason": "x"}).status_code == 410


def test_furnished_sites_are_looked_at_as_they_are_merged(people, pair):  # noqa: F811
    by, (goes, stays) = people["officer"], pair
    furnish(by, goes)
    goes.refresh_from_db()
    body = {"into": stays.pk, "into_version": stays.version, "keep": LAND, "reason": "One address."}
    look = services.preview_merge(by=by, pk=goes.pk, version=goes.version, **body)
    assert not look["obstacles"]
    merged(by, goes, stays)
    assert {each["noun"]: each["count"] for each in look["moves"]}["buildings"] == Building.objects.filter(site=stays).count()
    assert Holding.objects.filter(site=goes).count() == 0
