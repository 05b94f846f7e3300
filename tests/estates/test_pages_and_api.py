"""What people and programs see and may do."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from devo_portal.core.models import Organisation, Role
from devo_portal.core.wire import dumps
from estates import services
from estates.eric.quality import FLAG_LABELS
from estates.models import Import, ImportRow, Site
from estates.selectors import PLACES, SUMMED
from tests.estates.conftest import HOMERTON, MILE_END, ROWS, eric, imported
from tests.factories import borough, person


@pytest.fixture
def filled(officer):
    imported(officer, eric())
    return Site.objects.get(code="R1H13")


@pytest.fixture
def waiting(officer):
    """An officer's import that is checked and not confirmed, with a row in error."""
    return imported(officer, eric([MILE_END, {**HOMERTON, "Site Code": ""}]))


def plain(answer):
    return json.loads(dumps(answer))


def test_register_page_shows_the_api_answers(call, browse, filled):
    for query, order in (("", ""), ("?flagged=true", ""), ("?type=community", "&order=-gross_internal_m2")):
        page, api = browse("reader").get(f"/estates/{query}{order}"), call("reader")
        assert page.status_code == 200
        assert plain(page.context["totals"]) == api.get(f"/api/v1/sites/summary/{query}").json()  # figures have no order
        assert plain(page.context["sites"])["results"] == api.get(f"/api/v1/sites/{query}{order}").json()["results"]


def test_totals_are_of_exactly_the_rows_that_the_filter_leaves(call, filled):
    whole = call("reader").get("/api/v1/sites/summary/").json()
    assert (whole["sites"], whole["aggregates"], whole["sites_named"], whole["organisations"]) == (3, 1, 2, 2)
    assert whole["gross_internal_m2"] == "114000.00" and whole["land_ha"] == "13.8700" and whole["years"] == ["2016-17"]
    for query in (
        "?aggregate=true",
        "?aggregate=false",
        "?type=community",
        "?q=homerton",
        "?q=r1h13",
        "?flag=leased_or_nhsps",
        "?year=2016-17",
        "?year=1999-00",
    ):
        rows = call("reader").get(f"/api/v1/sites/{query}").json()["results"]
        totals = call("reader").get(f"/api/v1/sites/summary/{query}").json()
        assert totals["sites"] == len(rows), query
        assert float(totals["gross_internal_m2"]) == sum(float(row["gross_internal_m2"]) for row in rows), query


def test_totals_over_no_rows_are_to_the_penny_too(call, filled):
    whole, none = (call("reader").get(f"/api/v1/sites/summary/{query}").json() for query in ("", "?year=1999-00"))
    assert none["sites"] == 0
    for name in SUMMED:
        zero = "0." + "0" * PLACES.get(name, 2)
        assert none[name] == zero, name
        assert len(whole[name].partition(".")[2]) == len(zero) - 2, name


def test_totals_follow_a_change_at_once(call, officer, filled):
    caller = call("reader")
    assert caller.get("/api/v1/sites/summary/").json()["sites"] == 3
    imported(officer, eric([{**MILE_END, "Site Code": "R1H99"}]))
    assert caller.get("/api/v1/sites/summary/").json()["sites"] == 4


def test_the_list_has_the_measures_of_the_latest_return(call, filled):
    (row,) = call("reader").get("/api/v1/sites/?q=mile").json()["results"]
    assert (row["type_label"], row["year"], row["gross_internal_m2"], row["backlog_total"]) == (
        "Community hospital (with inpatient beds)",
        "2016-17",
        "38000.00",
        "1000.00",
    )
    assert row["organisation"]["ods_code"] == "R1H" and row["flags"] == [] and row["may_edit"] is False
    assert call("reader").get("/api/v1/sites/?flagged=true").json()["results"][0]["flags"][0]["label"] == "No land for a large building"


