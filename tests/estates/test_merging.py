"""Two records that are one site: what moves, what is chosen, what stands in the way; and what the old address answers."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from devo_portal.core.models import Organisation, Role
from devo_portal.core.writes import Refused, Stale
from estates import selectors, services
from estates.models import Building, EstateReturn, Holding, Identifier, Occupation, Plot, Site, SiteCell
from tests.conftest import Caller
from tests.estates.conftest import HOMERTON, MILE_END, ROWS, eric, imported
from tests.factories import person

ANNEXE = {
    **MILE_END,
    "Site Code": "R1H99",
    "Site Name": "MILE END HOSPITAL ANNEXE",
    "Gross internal floor area (m²)": "7000",
    "Land area owned (Hectares)": "2",
}


def site(code):
    return Site.objects.get(code=code)


@pytest.fixture
def pair(people):
    """The annexe, which goes, and the hospital, which stays. Their returns are of different years."""
    by = people["officer"]
    imported(by, eric())
    imported(by, eric([ANNEXE]), "eric_2015-16.csv", year="2015-16")
    return site("R1H99"), site("R1H13")


def furnish(by, goes):
    made = {"by": by, "site": goes.pk}
    building = services.create_building(name="Block A", gross_internal_m2=900, **made)
    above = services.create_holding(organisation=goes.organisation, tenure="freehold", floor_m2=900, **made)
    lease = services.create_holding(organisation=goes.organisation, tenure="leasehold", building=building.pk, superior=above.pk, floor_m2=300, **made)
    services.create_occupation(building=building.pk, holding=lease.pk, vacant=True, area_m2=10, **made)
    services.create_plot(name="Garden", land_ha="0.5", **made)
    services.claim_identifier(scheme="uprn", value="100023336956", **made)
    goes.refresh_from_db()
    services.confirm_site(by=by, pk=goes.pk, version=goes.version)
    services.waive_finding(by=by, site=goes.pk, rule="no_postcode", why="It has none.")
    goes.refresh_from_db()


LAND = {"holding:HOL-R1H99": "stays"}


def merged(by, goes, stays, keep=None, **more):
    goes.refresh_from_db()
    stays.refresh_from_db()
    given = {
        "version": goes.version,
        "into": stays.pk,
        "into_version": stays.version,
        "keep": {**LAND, **(keep or {})},
        "reason": "One address.",
        **more,
    }
    return services.merge_sites(by=by, pk=goes.pk, **given)


def test_everything_moves_and_nothing_is_counted_twice(people, pair):
    by, (goes, stays) = people["officer"], pair
    furnish(by, goes)
    before = selectors.register_totals(by, {})["sites"]
    merged(by, goes, stays)
    for model in (Identifier, Building, Occupation, Plot):
        assert not model.objects.filter(site=goes).exists() and model.objects.filter(site=stays).exists(), model
    assert sorted(EstateReturn.objects.filter(site=stays).values_list("year", flat=True)) == ["2015-16", "2016-17"]
    stays.refresh_from_db()
    goes.refresh_from_db()
    assert stays.current_return.year == "2016-17" and goes.current_return is None and goes.merged_into == stays
    assert selectors.register_totals(by, {})["sites"] == before - 1
    lands = Holding.objects.filter(site=stays, tenure="unknown")
    assert [each.land_ha for each in lands] == [Decimal("3.8700")]  # the one that was chosen; the history keeps the other
    assert selectors.owners_on(by, stays.pk, date(2017, 11, 16))["floor_m2"] == 900
    assert stays.qualitywaivers.count() == stays.siteconfirmations.count() == 1


def test_the_latest_return_is_shown_whichever_site_had_it(people, pair):
    by, (goes, stays) = people["officer"], pair
    keep = dict.fromkeys((each["key"] for each in selectors.merge_preview(by, stays.pk, goes.pk)["meets"]), "goes")
    services.merge_sites(
        by=by, pk=stays.pk, version=stays.version, into=goes.pk, into_version=goes.version, keep=keep, reason="The annexe is all that is left."
    )
    goes.refresh_from_db()
    assert goes.current_return.year == "2016-17"
    assert Holding.objects.get(site=goes).land_ha == Decimal("3.8700")


def test_fields_that_differ_are_chosen_one_by_one(people, pair):
    by, (goes, stays) = people["officer"], pair
    services.update_site(by=by, pk=goes.pk, version=goes.version, postcode="E1 4DG", address="Bancroft Road")
    services.update_site(by=by, pk=stays.pk, version=stays.version, address="275 Bancroft Road")
    fields = {each["key"]: each for each in selectors.merge_preview(by, goes.pk, stays.pk)["fields"]}
    assert (fields["name"]["chosen"], fields["address"]["chosen"]) == ("stays", "stays")
    assert fields["postcode"]["chosen"] == "goes"  # what the one that stays does not say
    made = merged(by, goes, stays, {"name": "goes"})
    assert (made.name, made.address, made.postcode) == ("Mile End Hospital Annexe", "275 Bancroft Road", "E1 4DG")
    other = Site.objects.create(organisation=stays.organisation, code="R1H55", name="x")
    with pytest.raises(ValidationError, match="nothing to choose"):
        services.merge_sites(by=by, pk=other.pk, version=1, into=made.pk, into_version=made.version, keep={"colour": "goes"}, reason="x")


def test_two_returns_of_a_year_are_chosen_between_and_the_other_is_kept_as_former(people, pair):
    by, (goes, stays) = people["officer"], pair
    imported(by, eric([ANNEXE]), "eric_2016-17_annexe.csv")
    with pytest.raises(Refused) as refused:
        merged(by, goes, stays)
    assert refused.value.rule == "returns-meet" and "2016-17" in refused.value.detail
    assert Site.objects.get(pk=goes.pk).merged_into is None
    former, standing = EstateReturn.objects.get(site=stays, year="2016-17"), EstateReturn.objects.get(site=goes, year="2016-17")
    merged(by, goes, stays, {"return:2016-17": "goes"})
    former.refresh_from_db()
    standing.refresh_from_db()
    assert (former.site_id, standing.site_id) == (goes.pk, stays.pk)
    stays.refresh_from_db()
    assert stays.current_return == standing
    told = selectors.former_returns(by, stays.pk)["former"]
    assert [each["gross_internal_m2"] for each in told if each["year"] == "2016-17"] == [Decimal("38000.00")]
    assert selectors.returns.list(by, {"count": "true", "year": "2016-17"})["count"] == len(ROWS)


def test_an_identifier_of_both_is_kept_once_and_is_in_conflict_no_longer(people, pair):
    by, (goes, stays) = people["officer"], pair
    services.claim_identifier(by=by, site=goes.pk, scheme="title_number", value="TGL1")
    kept = services.claim_identifier(by=by, site=stays.pk, scheme="title_number", value="TGL1", dispute=True)
    assert kept.contested
    merged(by, goes, stays)
    only = Identifier.objects.get(scheme="title_number")
    assert only == kept and not only.contested
    assert selectors.identifiers.list(by, {"conflict": "true", "count": "true"})["count"] == 0


def test_buildings_of_one_name_are_one_or_two(people, pair):
    by, (goes, stays) = people["officer"], pair
    furnish(by, goes)
    services.create_building(by=by, site=stays.pk, name="Block A", gross_internal_m2=800)
    key = f"building:{Building.objects.get(site=goes).ref}"
    with pytest.raises(Refused) as refused:
        merged(by, goes, stays)
    assert refused.value.rule == "buildings-meet"
    with transaction.atomic():
        merged(by, goes, stays, {key: "both"})
        assert sorted(Building.objects.filter(site=stays).values_list("name", flat=True)) == ["Block A", "Block A (R1H99)"]
        transaction.set_rollback(True)
    for choice, floor in (("stays", 800), ("goes", 900)):
        with transaction.atomic():
            merged(by, goes, stays, {key: choice})
            only = Building.objects.get()
            assert (only.site_id, only.gross_internal_m2) == (stays.pk, floor)
            assert Occupation.objects.get().building == only and Holding.objects.get(tenure="leasehold").building == only
            transaction.set_rollback(True)


def test_what_would_break_a_rule_is_refused_and_nothing_is_written(people, pair):
    by, (goes, stays) = people["officer"], pair
    furnish(by, goes)
    small = services.create_building(by=by, site=stays.pk, name="Block A", gross_internal_m2=5)
    key = f"building:{Building.objects.get(site=goes).ref}"
    with pytest.raises(Refused) as refused:
        merged(by, goes, stays, {key: "stays"})
    assert refused.value.rule == "building-overfull"
    services.remove_building(by=by, pk=small.pk, version=1, reason="Never.")
    services.create_holding(by=by, site=stays.pk, organisation=stays.organisation, tenure="freehold", floor_m2=200)
    key = f"holding:{Holding.objects.get(site=goes, tenure='freehold').ref}"
    with pytest.raises(Refused) as refused:
        merged(by, goes, stays, {key: "stays"})
    assert refused.value.rule == "interest-too-large"
    assert Holding.objects.filter(site=goes).count() == 3
    merged(by, goes, stays, {key: "goes"})
    assert Holding.objects.get(tenure="leasehold").superior == Holding.objects.get(tenure="freehold")


def test_only_two_sites_of_one_owner_that_are_no_aggregates(people, pair):
    by, (goes, stays) = people["officer"], pair
    for other, rule in ((site("RQXM1"), "sites-of-two-owners"), (site("AGGRE"), "aggregate-site"), (goes, "same-site")):
        with pytest.raises(Refused) as refused:
            merged(by, goes, other)
        assert refused.value.rule == rule
    stranger = Caller(people["haringey"])
    body = {"into": str(stays.pk), "into_version": stays.version, "reason": "x"}
    assert stranger.post(f"/api/v1/sites/{goes.pk}/merge/", body, **{"If-Match": f'"{goes.version}"'}).status_code == 403
    owner = Caller(person(Role.PARTNER_EDITOR, goes.organisation.name))
    done = owner.post(f"/api/v1/sites/{goes.pk}/merge/", {**body, "keep": LAND}, **{"If-Match": f'"{goes.version}"'})
    assert done.status_code == 200 and done.json()["code"] == "R1H13", done.content


def test_both_versions_and_a_reason_are_asked_for(people, pair):
    goes, stays = pair
    caller, path = Caller(people["officer"]), f"/api/v1/sites/{goes.pk}/merge/"
    body = {"into": str(stays.pk), "into_version": stays.version, "keep": LAND, "reason": "One address."}
    fresh = {"If-Match": f'"{goes.version}"'}
    assert caller.post(path, body).status_code == 428
    assert caller.post(path, body, **{"If-Match": '"77"'}).status_code == 412
    stale = caller.post(path, {**body, "into_version": 77}, **fresh)
    assert stale.status_code == 412 and stale["ETag"].startswith(f'"{stays.version}')
    assert caller.post(path, {**body, "reason": ""}, **fresh).status_code == 400
    assert caller.post(path, {**body, "into": "01a20080-94d3-7764-868d-265fb93b013a"}, **fresh).status_code == 400
    choose = caller.post(path, {**body, "keep": {}}, **fresh)
    assert (choose.status_code, choose.json()["type"]) == (409, "/problems/holdings-meet")
    look = caller.post(path, {**body, "keep": {}, "dry_run": True}, **fresh)
    assert look.status_code == 200 and look.json()["obstacles"][0]["key"] == "holding:HOL-R1H99"
    assert {each["noun"]: each["count"] for each in look.json()["moves"]}["estate returns"] == 1
    assert Site.objects.get(pk=goes.pk).version == goes.version
    assert caller.post(path, body, **fresh).status_code == 200


def test_the_old_address_leads_to_the_one_that_stays(people, browse, pair):
    by, (goes, stays) = people["officer"], pair
    merged(by, goes, stays)
    browser, caller = browse("reader"), Caller(people["reader"])
    for more in ("", "holdings/?on=2017-11-16", "buildings/", "returns/", "quality/", "identifiers/", "plots/"):
        answer = browser.get(f"/estates/sites/{goes.pk}/{more}")
        assert (answer.status_code, answer["Location"]) == (301, f"/estates/sites/{stays.pk}/{more}"), more
    for more in ("", "?fields=id", "owners/?on=2017-11-16", "quality/", "former-returns/", "merge-candidates/"):
        answer = caller.get(f"/api/v1/sites/{goes.pk}/{more}")
        assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/sites/{stays.pk}/{more}"), more
        assert answer["Content-Type"] == "application/problem+json" and answer.json()["type"] == "/problems/site-merged"
    officer = Caller(by)
    verbs = [("post", f"{verb}/", {}) for verb in ("place", "confirm", "remove", "merge", "split")]
    for method, more, body in (("patch", "", {"name": "x"}), ("put", "", {}), *verbs):
        answer = officer(method, f"/api/v1/sites/{goes.pk}/{more}", body)
        assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json"), more
        assert "Mile End Hospital (R1H13)" in answer.json()["detail"] and str(stays.pk) in answer["Link"]
    assert browse("officer").post(f"/estates/sites/{goes.pk}/edit/", {"name": "x"}).status_code == 410
    restore = officer.post(
        f"/api/v1/sites/{goes.pk}/restore/", {"reason": "Two after all."}, **{"If-Match": f'"{Site.objects.get(pk=goes.pk).version}"'}
    )
    assert (restore.status_code, restore.json()["type"]) == (409, "/problems/site-merged")


def test_a_chain_leads_straight_to_the_last(people, browse, pair):
    by, (goes, stays) = people["officer"], pair
    imported(by, eric([{**ANNEXE, "Site Code": "R1H77", "Site Name": "BANCROFT"}]), "eric_2014-15.csv", year="2014-15")
    last = site("R1H77")
    merged(by, goes, stays)
    stays.refresh_from_db()
    services.merge_sites(
        by=by, pk=stays.pk, version=stays.version, into=last.pk, into_version=last.version, keep={"holding:HOL-R1H13": "stays"}, reason="All one."
    )
    for old in (goes, stays):
        assert browse("reader").get(f"/estates/sites/{old.pk}/")["Location"] == f"/estates/sites/{last.pk}/"
    last.refresh_from_db()
    services.remove_site(by=by, pk=last.pk, version=last.version, reason="Sold.")
    assert browse("reader").get(f"/estates/sites/{goes.pk}/")["Location"] == f"/estates/sites/{last.pk}/"
    assert browse("reader").get(f"/estates/sites/{last.pk}/").status_code == 410


def test_the_database_lets_nobody_make_a_circle_or_a_chain(people, pair):
    goes, stays = pair
    merged(people["officer"], goes, stays)

    def broken(sql, *params):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)

    move = "UPDATE estates_site SET merged_into_id = %s, removed_on = now() WHERE id = %s"
    broken(move, goes.pk, stays.pk)
    broken(move, site("AGGRE").pk, stays.pk)  # which others follow
    broken(move, site("AGGRE").pk, site("AGGRE").pk)
    broken(move, goes.pk, site("AGGRE").pk)  # into one that was merged
    broken("UPDATE estates_site SET removed_on = NULL WHERE id = %s", goes.pk)
    broken(
        "INSERT INTO estates_building (id, site_id, name, use, condition, source, illustrative) VALUES (uuidv7(), %s, 'x', '', 'a', '', false)",
        goes.pk,
    )


def test_both_histories_are_read(people, browse, pair):
    by, (goes, stays) = people["officer"], pair
    furnish(by, goes)
    merged(by, goes, stays)
    acts = selectors.site_history(by, stays.pk)
    assert acts[0]["event"] == "site.merged" and acts[0]["reason"] == "One address."
    assert {"Block A", "100023336956"} <= {change["after"] for change in acts[0]["changes"]}
    reader = browse("reader")
    page = reader.get(f"/estates/sites/{stays.pk}/history/").content.decode()
    assert "Mile End Hospital Annexe" in page and f"/estates/sites/{goes.pk}/history/" in page
    old = reader.get(f"/estates/sites/{goes.pk}/history/")
    assert old.status_code == 200 and "It was merged into" in old.content.decode() and "Block A" in old.content.decode()
    told = Caller(people["reader"]).get(f"/api/v1/sites/{goes.pk}/history/")
    assert told.status_code == 200 and told.json()["left"]["merged_into"]["code"] == "R1H13"
    assert [each["code"] for each in Caller(people["reader"]).get(f"/api/v1/sites/{stays.pk}/lineage/").json()["merged"]] == ["R1H99"]


def test_the_old_code_and_identifiers_find_the_one_that_stays(people, pair):
    by, (goes, stays) = people["officer"], pair
    services.claim_identifier(by=by, site=goes.pk, scheme="uprn", value="100023336956")
    merged(by, goes, stays)
    for query in ("q=R1H99", "q=r1h99", "identifier=R1H99", "identifier=ods_site:R1H99", "q=100023336956", "identifier=uprn:100023336956"):
        assert [each["code"] for each in Caller(people["reader"]).get(f"/api/v1/sites/?{query}").json()["results"]] == ["R1H13"], query


def test_next_year_s_return_under_the_old_code_is_of_the_one_that_stays(people, pair):
    by, (goes, stays) = people["officer"], pair
    merged(by, goes, stays)
    count = Site.objects.count()
    later = {**ANNEXE, "Gross internal floor area (m²)": "45000", "Land area owned (Hectares)": "6"}
    record = imported(by, eric([later, HOMERTON]), "eric_2017-18.csv", year="2017-18")
    assert (record.state, record.new_rows) == ("done", 2)
    assert Site.objects.count() == count and EstateReturn.objects.get(site=stays, year="2017-18").gross_internal_m2 == 45000
    stays.refresh_from_db()
    assert stays.current_return.year == "2017-18" and stays.name == "Mile End Hospital"  # as it was chosen
    assert Holding.objects.get(site=stays).land_ha == 6
    again = imported(by, eric([later, HOMERTON]), "eric_2017-18.csv", year="2017-18")
    assert (again.unchanged_rows, again.changed_rows, again.new_rows) == (2, 0, 0)
    changed = imported(by, eric([{**later, "Cleaning service cost (£)": "6"}]), "eric_2017-18.csv", year="2017-18")
    assert changed.changed_rows == 1 and changed.rows.get().changes[0]["label"] == "Cleaning service cost (£)"
    both = imported(by, eric([MILE_END, ANNEXE]), "eric_2018-19.csv", year="2018-19")
    assert both.error_rows == 1 and "also known as R1H13" in both.rows.exclude(errors=[]).get().errors[0]["detail"]


def test_a_row_of_the_register_s_own_list_says_what_became_of_the_site(people, pair):
    by, (goes, stays) = people["officer"], pair
    file = b"".join(Caller(by).get("/api/v1/sites.csv").streaming_content)
    merged(by, goes, stays)
    record = imported(by, file, "sites.csv")
    assert record.error_rows == 1
    assert "R1H99 was merged into Mile End Hospital (R1H13)" in record.rows.exclude(errors=[]).get().errors[0]["detail"]


def test_cells_of_the_map_count_it_no_longer(people, pair):
    by, (goes, stays) = people["officer"], pair
    services.place_site(by=by, pk=goes.pk, version=goes.version, latitude=51.52, longitude=-0.04)
    assert set(SiteCell.objects.values_list("count", flat=True)) == {1}
    merged(by, goes, stays, {"place": "stays"})
    assert set(SiteCell.objects.values_list("count", flat=True)) == {0}
    assert selectors.site_map(by, {})["count"] == 0


def test_candidates_are_found_by_place_and_name_and_words(people, pair):
    by, (goes, stays) = people["officer"], pair
    services.claim_identifier(by=by, site=stays.pk, scheme="uprn", value="77")
    assert [(each["code"], each["why"]) for each in selectors.merge_candidates(by, goes.pk)] == [("R1H13", ["like name"])]
    for words in ("R1H13", "mile end", "77", "uprn:77"):
        assert [each["code"] for each in selectors.merge_candidates(by, goes.pk, words)] == ["R1H13"], words
    assert selectors.merge_candidates(by, goes.pk, "homerton") == []
    assert Caller(people["reader"]).get(f"/api/v1/sites/{goes.pk}/merge-candidates/").json()["results"][0]["code"] == "R1H13"


@pytest.mark.django_db(transaction=True)
def test_of_two_that_merge_a_pair_in_opposite_directions_one_wins(people):
    by = people["officer"]
    imported(by, eric())
    trust = Organisation.objects.get(ods_code="R1H")
    one, other = (Site.objects.create(organisation=trust, code=code, name=code) for code in ("R1H50", "R1H51"))
    gate, said = threading.Barrier(2), []

    def merge(goes, stays):
        try:
            gate.wait()
            services.merge_sites(by=by, pk=goes.pk, version=1, into=stays.pk, into_version=1, reason="The same.")
            said.append("done")
        except Exception as error:
            said.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=merge, args=pair) for pair in ((one, other), (other, one))]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert said.count("done") == 1, said
    assert set(said) <= {"done", Stale.__name__, "Http404", "ValidationError"}
    assert Site.objects.filter(merged_into__isnull=False).count() == 1
