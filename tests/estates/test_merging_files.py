"""A site that was merged, as files and changes of many meet it afterwards."""

import pytest
from django.core.exceptions import ValidationError

from devo_portal.core.writes import Refused
from estates import selectors, services
from estates.models import Import, Site
from tests.conftest import Caller
from tests.estates.conftest import eric, imported
from tests.estates.test_merging import ANNEXE, merged, site

LIST = "Site ID,Organisation code,Organisation,Site code,Site name,Site type,Postcode,Borough code\n"
ODS = "Organisation code,Name,National grouping,Address line 1,Postcode,Open date,Close date\n"


@pytest.fixture
def pair(people):
    """The annexe (R1H99) was merged into the hospital (R1H13)."""
    by = people["officer"]
    imported(by, eric())
    imported(by, eric([ANNEXE]), "eric_2015-16.csv", year="2015-16")
    merged(by, site("R1H99"), site("R1H13"))
    return Site.objects.get(code="R1H99"), Site.objects.get(code="R1H13")


def checked(by, text, name="sites.csv"):
    pk = services.start_import(by=by, file_name=name, content=text.encode(), queue=False).pk
    services.check_import(pk)
    return Import.objects.get(pk=pk)


def test_a_row_under_the_old_code_changes_nothing_of_the_one_that_stays(people, pair):
    by, (_, stays) = people["officer"], pair
    record = checked(by, LIST + ",R1H,Barts Health NHS Trust,R1H99,The old annexe,Not known,N1 1AA,\n")
    assert (record.unchanged_rows, record.changed_rows, record.error_rows) == (1, 0, 0)
    services.confirm_import(by=by, pk=record.pk, version=record.version, queue=False)
    services.run_import(record.pk)
    record.refresh_from_db()
    after = Site.objects.get(pk=stays.pk)
    assert (record.state, after.name, after.postcode, after.version) == ("done", stays.name, stays.postcode, stays.version)


def test_both_codes_in_one_list_are_an_error_of_the_row_that_says_the_way_out(people, pair):
    by = people["officer"]
    rows = "".join(f",R1H,Barts Health NHS Trust,{code},{code} hospital,Not known,,\n" for code in ("R1H13", "R1H99"))
    record = checked(by, LIST + rows)
    assert (record.new_rows, record.error_rows) == (0, 1)
    row = record.rows.exclude(errors=[]).get()
    assert (row.number, row.site_code) == (3, "R1H99")
    assert row.errors[0]["detail"] == "R1H99 was merged into Mile End Hospital (R1H13), which has a row of its own; leave one of the two rows out"
    with pytest.raises(Refused, match="1 row is in error"):
        services.confirm_import(by=by, pk=record.pk, version=record.version, queue=False)


def test_a_file_of_the_ods_under_the_old_code_goes_in(people, pair):
    by = people["officer"]
    record = checked(by, f"{ODS}R1H99,MILE END HOSPITAL ANNEXE,Y56,BANCROFT ROAD,E1 4DG,20010401,\n", "ods.csv")
    assert record.error_rows == 0
    services.confirm_import(by=by, pk=record.pk, version=record.version, queue=False)
    services.run_import(record.pk)
    record.refresh_from_db()
    assert (record.state, record.message) == ("done", "")


def test_what_many_were_given_and_one_took_along_in_a_merge_stands_in_the_way_of_its_undo(people):
    by = people["officer"]
    imported(by, eric())
    imported(by, eric([ANNEXE]), "eric_2015-16.csv", year="2015-16")
    goes, stays = site("R1H99"), site("R1H13")
    sites = [{"id": goes.pk, "version": goes.version}]
    change = services.apply_bulk_change(by=by, sites=sites, values={"address": "Wrong Road"}, reason="As the survey says.")
    merged(by, goes, stays)
    assert site("R1H13").address == "Wrong Road"
    assert selectors.undoing_of_change(by, change.pk)["edits"]["count"] == 1
    with pytest.raises(Refused) as refusal:
        services.undo_bulk_change(by=by, pk=change.pk, version=change.version)
    assert refusal.value.rule == "change-edited-since"


def test_a_part_has_a_code_that_files_can_name(people):
    by = people["officer"]
    imported(by, eric())
    whole = site("R1H13")
    for codes, said in ((["hy 2"], "is not a code"), (["R1H60", "R1H60"], "given to two parts"), (["RQXM1", "R1H13"], "already")):
        parts = [{"name": f"Part {place}", "code": code} for place, code in enumerate(codes)]
        with pytest.raises(ValidationError, match=said):
            services.split_site(by=by, pk=whole.pk, version=whole.version, parts=parts, reason="Two sites.")
    caller = Caller(by)
    aggregate = {"parts": [{"name": "Small sites", "code": "R1H60", "type": "aggregate"}], "reason": "Two."}
    assert caller.post(f"/api/v1/sites/{whole.pk}/split/", aggregate, **{"If-Match": f'"{whole.version}"'}).status_code == 400


def test_what_no_name_can_hold_is_asked_of_nobody(people):
    imported(people["officer"], eric())
    answer = Caller(people["officer"]).get(f"/api/v1/sites/{site('R1H13').pk}/merge-candidates/?q=%00")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/q")
