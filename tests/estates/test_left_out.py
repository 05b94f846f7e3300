"""Rows of a file that a person leaves out: they write nothing, are told with the import, and stay left out when it is checked again."""

import re
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from devo_portal.core.history import history
from devo_portal.core.models import Organisation, Role
from devo_portal.core.wire import dumps
from devo_portal.core.writes import Refused, Stale
from estates import services
from estates.kinds import KINDS
from estates.models import EstateReturn, Holding, Identifier, Import, ImportRow, Site
from tests.estates.conftest import HEADER, HOMERTON, MILE_END, eric, imported
from tests.estates.test_report import read
from tests.factories import person

WRONG = {**HOMERTON, "Site Code": "RQX 77"}
WRONG_TOO = {**HOMERTON, "Site Code": "RQX-78!"}
LARGE = {**HOMERTON, "Site Code": "RQX79", "Gross internal floor area (m²)": "large"}
OTHER = {**HOMERTON, "Organisation Code": "RAP", "Organisation Name": "NORTH MIDDLESEX", "Site Code": "RAP01"}


def tables():
    columns = {model: [each.attname for each in model._meta.concrete_fields if each.name not in ("version", "updated_at")]
               for model in (Organisation, Site, Holding, EstateReturn, Identifier)}  # fmt: skip
    return {model: sorted(model.objects.order_by().values(*names), key=str) for model, names in columns.items()}


def checked(by, rows, name="eric_2016-17.csv"):
    content = eric(rows) if isinstance(rows, list) else rows
    pk = services.start_import(by=by, file_name=name, content=content, queue=False).pk
    services.check_import(pk)
    return Import.objects.get(pk=pk)


def said(service, by, record, **rows):
    service(by=by, pk=record.pk, version=Import.objects.get(pk=record.pk).version, queue=False, **rows)
    services.check_import(record.pk)
    record.refresh_from_db()
    return record


def left(by, record, *rows, errors=()):
    return said(services.leave_out, by, record, rows=rows, errors=errors)


def run(by, record):
    services.confirm_import(by=by, pk=record.pk, version=record.version, queue=False)
    services.run_import(record.pk)
    record.refresh_from_db()
    assert record.state == "done", record.message
    return record


def undone(by, record):
    services.undo_import(by=by, pk=record.pk, version=record.version, queue=False)
    services.run_undo(record.pk)
    record.refresh_from_db()
    assert record.state == "undone", record.message
    return record


def counts(record):
    return record.new_rows, record.changed_rows, record.unchanged_rows, record.error_rows, record.left_rows


def errors_of(call, record):
    return call("officer").get(f"/api/v1/imports/{record.pk}/errors/").json()["results"]


def test_a_row_in_error_is_left_out_and_the_rest_is_imported_and_undone(officer, browse):
    before = tables()
    record = checked(officer, [MILE_END, WRONG, HOMERTON])
    with pytest.raises(Refused, match="Leave it out, or correct the file"):
        run(officer, record)
    left(officer, record, 3)
    assert (record.state, counts(record), record.left_out) == ("checked", (2, 0, 0, 0, 1), [3])
    row = ImportRow.objects.get(imported_by=record, outcome="left")
    assert (row.number, row.name, row.values, row.changes) == (3, "Homerton University Hospital", {}, []) and "is not a code" in row.errors[0][
        "detail"
    ]
    run(officer, record)
    assert sorted(Site.objects.values_list("code", flat=True)) == ["R1H13", "RQXM1"] and counts(record) == (2, 0, 0, 0, 1)
    acts = [(each["event"], change["after"]) for each in history(Import, record.pk) for change in each["changes"] if change["field"] == "left_out"]
    assert acts == [("import.rows_left_out", [3])]
    report = read(browse("officer").get(f"/estates/imports/{record.pk}/report.csv"))
    assert [cells[1] for cells in report[1:]] == ["New", "Left out", "New"] and "is not a code" in report[2][6]
    undone(officer, record)
    assert tables() == before


def test_what_the_register_has_of_a_site_stays_though_its_row_is_left_out(officer):
    imported(officer, eric())
    before = tables()
    record = left(officer, checked(officer, [{**MILE_END, "Land area owned (Hectares)": "9"}, {**HOMERTON, "Land area owned (Hectares)": "9"}]), 2)
    assert counts(record) == (0, 1, 0, 0, 1) and run(officer, record).changed_rows == 1
    land = {code: float(Site.objects.get(code=code).current_return.land_ha) for code in ("R1H13", "RQXM1")}
    assert land == {"R1H13": 3.87, "RQXM1": 9}
    undone(officer, record)
    assert tables() == before


