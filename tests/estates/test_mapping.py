"""A file whose headings are not the portal's: kept, matched on a page, checked, and read by itself the next time."""

import csv
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import Http404

from devo_portal.core.history import history
from devo_portal.core.models import Membership, Organisation, Role
from devo_portal.core.wire import dumps
from devo_portal.core.writes import Refused
from estates import services
from estates.mapping import key_of, mapped, understood
from estates.models import ColumnMapping, Import, ImportRow, Site
from estates.reading import find_table, open_book
from tests.conftest import Caller
from tests.estates.conftest import HEADER, MILE_END, ROWS, eric, imported, workbook
from tests.factories import person

STRANGE = {
    "Organisation Code": "Body",
    "Organisation Name": "Body in full",
    "Site Code": "Ref",
    "Site Name": "Called",
    "Site Type": "Sort",
    "Gross internal floor area (m²)": "Floor",
    "Land area owned (Hectares)": "Ground",
}
STRANGE_HEADER = [STRANGE.get(name, name) for name in HEADER]


def strange(rows=None):
    return eric(rows, header=STRANGE_HEADER)


def started(by, content=None, name="eric_2016-17.csv", **given):
    content = strange() if content is None else content
    return services.start_import(by=by, file_name=name, content=content, keep=True, queue=False, **given)


def checked(by, pk, **said):
    record = services.map_columns(by=by, pk=pk, version=Import.objects.get(pk=pk).version, queue=False, **said)
    services.check_import(record.pk)
    return Import.objects.get(pk=pk)


def test_a_file_with_strange_headings_is_kept_and_says_why(officer):
    record = started(officer)
    assert (
        record.state == "mapping"
        and "The headings are those of: ERIC site return. The columns “Organisation Code”, “Organisation Name”, " in record.message
    )
    with pytest.raises(ValidationError, match="Organisation Code"):
        services.start_import(by=officer, file_name="eric_2016-17.csv", content=strange(), queue=False)
    with pytest.raises(Refused, match="columns to be matched"):
        services.confirm_import(by=officer, pk=record.pk, version=record.version)
    services.cancel_import(by=officer, pk=record.pk, version=record.version)


def test_matched_it_is_read_as_a_file_with_the_known_headings(officer):
    plainly = imported(officer, eric())
    rows = list(ImportRow.objects.filter(imported_by=plainly).values_list("site_code", "values", "row_hash", "type"))
    record = checked(officer, started(officer).pk, columns=STRANGE)
    assert (record.state, record.unchanged_rows, record.message) == ("checked", len(ROWS), "")
    assert list(ImportRow.objects.filter(imported_by=record).values_list("site_code", "values", "row_hash", "type")) == rows


def test_the_next_file_with_the_same_headings_is_read_by_itself(officer):
    checked(officer, started(officer).pk, columns=STRANGE)
    kept = ColumnMapping.objects.get()
    assert (kept.kind, kept.saved_by, kept.columns["Site Name"]) == ("eric_site", officer, "Called")
    assert history(ColumnMapping, kept.pk)[0]["event"] == "import.columns_mapped"
    turned = [dict(zip(STRANGE_HEADER, [row[name] for name in HEADER], strict=True)) for row in ROWS]
    text = StringIO()
    text.write("A title above\r\n\r\n")
    writer = csv.DictWriter(text, sorted(STRANGE_HEADER))
    writer.writeheader()
    writer.writerows(turned)
    record = started(officer, text.getvalue().replace("Called", " CALLED").encode(), "eric_2017-18.csv")
    assert (record.state, record.column_mapping, record.year) == ("checking", kept, "2017-18")
    services.check_import(record.pk)
    record.refresh_from_db()
    assert (record.state, record.new_rows, record.error_rows) == ("checked", 3, 0)


