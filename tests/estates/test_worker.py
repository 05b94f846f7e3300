"""The whole way of a file, with a real worker."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from estates import services
from estates.models import EstateReturn, Import, Site
from tests.estates.conftest import MILE_END, ROWS, eric, wait_for

pytestmark = pytest.mark.worker


def state(pk):
    return Import.objects.values_list("state", flat=True).get(pk=pk)


def test_upload_check_confirm_and_run_by_page(browse, worker):
    worker()
    client = browse("officer")
    where = client.post("/estates/imports/new/", {"file": SimpleUploadedFile("eric_2016-17.csv", eric())})["Location"]
    pk = where.split("/")[-2]
    wait_for(lambda: state(pk) == "checked")
    client.post(f"{where}confirm/", {"version": Import.objects.get(pk=pk).version})
    wait_for(lambda: state(pk) == "done")
    assert Site.objects.count() == len(ROWS)
    assert "3 new and 0 changed" in client.get(where).content.decode()


def test_a_worker_killed_midway_leaves_the_import_to_the_next_and_nothing_is_doubled(officer, worker):
    """The lock that an advisory `pg_advisory_lock` holds stops the first worker inside its transaction; there it dies."""
    rows = [{**MILE_END, "Site Code": f"X{number}"} for number in range(50)]
    record = services.start_import(by=officer, file_name="eric_2016-17.csv", content=eric(rows), queue=False)
    services.check_import(record.pk)
    with connection.cursor() as cursor:  # a gate that the run meets after its sites are written
        cursor.execute("CREATE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NULL; END'")
        cursor.execute("CREATE TRIGGER gate AFTER INSERT ON estates_site EXECUTE FUNCTION gate()")
        cursor.execute("SELECT pg_advisory_lock(4711)")
    try:
        first = worker()
        services.confirm_import(by=officer, pk=record.pk, version=Import.objects.get(pk=record.pk).version)
        with connection.cursor() as cursor:

            def at_the_gate():
                cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                return cursor.fetchone()[0]

            wait_for(at_the_gate)
            assert services.waiting_imports() == []  # a worker has it in hand
            first.kill()
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            wait_for(lambda: not at_the_gate())
        assert state(record.pk) == "running" and not Site.objects.exists()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(4711)")
            cursor.execute("DROP TRIGGER gate ON estates_site; DROP FUNCTION gate()")
    worker()
    assert services.resume_imports() == 1  # as beat asks, every half minute
    services.resume_imports()  # and again, while it runs or after: harmless
    wait_for(lambda: state(record.pk) == "done")
    assert (Site.objects.count(), EstateReturn.objects.count(), Import.objects.get(pk=record.pk).new_rows) == (50, 50, 50)