def test_rows_with_the_same_error_are_left_out_and_taken_in_together(officer, call):
    record = checked(officer, [MILE_END, WRONG, LARGE, WRONG_TOO])
    first, second = errors_of(call, record)
    assert (first["column"], first["row"], first["in_error"], first["left_out"]) == ("Site Code", 3, 2, 0)
    assert "“RQX 77” is not a code" in first["detail"] and (second["row"], second["in_error"]) == (4, 1)
    left(officer, record, errors=[first["error"]])
    assert (record.left_out, counts(record)) == ([3, 5], (1, 0, 0, 1, 2))
    assert [(each["error"] == first["error"], each["in_error"], each["left_out"]) for each in errors_of(call, record)] == [
        (True, 0, 2), (False, 1, 0)]  # fmt: skip
    said(services.take_in, officer, record, errors=[first["error"]])
    assert (record.left_out, counts(record)) == ([], (1, 0, 0, 3, 0))
    assert not ImportRow.objects.filter(imported_by=record, outcome="left").exists()


def test_a_row_that_was_wrong_by_another_alone_is_right_without_it(officer):
    twice = {**MILE_END, "Land area owned (Hectares)": "9"}
    record = checked(officer, [MILE_END, twice])
    assert ImportRow.objects.get(imported_by=record, outcome="error").number == 3
    assert counts(left(officer, record, 2)) == (1, 0, 0, 0, 1)
    run(officer, record)
    # Its cells come back from the row that was read, not from the one that was left out.
    before = tables()
    undone(officer, run(officer, checked(officer, [{**MILE_END, "Remarks": "another"}])))
    assert tables() == before


def test_a_trust_comes_with_no_row_that_is_left_out(officer):
    run(officer, left(officer, checked(officer, [MILE_END, OTHER]), 3))
    assert not Organisation.objects.filter(ods_code="RAP").exists()


def test_who_acts_for_one_trust_leaves_the_rows_of_others_out(people):
    trust = Organisation.objects.create(name="Barts Health NHS Trust", kind="trust", ods_code="R1H")
    mine = person(Role.PARTNER_EDITOR, trust.name)
    record = left(mine, checked(mine, [MILE_END, HOMERTON]), 3)
    assert run(mine, record).new_rows == 1 and not Site.objects.filter(code="RQXM1").exists()
    head = ",".join(each.heading for each in KINDS["sites"].fields[:5])
    listed = f"{head}\n,R1H,R1H50,Laundry,Support facilities\n,E09000014,H9,Depot,Support facilities\n"
    Organisation.objects.get_or_create(name="London Borough of Haringey", kind="authority", gss_code="E09000014")
    record = left(mine, checked(mine, listed.encode(), "sites.csv"), 3)
    assert run(mine, record).new_rows == 1 and Site.objects.filter(code="R1H50").exists() and not Site.objects.filter(code="H9").exists()


def test_what_is_left_out_and_decided_stands_when_the_file_is_checked_again(officer):
    imported(officer, eric())
    alike = {**MILE_END, "Site Code": "R1H77", "Site Name": "MILE END HOSPITAL"}
    record = checked(officer, [alike, WRONG, HOMERTON], "eric_2017-18.csv")
    assert record.undecided_rows == 1
    site = Site.objects.get(code="R1H13")
    record = services.choose_matches(by=officer, pk=record.pk, version=record.version, choices=[{"row": 2, "site": str(site.pk)}])
    left(officer, record, 3)
    row = ImportRow.objects.get(imported_by=record, number=2)
    assert (record.undecided_rows, row.choice, row.same_as) == (0, "same", site.pk)
    said(services.map_columns, officer, record, columns={name: name for name in HEADER[:6]})
    row = ImportRow.objects.get(imported_by=record, number=2)
    assert (record.left_out, counts(record), row.choice, row.same_as) == ([3], (2, 0, 0, 0, 1), "same", site.pk)


def test_what_is_said_of_the_rows_of_one_sheet_is_not_said_of_anothers(officer):
    from tests.estates.conftest import eric_cells, workbook

    content = workbook(eric_cells([MILE_END, HOMERTON]), sheets={"Earlier": eric_cells([MILE_END, WRONG])})
    record = checked(officer, content, "eric_2016-17.xlsx")
    assert record.findings["sheet"] == "Earlier" and record.error_rows == 1
    left(officer, record, 3)
    said(services.map_columns, officer, record, sheet="Site Data")
    assert (record.left_out, counts(record)) == ([], (2, 0, 0, 0, 0))


