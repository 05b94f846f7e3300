"""The register's columns, orders and boxes; and the pages on which many sites are changed and the change is undone."""

import re

import pytest

from devo_portal.core.models import Organisation, Role
from estates import services
from estates.models import BulkChange, Site
from estates.pages.columns import COLUMNS
from tests.estates.conftest import HOMERTON, MILE_END, SMALL_SITES, eric, imported
from tests.factories import borough, person

NEW = "/estates/changes/new/"
SET = {"setting": ["type", "source"], "type": "support", "source": "Survey", "reason": "The survey of 2017."}


@pytest.fixture
def people(people):
    trust = Organisation.objects.create(name="Barts Health NHS Trust", kind="trust", ods_code="R1H")
    return {**people, "barts": person(Role.PARTNER_EDITOR, trust.name)}


@pytest.fixture
def register(officer):
    imported(officer, eric([MILE_END, SMALL_SITES, HOMERTON]))
    return {site.code: site for site in Site.objects.order_by("code")}


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def hidden(answer, name):
    return re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode()).group(1)


# --- The register ---------------------------------------------------------------------------------------------------------
def headings(answer):
    head = re.search(r"<thead>.*?</thead>", answer.content.decode(), re.DOTALL).group(0)
    return [re.sub(r"<[^>]+>|[▲▼↕]", "", each).strip() for each in re.findall(r"<th[^>]*>(.*?)</th>", head, re.DOTALL)]


def test_columns_are_chosen_in_the_address_and_stay(browse, register):
    reader = browse("reader")
    assert headings(reader.get("/estates/"))[:2] == ["Site, and who reports it", "Type"]
    chosen = reader.get("/estates/?columns=postcode,name,code,organisation")
    assert headings(chosen) == ["Site", "Site code", "Reported by", "Postcode"]
    assert "R1H13" in text_of(chosen)
    assert headings(reader.get("/estates/?q=mile")) == ["Site", "Site code", "Reported by", "Postcode"]
    assert headings(browse("reader").get("/estates/"))[1] == "Type"
    boxes = reader.get("/estates/?columns=name&columns=updated_at&q=mile")
    assert (boxes.status_code, boxes["Location"]) == (302, "/estates/?q=mile&columns=name%2Cupdated_at")
    reader.get("/estates/?columns=name,type,gross_internal_m2,land_ha,land_not_delivering_ha,backlog_total,backlog_high")
    assert "register_columns" not in reader.session


def test_the_list_goes_out_as_a_file_whole_or_with_the_columns_of_the_table(browse, register):
    reader = browse("reader")
    page = reader.get(f"/estates/?columns={','.join(COLUMNS)}&q=mile&order=-code").content.decode()
    whole, these = (each.replace("&amp;", "&") for each in re.findall(r'href="(/estates/export/sites\.csv[^"]*)"', page))
    assert whole == "/estates/export/sites.csv?q=mile&order=-code"
    answers = [reader.get(link) for link in (whole, these)]
    heads = [b"".join(answer.streaming_content).decode().splitlines()[0] for answer in answers]
    assert "Site ID" in heads[0] and "Site ID" not in heads[1]
    assert '"Site name","Reference","Site code","Organisation","Site type"' in heads[1] and "Illustrative" in heads[1]


def test_columns_are_kept_in_links_of_order_and_pages_but_not_in_other_questions(browse, register):
    page = browse("officer").get("/estates/?columns=name,code&limit=2&type=community&type=general_acute&type=aggregate").content.decode()
    links = re.findall(r'href="(\?[^"]*)"', page)
    for mark in ("order=code", "cursor="):
        assert all("columns=name" in link for link in links if mark in link) and any(mark in link for link in links)
    assert not re.search(r'href="(/api/v1/sites/|/estates/map/)[^"]*columns', page) and 'href="/estates/map/?limit=2' in page
    assert 'name="columns" value="name,code"' in page


