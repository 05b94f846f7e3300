"""What an import does to the register."""

import random
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from devo_portal.core.history import history
from devo_portal.core.models import Membership, Organisation
from devo_portal.core.writes import Refused
from estates import services
from estates.models import EstateReturn, Holding, Import, ImportRow, Site
from tests.estates.conftest import HEADER, HOMERTON, MILE_END, ROWS, SMALL_SITES, eric, imported
from tests.factories import organisation

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "eric_2016-17_site_london.csv"


def snapshot():
    """The register, as far as people see it."""
    fields = (
        "ref",
        "name",
        "type",
        "organisation__ods_code",
        "current_return__year",
        "current_return__gross_internal_m2",
        "current_return__row_hash",
    )
    return sorted(Site.objects.values_list(*fields))


def test_rows_become_organisations_sites_returns_and_holdings(officer):
    record = imported(officer, eric())
    assert (record.state, record.new_rows, record.error_rows) == ("done", 3, 0), record.message
    assert sorted(Organisation.objects.filter(kind="trust").values_list("ods_code", "name")) == [
        ("R1H", "Barts Health NHS Trust"),
        ("RQX", "Homerton University Hospital NHS Foundation Trust"),
    ]
    site = Site.objects.get(code="R1H13")
    assert (site.name, site.type, site.ref) == ("Mile End Hospital", "community", "R1H13")
    returned = site.current_return
    assert (returned.year, returned.gross_internal_m2, returned.backlog_low, returned.backlog_total) == ("2016-17", 38000, None, 1000)
    assert returned.site_name == "MILE END HOSPITAL"
    assert Holding.objects.get(site=site).land_ha == Decimal("3.87")
    assert Site.objects.get(code="AGGRE").ref == "R1H-AGGRE"


def test_every_row_of_history_says_who_and_in_which_act(officer):
    imported(officer, eric())
    site = Site.objects.get(code="R1H13")
    for model, pk in (
        (Site, site.pk),
        (EstateReturn, site.current_return_id),
        (Holding, site.holdings.get().pk),
        (Organisation, site.organisation_id),
    ):
        (act,) = history(model, pk)
        assert (act["by"], act["event"]) == (str(officer), "estates.imported"), model


def test_the_same_file_again_changes_nothing(officer):
    imported(officer, eric())
    before = list(EstateReturn.objects.order_by("pk").values_list("pk", "version", "updated_at"))
    again = imported(officer, eric())
    assert (again.new_rows, again.changed_rows, again.unchanged_rows) == (0, 0, 3)
    assert list(EstateReturn.objects.order_by("pk").values_list("pk", "version", "updated_at")) == before


@pytest.mark.parametrize(
    "content",
    [
        eric(encoding="cp1252"),
        eric(encoding="utf-16"),
        eric(encoding="utf-8-sig"),
        eric(delimiter="\t", encoding="utf-16"),
        eric([{**row, "Cleaning service cost (£)": "5", "Gross internal floor area (m²)": "38000"} for row in ROWS]),
    ],
    ids=["cp1252", "utf-16", "utf-8 with its mark", "a spreadsheet's Unicode text", "without thousands separators"],
)
def test_the_same_facts_written_otherwise_change_nothing(officer, content):
    imported(officer, eric())
    assert imported(officer, content).unchanged_rows == 3


def test_headings_of_other_years_and_damaged_signs_are_known(officer):
    later = {
        "Organisation Code": "Trust Code",
        "Organisation Name": "Trust Name",
        "Gross internal floor area (m²)": "Gross internal floor area (mÂ²)",
    }
    record = imported(officer, eric(header=[later.get(name, name) for name in HEADER]), "ERIC_201819_site.csv")
    assert (record.year, record.new_rows) == ("2018-19", 3), record.message