def test_another_organisation_is_asked_for_itself(officer, people):
    checked(officer, started(officer).pk, columns=STRANGE)
    trust = Organisation.objects.create(name="Barts Health NHS Trust", kind="trust", ods_code="R1H")
    assert started(person(Role.PARTNER_EDITOR, trust.name), strange([MILE_END])).state == "mapping"


def test_a_mapping_is_changed_from_an_import_that_was_read_by_it(officer):
    record = checked(
        officer,
        started(officer).pk,
        columns={**STRANGE, "Occupied floor area (m²)": "Floor", "Gross internal floor area (m²)": "Occupied floor area (m²)"},
    )
    assert ImportRow.objects.get(imported_by=record, number=2).values["gross_internal_m2"] == "30000.00"
    record = checked(officer, record.pk, columns=STRANGE)
    assert ImportRow.objects.get(imported_by=record, number=2).values["gross_internal_m2"] == "38000.00"
    kept = ColumnMapping.objects.get()
    assert kept.columns["Gross internal floor area (m²)"] == "Floor" and kept.version == 2


def test_what_is_said_stands_before_a_heading_that_is_known(officer):
    """A column with the known heading is set apart when another is said to hold its field."""
    header = [{"Remarks": "Name in use"}.get(name, name) for name in HEADER]
    content = eric([{**MILE_END, "Remarks": "BANCROFT ROAD"}], header=header)
    record = started(officer, content)
    services.check_import(record.pk)
    record = checked(officer, record.pk, columns={"Site Name": "Name in use"})
    row = ImportRow.objects.get(imported_by=record)
    assert (row.site_name, record.headers[3], record.headers[-1]) == ("BANCROFT ROAD", "Not mapped: Site Name", "Site Name")


def test_sheet_and_row_of_the_headings_can_be_said(officer):
    first = [["Guide"], ["Organisation Code", "Organisation Name", "Site Code", "Site Name", "Site Type"]]
    cells = [[row[name] for name in HEADER] for row in ROWS]
    content = workbook([["Draft"], STRANGE_HEADER, *cells], sheets={"Guide": first})
    pk = started(officer, content, "eric_2016-17.xlsx").pk
    with pytest.raises(ValidationError, match="no column “Body”"):
        checked(officer, pk, sheet="Guide", header_row=2, columns=STRANGE)
    with pytest.raises(ValidationError, match="Row 99 of the file is empty"):
        checked(officer, pk, sheet="Site Data", header_row=99, columns=STRANGE)
    record = checked(officer, pk, sheet="Site Data", header_row=2, columns=STRANGE)
    assert (record.state, record.new_rows, record.error_rows) == ("checked", 3, 0)


def test_headings_in_two_rows(officer):
    above, below = zip(*[(name.split(" ", 1)[0], ([*name.split(" ", 1), ""])[1]) for name in STRANGE_HEADER], strict=True)
    content = workbook([list(above), list(below), *[[row[name] for name in HEADER] for row in ROWS]])
    said = {"header_row": 2, "two_rows": True, "columns": STRANGE}
    record = checked(officer, started(officer, content, "eric_2016-17.xlsx").pk, **said)
    assert (record.state, record.new_rows, ColumnMapping.objects.get().two_rows) == ("checked", 3, True)
    assert started(officer, content, "eric_2017-18.xlsx").state == "checking"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"columns": {**STRANGE, "Site Name": ""}}, "Say which column holds Site Name"),
        ({"columns": {**STRANGE, "Site Name": "Ref"}}, "is chosen for two fields"),
        ({"columns": {**STRANGE, "Colour": "Ref"}}, "“Colour” is no field"),
        ({"columns": {**STRANGE, "Site Name": "Nowhere"}}, "no column “Nowhere”"),
        ({"columns": STRANGE, "kind": "poems"}, "is not a kind of file"),
    ],
)
def test_what_cannot_be_so_is_refused_and_nothing_is_kept(officer, said, words):
    record = started(officer)
    with pytest.raises(ValidationError, match=words):
        checked(officer, record.pk, **said)
    record.refresh_from_db()
    assert record.state == "mapping" and not ColumnMapping.objects.exists()