@pytest.mark.parametrize("order", ["name", "-name", "gross_internal_m2", "-gross_internal_m2", "land_ha", "-backlog_total"])
def test_every_order_walks_every_site_once(call, officer, order):
    rows = [
        {**MILE_END, "Site Code": f"X{n}", "Gross internal floor area (m²)": ["Not Applicable", "9", "10"][n % 3], "Occupied floor area (m²)": "0"}
        for n in range(9)
    ]
    imported(officer, eric(rows))
    seen, path = [], f"/api/v1/sites/?limit=2&order={order}"
    while path:
        answer = call("reader").get(path).json()
        seen += [row["code"] for row in answer["results"]]
        path = answer["next"]
    assert sorted(seen) == [f"X{n}" for n in range(9)]


def test_a_return_answers_with_every_cell_as_it_came(call, filled):
    answer = call("reader").get(f"/api/v1/estate-returns/{filled.current_return_id}/").json()
    assert answer["as_reported"]["Gross internal floor area (m²)"] == "38,000"
    assert answer["as_reported"]["Cost to eradicate low risk backlog (£)"] == "Not Applicable"
    assert answer["backlog_low"] is None and answer["backlog_high"] == "1000.00"


def test_holdings_of_a_site(call, filled):
    (holding,) = call("reader").get(f"/api/v1/holdings/?site={filled.pk}").json()["results"]
    assert (holding["tenure_label"], holding["land_ha"], holding["organisation"]["ods_code"]) == ("Not known", "3.8700", "R1H")


def test_site_page_shows_its_return_holdings_and_history(browse, filled):
    sections = ("", "holdings/", "returns/", "history/")
    text = "".join(browse("reader").get(f"/estates/sites/{filled.pk}/{section}").content.decode() for section in sections)
    for words in ("Mile End Hospital", "38,000", "3.87", "MILE END HOSPITAL", "Estates imported", "Barts Health NHS Trust"):
        assert words in text


def test_edit_page_saves_and_a_stale_one_shows_both(browse, filled):
    url = f"/estates/sites/{filled.pk}/edit/"
    sent = {
        "version": 1,
        "name": "Mile End",
        "type": "community",
        "postcode": "e14dg",
        "area": str(borough("Tower Hamlets").pk),
        "reason": "Known so",
    }
    assert browse("officer").post(url, sent).status_code == 302
    filled.refresh_from_db()
    assert (filled.name, filled.postcode, filled.area.name, filled.version) == ("Mile End", "E1 4DG", "Tower Hamlets", 2)
    stale = browse("officer").post(url, {**sent, "name": "Other"})
    assert stale.status_code == 409 and "Other" in stale.content.decode()


def test_patch_needs_the_version_and_checks_it(call, filled):
    path = f"/api/v1/sites/{filled.pk}/"
    assert call("officer").patch(path, {"name": "New"}).status_code == 428
    assert call("officer").patch(path, {"name": "New"}, 7).status_code == 412
    assert call("reader").patch(path, {"name": "New"}, 1).status_code == 403
    assert call("officer").patch(path, {"name": "New"}, 1).json()["name"] == "New"


# --- Imports ----------------------------------------------------------------------------------------------------------
def test_upload_check_confirm_and_report_by_api(call, officer, django_capture_on_commit_callbacks):
    caller = call("officer")
    made = caller.client.post("/api/v1/imports/", {"file": SimpleUploadedFile("eric.csv", eric()), "year": "2016-17"}, headers=caller.headers)
    assert made.status_code == 201, made.content
    path = made["Location"].removeprefix("http://testserver")
    assert made.json()["state"] == "checking" and made.json()["progress"] == {"done": 0, "total": 0}
    services.check_import(made.json()["id"])
    checked = caller.get(path).json()
    assert (checked["state"], checked["new_rows"], checked["findings"]["new_organisations"]) == ("checked", 3, 2)
    rows = caller.get(f"{path}rows/?limit=2").json()
    assert [row["number"] for row in rows["results"]] == [2, 3] and rows["next"]
    assert not Site.objects.exists()
    assert caller.post(f"{path}confirm/", {}).status_code == 428
    confirmed = caller.post(f"{path}confirm/", {}, **{"If-Match": f'"{checked["version"]}"'})
    assert confirmed.status_code == 202 and confirmed.json()["state"] == "running"
    services.run_import(made.json()["id"])
    assert caller.get(path).json()["state"] == "done" and Site.objects.count() == 3
    again = caller.post(f"{path}cancel/", {}, **{"If-Match": f'"{caller.get(path).json()["version"]}"'})
    assert again.status_code == 409 and again.json()["type"] == "/problems/import-too-late"