def test_a_changed_row_says_what_changes_and_changes_it(officer):
    imported(officer, eric())
    changed = [{**MILE_END, "Gross internal floor area (m²)": "39000", "Remarks": "extended"}, SMALL_SITES, HOMERTON]
    pk = services.start_import(by=officer, file_name="eric_2016-17.csv", content=eric(changed), queue=False).pk
    services.check_import(pk)
    row = ImportRow.objects.get(imported_by=pk, outcome="changed")
    assert {(each["label"], each["before"], each["after"]) for each in row.changes} == {
        ("Gross internal floor area (m²)", "38000.00", "39000.00"),
        ("Remarks", "", "extended"),
    }
    assert Site.objects.get(code="R1H13").current_return.gross_internal_m2 == 38000
    services.confirm_import(by=officer, pk=pk, version=Import.objects.get(pk=pk).version, queue=False)
    services.run_import(pk)
    assert Site.objects.get(code="R1H13").current_return.gross_internal_m2 == 39000
    record = Import.objects.get(pk=pk)
    assert (record.new_rows, record.changed_rows, record.unchanged_rows) == (0, 1, 2)


def test_another_year_is_added_and_the_latest_is_current_in_either_order(officer):
    imported(officer, eric(), "eric_2017-18.csv")
    imported(officer, eric([{**MILE_END, "Gross internal floor area (m²)": "1"}, HOMERTON]), "eric_2016-17.csv")
    site = Site.objects.get(code="R1H13")
    assert (site.current_return.year, site.current_return.gross_internal_m2, site.returns.count()) == ("2017-18", 38000, 2)
    imported(officer, eric([{**MILE_END, "Land area owned (Hectares)": "4"}]), "eric_2018-19.csv")
    site.refresh_from_db()
    assert (site.current_return.year, site.returns.count()) == ("2018-19", 3)
    assert site.holdings.get().land_ha == 4


def test_a_name_that_somebody_corrected_stays_until_the_return_says_another(officer):
    imported(officer, eric())
    site = Site.objects.get(code="R1H13")
    services.update_site(by=officer, pk=site.pk, version=site.version, name="Mile End Hospital, Bancroft Road")
    imported(officer, eric([{**MILE_END, "Cost to eradicate high risk backlog (£)": "7"}]))
    site.refresh_from_db()
    assert site.name == "Mile End Hospital, Bancroft Road"
    imported(officer, eric([{**MILE_END, "Site Name": "MILE END HEALTH CAMPUS"}]))
    site.refresh_from_db()
    assert site.name == "Mile End Health Campus"


def test_rows_in_any_order_give_the_same_register(officer):
    rows = [{**MILE_END, "Site Code": f"X{number}", "Organisation Code": f"R{number % 3}Z"} for number in range(9)]
    rows += [{**rows[0], "Organisation Code": "R9Z"}]  # the same site code of another trust
    imported(officer, eric(rows))
    first = snapshot()
    Site.objects.update(current_return=None)
    for model in (Holding, EstateReturn, Import, Site):
        model.objects.all().delete()
    random.Random(1).shuffle(rows)
    imported(officer, eric(rows))
    assert snapshot() == first


def test_a_trust_known_by_its_name_alone_is_given_its_code(officer):
    known = organisation("Barts Health NHS Trust", "trust")
    record = imported(officer, eric())
    assert record.state == "done", record.message
    known.refresh_from_db()
    assert known.ods_code == "R1H"


def test_flags_tell_what_a_person_should_look_at(officer):
    odd = [
        {
            **MILE_END,
            "Site Code": "A1",
            "Gross internal floor area (m²)": "399",
            "Occupied floor area (m²)": "300",
            "Land area owned (Hectares)": "103",
        },
        {
            **MILE_END,
            "Site Code": "A2",
            "Gross internal floor area (m²)": "5001",
            "Occupied floor area (m²)": "5002",
            "Land area owned (Hectares)": "0",
        },
        {**MILE_END, "Site Code": "A3", "Land area not delivering services (Hectares)": "4"},
        {**MILE_END, "Site Code": "A4", "Age profile - total (must equal 100%) (%)": "90", "Cleaning service cost (£)": "-5"},
        {**MILE_END, "Site Code": "A5", "Site Type": "12. Marina"},
        {**MILE_END, "Site Code": "A6"},
    ]
    record = imported(officer, eric(odd))
    assert record.state == "done", record.message
    assert dict(EstateReturn.objects.values_list("site__code", "flags")) == {
        "A1": ["land_unit"],
        "A2": ["leased_or_nhsps", "occupied_over_gross"],
        "A3": ["not_delivering_over_owned"],
        "A4": ["age_profile_total", "negative_cost"],
        "A5": ["type_not_known"],
        "A6": [],
    }