def test_every_column_of_every_site_reads(browse, call, register):
    page = browse("officer").get(f"/estates/?columns={','.join(COLUMNS)}")
    assert headings(page)[1:] == [column.heading for column in COLUMNS.values()]
    shown = text_of(page)
    for words in ("R1H13", "Community hospital", "Barts Health", "2016-17", "38,000", "3.87", "ERIC 2016-17"):
        assert words in shown
    fields = call("officer").get("/api/v1/sites/").json()["results"][0]
    assert set(COLUMNS) <= set(fields)


def test_a_column_that_is_none_is_refused_by_name(browse):
    answer = browse("reader").get("/estates/?columns=name,postcod")
    assert answer.status_code == 400 and "Did you mean postcode?" in text_of(answer)


@pytest.mark.parametrize("order", ["ref", "code", "type", "postcode", "updated_at"])
def test_the_list_sorts_by_what_has_an_index(call, register, order):
    for number, site in enumerate(register.values()):
        Site.objects.filter(pk=site.pk).update(postcode=f"E{9 - number} 6SR", address=str(number))
    got = [row[order] for row in call("reader").get(f"/api/v1/sites/?order={order}").json()["results"]]
    assert got == sorted(got) and [row[order] for row in call("reader").get(f"/api/v1/sites/?order=-{order}").json()["results"]] == got[::-1]


def test_boxes_stand_by_the_sites_that_one_may_change(browse, register):
    assert "Change the selected" not in text_of(browse("reader").get("/estates/"))
    mine = browse("barts").get("/estates/").content.decode()
    assert mine.count('name="sites"') == 2 and "Select Mile End Hospital" in mine and "All 3 sites" in mine
    assert "All 2 sites that the filters leave" in text_of(browse("officer").get("/estates/?organisation=" + str(register["R1H13"].organisation_id)))


# --- Choose, preview, apply -------------------------------------------------------------------------------------------------
def test_from_boxes_to_a_change_and_back(browse, register):
    client = browse("officer")
    chosen = [str(register["R1H13"].pk), str(register["RQXM1"].pk)]
    form = client.post(NEW, {"sites": chosen})
    assert form.status_code == 200 and "2 sites selected" in text_of(form)
    seen = client.post(NEW, {**SET, "sites": hidden(form, "sites"), "step": "preview"})
    assert "2 sites will change" in text_of(seen) and "Community hospital (with inpatient beds) → becomes Support facilities" in text_of(seen)
    assert not BulkChange.objects.exists()
    again = client.post(NEW, {**SET, "sites": hidden(seen, "sites"), "step": "choose"})
    assert 'value="Survey"' in again.content.decode() and again.context["form"]["setting"].value() == ["type", "source"]
    done = client.post(NEW, {**SET, "sites": hidden(seen, "sites"), "step": "apply"}, follow=True)
    record = BulkChange.objects.get()
    assert done.redirect_chain[-1][0] == f"/estates/changes/{record.pk}/" and "2 sites are changed, in one act." in text_of(done)
    assert "Source: ERIC 2016-17: eric_2016-17.csv → becomes Survey" in text_of(done)
    undo = client.get(f"/estates/changes/{record.pk}/undo/")
    assert "2 sites will hold again what they held before" in text_of(undo)
    assert "reason" not in undo.context["form"].initial
    undone = client.post(f"/estates/changes/{record.pk}/undo/", {"version": record.version, "reason": "Too early."}, follow=True)
    assert "the change was undone on" in text_of(undone) and Site.objects.get(code="R1H13").type == "community"
    assert "already" in text_of(client.get(f"/estates/changes/{record.pk}/undo/"))


