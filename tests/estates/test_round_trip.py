"""The register's own list of sites: out and in again, and edited between."""

import csv
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.models import Organisation, Role
from devo_portal.core.writes import recorded
from estates import services
from estates.exporting import write_csv
from estates.lists import LISTS
from estates.models import Import, Site
from estates.tables import bare, lines, neutral
from tests.estates.conftest import eric, imported
from tests.factories import borough, organisation, person

NOTHING = "new 0  changed 0  unchanged {}  errors 0"


def ran(path, **options):
    out, errors = StringIO(), StringIO()
    status = 0
    try:
        call_command("import_estates", str(path), stdout=out, stderr=errors, **options)
    except SystemExit as end:
        status = end.code
    return status, out.getvalue().rstrip().splitlines()[-1], errors.getvalue()


def edited(by, **cells):
    """The export as bytes, with cells of the row of Mile End replaced by heading; `add` is one more row."""
    listing = LISTS["sites"]
    write_csv(listing.rows(by).order_by("id"), listing.columns, file := BytesIO())
    text = file.getvalue().decode("utf-8-sig")
    head, *rows = [[bare(cell) for cell in row] for row in csv.reader(StringIO(text))]
    extra = cells.pop("add", None)
    for row in rows:
        if row[3] == "R1H13":
            for heading, cell in cells.items():
                row[head.index(heading)] = cell
    return "".join(lines([head, *rows, *([extra + [""] * (len(head) - len(extra))] if extra else [])])).encode()


nasty = st.one_of(
    st.text(st.characters(blacklist_categories=("Cs", "Cc"), whitelist_characters="\n\t"), min_size=1, max_size=30),
    st.sampled_from(
        [
            '=HYPERLINK("x")',
            "'=1",
            "''=1",
            "-5",
            "+44",
            "@home",
            '"',
            '""',
            ",;\t",
            "a\nb",
            "NULL",
            "None",
            "\\N",
            "Ödön’s 家 🏥",
            " x ",
            "0012",
            "1e5",
            "TRUE",
            "2017-03-31",
            "25%",
        ]
    ),
).filter(lambda text: text.strip())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(nasty, st.sampled_from(Site.Type.values), st.sampled_from(["", "E1 4DG"]), st.booleans()), min_size=1, max_size=6),
    st.sampled_from(["csv", "xlsx"]),
)
def test_what_is_exported_and_imported_again_changes_nothing(officer, tmp_path, rows, form):
    with transaction.atomic():
        for number, (name, kind, postcode, located) in enumerate(rows):
            owner = organisation(*(("Haringey", "authority") if number % 2 else ("A trust", "trust")), **({} if number % 2 else {"ods_code": "RXX"}))
            Site.objects.create(
                organisation=owner, code=f"S{number}", name=name, type=kind, postcode=postcode, area=borough("Hackney") if located else None
            )
        path = tmp_path / f"sites.{form}"
        call_command("export_estates", "sites", str(path))
        assert ran(path, dry_run=True) == (0, NOTHING.format(len(rows)), "")
        assert ran(path) == (0, NOTHING.format(len(rows)), "")
        transaction.set_rollback(True)


@given(st.text(max_size=12))
def test_a_cell_made_harmless_is_the_same_cell_again(cell):
    assert bare(neutral(cell)) == cell


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_return_s_sites_go_out_and_in(officer, tmp_path, form):
    imported(officer, eric())
    path = tmp_path / f"sites.{form}"
    call_command("export_estates", "sites", str(path))
    assert ran(path, dry_run=True)[:2] == (0, NOTHING.format(3)) and Import.objects.count() == 1
    if form == "csv":
        assert next(csv.reader(StringIO(path.read_bytes().decode("utf-8-sig"))))[:2] == ["Site ID", "Organisation code"]


def test_an_edited_list_changes_just_what_was_edited_and_can_be_undone(officer):
    imported(officer, eric())
    hackney = borough("Hackney", gss_code="E09000012")
    before = list(Site.objects.order_by("pk").values("name", "postcode", "area", "type"))
    new = ["", "R1H", "", "R1H99", "New house", "Support facilities", "", "Hackney", ""]
    record = imported(
        officer, edited(officer, **{"Site name": "=Mile End", "Postcode": "E1 4DG", "Borough code": "E09000012", "add": new}), "sites.csv"
    )
    assert (record.state, record.kind, record.new_rows, record.changed_rows, record.unchanged_rows) == ("done", "sites", 1, 1, 2), record.message
    site = Site.objects.get(code="R1H13")
    assert (site.name, site.postcode, site.area) == ("=Mile End", "E1 4DG", hackney)
    assert {each["label"] for each in record.rows.get(outcome="changed").changes} == {"Site name", "Postcode", "Borough code"}
    assert Site.objects.get(code="R1H99").organisation.ods_code == "R1H"
    services.undo_import(by=officer, pk=record.pk, version=record.version, queue=False)
    services.run_undo(record.pk)
    assert list(Site.objects.order_by("pk").values("name", "postcode", "area", "type")) == before


