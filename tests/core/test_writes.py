"""The one write path: nothing lost, nothing unrecorded, whoever writes and however."""

import threading

import pghistory.models
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from devo_portal.core.history import event_model, history
from devo_portal.core.models import Organisation, Role
from devo_portal.core.writes import Refused, Stale, change_many, recorded
from pilots.models import Pilot, PilotPlace, PilotRole
from pilots.selectors import pilot_history
from pilots.services import create_pilot, update_pilot
from tests.factories import borough, delegate, organisation, person


@pytest.fixture
def officer(db):
    delegate("Programme office", "pilot.stage")  # a stage moves by a decision or a delegation
    return person(Role.OFFICER)


@pytest.fixture
def pilot(officer):
    return create_pilot(by=officer, name="Lewisham", theme="integration", summary="s", lead=organisation("Lewisham"), places=[borough("Lewisham")])


def test_the_database_gives_reference_and_version(pilot):
    assert pilot.ref == "PIL-1"
    assert pilot.version == 1
    second = Pilot.objects.create(name="Second", theme="estates", summary="s")
    assert second.ref == "PIL-2"


def test_version_goes_up_by_one_with_each_change_and_not_without(officer, pilot):
    assert update_pilot(by=officer, pk=pilot.pk, version=1, name="New").version == 2
    assert update_pilot(by=officer, pk=pilot.pk, version=2, name="New").version == 2
    assert update_pilot(by=officer, pk=pilot.pk, version=2, places=[borough("Haringey")]).version == 3
    assert update_pilot(by=officer, pk=pilot.pk, version=3, name="N", places=[]).version == 4


@pytest.mark.django_db(transaction=True)  # who writes is told for one transaction at a time
def test_an_edit_in_sql_is_versioned_and_in_the_history():
    officer = person(Role.OFFICER)
    pilot = create_pilot(by=officer, name="Lewisham", theme="integration", summary="s")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pilots_pilot SET name = 'By hand', version = 99 WHERE id = %s", [pilot.pk])
    pilot.refresh_from_db()
    assert pilot.version == 2
    newest = history(Pilot, pilot.pk)[0]
    assert newest["by"] is None
    assert newest["changes"] == [{"field": "name", "label": "Name", "before": "Lewisham", "after": "By hand"}]


def test_history_says_who_when_what_and_why(officer, pilot):
    PilotRole.objects.create(pilot=pilot, organisation=organisation("Lewisham"), role="senior_responsible_owner", post="Chief Executive")
    update_pilot(by=officer, pk=pilot.pk, version=1, reason="The gate was passed", stage="launched", starts="2015-12", places=[borough("Haringey")])
    newest, first = pilot_history(officer, pilot.pk)
    assert (newest["by"], newest["event"], newest["reason"], newest["version"]) == (officer.name, "pilot.updated", "The gate was passed", 2)
    changes = {(each["label"], str(each["before"]), str(each["after"])) for each in newest["changes"]}
    assert changes == {("Stage", "Proposed", "Launched"), ("Started", "", "December 2015"), ("Place", "Lewisham", ""), ("Place", "", "Haringey")}
    assert first["event"] == "pilot.created"