def test_all_that_the_filters_leave_become_the_sites_that_were_shown(browse, officer, register):
    client = browse("officer")
    taken = {"all": "true", "filters": "aggregate=false", "count": "2"}
    form = client.post(NEW, taken)
    assert "2 sites selected : all that the filters leave" in text_of(form).replace("selected:", "selected :")
    seen = client.post(NEW, {**SET, **taken, "step": "preview"})
    assert seen.context["preview"]["count"] == 2 and 'name="all"' not in seen.content.decode()
    imported(officer, eric([{**MILE_END, "Site Code": "R1H77", "Site Name": "LATECOMER"}]), "eric_2016-17_more.csv")
    assert client.post(NEW, {**SET, "sites": hidden(seen, "sites"), "step": "apply"}).status_code == 302
    assert BulkChange.objects.get().count == 2
    late = client.post(NEW, {**SET, **taken, "step": "preview"})
    assert late.status_code == 409 and "leave 3 sites now, not 2" in text_of(late)


def test_one_that_changed_after_the_preview_is_named_and_the_preview_comes_again(browse, officer, register):
    client = browse("officer")
    seen = client.post(NEW, {**SET, "sites": [str(each.pk) for each in register.values()], "step": "preview"})
    services.update_site(by=officer, pk=register["R1H13"].pk, version=1, address="Bancroft Road")
    told = client.post(NEW, {**SET, "sites": hidden(seen, "sites"), "step": "apply"})
    assert told.status_code == 409 and "1 site changed since you looked: Mile End Hospital. Nothing was saved." in text_of(told)
    assert "3 sites will change" in text_of(told) and not BulkChange.objects.exists()
    paged = client.post(NEW, {**SET, "sites": hidden(seen, "sites"), "step": "preview:1"})
    assert "It has changed since you looked at it: it is at version 2 now." in text_of(paged) and "Look at them as they are now" in text_of(paged)
    assert client.post(NEW, {**SET, "sites": hidden(paged, "sites"), "step": "preview"}).context["preview"]["refused"] == 1
    afresh = client.post(NEW, {**SET, "sites": hidden(paged, "sites"), "step": "afresh"})
    assert afresh.context["preview"]["refused"] == 0
    assert client.post(NEW, {**SET, "sites": hidden(afresh, "sites"), "step": "apply"}).status_code == 302


