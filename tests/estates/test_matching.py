"""Rows that may be sites held already: found, decided by a person, imported so, and taken back."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.http import Http404

from devo_portal.core.history import history
from devo_portal.core.models import Organisation, Role
from devo_portal.core.writes import Refused, Stale
from estates import services
from estates.models import EstateReturn, Holding, Identifier, Import, ImportRow, Site
from estates.rules.likeness import OTHERS_NEW, SAME_NAME, SAME_PLACE
from tests.conftest import Caller
from tests.estates.conftest import HOMERTON, MILE_END, eric, imported
from tests.factories import organisation, person

RECODED = {**MILE_END, "Site Code": "R1H77", "Site Name": "MILE END HOSPITAL"}
LIKE = {**MILE_END, "Site Code": "R1H78", "Site Name": "MILE END HOSPITAL ANNEXE"}
ELSEWHERE = {**HOMERTON, "Site Code": "RQX77", "Site Name": "MILE END HOSPITAL"}
LIST = "Site ID,Organisation code,Organisation,Site code,Site name,Site type,Postcode,Borough code\n"


def tables():
    columns = {model: [each.attname for each in model._meta.concrete_fields if each.name not in ("version", "updated_at")]
               for model in (Organisation, Site, Holding, EstateReturn, Identifier)}  # fmt: skip
    return {model: sorted(model.objects.order_by().values(*names), key=str) for model, names in columns.items()}


def checked(by, rows, name="eric_2017-18.csv"):
    content = eric(rows) if isinstance(rows, list) else (LIST + rows).encode()
    pk = services.start_import(by=by, file_name=name, content=content, queue=False).pk
    services.check_import(pk)
    return Import.objects.get(pk=pk)


def chosen(by, record, *choices, rules=()):
    said = [{"row": row, "site": site} for row, site in choices]
    return services.choose_matches(by=by, pk=record.pk, version=Import.objects.get(pk=record.pk).version, choices=said, rules=rules)


def run(by, record):
    services.confirm_import(by=by, pk=record.pk, version=Import.objects.get(pk=record.pk).version, queue=False)
    services.run_import(record.pk)
    record.refresh_from_db()
    return record


def undone(by, record):
    services.undo_import(by=by, pk=record.pk, version=record.version, queue=False)
    services.run_undo(record.pk)
    record.refresh_from_db()
    return record


@pytest.fixture
def mile_end(officer):
    imported(officer, eric())
    site = Site.objects.get(code="R1H13")
    services.update_site(by=officer, pk=site.pk, version=site.version, postcode="E1 4DG")
    return Site.objects.get(pk=site.pk)


def test_a_site_with_a_new_code_is_to_be_decided(officer, call, mile_end):
    record = checked(officer, [RECODED, HOMERTON])
    assert (record.near_rows, record.undecided_rows) == (1, 1)
    with pytest.raises(Refused, match="1 row may be a site that the register holds already"):
        run(officer, record)
    (row,) = call("officer").get(f"/api/v1/imports/{record.pk}/rows/?near=true").json()["results"]
    (candidate,) = row["candidates"]
    assert (row["number"], row["near"], row["choice"]) == (2, "high", "")
    assert candidate["site"]["ref"] == mile_end.ref and candidate["offered"] and candidate["why"] == "the same name"


def test_that_it_is_the_site_puts_its_return_there_and_the_next_year_finds_it(officer, mile_end):
    record = run(officer, chosen(officer, checked(officer, [RECODED, HOMERTON]), (2, mile_end.pk)))
    assert (record.state, record.new_rows, Site.objects.count()) == ("done", 2, 3), record.message
    assert sorted(mile_end.returns.values_list("year", flat=True)) == ["2016-17", "2017-18"]
    code = Identifier.objects.get(site=mile_end, value="R1H77")
    assert (code.scheme, code.contested) == ("ods_site", False)
    later = checked(officer, [{**RECODED, "Remarks": "x"}, HOMERTON], "eric_2018-19.csv")
    assert (later.undecided_rows, ImportRow.objects.get(imported_by=later, number=2).same_as) == (0, mile_end.pk)
    run(officer, later)
    mile_end.refresh_from_db()
    assert mile_end.current_return.year == "2018-19" and Site.objects.count() == 3
    again = checked(officer, [{**RECODED, "Remarks": "x"}, HOMERTON], "eric_2018-19.csv")
    assert (again.unchanged_rows, again.near_rows) == (2, 0)
    differs = checked(officer, [{**RECODED, "Remarks": "y"}], "eric_2018-19.csv")
    assert ImportRow.objects.get(imported_by=differs).changes == [{"field": "", "label": "Remarks", "before": "x", "after": "y"}]
    both = checked(officer, [MILE_END, RECODED], "eric_2019-20.csv")
    assert "also known as R1H13, is in the file already, in row 2" in ImportRow.objects.get(imported_by=both, outcome="error").errors[0]["detail"]


def test_undo_puts_back_the_site_its_returns_and_its_codes(officer, mile_end):
    before = tables()
    for rows, name in (
        ([RECODED, LIKE], "eric_2017-18.csv"),
        ([{**RECODED, "Land area owned (Hectares)": "9", "Site Name": "MILE END HOSPITAL."}], "eric_2016-17.csv"),
    ):
        record = run(officer, chosen(officer, checked(officer, rows, name), (2, mile_end.pk), rules=[OTHERS_NEW]))
        assert record.state == "done" and tables() != before, record.message
        undone(officer, record)
        assert (record.state, tables()) == ("undone", before), record.message
    assert checked(officer, [RECODED]).undecided_rows == 1  # and it is asked again


def test_a_return_recorded_by_the_other_code_is_put_back_to_the_last_cell(officer, mile_end):
    run(officer, chosen(officer, checked(officer, [RECODED]), (2, mile_end.pk)))
    before = tables()
    record = run(officer, checked(officer, [{**RECODED, "Remarks": "again", "Land area owned (Hectares)": "9"}]))
    assert record.changed_rows == 1
    assert tables() != before
    undone(officer, record)
    assert tables() == before


def test_a_new_site_stays_one(officer, mile_end):
    run(officer, chosen(officer, checked(officer, [RECODED]), (2, None)))
    assert Site.objects.filter(name="Mile End Hospital").count() == 2
    assert not Identifier.objects.filter(site=mile_end, value="R1H77").exists()


def test_what_is_less_like_only_warns(officer, call, mile_end):
    record = checked(officer, [{**LIKE, "Site Name": "MILE END HOSPITAL SITES"}])
    assert (record.near_rows, record.undecided_rows) == (1, 0)
    assert run(officer, record).state == "done" and Site.objects.count() == 4


def test_another_organisations_site_is_told_of_and_not_taken_over(officer, call, mile_end):
    organisation("Barnet")
    trust = Organisation.objects.get(ods_code="RQX")
    record = checked(officer, f",RQX,{trust.name},RQX88,Mile End Hospital,Community hospital (with inpatient beds),E1 4DG,\n", "sites.csv")
    assert (record.near_rows, record.undecided_rows) == (1, 0)
    (row,) = call("officer").get(f"/api/v1/imports/{record.pk}/rows/?near=true").json()["results"]
    candidate = row["candidates"][0]
    assert candidate["offered"] is False and "Another organisation’s site" in candidate["note"] and "same postcode" in candidate["why"]
    with pytest.raises(ValidationError, match="not among the sites"):
        chosen(officer, record, (2, mile_end.pk))
    assert run(officer, record).state == "done"
    assert Site.objects.get(code="RQX88").organisation == trust


def test_names_alone_are_not_compared_across_organisations(officer, mile_end):
    assert checked(officer, [ELSEWHERE]).near_rows == 0


def test_rows_of_one_file_warn_of_each_other(officer, call):
    record = checked(officer, [MILE_END, RECODED])
    assert (record.near_rows, record.undecided_rows) == (1, 0)
    (row,) = call("officer").get(f"/api/v1/imports/{record.pk}/rows/?near=true").json()["results"]
    assert row["candidates"][0]["row"] == 2 and row["candidates"][0]["site"] is None
    assert run(officer, record).new_rows == 2


def test_a_site_that_has_a_row_is_not_given_to_another(officer, mile_end):
    record = checked(officer, [MILE_END, RECODED])
    assert record.undecided_rows == 0
    assert ImportRow.objects.get(imported_by=record, number=3).candidates[0]["taken"] is True


def test_one_site_for_two_rows_is_refused(officer, mile_end):
    record = checked(officer, [RECODED, {**RECODED, "Site Code": "R1H79"}])
    with pytest.raises(Refused, match="is chosen for rows 2 and 3") as refusal:
        chosen(officer, record, (2, mile_end.pk), (3, mile_end.pk))
    assert refusal.value.rule == "site-chosen-twice"
    chosen(officer, record, (2, mile_end.pk))
    with pytest.raises(Refused, match="chosen for rows 2 and 3"):
        chosen(officer, record, (3, mile_end.pk))
    chosen(officer, record, (2, None), (3, mile_end.pk))
    assert run(officer, record).state == "done"


def test_rules_decide_the_rest(officer, mile_end):
    record = checked(officer, [RECODED, {**RECODED, "Site Code": "R1H79"}, {**LIKE, "Site Name": "MILE END HOSPITALS"}])
    record = chosen(officer, record, rules=[SAME_NAME, OTHERS_NEW])
    assert record.undecided_rows == 0
    assert list(ImportRow.objects.filter(imported_by=record).order_by("number").values_list("choice", "same_as")) == [
        ("same", mile_end.pk), ("new", None), ("new", None)]  # fmt: skip


# --- The register's own list -------------------------------------------------------------------------------------------
def row_of(name="Mile End Hospital", code="R1H80", postcode="E1 4DG", kind="Community hospital (with inpatient beds)"):
    return f",R1H,Barts Health NHS Trust,{code},{name},{kind},{postcode},\n"


def test_a_row_of_a_list_changes_the_site_that_it_is_and_may_be_parted_again(officer, mile_end):
    before, record = tables(), checked(officer, row_of("Mile End Hospital Campus", postcode="E1 4DH"), "sites.csv")
    chosen(officer, record, (2, mile_end.pk))
    row = ImportRow.objects.get(imported_by=record)
    assert (row.outcome, [(each["label"], each["after"]) for each in row.changes]) == (
        "changed", [("Site name", "Mile End Hospital Campus"), ("Postcode", "E1 4DH")])  # fmt: skip
    assert [each["field"] for each in row.changes] == ["name", "postcode"]
    chosen(officer, record, (2, None))
    row.refresh_from_db()
    assert (row.outcome, row.changes, row.values.get("id")) == ("new", [], None)
    record = chosen(officer, record, (2, mile_end.pk))
    assert (record.new_rows, record.changed_rows) == (0, 1)
    run(officer, record)
    mile_end.refresh_from_db()
    assert (mile_end.name, mile_end.postcode, mile_end.code, Site.objects.count()) == ("Mile End Hospital Campus", "E1 4DH", "R1H13", 3)
    again = checked(officer, row_of("Mile End Hospital Campus", postcode="E1 4DH"), "sites.csv")
    assert (again.unchanged_rows, again.near_rows) == (1, 0)
    undone(officer, record)
    assert tables() == before


def test_a_site_edited_after_the_choice_is_not_overwritten(officer, mile_end):
    record = checked(officer, row_of("Mile End Campus Hospital"), "sites.csv")
    chosen(officer, record, (2, mile_end.pk))
    services.update_site(by=officer, pk=mile_end.pk, version=mile_end.version, address="Bancroft Road")
    assert run(officer, record).state == "failed" and "edited a site" in record.message


def test_a_site_that_is_gone_since_the_choice_stops_the_import(officer, mile_end):
    record = checked(officer, [RECODED])
    chosen(officer, record, (2, mile_end.pk))
    Site.objects.filter(pk=mile_end.pk).update(removed_on="2018-01-01")
    assert run(officer, record).state == "failed" and "is gone since" in record.message
    assert Site.objects.count() == 3


# --- Who, and when ---------------------------------------------------------------------------------------------------
def test_choices_are_versioned_permitted_and_in_the_history(officer, call, mile_end):
    record = checked(officer, [RECODED])
    path, body = f"/api/v1/imports/{record.pk}/choose/", {"choices": [{"row": 2, "site": str(mile_end.pk)}], "reason": "It was recoded."}
    caller = call("officer")
    assert caller.post(path, body).status_code == 428
    assert caller.post(path, body, **{"If-Match": '"1"'}).status_code == 412
    with pytest.raises(Stale):
        services.choose_matches(by=officer, pk=record.pk, version=1, rules=[OTHERS_NEW])
    assert call("reader").post(path, body, **{"If-Match": f'"{record.version}"'}).status_code == 403
    assert call("haringey").post(path, body, **{"If-Match": f'"{record.version}"'}).status_code == 404
    answer = caller.post(path, body, **{"If-Match": f'"{record.version}"'})
    assert answer.status_code == 200 and answer.json()["undecided_rows"] == 0 and answer.json()["version"] > record.version
    act = history(Import, record.pk)[0]
    assert (act["event"], act["reason"], act["by"]) == ("import.matches_chosen", "It was recoded.", str(officer))
    for wrong in ({"choices": [{"row": 99, "site": None}]}, {"rules": ["all"]}, {"choices": [{"row": 2, "site": str(mile_end.organisation_id)}]}):
        assert caller.post(path, wrong, **{"If-Match": f'"{answer.json()["version"]}"'}).status_code == 400, wrong
    run(officer, record)
    late = caller.post(path, body, **{"If-Match": f'"{record.version}"'})
    assert late.status_code == 409 and late.json()["type"] == "/problems/import-not-ready"


def test_the_page_decides_row_by_row_and_by_rule(officer, browse, mile_end):
    record = checked(officer, [RECODED, {**RECODED, "Site Code": "R1H79"}])
    browser, where = browse("officer"), f"/estates/imports/{record.pk}/matches/"
    assert f"Decide {record.undecided_rows} near matches" in browser.get(f"/estates/imports/{record.pk}/").content.decode()
    page = browser.get(where)
    assert page.status_code == 200 and f"This is {mile_end.name} ({mile_end.ref})" in page.content.decode()
    assert browser.post(where, {"version": 1, "row-2": "new"}).status_code == 409
    assert browser.post(where, {"version": record.version, "row-2": str(mile_end.pk), "row-3": str(mile_end.pk)}).status_code == 409
    answer = browser.post(where, {"version": record.version, "row-2": str(mile_end.pk), "rules": [OTHERS_NEW]})
    assert answer.status_code == 302 and answer["Location"] == f"/estates/imports/{record.pk}/"
    assert list(ImportRow.objects.filter(imported_by=record).order_by("number").values_list("choice", flat=True)) == ["same", "new"]
    assert browse("reader").get(where).status_code == 403


def test_the_command_tells_of_them_and_takes_rules(officer, mile_end, tmp_path, capsys):
    path = tmp_path / "eric_2017-18.csv"
    path.write_bytes(eric([RECODED]))
    with pytest.raises(CommandError, match=r"1 rows? may be"):
        call_command("import_estates", str(path))
    assert f"row 2, Mile End Hospital: may be {mile_end.ref} Mile End Hospital (the same name)." in capsys.readouterr().err
    call_command("import_estates", str(path), rules=[SAME_NAME])
    assert Site.objects.count() == 3 and mile_end.returns.count() == 2


# --- Sensitive sites -------------------------------------------------------------------------------------------------
def answered(caller, browser, record):
    """All that a person is told of an import's near matches, without the import's own ids and times."""
    rows = caller.get(f"/api/v1/imports/{record.pk}/rows/?near=true&count=true&omit=id").json()
    head = caller.get(f"/api/v1/imports/{record.pk}/").json()
    page = browser.get(f"/estates/imports/{record.pk}/matches/").content.decode()
    words = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}|IMP-[0-9]+|[0-9]{1,2}:[0-9]{2}', "", page)
    wrong = caller.post(f"/api/v1/imports/{record.pk}/choose/", {"rules": [SAME_PLACE, OTHERS_NEW]}, **{"If-Match": f'"{record.version}"'}).json()
    return (
        rows,
        [head[name] for name in ("near_rows", "undecided_rows", "new_rows", "version")],
        words,
        [wrong.get("undecided_rows"), wrong.get("detail")],
    )


def test_a_sensitive_site_of_another_organisation_is_no_candidate(officer, mile_end, browse, people):
    """Whoever uploads, for the file's readers may be fewer than its uploader may see."""
    trust = Organisation.objects.get(ods_code="RQX")
    editor = person(Role.PARTNER_EDITOR, trust.name)
    people["editor"] = editor
    row = f",RQX,{trust.name},RQX88,Mile End Hospital,Community hospital (with inpatient beds),E1 4DG,\n"
    Site.objects.filter(pk=mile_end.pk).update(sensitive=True)
    there = {by: answered(Caller(by), browse(name), checked(by, row, "sites.csv")) for by, name in ((editor, "editor"), (officer, "officer"))}
    Site.objects.filter(pk=mile_end.pk).update(sensitive=False)
    assert answered(Caller(editor), browse("editor"), checked(editor, row, "sites.csv"))[0]["count"] == 1
    Site.objects.filter(pk=mile_end.pk).update(current_return=None)
    for model in (EstateReturn, Holding, Identifier):
        model.objects.filter(site=mile_end).delete()
    mile_end.delete()
    for by, name in ((editor, "editor"), (officer, "officer")):
        assert there[by] == answered(Caller(by), browse(name), checked(by, row, "sites.csv"))