def test_one_row_in_error_keeps_the_whole_file_out(officer):
    record = imported(officer, eric([MILE_END, {**HOMERTON, "Gross internal floor area (m²)": "-1"}]))
    assert (record.state, record.new_rows, record.error_rows) == ("checked", 1, 1)
    with pytest.raises(Refused, match="all of it is imported, or none"):
        services.confirm_import(by=officer, pk=record.pk, version=record.version)
    assert not Site.objects.exists()


def test_a_task_delivered_twice_is_done_once(officer):
    record = imported(officer, eric())
    services.run_import(record.pk)
    services.check_import(record.pk)
    record.refresh_from_db()
    assert (record.state, record.new_rows, Site.objects.count()) == ("done", 3, 3)


def test_an_import_that_fails_midway_leaves_nothing(officer):
    """The database itself refuses the last statement: what went before it goes too."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE estates_holding ADD CONSTRAINT no_homerton CHECK (ref <> 'HOL-RQXM1')")
    record = imported(officer, eric())
    assert (record.state, record.message) == ("failed", "Nothing was imported. The fault is ours, and it has been logged.")
    assert not Site.objects.exists() and not EstateReturn.objects.exists()


# --- The command ------------------------------------------------------------------------------------------------------
def ran(path, **options):
    out, errors = StringIO(), StringIO()
    status = 0
    try:
        call_command("import_estates", str(path), stdout=out, stderr=errors, **options)
    except SystemExit as end:
        status = end.code
    return status, out.getvalue().rstrip().splitlines()[-1], errors.getvalue()


def test_the_command_ends_with_the_counts_and_a_dry_run_saves_nothing(officer, tmp_path):
    path = tmp_path / "eric_2016-17.csv"
    path.write_bytes(eric())
    assert ran(path, dry_run=True)[:2] == (0, "new 3  changed 0  unchanged 0  errors 0")
    assert not Site.objects.exists() and not Import.objects.exists()
    assert ran(path)[:2] == (0, "new 3  changed 0  unchanged 0  errors 0")
    assert ran(path)[:2] == (0, "new 0  changed 0  unchanged 3  errors 0")


@pytest.mark.parametrize("dry_run", [True, False])
def test_the_command_names_row_and_column_and_ends_with_status_1(officer, tmp_path, dry_run):
    path = tmp_path / "eric.csv"
    path.write_bytes(eric([MILE_END, {**HOMERTON, "Occupied floor area (m²)": "many"}]))
    status, last, errors = ran(path, dry_run=dry_run, year="2016-17")
    assert (status, last) == (1, "new 1  changed 0  unchanged 0  errors 1")
    assert "row 3, Occupied floor area (m²): “many” is not a number" in errors
    assert not Site.objects.exists()


def test_the_real_return_gives_the_published_totals(officer, call, browse):
    if not REAL.exists():
        pytest.skip(f"the real return is not at {REAL}")
    assert ran(REAL)[1] == "new 172  changed 0  unchanged 0  errors 0"
    totals = call("reader").get("/api/v1/sites/summary/").json()
    assert (totals["organisations"], totals["sites"], totals["aggregates"]) == (36, 172, 28)
    assert round(float(totals["gross_internal_m2"]) / 1e6, 3) == 4.855
    assert round(float(totals["backlog_total"]) / 1e6, 1) == 1863.6
    page = browse("reader").get("/estates/").content.decode()
    assert "£1,863.6 million" in page and "4,855,003" in page
    assert [site["code"] for site in call("reader").get("/api/v1/sites/?flag=land_unit").json()["results"]] == ["TAF10"]
    assert len(call("reader").get("/api/v1/sites/?flag=leased_or_nhsps&limit=100").json()["results"]) == 22
    assert ran(REAL)[1] == "new 0  changed 0  unchanged 172  errors 0"


def test_an_import_whose_uploader_may_do_nothing_any_more_ends_and_says_so(officer):
    record = services.start_import(by=officer, file_name="eric_2016-17.csv", content=eric(), queue=False)
    Membership.objects.filter(user=officer).delete()
    services.check_import(record.pk)
    record.refresh_from_db()
    assert record.state == "refused" and "may not" in record.message.lower(), record.message
