"""A merge that is taken back: both sites are as they were, or what stands in the way is listed."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from devo_portal.core.models import Organisation, Role
from devo_portal.core.writes import Refused
from estates import selectors, services
from estates.models import Building, EstateReturn, Identifier, Site
from tests.conftest import Caller
from tests.estates.conftest import eric, imported
from tests.estates.test_merging import ANNEXE, furnish, merged, pair, site  # noqa: F401  # a fixture
from tests.estates.test_sensitive import plain
from tests.factories import person

LISTS = ("sites", "identifiers", "buildings", "holdings", "occupations", "plots", "estate-returns", "quality-waivers", "site-confirmations")
PARTS = ("", "owners/", "quality/", "lineage/", "former-returns/", "merge-candidates/")


def bare(said: Any) -> Any:
    """An answer without versions and their times, which tell of every act."""
    if isinstance(said, dict):
        return {name: bare(each) for name, each in said.items() if name not in ("version", "updated_at")}
    return [bare(each) for each in said] if isinstance(said, list) else said


def answers(caller, *sites):
    paths = [f"/api/v1/{plural}/?limit=500" for plural in LISTS] + [f"/api/v1/sites/{each.pk}/{part}" for each in sites for part in PARTS]
    found = {path: caller.get(path) for path in (*paths, "/api/v1/sites/summary/", "/api/v1/sites/map/")}
    assert {path: each.status_code for path, each in found.items() if each.status_code not in (200, 301, 404)} == {}
    return {path: bare(each.json()) for path, each in found.items() if each.status_code == 200}


def pages(browser, *sites):
    sections = ("", "holdings/", "buildings/", "plots/", "identifiers/", "returns/", "quality/")
    said = {(each.pk, more): plain(browser.get(f"/estates/sites/{each.pk}/{more}"))[2] for each in sites for more in sections}
    return {key: re.sub(r">\d+, saved [^<]*<", "><", page) for key, page in said.items()}


def undone(by, goes, **more):
    goes.refresh_from_db()
    return services.undo_merge(by=by, pk=goes.pk, **{"version": goes.version, "reason": "Two after all.", **more})


# --- one whole example ---------------------------------------------------------------------------------------------------------
def test_everything_goes_back_page_and_api(people, browse, pair):  # noqa: F811
    by, (goes, stays) = people["officer"], pair
    furnish(by, goes)
    caller, reader = Caller(by), browse("reader")
    before, shown = answers(caller, goes, stays), pages(reader, goes, stays)
    assert len(before) > 15
    merged(by, goes, stays)
    assert answers(caller, goes, stays) != before
    undone(by, goes)
    assert answers(caller, goes, stays) == before
    assert pages(reader, goes, stays) == shown
    told = caller.get(f"/api/v1/sites/{goes.pk}/history/").json()
    assert [each["event"] for each in told["history"][:2]] == ["site.merge_undone", "site.merged"] and told["left"] is None
    assert told["history"][0]["reason"] == "Two after all."
    assert caller.get("/api/v1/sites/?q=R1H99").json()["results"][0]["id"] == str(goes.pk)
    later = imported(by, eric([{**ANNEXE, "Remarks": "x"}]), "eric_2017-18.csv", year="2017-18")
    assert later.state == "done" and EstateReturn.objects.get(year="2017-18").site_id == goes.pk  # under its own code again


def test_by_api_and_page(people, browse, pair):  # noqa: F811
    by, (goes, stays) = people["officer"], pair
    merged(by, goes, stays)
    goes.refresh_from_db()
    caller, path = Caller(by), f"/api/v1/sites/{goes.pk}/undo-merge/"
    assert caller.get(path).json()["edits"] == {"count": 0, "results": []}
    assert caller.post(path, {"reason": "x"}).status_code == 428
    assert caller.post(path, {"reason": "x"}, **{"If-Match": '"77"'}).status_code == 412
    assert caller.post(path, {"reason": ""}, **{"If-Match": f'"{goes.version}"'}).status_code == 400
    assert Caller(people["reader"]).post(path, {"reason": "x"}, **{"If-Match": f'"{goes.version}"'}).status_code == 403
    browser = browse("officer")
    assert f"/estates/sites/{goes.pk}/undo-merge/" in browser.get(f"/estates/sites/{goes.pk}/history/").content.decode()
    page = browser.get(f"/estates/sites/{goes.pk}/undo-merge/")
    assert page.status_code == 200 and "will be a site of its own again" in page.content.decode()
    done = browser.post(f"/estates/sites/{goes.pk}/undo-merge/", {"version": goes.version, "reason": "Two after all."})
    assert (done.status_code, done["Location"]) == (302, f"/estates/sites/{goes.pk}/")
    assert browser.get(f"/estates/sites/{goes.pk}/").status_code == 200
    assert caller.get(path).status_code == 404  # it is in the register
    merged(by, goes, stays)  # and may be merged, and taken back, again
    goes.refresh_from_db()
    assert caller.post(path, {"reason": "x"}, **{"If-Match": f'"{goes.version}"'}).json()["code"] == "R1H99"


# --- what stands in the way ----------------------------------------------------------------------------------------------------
def edit_building(by, goes, stays):
    services.update_building(by=by, pk=(found := Building.objects.get()).pk, version=found.version, storeys=3)


def new_in_what_moved(by, goes, stays):
    services.create_occupation(by=by, site=stays.pk, building=Building.objects.get().pk, vacant=True, area_m2=5)


def take_away(by, goes, stays):
    services.withdraw_identifier(by=by, pk=(found := Identifier.objects.get(scheme="uprn")).pk, version=found.version, reason="x")


def rename(by, goes, stays):
    services.update_site(by=by, pk=stays.pk, version=stays.version, name="Mile End Campus")


def return_of_the_old_code(by, goes, stays):
    imported(by, eric([{**ANNEXE, "Remarks": "x"}]), "eric_2017-18.csv", year="2017-18")


def remove(by, goes, stays):
    services.remove_site(by=by, pk=stays.pk, version=stays.version, reason="Sold.")


def merge_on(by, goes, stays):
    last = Site.objects.create(organisation=stays.organisation, code="R1H55", name="x")
    services.merge_sites(by=by, pk=stays.pk, version=stays.version, into=last.pk, into_version=last.version, reason="All one.")


@pytest.mark.parametrize("edit", [edit_building, new_in_what_moved, take_away, rename, return_of_the_old_code, remove, merge_on])
def test_a_later_edit_stands_in_the_way_and_is_listed(people, browse, pair, edit):  # noqa: F811
    by, (goes, stays) = people["officer"], pair
    furnish(by, goes)
    merged(by, goes, stays, {"name": "goes"})
    stays.refresh_from_db()
    edit(by, goes, stays)
    told = selectors.unmerging_of(by, goes.pk)["edits"]
    assert told["count"] >= 1 and told["results"][0]["by"] == by.name
    with pytest.raises(Refused) as refused:
        undone(by, goes)
    assert refused.value.rule == "merge-edited-since" and refused.value.errors
    assert Site.objects.get(pk=goes.pk).merged_into_id
    page = browse("officer").get(f"/estates/sites/{goes.pk}/undo-merge/").content.decode()
    assert "It cannot be undone" in page and "<form" not in page.split("<main")[1].replace('<form method="get"', "")


def test_what_came_since_and_hangs_on_nothing_that_goes_back_is_in_nobody_s_way(people, pair):  # noqa: F811
    by, (goes, stays) = people["officer"], pair
    furnish(by, goes)
    merged(by, goes, stays)
    new = services.create_building(by=by, site=stays.pk, name="Sheds")
    stays.refresh_from_db()
    services.update_site(by=by, pk=stays.pk, version=stays.version, address="275 Bancroft Road")  # which the merge did not set
    undone(by, goes)
    stays.refresh_from_db()
    assert stays.address == "275 Bancroft Road" and list(stays.buildings.all()) == [new]


def test_a_chain_is_taken_back_link_by_link(people, pair):  # noqa: F811
    by, (goes, stays) = people["officer"], pair
    furnish(by, goes)
    caller = Caller(by)
    last = Site.objects.create(organisation=stays.organisation, code="R1H55", name="Bancroft")
    first = answers(caller, goes, stays, last)
    merged(by, goes, stays)
    second = answers(caller, goes, stays, last)
    stays.refresh_from_db()
    services.merge_sites(by=by, pk=stays.pk, version=stays.version, into=last.pk, into_version=last.version, reason="All one.")
    with pytest.raises(Refused):
        undone(by, goes)
    undone(by, stays)
    assert answers(caller, goes, stays, last) == second
    undone(by, goes)
    assert answers(caller, goes, stays, last) == first


def test_only_a_merged_site_of_one_s_own_can_be_taken_back(people, pair):  # noqa: F811
    by, (goes, stays) = people["officer"], pair
    services.remove_site(by=by, pk=stays.pk, version=stays.version, reason="Sold.")
    with pytest.raises(Refused) as refused:
        undone(by, stays)
    assert refused.value.rule == "site-not-merged"
    stays.refresh_from_db()
    services.restore_site(by=by, pk=stays.pk, version=stays.version, reason="Not sold.")
    merged(by, goes, stays)
    goes.refresh_from_db()
    stranger = Caller(person(Role.PARTNER_EDITOR, site("RQXM1").organisation.name))
    assert stranger.post(f"/api/v1/sites/{goes.pk}/undo-merge/", {"reason": "x"}, **{"If-Match": f'"{goes.version}"'}).status_code == 403


# --- at random -------------------------------------------------------------------------------------------------------------------
SITE = st.fixed_dictionaries(
    {
        "buildings": st.sets(st.sampled_from("AB")),
        "floor": st.sampled_from([None, 800, 900]),
        "holdings": st.lists(
            st.tuples(st.sampled_from(["freehold", "leasehold"]), st.sampled_from(["", "north"]), st.booleans()),
            max_size=3,
            unique_by=lambda held: held[:2],
        ),
        "under": st.booleans(),
        "identifiers": st.sets(st.sampled_from(["TGL1", "TGL2"])),
        "plots": st.sets(st.sampled_from(["Garden", "Yard"])),
        "returns": st.sets(st.sampled_from(["2014-15", "2015-16", "2016-17"])),
        "confirmed": st.booleans(),
        "waived": st.booleans(),
        "fields": st.fixed_dictionaries(
            {}, optional={"address": st.sampled_from(["Here", "There"]), "postcode": st.sampled_from(["E1 4DG", "N15 3TH"])}
        ),
        "placed": st.booleans(),
    }
)


def build(by, trust, code, said):
    made = Site.objects.create(organisation=trust, code=code, name=f"Site {code}")
    given: dict[str, Any] = {"by": by, "site": made.pk}
    buildings = [services.create_building(name=name, gross_internal_m2=said["floor"], **given) for name in sorted(said["buildings"])]
    above = None
    for number, (tenure, part, within) in enumerate(said["holdings"]):
        where = buildings[0].pk if within and buildings else None
        floor = {"floor_m2": 100 - number, "land_ha": "0.5"}
        held = services.create_holding(organisation=trust, tenure=tenure, part=part, building=where, superior=above, **floor, **given)
        above = held.pk if said["under"] else None
        services.create_occupation(holding=held.pk, building=where, vacant=True, area_m2=5, **given)
    for value in sorted(said["identifiers"]):
        services.claim_identifier(scheme="title_number", value=value, dispute=Identifier.objects.filter(value=value).exists(), **given)
    for name in sorted(said["plots"]):
        services.create_plot(name=name, land_ha="0.5", **given)
    for year in sorted(said["returns"]):
        made.current_return = EstateReturn.objects.create(site=made, organisation=trust, year=year, site_name=code, row_hash=f"{code}{year}")
    made.save()
    made.refresh_from_db()
    if said["confirmed"]:
        services.confirm_site(by=by, pk=made.pk, version=made.version)
    if said["waived"]:
        services.waive_finding(by=by, site=made.pk, rule="no_postcode", why="It has none.")
    made.refresh_from_db()
    if said["fields"]:
        made = services.update_site(by=by, pk=made.pk, version=made.version, **said["fields"])
    if said["placed"]:
        services.place_site(by=by, pk=made.pk, version=made.version, latitude=51.52, longitude=-0.04 if code == "R1H01" else -0.05)
    made.refresh_from_db()
    return made


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(one=SITE, other=SITE, choose=st.randoms(use_true_random=False))
def test_merge_then_undo_changes_nothing(people, one, other, choose):
    by = people["officer"]
    with transaction.atomic():
        trust = Organisation.objects.create(name="Barts", kind="trust", ods_code="R1H")
        goes, stays = build(by, trust, "R1H01", one), build(by, trust, "R1H02", other)
        caller = Caller(by)
        before = answers(caller, goes, stays)
        look = selectors.merge_preview(by, goes.pk, stays.pk)
        keep = {each["key"]: choose.choice(["stays", "goes"]) for each in look["fields"]}
        keep |= {each["key"]: choose.choice(each["choices"])["value"] for each in look["meets"]}
        keep = {key: value for key, value in keep.items() if key != "sensitive"}
        try:
            with transaction.atomic():
                done = services.merge_sites(
                    by=by, pk=goes.pk, version=goes.version, into=stays.pk, into_version=stays.version, keep=keep, reason="One."
                )
        except Exception as error:  # a choice that breaks a rule, or asks for no more
            transaction.set_rollback(True)
            assume(not isinstance(error, Refused) and "nothing to choose" not in str(error))
            raise
        assert done.pk == stays.pk and answers(caller, goes, stays) != before
        undone(by, goes)
        assert answers(caller, goes, stays) == before
        transaction.set_rollback(True)


def test_a_day_of_the_merge_is_told_until_it_is_undone(people, pair):  # noqa: F811
    by, (goes, stays) = people["officer"], pair
    merged(by, goes, stays)
    assert Site.objects.get(pk=goes.pk).removed_on >= date(2017, 1, 1)
    assert undone(by, goes).removed_on is None
