"""What a file is taken for whose headings are not all there, and which of its sheets is read."""

from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from estates import services
from estates.kinds import KINDS, kind_of
from estates.lists import LISTS
from estates.mapping import understood
from estates.models import Import, TrustReturn
from estates.reading import open_book
from tests.estates import test_kinds_brownfield as brownfield
from tests.estates import test_kinds_eric_trust as trust
from tests.estates import test_kinds_land_assets as assets
from tests.estates import test_kinds_ods as ods
from tests.estates.conftest import HEADER, MILE_END, eric_cells, imported, workbook
from tests.estates.foreign import table
from tests.estates.test_mapping import checked, started

SITES = [each.heading for each in LISTS["sites"].columns]
RETURNS = [each.heading for each in LISTS["returns"].columns]


def renamed(header, names):
    return table([names.get(each, each) for each in header], {names.get(each, each): "1" for each in header})


CASES = {
    "a brownfield register": (
        brownfield.HEADER,
        {"OwnershipStatus": "Owner status", "SiteReference": "Ref."},
        "Brownfield land register. The columns “SiteReference” and “OwnershipStatus” are missing. Perhaps “Owner status” is “OwnershipStatus”. Other",
    ),
    "assets": (
        assets.HEADER,
        {"Unique Asset ID": "Asset number"},
        "Local authority land and building assets. The column “Unique Asset ID” is missing. Headings that are not known: “Asset number”, ",
    ),
    "an ODS file": (ods.HEADER, {"open_date": "From", "close_date": "Until"}, "ODS sites of NHS trusts. The column “Close date” is missing."),
    "the register's sites": (SITES, {"Site ID": "Key"}, "The register's own list of sites. The column “Site ID” is missing."),
    "the register's returns": (
        RETURNS,
        {"Return ID": "Key"},
        "The register's own list of yearly returns. The column “Return ID” is missing. Headings that are not known: “Key”.",
    ),
    "a return": (
        HEADER,
        {"Site Code": "SiteCode ref", "Organisation Name": "Provider"},
        "ERIC site return. The columns “Organisation Name” and “Site Code” are missing. Perhaps “SiteCode ref” is “Site Code”.",
    ),
}


@pytest.mark.parametrize(("header", "names", "words"), CASES.values(), ids=CASES)
def test_a_heading_or_two_amiss_the_kind_is_named_with_all_that_is_missing(officer, header, names, words):
    record = started(officer, renamed(header, names), "file_2016-17.csv")
    assert record.state == "mapping" and record.message.startswith(f"The headings are those of: {words}"), record.message
    assert all(f"“{theirs}”" in record.message for theirs in names.values())


def test_a_heading_that_the_kind_knows_is_no_candidate_for_another(officer):
    """“Site Name” is as like to “Site Code” as can be, and holds the names."""
    header = [name for name in HEADER if name != "Site Code"]
    record = started(officer, renamed(header, {"Remarks": "Trust"}))
    assert "The column “Site Code” is missing." in record.message and "“Site Name” is" not in record.message
    assert "Site Code" not in understood(open_book(renamed(header, {})), near=True)[0].columns
    without = open_book(renamed([name for name in SITES if name != "Organisation code"], {}))
    assert "Organisation code" not in understood(without, {"kind": "sites"}, near=True)[0].columns  # “Organisation” is only shown


def test_what_comes_near_no_kind_is_still_told_so(officer):
    assert "This is not an ERIC site file" in started(officer, b"name,age,shoe size\nA,3,4\n").message


def test_the_upload_leads_to_the_page_where_columns_are_matched(browse, officer):
    content = renamed(brownfield.HEADER, {"OwnershipStatus": "Owner status"})
    browser = browse("officer")
    where = browser.post("/estates/imports/new/", {"file": SimpleUploadedFile("brownfield.csv", content)})["Location"]
    page = browser.get(where)
    assert where.endswith("/columns/") and page.context["columns"]["kind"] == "brownfield"
    field = next(each for each in page.context["columns"]["fields"] if each["heading"] == "OwnershipStatus")
    assert field["column"] == "Owner status"
    assert f'href="{where}"' in browser.get(where.removesuffix("columns/")).content.decode()


@given(st.data())
def test_a_kind_that_recognises_a_file_is_its_kind(data):
    """What was read by its headings before is read so still."""
    kind = data.draw(st.sampled_from(list(KINDS.values())))
    headings = [each.heading for each in kind.fields]
    own = {each.code: [each.heading for each in listing.columns] for each, listing in ((KINDS[code], listing) for code, listing in LISTS.items())}
    headings = data.draw(st.permutations(own.get(kind.code, headings)))
    book = open_book(table(headings, {}))
    if kind.recognises(book):
        assert kind_of(book) is next(each for each in KINDS.values() if each.recognises(book))


# --- Sheets --------------------------------------------------------------------------------------------------------------
def both(*, first="Trust data"):
    header = [*trust.BARTS]
    rows = [header, [trust.BARTS[name] for name in header]]
    return workbook(eric_cells([MILE_END]), sheets={"Notes": [["How to read this"], ["R1H", "x"]], first: rows})


def test_the_other_sheet_of_a_workbook_is_told_and_can_be_chosen(officer, browse):
    record = started(officer, both(), "eric_2016-17.xlsx")
    services.check_import(record.pk)
    record = Import.objects.get(pk=record.pk)
    assert (record.kind, record.findings["sheet"]) == ("eric_site", "Site Data")
    assert record.findings["other_sheets"] == [{"sheet": "Trust data", "kind": "eric_trust", "label": "ERIC trust return"}]
    browser = browse("officer")
    text = browser.get(f"/estates/imports/{record.pk}/").content.decode()
    link = f"/estates/imports/{record.pk}/columns/?kind=eric_trust&amp;sheet=Trust%20data"
    assert "Only the sheet “Site Data” is read" in text and link in text
    page = browser.get(link.replace("&amp;", "&"))
    assert (page.context["columns"]["kind"], page.context["columns"]["sheet"]) == ("eric_trust", "Trust data")
    record = checked(officer, record.pk, sheet="Trust data")
    assert (record.kind, record.findings["sheet"], record.new_rows) == ("eric_trust", "Trust data", 1)
    assert [each["sheet"] for each in record.findings["other_sheets"]] == ["Site Data"]


def test_a_file_of_one_sheet_says_nothing_of_others(officer):
    assert imported(officer, workbook(eric_cells([MILE_END])), "eric_2016-17.xlsx").findings["other_sheets"] == []


def test_the_command_takes_a_sheet(officer, tmp_path):
    path = tmp_path / "eric_2016-17.xlsx"
    path.write_bytes(both())
    out, told = StringIO(), StringIO()
    call_command("import_estates", str(path), "--sheet", "Trust data", stdout=out, stderr=told)
    assert out.getvalue().strip() == "new 1  changed 0  unchanged 0  errors 0" and TrustReturn.objects.get().organisation.ods_code == "R1H"
    assert "The sheet “Site Data” (ERIC site return) is not read" in told.getvalue()