WRONG = {
    "another id": ({"Site ID": "7"}, "Site ID", "is no site of the register"),
    "another code": ({"Site code": "R1H14"}, "Site code", "an import cannot change it"),
    "no organisation": ({"Organisation code": "R9Z", "Organisation": "Nobody"}, "Organisation code", "is not known"),
    "another organisation": ({"Organisation code": "RQX", "Organisation": "x"}, "Organisation code", "an import cannot change it"),
    "no name": ({"Site name": " "}, "Site name", "is empty"),
    "a castle": ({"Site type": "Castle"}, "Site type", "is not known; expected one of: General acute hospital, "),
    "no postcode": ({"Postcode": "London"}, "Postcode", "Enter a full postcode"),
    "no borough": ({"Borough code": "E1"}, "Borough code", "is not known"),
}


@pytest.mark.parametrize(("cells", "column", "said"), WRONG.values(), ids=WRONG)
def test_a_cell_that_is_not_right_is_named_by_row_and_column(officer, cells, column, said):
    imported(officer, eric())
    record = imported(officer, edited(officer, **cells), "sites.csv")
    (row,) = record.rows.filter(outcome="error")
    assert [(each["column"], said in each["detail"]) for each in row.errors] == [(column, True)], row.errors
    assert record.state == "checked" and Site.objects.get(code="R1H13").name == "Mile End Hospital"


def test_a_site_twice_is_told(officer):
    imported(officer, eric())
    site = Site.objects.get(code="R1H13")
    again = [str(site.pk), "R1H", "", "R1H13", site.name, "Community hospital (with inpatient beds)", "", "", ""]
    record = imported(officer, edited(officer, add=again), "sites.csv")
    assert "in the file already, in row" in record.rows.get(outcome="error").errors[0]["detail"]


def test_a_site_edited_between_check_and_confirmation_stops_the_import(officer):
    imported(officer, eric())
    pk = services.start_import(by=officer, file_name="sites.csv", content=edited(officer, **{"Site name": "Mine"}), queue=False).pk
    services.check_import(pk)
    with recorded(by=officer, event="site.updated"):
        Site.objects.filter(code="R1H13").update(name="Theirs")
    services.confirm_import(by=officer, pk=pk, version=Import.objects.get(pk=pk).version, queue=False)
    services.run_import(pk)
    record = Import.objects.get(pk=pk)
    assert record.state == "failed" and "Somebody edited a site" in record.message and Site.objects.get(code="R1H13").name == "Theirs"


def test_a_partner_s_list_may_hold_only_its_own_sites(officer, people):
    imported(officer, eric())
    editor = person(Role.PARTNER_EDITOR, "Homerton University Hospital NHS Foundation Trust")
    assert Organisation.objects.get(ods_code="RQX").name == "Homerton University Hospital NHS Foundation Trust"
    record = imported(editor, edited(officer), "sites.csv")
    assert (record.error_rows, record.rows.filter(outcome="error")[0].errors[0]["detail"]) == (2, "You do not act for this organisation")


def test_a_point_that_is_new_says_its_borough_and_one_in_the_sea_is_told(officer):
    imported(officer, eric())
    record = imported(officer, edited(officer, Latitude="51.5250", Longitude="-0.0335", Address="Bancroft Road,\nLondon"), "sites.csv")
    assert (record.state, record.changed_rows) == ("done", 1), record.message
    site = Site.objects.get(code="R1H13")
    assert (site.latitude, site.longitude, site.address) == (51.525, -0.0335, "Bancroft Road,\nLondon")
    assert imported(officer, edited(officer), "sites.csv").unchanged_rows == 3
    for cells, column in (({"Latitude": "0.5"}, "Latitude"), ({"Longitude": ""}, "Longitude"), ({"Latitude": "north"}, "Latitude")):
        (row,) = imported(officer, edited(officer, **cells), "sites.csv").rows.filter(outcome="error")
        assert [each["column"] for each in row.errors] == [column], row.errors


def test_a_file_with_a_few_of_the_columns_leaves_the_others_as_they_are(officer):
    imported(officer, eric())
    site = Site.objects.get(code="R1H13")
    Site.objects.filter(pk=site.pk).update(postcode="E1 4DG")
    record = imported(officer, f"Site ID,Site name\n{site.pk},Mile End\n".encode(), "names.csv")
    assert (record.state, record.changed_rows) == ("done", 1), record.message
    site.refresh_from_db()
    assert (site.name, site.postcode, site.type) == ("Mile End", "E1 4DG", "community")


def test_no_import_says_that_a_site_is_sensitive(officer):
    imported(officer, eric())
    (row,) = imported(officer, edited(officer, Sensitive="Yes"), "sites.csv").rows.filter(outcome="error")
    assert row.errors == [{"column": "Sensitive", "detail": "is “No” in the register; an import cannot change it"}]