def test_those_of_others_can_be_left_out(browse, register):
    client = browse("barts")
    seen = client.post(NEW, {**SET, "all": "true", "filters": "", "count": "3", "step": "preview"})
    assert "1 of 3 sites cannot be changed" in text_of(seen) and "Change 2 sites" not in text_of(seen)
    left = client.post(NEW, {**SET, "sites": hidden(seen, "sites"), "step": "without"})
    assert (left.context["preview"]["count"], left.context["preview"]["refused"]) == (2, 0) and "Change 2 sites" in text_of(left)
    others = client.post(NEW, {**SET, "sites": str(register["RQXM1"].pk), "step": "without"})
    assert others.status_code == 422 and "None of the chosen sites can be changed by you." in text_of(others)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"setting": []}, "Choose at least one field to set"),
        ({"type": ""}, "Choose what to set as site type."),
        ({"reason": ""}, "Enter reason for the change."),
        ({"setting": ["postcode"], "postcode": "n15"}, "Enter a full postcode"),
        ({"setting": ["sensitive"]}, "Choose what to set as sensitive."),
        ({"sites": ""}, "Choose at least one site."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(browse, register, wrong, words):
    answer = browse("officer").post(NEW, {**SET, "sites": str(register["R1H13"].pk), "step": "preview", **wrong})
    assert answer.status_code == 422 and words in text_of(answer), text_of(answer)
    if wrong.get("sites") != "":
        assert 'value="Survey"' in answer.content.decode()


def test_what_is_not_ticked_is_not_set_and_what_is_ticked_empty_is_emptied(browse, register):
    Site.objects.filter(code="R1H13").update(area=borough("Hackney"), address="Bancroft Road")
    given = {"setting": ["area", "address"], "source": "Survey", "reason": "x", "sites": str(register["R1H13"].pk), "step": "preview"}
    seen = browse("officer").post(NEW, given)
    assert [each["field"] for each in seen.context["preview"]["results"][0]["changes"]] == ["area", "address"]
    assert "Borough: Hackney → becomes empty" in text_of(seen)


def test_a_choice_of_sites_that_is_none_is_refused(browse, register):
    client = browse("officer")
    for wrong in ({"sites": "x"}, {"sites": f"{register['R1H13'].pk}:x"}, {"all": "true", "count": "many"}):
        assert client.post(NEW, wrong).status_code == 400, wrong
    empty = client.get(NEW)
    assert empty.status_code == 200 and "No site is selected" in text_of(empty)
    assert "1 site selected" in text_of(client.get(f"{NEW}?sites={register['R1H13'].pk}"))
    assert browse("reader").get(NEW).status_code == 403 and browse("reader").post(NEW, {}).status_code == 403


def test_a_long_preview_is_shown_in_parts(browse, officer):
    imported(officer, eric([{**MILE_END, "Site Code": f"X{number}", "Site Name": f"HOUSE {number:03}"} for number in range(130)]))
    client = browse("officer")
    seen = client.post(NEW, {**SET, "all": "true", "filters": "", "count": "130", "step": "preview"})
    assert len(seen.context["rows"]) == 100 and "part 1 of 2" in text_of(seen)
    rest = client.post(NEW, {**SET, "sites": hidden(seen, "sites"), "step": "preview:2"})
    assert rest.context["rows"][0]["name"] == "House 100" and len(rest.context["rows"]) == 30
    assert client.post(NEW, {**SET, "sites": hidden(rest, "sites"), "step": "apply"}).status_code == 302
    page = client.get(f"/estates/changes/{BulkChange.objects.get().pk}/?q=house&limit=20")
    assert len(page.context["sites"]["results"]) == 20 and page.context["sites"]["next"]


@pytest.mark.parametrize("path", ["/api/v1/sites.csv", "/estates/export/sites.csv"])
def test_columns_of_a_file_are_named_together_or_one_by_one(browse, register, path):
    def heading(query):
        return b"".join(browse("reader").get(f"{path}?{query}").streaming_content).decode("utf-8-sig").splitlines()[0]

    assert heading("columns=id&columns=name") == heading("columns=id,name") == '"Site ID","Site name"'
    assert heading("columns=name&columns=id,code") == heading("columns=name,id,code")
    assert browse("reader").get(f"{path}?columns=idd&columns=name").status_code == 400


def test_fields_of_an_answer_are_named_together_or_one_by_one(call, register):
    caller = call("reader")
    for path in ("/api/v1/sites/", f"/api/v1/sites/{register['R1H13'].pk}/"):
        one, other = (caller.get(f"{path}?{query}").json() for query in ("fields=id&fields=name", "fields=id,name"))
        assert (one.get("results") or [one])[0].keys() == {"id", "name"} and one == other
        left = caller.get(f"{path}?omit=name&omit=code").json()
        assert not {"name", "code"} & (left.get("results") or [left])[0].keys()
        assert caller.get(f"{path}?fields=idd&fields=name").status_code == 400


def test_one_that_has_left_since_is_named_and_can_be_left_out(browse, officer, register):
    goes, stays = register["R1H13"], register["RQXM1"]
    services.remove_site(by=officer, pk=goes.pk, version=1, reason="Sold.")
    browser = browse("officer")
    data = {"sites": f"{goes.pk} {stays.pk}", "setting": "source", "source": "Survey", "reason": "x", "step": "preview"}
    page = browser.post("/estates/changes/new/", data)
    assert page.status_code == 200 and "(R1H13)" in text_of(page) and "has left the register" in text_of(page)
    assert "Leave out those that cannot be changed" in text_of(page)
    without = browser.post("/estates/changes/new/", {**data, "step": "without"})
    assert "1 site will change" in text_of(without) and "R1H13" not in text_of(without)


@pytest.mark.parametrize("name", ["organisation", "area"])
def test_owner_and_borough_sort_by_their_headings(browse, register, name):
    page = browse("reader").get(f"/estates/?columns=name,organisation,area&order=-{name}").content.decode()
    assert f'href="?columns=name%2Corganisation%2Carea&amp;order={name}"' in page and 'aria-sort="descending"' in page