def test_a_site_made_sensitive_after_the_check_is_told_to_nobody_else(officer, mile_end, people):
    trust = Organisation.objects.get(ods_code="RQX")
    editor = person(Role.PARTNER_EDITOR, trust.name)
    record = checked(editor, f",RQX,{trust.name},RQX88,Mile End Hospital,Community hospital (with inpatient beds),E1 4DG,\n", "sites.csv")
    path = f"/api/v1/imports/{record.pk}/rows/?near=true"
    assert Caller(editor).get(path).json()["results"][0]["candidates"]
    Site.objects.filter(pk=mile_end.pk).update(sensitive=True)
    assert Caller(editor).get(path).json()["results"][0]["candidates"] == []
    hidden, missing = (
        Caller(editor)
        .post(f"/api/v1/imports/{record.pk}/choose/", {"choices": [{"row": 2, "site": pk}]}, **{"If-Match": f'"{record.version}"'})
        .json()
        for pk in (str(mile_end.pk), "01a20080-94d3-7764-868d-265fb93b013a")
    )
    assert hidden["detail"].replace(str(mile_end.pk), "") == missing["detail"].replace("01a20080-94d3-7764-868d-265fb93b013a", "")


def test_the_owner_of_a_sensitive_site_is_asked(officer, mile_end):
    Site.objects.filter(pk=mile_end.pk).update(sensitive=True)
    assert checked(person(Role.PARTNER_EDITOR, mile_end.organisation.name), [RECODED]).undecided_rows == 1
    with pytest.raises(Http404):
        services.choose_matches(by=person(Role.PARTNER_EDITOR, "Elsewhere"), pk=checked(officer, [RECODED]).pk, version=1)