def test_rows_in_error_are_found_by_filter_and_stop_the_import(call, browse, waiting):
    rows = call("officer").get(f"/api/v1/imports/{waiting.pk}/rows/?outcome=error").json()["results"]
    assert [(row["number"], row["errors"][0]["column"]) for row in rows] == [(3, "Site Code")]
    page = browse("officer").get(f"/estates/imports/{waiting.pk}/?outcome=error")
    assert "Confirm the import" not in page.content.decode() and "is empty; expected the site" in page.content.decode()
    assert plain(page.context["rows"])["results"] == rows
    refused = call("officer").post(f"/api/v1/imports/{waiting.pk}/confirm/", {}, **{"If-Match": f'"{waiting.version}"'})
    assert refused.status_code == 409 and refused.json()["type"] == "/problems/import-has-errors"
    told = browse("officer").post(f"/estates/imports/{waiting.pk}/confirm/", {"version": waiting.version}, follow=True)
    assert "1 row is in error" in told.content.decode()


def test_cancel_by_page(browse, waiting):
    stale = browse("officer").post(f"/estates/imports/{waiting.pk}/cancel/", {"version": 1}, follow=True)
    assert "changed after you opened it" in stale.content.decode()
    done = browse("officer").post(f"/estates/imports/{waiting.pk}/cancel/", {"version": waiting.version}, follow=True)
    assert "Nothing of this file is in the register" in done.content.decode()


@pytest.mark.parametrize("version", ["9" * 5_000, "9" * 19, "", "x", "１"])
@pytest.mark.parametrize("step", ["confirm", "cancel"])
def test_a_version_that_is_none_is_a_stale_one(browse, waiting, step, version):
    stale = browse("officer").post(f"/estates/imports/{waiting.pk}/{step}/", {"version": version}, follow=True)
    assert stale.status_code == 200 and "changed after you opened it" in stale.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == "checked"


