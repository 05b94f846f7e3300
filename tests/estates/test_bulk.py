"""Many sites changed in one act: previewed, applied whole or not at all, and undone in one."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from devo_portal.core.activity import activity
from devo_portal.core.history import event_model, history
from devo_portal.core.models import Organisation, Role
from devo_portal.core.paging import Order
from devo_portal.core.writes import Refused, Stale
from estates import selectors, services
from estates.models import BulkChange, Site
from tests.conftest import Caller
from tests.estates.conftest import HOMERTON, MILE_END, SMALL_SITES, eric, imported
from tests.factories import borough, organisation, person

NOWHERE = "01a20080-94d3-7764-868d-265fb93b013a"
MORE = [{**MILE_END, "Site Code": f"R1H2{number}", "Site Name": f"SITE {number}"} for number in range(4)]
WHY = "The 2017 survey of the estate."


@pytest.fixture
def people(people):
    trust = Organisation.objects.create(name="Barts Health NHS Trust", kind="trust", ods_code="R1H")
    return {**people, "barts": person(Role.PARTNER_EDITOR, trust.name)}


@pytest.fixture
def register(officer):
    imported(officer, eric([MILE_END, SMALL_SITES, HOMERTON, *MORE]))
    return {site.code: site for site in Site.objects.order_by("code")}


def held(*sites):
    """As a reader names them: each at the version that it has."""
    return [{"id": site.pk, "version": Site.objects.get(pk=site.pk).version} for site in sites]


def apply(by, sites, values, reason=WHY):
    return services.apply_bulk_change(by=by, sites=held(*sites), values=values, reason=reason)


def fields_of(site):
    return Site.objects.filter(pk=site.pk).values("type", "area_id", "postcode", "address", "sensitive", "source", "illustrative").get()


def test_every_field_is_set_on_every_site_in_one_act_that_each_history_names(officer, register):
    hackney = borough("Hackney")
    chosen = [register["R1H13"], register["RQXM1"]]
    values = {"type": "support", "area": hackney.pk, "postcode": "E9 6SR", "address": "Homerton Row", "source": "Survey", "illustrative": True}
    record = apply(officer, chosen, {**values, "sensitive": True})
    for site in chosen:
        row = fields_of(site)
        assert row == {"area_id": hackney.pk, "sensitive": True, **{name: value for name, value in values.items() if name != "area"}}
        act = history(Site, site.pk)[0]
        assert (act["event"], act["by"], act["reason"]) == ("sites.changed", str(officer), WHY)
        assert {change["field"] for change in act["changes"]} == {"type", "area", "postcode", "address", "sensitive", "source", "illustrative"}
    assert (record.ref, record.count, record.state, record.made_by) == ("BLK-1", 2, "applied", officer)
    contexts = event_model(Site).objects.filter(pgh_obj_id__in=[each.pk for each in chosen], type="support").values("pgh_context").distinct()
    assert contexts.count() == 1


def test_preview_tells_each_site_before_and_after_and_writes_nothing(officer, register):
    Site.objects.filter(code="RQXM1").update(type="support")
    events = event_model(Site).objects.count()
    told = services.preview_bulk_change(by=officer, sites=held(register["R1H13"], register["RQXM1"]), values={"type": "support", "area": None})
    assert {name: told[name] for name in ("count", "changed", "unchanged", "refused")} == {"count": 2, "changed": 1, "unchanged": 1, "refused": 0}
    first, second = told["results"]
    assert (first["code"], first["outcome"]) == ("R1H13", "changed")
    assert first["changes"] == [
        {"field": "type", "label": "Site type", "before": "Community hospital (with inpatient beds)", "after": "Support facilities"}
    ]
    assert (second["outcome"], second["changes"]) == ("unchanged", [])
    assert told["set"][1] == {"field": "area", "label": "Borough", "value": None, "value_label": ""}
    assert (event_model(Site).objects.count(), BulkChange.objects.count()) == (events, 0)


def test_what_holds_the_values_already_is_left_as_it_is(officer, register):
    Site.objects.filter(code="RQXM1").update(type="support")
    version = Site.objects.get(code="RQXM1").version
    record = apply(officer, [register["R1H13"], register["RQXM1"]], {"type": "support"})
    assert record.count == 1 and Site.objects.get(code="RQXM1").version == version
    with pytest.raises(Refused) as refusal:
        apply(officer, [register["RQXM1"]], {"type": "support"})
    assert refusal.value.rule == "nothing-to-change" and BulkChange.objects.count() == 1


def test_one_that_changed_since_is_named_and_nothing_is_saved(officer, register):
    chosen = held(*register.values())
    services.update_site(by=officer, pk=register["R1H13"].pk, version=1, name="Mile End, Bancroft Road")
    with pytest.raises(Refused, match=r"1 site changed since you looked: Mile End, Bancroft Road. Nothing was saved.") as refusal:
        services.apply_bulk_change(by=officer, sites=chosen, values={"source": "Survey"}, reason=WHY)
    assert refusal.value.rule == "site-changed" and list(refusal.value.errors) == ["sites/1"]
    assert not BulkChange.objects.exists() and not Site.objects.filter(source="Survey").exists()


def test_those_of_others_stop_the_whole_change(people, register):
    with pytest.raises(Refused, match=r"1 site of 2 cannot be changed. Nothing was saved.") as refusal:
        apply(people["barts"], [register["R1H13"], register["RQXM1"]], {"source": "Survey"})
    assert "only for the organisations that you act for" in " ".join(refusal.value.errors.values())
    assert not Site.objects.filter(source="Survey").exists()
    assert apply(people["barts"], [register["R1H13"]], {"source": "Survey"}).count == 1
    for role in ("reader", "secretary"):
        with pytest.raises(PermissionDenied):
            apply(people[role], [register["R1H13"]], {"source": "x"})


def test_what_has_left_the_register_is_named_and_not_changed(officer, register):
    Site.objects.filter(code="R1H20").update(removed_on="2017-04-01")
    goes, stays = register["RQXM1"], register["R1H13"]
    Site.objects.filter(pk=goes.pk).update(removed_on="2017-04-01", merged_into=stays)
    asked = held(register["R1H20"], goes, stays)
    told = {each["code"]: each for each in services.preview_bulk_change(by=officer, sites=asked, values={"source": "x"})["results"]}
    assert {code: each["rule"] for code, each in told.items()} == {"R1H20": "site-removed", "RQXM1": "site-merged", "R1H13": ""}
    assert f"merged into {stays.name} (R1H13)" in told["RQXM1"]["why"]
    with pytest.raises(Refused) as refusal:
        services.apply_bulk_change(by=officer, sites=asked, values={"source": "x"}, reason=WHY)
    assert refusal.value.rule == "sites-not-changeable" and set(refusal.value.errors) == {"sites/0", "sites/1"}


def test_one_that_left_and_is_hidden_answers_as_one_that_does_not_exist(people, officer, register):
    hidden = register["RQXM1"]
    Site.objects.filter(pk=hidden.pk).update(removed_on="2017-04-01", sensitive=True)
    caller, told = Caller(people["barts"]), []
    for pk in (str(hidden.pk), NOWHERE):
        body = {"sites": [{"id": pk, "version": 1}], "set": {"source": "x"}, "reason": WHY, "dry_run": True}
        told.append(str(plain(caller.post("/api/v1/bulk-changes/", body))).replace(pk, NOWHERE))
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "set"),
        ({"type": "palace"}, "type"),
        ({"type": ""}, "type"),
        ({"postcode": "n15"}, "postcode"),
        ({"area": NOWHERE}, "area"),
        ({"source": "x" * 201}, "source"),
        ({"sensitive": None}, "sensitive"),
    ],
)
def test_a_value_that_the_field_cannot_hold_is_refused_beside_it(officer, register, values, field):
    with pytest.raises(ValidationError) as refusal:
        apply(officer, [register["R1H13"]], values)
    assert (f"set/{field}" if values else field) in refusal.value.error_dict


def test_a_change_needs_its_reason_and_its_sites(officer, register):
    for wrong in ({"reason": " "}, {"sites": []}, {"sites": None}, {"where": {}, "count": 7}):
        with pytest.raises(ValidationError):
            services.apply_bulk_change(**{"by": officer, "sites": held(register["R1H13"]), "values": {"source": "x"}, "reason": WHY, **wrong})


def test_a_rule_of_the_table_holds_for_many_as_for_one(officer, register):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE estates_site ADD CONSTRAINT estates_site_no_palace CHECK (source <> 'Palace')")
    with pytest.raises(Refused, match=r"estates_site_no_palace.*Nothing was saved"):
        apply(officer, list(register.values()), {"source": "Palace"})
    assert not BulkChange.objects.exists()


def test_all_that_the_filters_leave_if_they_still_leave_as_many(officer, register):
    asked = {"by": officer, "where": {"type": ["community"], "aggregate": False}, "values": {"source": "Survey"}}
    assert services.preview_bulk_change(count=5, **asked)["changed"] == 5
    with pytest.raises(Refused, match="leave 5 sites now, not 6"):
        services.apply_bulk_change(count=6, reason=WHY, **asked)
    assert services.apply_bulk_change(count=5, reason=WHY, **asked).count == 5
    with pytest.raises(ValidationError, match="no parameter"):
        services.preview_bulk_change(**{**asked, "where": {"colour": "red"}}, count=5)


def test_no_more_than_five_thousand(officer, register, monkeypatch):
    with pytest.raises(ValidationError, match="At most 5,000 sites can be changed at once"):
        selectors.chosen_sites(officer, [{"id": number} for number in range(5001)])
    monkeypatch.setattr("estates.selectors.bulk.MOST", 3)
    with pytest.raises(ValidationError, match="Ask for fewer"):
        selectors.chosen_sites(officer, None, {}, len(register))


# --- Undo -----------------------------------------------------------------------------------------------------------------
def test_an_undo_puts_back_what_was_set_and_keeps_what_was_edited_elsewhere(officer, register):
    before = {code: fields_of(site) for code, site in register.items()}
    record = apply(officer, list(register.values()), {"type": "support", "source": "Survey"})
    site = register["R1H13"]
    services.update_site(by=officer, pk=site.pk, version=2, name="Renamed", postcode="E1 4DG")
    undone = services.undo_bulk_change(by=officer, pk=record.pk, version=record.version)
    assert (undone.state, undone.undone_by) == ("undone", officer) and undone.undone_at
    after = {code: fields_of(site) for code, site in register.items()}
    assert after == {**before, "R1H13": {**before["R1H13"], "postcode": "E1 4DG"}}
    assert Site.objects.get(code="R1H13").name == "Renamed"
    act = history(Site, site.pk)[0]
    assert (act["event"], act["by"], {change["field"] for change in act["changes"]}) == ("sites.change_undone", str(officer), {"type", "source"})
    told = [row for row in activity.list(officer, {})["results"] if row["subject"]["type"] == "estates.bulkchange"]
    assert {row["event"] for row in told} == {"sites.change_undone", "sites.changed"}
    with pytest.raises(Refused) as refusal:
        services.undo_bulk_change(by=officer, pk=record.pk, version=undone.version)
    assert refusal.value.rule == "change-undone"


def test_a_later_edit_of_what_was_set_stands_in_the_way_until_it_is_taken_back(officer, register):
    record = apply(officer, list(register.values()), {"source": "Survey"})
    site = register["R1H13"]
    services.update_site(by=officer, pk=site.pk, version=2, source="The deeds")
    with pytest.raises(Refused, match="1 record was edited after this change") as refusal:
        services.undo_bulk_change(by=officer, pk=record.pk, version=record.version)
    assert refusal.value.rule == "change-edited-since" and officer.name in refusal.value.errors["R1H13"]
    assert [row["code"] for row in selectors.sites_of_change(officer, record.pk).list(officer, {})["results"] if row["edited_since"]] == ["R1H13"]
    services.update_site(by=officer, pk=site.pk, version=3, source="Survey")
    services.undo_bulk_change(by=officer, pk=record.pk, version=record.version)
    assert not Site.objects.filter(source="Survey").exists()


def test_undo_is_held_to_the_version_and_to_whose_the_sites_are(people, officer, register):
    mine = apply(people["barts"], [register["R1H13"]], {"source": "Survey"})
    both = apply(officer, [register["R1H20"], register["RQXM1"]], {"source": "Survey"})
    with pytest.raises(Stale):
        services.undo_bulk_change(by=people["barts"], pk=mine.pk, version=7)
    Site.objects.filter(code="R1H13").update(organisation=register["RQXM1"].organisation)
    with pytest.raises(PermissionDenied):
        services.undo_bulk_change(by=people["barts"], pk=mine.pk, version=mine.version)
    assert {row["ref"] for row in selectors.bulk_changes.list(people["barts"], {})["results"]} == {mine.ref}
    assert {row["ref"] for row in selectors.bulk_changes.list(officer, {})["results"]} == {mine.ref, both.ref}


def test_lifting_sensitivity_back_needs_a_reason(officer, register):
    record = apply(officer, [register["R1H13"]], {"sensitive": True})
    with pytest.raises(ValidationError, match="Say why the sites become sensitive"):
        services.undo_bulk_change(by=officer, pk=record.pk, version=record.version)
    services.undo_bulk_change(by=officer, pk=record.pk, version=record.version, reason="It was the wrong house.")
    assert not Site.objects.filter(sensitive=True).exists()


def test_an_import_can_be_undone_once_the_change_of_its_sites_is(officer):
    record = imported(officer, eric([MILE_END]))
    bulk = apply(officer, [Site.objects.get()], {"source": "Survey"})
    with pytest.raises(Refused, match="1 record was edited after this import"):
        services.undo_import(by=officer, pk=record.pk, version=record.version, queue=False)
    services.undo_bulk_change(by=officer, pk=bulk.pk, version=bulk.version)
    services.undo_import(by=officer, pk=record.pk, version=record.version, queue=False)
    services.run_undo(record.pk)
    assert not Site.objects.exists()
    assert selectors.sites_of_change(officer, bulk.pk).list(officer, {})["results"] == []


# --- API ------------------------------------------------------------------------------------------------------------------
def body(these, **more):
    return {"sites": [{"id": str(each["id"]), "version": each["version"]} for each in held(*these)], "reason": WHY, **more}


def test_the_api_previews_applies_lists_and_undoes(call, officer, register):
    caller = call("officer")
    asked = body([register["R1H13"], register["RQXM1"]], set={"type": "support", "postcode": "E1 4DG"})
    told = caller.post("/api/v1/bulk-changes/", {**asked, "dry_run": True})
    assert (told.status_code, told.json()["changed"], told.json()["results"][0]["version"]) == (200, 2, 1)
    made = caller.post("/api/v1/bulk-changes/", asked)
    assert made.status_code == 201 and made["Location"].endswith(made.json()["url"])
    assert made.json()["set"][0] == {"field": "type", "label": "Site type", "value": "support", "value_label": "Support facilities"}
    url = made.json()["url"]
    assert caller.get("/api/v1/bulk-changes/?count=true&q=survey&state=applied").json()["count"] == 1
    rows = caller.get(f"{url}sites/?order=-code").json()["results"]
    assert [row["code"] for row in rows] == ["RQXM1", "R1H13"]
    assert rows[1]["changes"][1] == {"field": "postcode", "label": "Postcode", "before": "", "after": "E1 4DG"}
    again = caller.post("/api/v1/bulk-changes/", asked)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/site-changed")
    assert caller.post(f"{url}undo/", {}).status_code == 428
    assert caller.post(f"{url}undo/", {}, **{"If-Match": '"9"'}).status_code == 412
    assert caller.get(f"{url}undo/").json() == {"sites": 2, "edits": {"count": 0, "results": []}}
    undone = caller.post(f"{url}undo/", {"reason": "A mistake."}, **{"If-Match": made["ETag"]})
    assert (undone.status_code, undone.json()["state"]) == (200, "undone")
    assert caller.get(f"{url}undo/").json()["sites"] == 0


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"set": {"name": "x"}}, "/set/name"),
        ({"set": {}}, "/set"),
        ({"set": {"source": "x"}, "colour": 1}, "/colour"),
        ({"set": {"source": "x"}, "filter": {}, "count": 3}, "/sites"),
        ({"set": {"source": "x"}, "reason": ""}, "/reason"),
        ({"set": {"type": "palace"}}, "/set/type"),
        ({"set": {"postcode": "n15"}}, "/set/postcode"),
        ({"set": {"source": "x"}, "sites": [{"id": NOWHERE, "versoin": 1}]}, "/sites/0/versoin"),
        ({"set": {"source": "x"}, "sites": [{"id": NOWHERE, "version": 1}, {"id": NOWHERE, "version": 2}]}, "/sites/1"),
        ({"set": {"source": "x"}, "sites": None, "filter": {"colour": "x"}, "count": 3}, "/filter/colour"),
        ({"set": {"source": "x"}, "sites": None, "filter": {"type": "palace"}, "count": 3}, "/filter/type"),
    ],
)
def test_a_body_that_is_not_right_is_told_where(call, register, more, pointer):
    asked = {name: value for name, value in body([register["R1H13"]], **more).items() if value is not None}
    answer = call("officer").post("/api/v1/bulk-changes/", asked)
    assert answer.status_code == 400 and pointer in [each["pointer"] for each in answer.json()["errors"]], answer.content


def test_all_that_filters_leave_by_api(call, register):
    caller = call("officer")
    asked = {"filter": {"q": "site"}, "count": 5, "set": {"source": "Survey"}, "reason": WHY}
    answer = caller.post("/api/v1/bulk-changes/", {**asked, "count": 3})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/selection-changed")
    assert caller.post("/api/v1/bulk-changes/", asked).json()["count"] == 5


# --- Who may see what -----------------------------------------------------------------------------------------------------
def plain(answer):
    told = answer.json()
    told.pop("request_id", None)
    return answer.status_code, told


def test_a_hidden_site_answers_as_one_that_does_not_exist(people, officer, register):
    """Paired: its id, and the id of nothing, in every way of naming sites."""
    hidden = register["RQXM1"]
    services.update_site(by=officer, pk=hidden.pk, version=1, sensitive=True, reason="A refuge.")
    caller = Caller(people["barts"])
    for more in ({"dry_run": True}, {}):
        for version in (1, 2, 3):
            told = []
            for pk in (str(hidden.pk), NOWHERE):
                sites = [{"id": str(register["R1H13"].pk), "version": 1}, {"id": pk, "version": version}]
                status, answer = plain(caller.post("/api/v1/bulk-changes/", {"sites": sites, "set": {"source": "x"}, "reason": WHY, **more}))
                told.append((status, str(answer).replace(pk, NOWHERE)))
            assert told[0] == told[1] and told[0][0] == (200 if more else 409)
            assert "HOMERTON" not in told[0][1].upper()
    everything = {"filter": {}, "set": {"source": "x"}, "reason": WHY, "dry_run": True}
    assert caller.post("/api/v1/bulk-changes/", {**everything, "count": len(register) - 1}).json()["count"] == len(register) - 1


def test_a_change_is_seen_only_by_those_who_may_change_all_of_its_sites(people, call, browse, officer, register):
    record = apply(officer, [register["R1H13"], register["RQXM1"]], {"source": "Survey"})
    for role in ("reader", "haringey", "secretary", "barts"):
        caller = Caller(people[role])
        assert caller.get("/api/v1/bulk-changes/?count=true").json()["count"] == 0
        for path in ("", "sites/", "undo/"):
            assert caller.get(f"/api/v1/bulk-changes/{record.pk}/{path}").status_code == 404
        assert browse(role).get(f"/estates/changes/{record.pk}/").status_code == 404
        assert not [row for row in activity.list(people[role], {})["results"] if row["subject"]["type"] == "estates.bulkchange"]


# --- Cost -----------------------------------------------------------------------------------------------------------------
def test_the_number_of_queries_does_not_grow_with_the_sites(officer, register):
    def spent(sites, values):
        with CaptureQueriesContext(connection) as queries:
            record = apply_held(officer, sites, values)
        with CaptureQueriesContext(connection) as undoing:
            services.undo_bulk_change(by=officer, pk=record.pk, version=record.version)
        return len(queries), len(undoing)

    def apply_held(by, sites, values):
        return services.apply_bulk_change(by=by, sites=sites, values=values, reason=WHY)

    one = spent(held(register["R1H13"]), {"source": "a", "type": "support"})
    assert spent(held(*register.values()), {"source": "b", "type": "mixed"}) == one


def many(number):
    """So many sites of two organisations, written by the database itself; to give each its reference would be most of the work."""
    owners = [organisation("Barts", "trust"), organisation("Homerton", "trust")]
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO estates_site (ref, organisation_id, code, name, type, postcode, source, illustrative, updated_at)
               SELECT 'SITE-' || n, (%s::uuid[])[1 + n %% 2], 'X' || n, 'Site ' || md5(n::text), CASE n %% 3 WHEN 0 THEN 'mixed' ELSE 'support' END,
                      'E' || n %% 9 || ' 6SR', '', false, now() - n * interval '1 minute'
                 FROM generate_series(1, %s) n""",
            [[str(each.pk) for each in owners], number],
        )
        cursor.execute("ANALYZE estates_site")


def test_each_order_of_the_list_is_read_from_an_index(people):
    many(20_000)
    indexes = {"name": "name", "code": "by_code", "type": "by_type", "postcode": "by_postcode", "updated_at": "by_updated", "ref": "ref_"}
    for name, index in indexes.items():
        for text in (name, f"-{name}"):
            order = Order.asked({"order": text}, selectors.ORDERS, Site)
            rows = selectors.sites.found(people["reader"], {}).order_by(*order.by(backwards=False))
            middle = rows.values_list(name, "pk")[10_000]
            for asked in (rows, rows.filter(order.beyond(middle[0], str(middle[1]), backwards=False))):
                plan = asked.values_list("pk", name)[:51].explain()
                assert f"estates_site_{index}" in plan and "Seq Scan" not in plan, (text, plan)


def test_five_thousand_at_once(officer):
    many(5_000)
    record = services.apply_bulk_change(by=officer, where={}, count=5_000, values={"source": "Survey", "type": "mixed"}, reason=WHY)
    assert record.count == 5_000 and Site.objects.filter(source="Survey", version=2).count() == 5_000
    services.undo_bulk_change(by=officer, pk=record.pk, version=record.version)
    assert Site.objects.filter(source="", version=3).count() == 5_000