def test_a_year_that_the_name_does_not_say_is_asked(officer):
    pk = started(officer, name="return.csv").pk
    with pytest.raises(ValidationError, match="financial year"):
        checked(officer, pk, columns=STRANGE)
    assert checked(officer, pk, columns=STRANGE, year="2016-17").year == "2016-17"
    with pytest.raises(ValidationError, match="financial year"):
        started(officer, name="return.csv", year="2016-99")


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n0000", b"", b",,,\n,,,\n", b"PK\x03\x04rest", eric([])], ids=["picture", "empty", "commas", "zip", "one row"]
)
def test_what_is_no_table_is_refused_as_ever(officer, content):
    with pytest.raises(ValidationError):
        started(officer, content)
    assert not Import.objects.exists()


def test_it_is_too_late_once_the_file_is_confirmed(officer):
    record = imported(officer, eric())
    with pytest.raises(Refused, match="too late"):
        services.map_columns(by=officer, pk=record.pk, version=record.version, columns=STRANGE)


def test_only_who_uploaded_a_file_sees_what_is_in_it(officer, people, call):
    trust = Organisation.objects.create(name="Barts Health NHS Trust", kind="trust", ods_code="R1H")
    mine, colleague = person(Role.PARTNER_EDITOR, trust.name), person(Role.PARTNER_EDITOR, "Barts Charity")
    Membership.objects.create(user=colleague, organisation=trust, role=Role.PARTNER_EDITOR)
    record = started(mine, strange([MILE_END]))
    path = f"/api/v1/imports/{record.pk}/columns/"
    assert Caller(mine).get(path).status_code == Caller(officer).get(path).status_code == 200
    assert Caller(colleague).get(f"/api/v1/imports/{record.pk}/").json()["may_map"] is False
    for caller in (Caller(colleague), call("reader"), call("haringey")):
        assert caller.get(path).status_code == 404
    with pytest.raises(Http404):
        services.map_columns(by=colleague, pk=record.pk, version=record.version, columns=STRANGE)


# --- Page, API, command ------------------------------------------------------------------------------------------------
def test_page_and_api_say_the_same_and_the_page_maps(browse, call, officer):
    browser = browse("officer")
    where = browser.post("/estates/imports/new/", {"file": SimpleUploadedFile("eric_2016-17.csv", strange())})["Location"]
    page = browser.get(where)
    record = Import.objects.get()
    assert where == f"/estates/imports/{record.pk}/columns/"
    api = call("officer").get(f"/api/v1/imports/{record.pk}/columns/")
    assert dumps(page.context["columns"]) == api.content
    fields = api.json()["fields"]
    assert next(each for each in fields if each["heading"] == "Occupied floor area (m²)")["samples"] == ["30000"] * 3
    assert "The columns “Organisation Code”" in page.content.decode()
    by_field = {each["heading"]: f"column-{place}" for place, each in enumerate(fields)}
    data = {by_field[each["heading"]]: STRANGE.get(each["heading"], each["column"]) for each in fields}
    data |= {"version": record.version, "kind": "eric_site", "sheet": "", "header_row": 1, "two_rows": "False", "year": ""}
    short = browser.post(where, {**data, by_field["Site Name"]: ""})
    assert short.status_code == 422 and "Say which column holds Site Name." in short.content.decode()
    assert browser.post(where, data).status_code == 302
    services.check_import(record.pk)
    text = browser.get(f"/estates/imports/{record.pk}/").content.decode()
    assert "Change how the columns are matched" in text and "(MAP-1)" in text
    listed = call("officer").get("/api/v1/column-mappings/").json()["results"]
    assert [each["columns"]["Site Name"] for each in listed] == ["Called"] and call("reader").get("/api/v1/column-mappings/").json()["results"] == []
    wrong = browser.get(f"{where}?kind=eric_site&header_row=99")
    assert wrong.status_code == 200 and "Row 99 of the file is empty" in wrong.content.decode()