def test_the_rows_of_an_import_are_described_as_they_are_answered(call, waiting):
    document = call("reader").get("/api/v1/openapi.json").json()
    described = document["paths"]["/api/v1/imports/{id}/rows/"]["get"]
    envelope = described["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    schema = document["components"]["schemas"][envelope]
    answer = call("officer").get(f"/api/v1/imports/{waiting.pk}/rows/").json()
    assert set(schema["required"]) == set(answer) == {"count", "next", "previous", "results"}
    assert schema["properties"]["results"]["items"]["$ref"].endswith("/ImportRow")
    asked = {each["name"]: each["schema"] for each in described["parameters"] if each["in"] == "query"}
    assert set(asked) == {"outcome", "flag", "near", "undecided", "order", "limit", "cursor", "page", "count", "fields", "omit", "brief"}
    assert set(asked["outcome"]["items"]["enum"]) == set(ImportRow.Outcome.values)
    assert set(asked["flag"]["items"]["enum"]) == set(FLAG_LABELS)


def test_a_reader_may_not_upload(call, browse):
    assert browse("reader").get("/estates/imports/new/").status_code == 403
    assert browse("reader").post("/estates/imports/new/", {"file": SimpleUploadedFile("eric_2016-17.csv", eric())}).status_code == 403
    caller = call("reader")
    answer = caller.client.post("/api/v1/imports/", {"file": SimpleUploadedFile("eric_2016-17.csv", eric())}, headers=caller.headers)
    assert answer.status_code == 403 and not Import.objects.exists()


def test_another_bodys_import_is_not_there(call, browse, waiting, officer):
    for role in ("haringey",):
        for path in ("", "progress/"):
            assert browse(role).get(f"/estates/imports/{waiting.pk}/{path}").status_code == 404
        for path in ("confirm/", "cancel/"):
            assert browse(role).post(f"/estates/imports/{waiting.pk}/{path}", {"version": waiting.version}).status_code == 404
            assert call(role).post(f"/api/v1/imports/{waiting.pk}/{path}", {}, **{"If-Match": f'"{waiting.version}"'}).status_code == 404
        for path in ("", "rows/"):
            assert call(role).get(f"/api/v1/imports/{waiting.pk}/{path}").status_code == 404
        assert call(role).get("/api/v1/imports/").json()["results"] == []
        assert str(waiting.pk) not in browse(role).get("/estates/imports/").content.decode()
    assert call("administrator").get(f"/api/v1/imports/{waiting.pk}/").status_code in (200, 403)


def test_a_partner_imports_only_its_own_sites(people):
    editor = person(Role.PARTNER_EDITOR, "Homerton University Hospital")
    Organisation.objects.filter(name="Homerton University Hospital").update(ods_code="RQX", kind="trust")
    record = imported(editor, eric(ROWS))
    assert record.error_rows == 2 and record.organisation.ods_code == "RQX"
    error = record.rows.filter(outcome="error")[0].errors[0]
    assert error == {"column": "Organisation Code", "detail": "You act for Homerton University Hospital (RQX), not for R1H"}
    own = imported(editor, eric([HOMERTON]))
    assert own.state == "done" and list(Site.objects.values_list("code", flat=True)) == ["RQXM1"]


def test_a_partner_with_two_organisations_says_for_which(browse, people):
    editor = people["haringey"]
    from devo_portal.core.models import Membership
    from tests.factories import organisation

    Membership.objects.create(user=editor, organisation=organisation("North Middlesex", "trust", ods_code="RAP"), role=Role.PARTNER_EDITOR)
    page = browse("haringey").post("/estates/imports/new/", {"file": SimpleUploadedFile("eric_2016-17.csv", eric())})
    assert page.status_code == 422 and page.context["form"].errors["organisation"]


@pytest.mark.parametrize("role", ["reader", "officer", "haringey"])
def test_no_page_asks_more_than_12_queries(browse, officer, filled, waiting, role):
    pages = ["/estates/", "/estates/?q=mile&flagged=false", f"/estates/sites/{filled.pk}/", "/estates/imports/"]
    if role == "officer":
        pages += [
            f"/estates/sites/{filled.pk}/edit/",
            "/estates/imports/new/",
            f"/estates/imports/{waiting.pk}/",
            f"/estates/imports/{waiting.pk}/progress/",
        ]
    client = browse(role)
    for path in pages:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200, path
        assert 2 <= len(asked) <= 12, (path, len(asked), [each["sql"][:100] for each in asked])


def test_empty_pages_say_how_to_begin(browse):
    assert "Begin with “Import a return”" in browse("officer").get("/estates/").content.decode()
    assert "A programme officer begins" in browse("reader").get("/estates/").content.decode()
    assert "will be listed here" in browse("reader").get("/estates/imports/").content.decode()


def test_the_page_of_an_import_under_way_refreshes_itself_with_scripts_or_without(browse, officer):
    record = services.start_import(by=officer, file_name="eric_2016-17.csv", content=eric(), queue=False)
    text = browse("officer").get(f"/estates/imports/{record.pk}/").content.decode()
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in text
    assert f'hx-get="/estates/imports/{record.pk}/progress/"' in text and "htmx.min" in text
    services.check_import(record.pk)
    done = browse("officer").get(f"/estates/imports/{record.pk}/progress/")
    assert done["HX-Refresh"] == "true"
    assert "htmx.min" not in browse("officer").get(f"/estates/imports/{record.pk}/").content.decode()