def test_history_cannot_be_rewritten(pilot):
    events = event_model(Pilot).objects.all()
    for act in (lambda: events.update(name="x"), events.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_deleting_a_row_leaves_its_history(officer):
    spare = Pilot.objects.create(name="Spare", theme="estates", summary="s")
    Pilot.objects.filter(pk=spare.pk).delete()
    assert [event.pgh_label for event in event_model(Pilot).objects.filter(pgh_obj_id=spare.pk).order_by("pgh_id")] == ["insert", "delete"]


def test_stale_writes_nothing(officer, pilot):
    update_pilot(by=officer, pk=pilot.pk, version=1, name="First")
    with pytest.raises(Stale):
        update_pilot(by=officer, pk=pilot.pk, version=1, name="Second")
    assert Pilot.objects.get(pk=pilot.pk).name == "First"


def test_a_refused_change_leaves_no_trace(officer, pilot):
    before = pghistory.models.Context.objects.count()
    with pytest.raises(Refused, match="Name at least one place"):
        update_pilot(by=officer, pk=pilot.pk, version=1, stage="launched", reason="r", places=[])
    assert PilotPlace.objects.filter(pilot=pilot).count() == 1
    assert pghistory.models.Context.objects.count() == before


def test_a_stage_does_not_move_without_a_reason(officer, pilot):
    with pytest.raises(ValidationError, match="Say why"):
        update_pilot(by=officer, pk=pilot.pk, version=1, stage="closed", starts="2015")


def test_partner_may_change_only_its_own_and_not_give_it_away(pilot):
    lewisham, hackney = person(Role.PARTNER_EDITOR, "Lewisham"), person(Role.PARTNER_EDITOR, "Hackney")
    assert update_pilot(by=lewisham, pk=pilot.pk, version=1, name="Ours").version == 2
    with pytest.raises(PermissionDenied):
        update_pilot(by=hackney, pk=pilot.pk, version=2, name="Theirs")
    with pytest.raises(PermissionDenied):
        update_pilot(by=lewisham, pk=pilot.pk, version=2, lead=Organisation.objects.get(name="Hackney"))
    with pytest.raises(PermissionDenied):
        create_pilot(by=hackney, name="x", theme="estates", summary="s", lead=Organisation.objects.get(name="Lewisham"))
    assert Pilot.objects.get(pk=pilot.pk).name == "Ours"


def test_reader_may_not_write_and_nobody_finds_what_is_not_there(officer, pilot):
    with pytest.raises(PermissionDenied):
        update_pilot(by=person(Role.READER), pk=pilot.pk, version=1, name="x")
    with pytest.raises(Http404):
        update_pilot(by=officer, pk=officer.pk, version=1, name="x")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_one_wins():
    officer = person(Role.OFFICER)
    pilot = create_pilot(by=officer, name="x", theme="estates", summary="s")
    got, gate = [], threading.Barrier(2)

    def go(number):
        gate.wait()
        try:
            update_pilot(by=officer, pk=pilot.pk, version=1, name=f"n{number}")
            got.append("saved")
        except Stale:
            got.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == ["saved", "stale"]
    assert event_model(Pilot).objects.filter(pgh_obj_id=pilot.pk, pgh_label="update").count() == 1


def test_an_update_that_changes_nothing_is_no_version(world_of_milestones):
    """Generated columns too: in a trigger before the write they are empty, and would look like a change."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE governance_milestone SET name = name")
    world_of_milestones.refresh_from_db()
    assert (world_of_milestones.version, str(world_of_milestones.falls)) == (1, "15 March 2017")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE governance_milestone SET forecast = '2017-11-16'")
    world_of_milestones.refresh_from_db()
    assert (world_of_milestones.version, str(world_of_milestones.falls)) == (2, "16 November 2017")


@pytest.fixture
def world_of_milestones(db):
    from tests.governance.conftest import milestone

    return milestone()


def test_an_act_within_an_act_is_a_part_of_it(people):
    from pghistory.models import Context

    from devo_portal.core.history import history
    from devo_portal.core.policy import Permission
    from devo_portal.core.writes import create, recorded
    from governance.models import Agreement, Evidence

    agreement, piece = Agreement(name="Outer"), Evidence(title="Inner")
    with recorded(by=people["officer"], event="agreement.imported", reason="All at once"):
        create(agreement, by=people["officer"], may=Permission.AGREEMENT_DRAFT, event="agreement.created", reason="One of them")
        create(piece, by=people["officer"], may=Permission.SIGNING_RUN, event="evidence.kept")
    for record in (agreement, piece):
        told = history(type(record), record.pk)[0]
        assert (told["event"], told["reason"]) == ("agreement.imported", "All at once")
    assert Context.objects.latest("created_at").metadata["subject"]["id"] == str(agreement.pk)


def test_ids_sort_in_the_order_in_which_they_were_made():
    from devo_portal.core.models.record import uuid7

    made = [uuid7() for _ in range(20_000)]
    assert made == sorted(made) and len(set(made)) == len(made)
    assert {each.version for each in made} == {7} and {each.variant for each in made} == {"specified in RFC 4122"}


def test_a_change_of_many_is_planned_as_such_after_an_edit_of_one(officer, pilot):
    """History's triggers are planned once by a connection: for one row they compare each with each, for many they must not."""
    seen = connection.connection.notices
    for number in range(300):
        Pilot.objects.create(name=f"Pilot {number}", theme="estates", summary="s")
    with connection.cursor() as cursor, recorded(by=officer, event="test"):
        cursor.execute("ANALYZE pilots_pilot")
        cursor.execute("UPDATE pilots_pilot SET summary = 'one' WHERE id = %s", [pilot.pk])
        cursor.execute("LOAD 'auto_explain'; SET LOCAL auto_explain.log_min_duration = 0; SET LOCAL auto_explain.log_nested_statements = on")
        cursor.execute("SET LOCAL client_min_messages = log")
        seen.clear()
        assert change_many("UPDATE pilots_pilot SET summary = 'many'") == 301
    kept = next(each for each in seen if "pilots_pilotevent" in each)
    assert "Hash Join" in kept, kept
