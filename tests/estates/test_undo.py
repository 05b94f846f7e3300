"""A whole import taken back: the register as it was, or a list of what was edited since."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.history import history
from devo_portal.core.models import Organisation, Role
from devo_portal.core.writes import Refused, recorded
from estates import services
from estates.models import EstateReturn, Holding, Import, Site
from tests.estates.conftest import HOMERTON, MILE_END, ROWS, eric, imported, wait_for
from tests.factories import organisation, person

LARGER = {**MILE_END, "Gross internal floor area (m²)": "39000", "Site Name": "MILE END CAMPUS", "Land area owned (Hectares)": "5"}


def tables():
    """Everything that the register holds, but for what the database counts."""
    return {
        model: sorted(
            model.objects.order_by().values(*[each.attname for each in model._meta.concrete_fields if each.name not in ("version", "updated_at")]),
            key=str,
        )
        for model in (Organisation, Site, Holding, EstateReturn)
    }


def undone(by, record):
    record.refresh_from_db()
    services.undo_import(by=by, pk=record.pk, version=record.version, queue=False)
    services.run_undo(record.pk)
    record.refresh_from_db()
    return record


def test_the_first_import_is_taken_back_whole(officer):
    before = tables()
    record = undone(officer, imported(officer, eric()))
    assert (record.state, record.undone_by, tables()) == ("undone", officer, before), record.message
    assert imported(officer, eric()).new_rows == 3


def test_what_was_changed_is_as_before_to_the_last_cell(officer):
    imported(officer, eric())
    before = tables()
    record = imported(
        officer, eric([LARGER, HOMERTON, {**HOMERTON, "Organisation Code": "RAP", "Organisation Name": "NORTH MIDDLESEX", "Site Code": "RAP01"}])
    )
    assert tables() != before
    undone(officer, record)
    assert tables() == before


def test_an_undo_is_one_act_in_history(officer):
    imported(officer, eric())
    record = undone(officer, imported(officer, eric([LARGER])))
    site = Site.objects.get(code="R1H13")
    acts = [
        history(model, pk)[0]
        for model, pk in ((Site, site.pk), (EstateReturn, site.current_return_id), (Holding, site.holdings.get().pk), (Import, record.pk))
    ]
    assert {(act["event"], act["by"]) for act in acts} == {("import.undone", str(officer))}
    assert {change["field"] for change in acts[0]["changes"]} == {"name"}


def test_a_later_edit_stands_in_the_way_and_is_named(officer, call, browse):
    record = imported(officer, eric())
    site = Site.objects.get(code="R1H13")
    services.update_site(by=officer, pk=site.pk, version=site.version, name="Mile End, Bancroft Road")
    after = tables()
    with pytest.raises(Refused, match="1 record was edited after this import") as refusal:
        undone(officer, record)
    assert refusal.value.rule == "import-edited-since"
    assert f"Site Mile End, Bancroft Road: by {officer.name}" in refusal.value.errors["R1H13"]
    caller = call("officer")
    answer = caller.post(f"/api/v1/imports/{record.pk}/undo/", {}, **{"If-Match": f'"{record.version}"'})
    assert answer.status_code == 409 and answer.json()["type"] == "/problems/import-edited-since"
    assert (record.state, tables()) == ("done", after)
    told = caller.get(f"/api/v1/imports/{record.pk}/undo/").json()
    assert told["edits"]["count"] == 1 and told["edits"]["results"][0]["by"] == officer.name
    text = browse("officer").get(f"/estates/imports/{record.pk}/undo/").content.decode()
    assert "It cannot be undone: 1 record was edited since" in text and "Mile End, Bancroft Road" in text and "Undo the whole import" not in text


def test_an_edit_that_was_taken_back_is_none(officer):
    before = tables()
    record = imported(officer, eric())
    site = Site.objects.get(code="R1H13")
    services.update_site(by=officer, pk=site.pk, version=1, name="Otherwise")
    services.update_site(by=officer, pk=site.pk, version=2, name="Mile End Hospital")
    undone(officer, record)
    assert tables() == before


def test_imports_are_undone_from_the_last_to_the_first(officer):
    states, records = [tables()], []
    for name, rows in (("eric_2015-16.csv", ROWS), ("eric_2016-17.csv", [LARGER, HOMERTON]), ("eric_2016-17.csv", [MILE_END])):
        records.append(imported(officer, eric(rows), name))
        states.append(tables())
    with pytest.raises(Refused, match="edited after this import"):
        undone(officer, records[0])
    for record, before in zip(reversed(records), reversed(states[:-1]), strict=True):
        undone(officer, record)
        assert tables() == before


def test_a_record_that_refers_to_a_new_site_stands_in_the_way(officer):
    record = imported(officer, eric())
    site = Site.objects.get(code="RQXM1")
    with recorded(by=officer, event="holding.created"):
        Holding.objects.create(site=site, organisation=organisation("Hackney"), tenure="leasehold")
    with pytest.raises(Refused, match="1 record was edited") as refusal:
        undone(officer, record)
    assert "Holding HOL-" in " ".join(refusal.value.errors.values())


def test_a_new_organisation_that_is_used_stays_and_an_old_one_loses_the_code_that_it_was_given(officer):
    known = organisation("Barts Health NHS Trust", "trust")
    record = imported(officer, eric())
    person(Role.READER, "Homerton University Hospital NHS Foundation Trust")
    undone(officer, record)
    known.refresh_from_db()
    assert record.state == "undone" and known.ods_code == ""
    assert Organisation.objects.filter(ods_code="RQX").exists() and not Site.objects.exists()


@pytest.mark.parametrize("state", ["checked", "cancelled", "undone"])
def test_only_what_is_in_the_register_can_be_undone(officer, state):
    record = imported(officer, eric())
    Import.objects.filter(pk=record.pk).update(state=state)
    with pytest.raises(Refused) as refusal:
        undone(officer, record)
    assert refusal.value.rule == "import-not-done"


def test_undo_by_page_and_by_whom(browse, call, officer):
    record = imported(officer, eric())
    client = browse("officer")
    page = client.get(f"/estates/imports/{record.pk}/undo/")
    assert "Nothing has been edited since" in page.content.decode() and page.context["undoing"]["effects"][0]["removed"] == 3
    assert browse("reader").get(f"/estates/imports/{record.pk}/undo/").status_code == 403
    assert browse("haringey").get(f"/estates/imports/{record.pk}/undo/").status_code == 404
    assert call("haringey").get(f"/api/v1/imports/{record.pk}/undo/").status_code == 404
    stale = client.post(f"/estates/imports/{record.pk}/undo/", {"version": 1})
    assert stale.status_code == 409
    assert client.post(f"/estates/imports/{record.pk}/undo/", {"version": record.version, "reason": "The wrong year"}).status_code == 302
    services.run_undo(record.pk)
    services.run_undo(record.pk)
    text = client.get(f"/estates/imports/{record.pk}/").content.decode()
    assert "The import was undone on" in text and "Undo this import" not in text
    assert call("officer").post(f"/api/v1/imports/{record.pk}/undo/", {}).status_code == 428


def test_an_edit_between_asking_and_undoing_keeps_all(officer):
    record = imported(officer, eric())
    services.undo_import(by=officer, pk=record.pk, version=record.version, queue=False)
    Site.objects.filter(code="R1H13").update(name="Edited meanwhile")
    services.run_undo(record.pk)
    record.refresh_from_db()
    assert record.state == "done" and "1 record was edited" in record.message and Site.objects.count() == 3


def test_the_command_undoes_and_says_what(officer):
    record = imported(officer, eric())
    out, errors = StringIO(), StringIO()
    call_command("undo_import", record.ref, stdout=out)
    assert out.getvalue().strip() == "removed 13  restored 0" and not Site.objects.exists()
    with pytest.raises(CommandError, match="Only a file that was imported"):
        call_command("undo_import", str(record.pk), stderr=errors)
    with pytest.raises(CommandError, match="no import"):
        call_command("undo_import", "IMP-9999", stderr=errors)


codes = st.sampled_from(["R1H", "RQX"])
rows = st.builds(
    lambda trust, code, floor, land, name, cost: {
        **MILE_END,
        "Organisation Code": trust,
        "Organisation Name": trust,
        "Site Code": code,
        "Site Name": name,
        "Gross internal floor area (m²)": str(floor),
        "Occupied floor area (m²)": "0",
        "Land area owned (Hectares)": str(land),
        "Cleaning service cost (£)": str(cost),
    },
    codes,
    st.sampled_from(["A1", "A2", "A3", "AGGRE"]),
    st.integers(0, 2),
    st.integers(0, 2),
    st.sampled_from(["HIGH HOUSE", "LOW HOUSE"]),
    st.integers(0, 2),
)
files = st.lists(rows, min_size=1, max_size=5, unique_by=lambda row: (row["Organisation Code"], row["Site Code"]))
years = st.sampled_from(["eric_2015-16.csv", "eric_2016-17.csv"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(years, files), min_size=1, max_size=4), st.booleans())
def test_undoing_the_last_of_any_imports_gives_the_tables_before_unless_it_was_edited(officer, sequence, edited):
    from django.db import transaction

    with transaction.atomic():
        for name, content in sequence[:-1]:
            imported(officer, eric(content), name)
        before = tables()
        record = imported(officer, eric(sequence[-1][1]), sequence[-1][0])
        touched = EstateReturn.objects.filter(imported_by=record).first() if edited else None
        if touched:
            with recorded(by=officer, event="return.changed"):
                EstateReturn.objects.filter(pk=touched.pk).update(energy_cost=12345)
            after = tables()
            with pytest.raises(Refused):
                undone(officer, record)
            assert tables() == after
        else:
            undone(officer, record)
            assert (record.state, tables()) == ("undone", before), record.message
        transaction.set_rollback(True)


@pytest.mark.worker
def test_a_worker_killed_midway_through_an_undo_leaves_it_to_the_next(officer, worker):
    rows = [{**MILE_END, "Site Code": f"X{number}"} for number in range(50)]
    record = imported(officer, eric(rows))
    with connection.cursor() as cursor:  # a gate that the undo meets after its holdings are gone
        cursor.execute("CREATE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NULL; END'")
        cursor.execute("CREATE TRIGGER gate AFTER DELETE ON estates_site EXECUTE FUNCTION gate()")
        cursor.execute("SELECT pg_advisory_lock(4711)")
    try:
        first = worker()
        services.undo_import(by=officer, pk=record.pk, version=record.version)
        with connection.cursor() as cursor:

            def at_the_gate():
                cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                return cursor.fetchone()[0]

            wait_for(at_the_gate)
            first.kill()
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            wait_for(lambda: not at_the_gate())
        assert Import.objects.get(pk=record.pk).state == "undoing" and (Site.objects.count(), Holding.objects.count()) == (50, 50)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(4711)")
            cursor.execute("DROP TRIGGER gate ON estates_site; DROP FUNCTION gate()")
    worker()
    assert services.resume_imports() == 1
    services.resume_imports()
    wait_for(lambda: Import.objects.get(pk=record.pk).state == "undone")
    assert not Site.objects.exists() and not EstateReturn.objects.exists()