def test_a_near_match_is_not_sought_beside_a_row_that_is_left_out(officer):
    imported(officer, eric())
    alike = {**MILE_END, "Site Code": "R1H77", "Site Name": "MILE END HOSPITAL"}
    record = checked(officer, [MILE_END, alike], "eric_2017-18.csv")
    assert ImportRow.objects.get(imported_by=record, number=3).candidates[0]["taken"] is True
    left(officer, record, 2)
    assert ImportRow.objects.get(imported_by=record, number=3).candidates[0]["offered"] is True


def test_what_cannot_be_left_out_is_told(officer):
    record = checked(officer, [MILE_END, HOMERTON])
    with pytest.raises(Refused, match="No row of the file would be left"):
        left(officer, record, 2, 3)
    with pytest.raises(ValidationError, match="Row 99 is not in the file"):
        left(officer, record, 2, 99)
    with pytest.raises(ValidationError, match="Row 2 is not left out"):
        said(services.take_in, officer, record, rows=[2])
    with pytest.raises(ValidationError, match="Say which rows"):
        left(officer, record)
    with pytest.raises(Stale):
        services.leave_out(by=officer, pk=record.pk, version=99, rows=[2])
    run(officer, record)
    with pytest.raises(Refused, match="once a file is checked; this one is: imported"):
        left(officer, record, 2)


def test_page_and_api_leave_out_and_take_in(officer, browse, call):
    record = checked(officer, [MILE_END, WRONG, WRONG_TOO])
    path, api, browser, caller = f"/estates/imports/{record.pk}/", f"/api/v1/imports/{record.pk}/", browse("officer"), call("officer")
    page = browser.get(path)
    text = re.sub(r"<span[^>]*>[^<]*</span>", "", page.content.decode())
    assert "Leave out all 2 rows with this error" in text and text.count("Leave this row out") == 3 and "Leave them out, or correct the file" in text
    assert dumps({"results": page.context["errors"]}) == caller.get(f"{api}errors/").content
    assert caller.post(f"{api}leave-out/", {"rows": [3]}).status_code == 428
    assert caller.post(f"{api}leave-out/", {"rows": [3]}, **{"If-Match": '"99"'}).status_code == 412
    assert caller.post(f"{api}leave-out/", {"rows": [0]}, **{"If-Match": f'"{record.version}"'}).status_code == 400
    answer = caller.post(f"{api}leave-out/", {"rows": [3], "reason": "Merged."}, **{"If-Match": f'"{record.version}"'})
    assert (answer.status_code, answer.json()["state"]) == (202, "checking")
    services.check_import(record.pk)
    record.refresh_from_db()
    assert (caller.get(api).json()["left_rows"], caller.get(f"{api}rows/?outcome=left").json()["results"][0]["number"]) == (1, 3)
    key = errors_of(call, record)[0]["error"]
    assert browser.post(f"{path}leave-out/", {"version": record.version, "errors": key})["Location"] == path
    services.check_import(record.pk)
    record.refresh_from_db()
    text = browser.get(f"{path}?outcome=left").content.decode()
    assert record.left_out == [3, 4] and "Every other row can be read; 2 are left out." in text and text.count("Take it in again") == 2
    browser.post(f"{path}take-in/", {"version": record.version, "rows": ["4", "x"]})
    services.check_import(record.pk)
    record.refresh_from_db()
    assert record.left_out == [3]
    assert call("haringey").post(f"{api}take-in/", {"rows": [3]}, **{"If-Match": f'"{record.version}"'}).status_code == 404
    assert "is not in the file" in browser.post(f"{path}leave-out/", {"version": record.version, "rows": "99"}, follow=True).content.decode()


def test_the_command_leaves_rows_out(officer, tmp_path):
    path = tmp_path / "eric_2016-17.csv"
    path.write_bytes(eric([MILE_END, WRONG, HOMERTON, LARGE]))
    for dry_run in (True, False):
        out = StringIO()
        call_command("import_estates", str(path), "--leave-out", "3, 5", dry_run=dry_run, stdout=out)
        assert out.getvalue().strip() == "new 2  changed 0  unchanged 0  errors 0  left out 2"
        assert Site.objects.count() == (0 if dry_run else 2)
        with pytest.raises(CommandError, match="Row 99 is not in the file"):
            call_command("import_estates", str(path), "--leave-out", "99", dry_run=dry_run)
    with pytest.raises(CommandError, match="such as 3,7"):
        call_command("import_estates", str(path), "--leave-out", "3,x")