def test_a_mapping_goes_with_the_upload_and_by_its_own_address(call, officer):
    caller = call("officer")
    mapping = '{"columns": {"Site Name": "Called", "site code": "Ref", "Organisation Code": "Body", "Organisation Name": "Body in full", "Site Type": "Sort", "Gross internal floor area (m²)": "Floor", "Land area owned": "Ground"}}'  # noqa: E501
    sent = {"file": SimpleUploadedFile("eric_2016-17.csv", strange()), "mapping": mapping}
    made = caller.client.post("/api/v1/imports/", sent, headers=caller.headers)
    assert made.status_code == 201 and made.json()["state"] == "checking", made.content
    wrong = caller.client.post(
        "/api/v1/imports/", {**sent, "file": SimpleUploadedFile("eric_2016-17.csv", strange()), "mapping": '{"colour": 1}'}, headers=caller.headers
    )
    assert wrong.status_code == 400 and "no such field" in wrong.content.decode()
    other = started(officer, eric(header=["X" + name for name in STRANGE_HEADER]))
    path = f"/api/v1/imports/{other.pk}/columns/"
    assert caller.post(path, {"columns": {}}).status_code == 428
    body = {"columns": {name: "X" + column for name, column in STRANGE.items()}}
    assert caller.post(path, body, **{"If-Match": '"99"'}).status_code == 412
    assert caller.post(path, body, **{"If-Match": f'"{other.version}"'}).json()["state"] == "checking"


def test_the_command_takes_columns(officer, tmp_path):
    path = tmp_path / "eric_2016-17.csv"
    path.write_bytes(strange())
    with pytest.raises(CommandError, match=r"are missing.*Use --map"):
        call_command("import_estates", str(path))
    with pytest.raises(CommandError, match="FIELD=HEADING"):
        call_command("import_estates", str(path), columns=["Site Name"])
    said = [f"{name}={column}" for name, column in STRANGE.items()]
    for dry_run, last in ((True, "new 3  changed 0  unchanged 0  errors 0"), (False, "new 3  changed 0  unchanged 0  errors 0")):
        out = StringIO()
        call_command("import_estates", str(path), columns=said, header_row=1, dry_run=dry_run, stdout=out)
        assert out.getvalue().strip() == last
        assert ColumnMapping.objects.count() == (0 if dry_run else 1)
    out = StringIO()
    call_command("import_estates", str(path), stdout=out)  # by what was kept
    assert out.getvalue().strip() == "new 0  changed 0  unchanged 3  errors 0"
    assert Site.objects.count() == 3


# --- The pure part -----------------------------------------------------------------------------------------------------
def test_a_heading_that_is_only_like_a_known_one_is_offered_and_not_taken():
    book = open_book(eric(header=[{"Site Name": "Site nmae"}.get(name, name) for name in HEADER]))
    assert "Site Name" not in understood(book)[0].columns
    assert understood(book, near=True)[0].columns["Site Name"] == "Site nmae"


def test_a_mapped_book_has_the_headings_that_were_said_whatever_stands_beneath():
    book = open_book(b"Name,Other\nmetres,\nA,B\n")
    said = {"kind": "sites", "sheet": "", "header_row": 1, "two_rows": False, "columns": {"Site name": "Name"}}
    table = find_table(mapped(book, said), lambda heading: heading == "Site name")
    assert (table.headers, table.row, list(table.rows())) == (["Site name", "Other"], 1, [(2, ["metres", ""]), (3, ["A", "B"])])
    assert mapped(book, {}) is book


def test_the_key_of_headings_does_not_count_order_or_capitals():
    assert key_of(["Site  name", "B"]) == key_of(["b", "SITE NAME"]) != key_of(["b", "site names"])
