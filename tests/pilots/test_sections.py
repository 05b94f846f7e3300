"""A pilot's record in sections: two people in two of them do not meet, two in one do, and nothing of either is lost."""

import threading
from typing import Any

import pytest
from django.db import connection

from devo_portal.core.writes import Stale
from pilots.models import Pilot
from pilots.rules.sections import SECTIONS
from pilots.services import create_pilot, update_pilot, update_pilot_section
from tests.factories import borough, organisation
from tests.governance.test_writes import as_form


@pytest.fixture
def pilot(people: Any) -> Pilot:
    return create_pilot(
        by=people["officer"], name="Haringey", theme="prevention", summary="s", lead=organisation("Haringey"), places=[borough("Haringey")]
    )


def test_two_people_in_two_sections_do_not_meet(browse, people, pilot):
    one, other = browse("officer"), browse("haringey")
    pages = {name: f"/pilots/{pilot.pk}/{name}" for name in ("edit/", "places/edit/", "asks/edit/")}
    overview, places = one.get(pages["edit/"]), other.get(pages["places/edit/"])
    asks = other.get(pages["asks/edit/"])
    assert one.post(pages["edit/"], as_form(overview, summary="The officer’s.")).status_code == 302
    sent = {**as_form(places), "places": [str(borough("Hackney").pk), str(borough("Haringey").pk)]}
    assert other.post(pages["places/edit/"], sent).status_code == 302
    assert other.post(pages["asks/edit/"], as_form(asks, asks="Ours.")).status_code == 302
    pilot.refresh_from_db()
    assert (pilot.summary, pilot.asks, pilot.version) == ("The officer’s.", "Ours.", 4)
    assert sorted(each.name for each in pilot.places.all()) == ["Hackney", "Haringey"]


def test_two_people_in_one_section_choose_and_nothing_is_lost(browse, people, pilot):
    one, other, path = browse("officer"), browse("haringey"), f"/pilots/{pilot.pk}/edit/"
    first, second = one.get(path), other.get(path)
    assert one.post(path, as_form(first, summary="The officer’s.")).status_code == 302
    conflict = other.post(path, as_form(second, summary="Haringey’s.", status_note="Typed as well."))
    shown = conflict.content.decode()
    assert conflict.status_code == 409
    assert all(words in shown for words in ("The officer’s.", "Haringey’s.", "Typed as well."))
    pilot.refresh_from_db()
    assert (pilot.summary, pilot.status_note) == ("The officer’s.", "")
    kept: dict[str, Any] = {}
    for name, value in conflict.context["kept"]:
        kept.setdefault(name, []).append(value)
    assert other.post(path, {**kept, "choose_summary": "theirs", "choose_status_note": "mine"}).status_code == 302
    pilot.refresh_from_db()
    assert (pilot.summary, pilot.status_note) == ("The officer’s.", "Typed as well.")


def test_a_change_of_the_same_places_is_a_clash_though_no_column_moved(people, pilot):
    update_pilot(by=people["officer"], pk=pilot.pk, version=1, places=[borough("Hackney")])
    fields = {"lead": pilot.lead, "places": [borough("Haringey")], "partners": []}
    with pytest.raises(Stale):
        update_pilot_section(by=people["haringey"], pk=pilot.pk, version=1, **fields)
    assert update_pilot_section(by=people["haringey"], pk=pilot.pk, version=1, asks="Mine.").version == 3


def test_what_was_changed_and_changed_back_is_no_clash(people, pilot):
    update_pilot(by=people["officer"], pk=pilot.pk, version=1, asks="Other.")
    update_pilot(by=people["officer"], pk=pilot.pk, version=2, asks="")
    assert update_pilot_section(by=people["officer"], pk=pilot.pk, version=1, asks="Mine.").asks == "Mine."


@pytest.mark.parametrize("version", [0, 99])
def test_a_version_that_never_was_is_stale(people, pilot, version):
    with pytest.raises(Stale):
        update_pilot_section(by=people["officer"], pk=pilot.pk, version=version, asks="Mine.")


def test_the_api_keeps_to_the_version_of_the_whole_record(call, people, pilot):
    update_pilot_section(by=people["officer"], pk=pilot.pk, version=1, asks="Ours.")
    assert call("officer").patch(f"/api/v1/pilots/{pilot.pk}/", {"summary": "New."}, 1).status_code == 412


@pytest.mark.django_db(transaction=True)
def test_two_sections_saved_at_once_are_both_kept(people, pilot):
    gate, got = threading.Barrier(2), []

    def save(fields: dict[str, Any]) -> None:
        gate.wait()
        try:
            update_pilot_section(by=people["officer"], pk=pilot.pk, version=1, **fields)
            got.append("saved")
        except Stale:
            got.append("stale")
        connection.close()

    threads = [threading.Thread(target=save, args=[fields]) for fields in ({"asks": "Ours."}, {"summary": "Mine.", "status_note": "N."})]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pilot.refresh_from_db()
    assert (got, pilot.asks, pilot.summary, pilot.status_note) == (["saved", "saved"], "Ours.", "Mine.", "N.")


def test_every_section_has_the_sub_navigation_and_says_which_it_is(browse, people, pilot):
    from django.urls import reverse

    for section in SECTIONS:
        path = reverse(section.page, args=[pilot.pk])
        for role in ("reader", "officer"):
            shown = browse(role).get(path).content.decode()
            assert f'href="{path}" aria-current="page">{section.name}</a>' in shown, path
            assert shown.count('aria-current="page"') == 1
        reader = browse("reader").get(path).content.decode()
        assert "govuk-button govuk-!-margin-bottom-0" not in reader, path  # who reads is offered nothing to press


def test_a_partner_editor_changes_its_own_pilot_and_no_other(browse, people, pilot):
    for name in ("edit/", "places/edit/", "asks/edit/", "move-stage/"):
        path = f"/pilots/{pilot.pk}/{name}"
        assert browse("haringey").get(path).status_code == 200, path
        for answer in (browse("hackney").get(path), browse("hackney").post(path, {"version": "1", "asks": "Theirs."})):
            assert answer.status_code == 403, path
    assert Pilot.objects.get().asks == ""
