"""An agenda keeps its places whoever works on it, and nothing that somebody typed is lost."""

import threading
from datetime import date, timedelta
from itertools import count

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.writes import Refused, Stale
from governance import services
from governance.models import Action, AgendaItem, Decision
from tests.governance.rooms import agenda, held, room

STANDING = ["Apologies and declarations of interest", "Minutes of the last meeting", "Matters arising and actions", "Any other business"]


TITLES = count(1)


@pytest.fixture
def place(people):
    return room(people["secretary"])


def add(place, title, **fields):
    return services.create_item(by=place.by, meeting=place.meeting, title=title, **fields)


def test_a_meeting_begins_with_the_items_that_every_meeting_has(place):
    assert agenda(place.meeting) == STANDING
    add(place, "Receipts")
    assert agenda(place.meeting) == [*STANDING[:3], "Receipts", STANDING[3]]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(st.tuples(st.sampled_from(["add", "move", "remove"]), st.integers(1, 9), st.integers(1, 9)), max_size=8))
def test_places_are_those_of_a_plain_list(people, place, acts):
    by, model = place.by, list(agenda(place.meeting))
    for act, one, other in acts:
        if act == "add":
            title = f"Item {next(TITLES)}"  # the meeting is the same for every example
            add(place, title)
            model.insert(len(model) - 1, title)
            continue
        title = model[(one - 1) % len(model)]
        item = place.meeting.items.get(title=title)
        if act == "move" and title != model[-1]:
            target = min(other, len(model) - 1)
            if model.index(title) + 1 == len(model) - 1 and other > len(model) - 1:
                continue
            services.move_item(by=by, pk=item.pk, version=item.version, place=other)
            model.remove(title)
            model.insert(target - 1, title)
        elif act == "remove" and title.startswith("Item"):
            services.remove_item(by=by, pk=item.pk, version=item.version, reason="Withdrawn.")
            model.remove(title)
        assert agenda(place.meeting) == model


@pytest.mark.django_db(transaction=True)
def test_two_who_add_at_once_both_find_a_place(people):
    place = room(people["secretary"])
    ready, wrong = threading.Barrier(4), []

    def work(name):
        try:
            ready.wait(10)
            add(place, name)
        except Exception as error:  # told to the test, whose thread this is not
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(f"Item {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not wrong
    assert sorted(agenda(place.meeting)[3:-1]) == [f"Item {number}" for number in range(4)]


def test_an_item_that_only_moved_is_still_changed_where_it_stands(place):
    one, two = add(place, "One"), add(place, "Two")
    read = AgendaItem.objects.get(pk=two.pk).version
    services.remove_item(by=place.by, pk=one.pk, version=AgendaItem.objects.get(pk=one.pk).version, reason="Withdrawn.")
    assert services.update_item(by=place.by, pk=two.pk, version=read, title="Two, at length").place == 4
    with pytest.raises(Stale):
        services.update_item(by=place.by, pk=two.pk, version=read, title="Two, in short")


def test_the_second_of_two_editors_chooses_between_both(place, browse):
    item = add(place, "Receipts")
    path, page = f"/agenda-items/{item.pk}/edit/", browse("secretary")
    typed = {"title": "Receipts", "purpose": "discussion", "version": str(AgendaItem.objects.get(pk=item.pk).version)}
    assert page.post(path, {**typed, "presenter": "Head of estates"}).status_code == 302
    answer = page.post(path, {**typed, "title": "Receipts of sale"})
    assert answer.status_code == 409 and "Receipts of sale" in answer.content.decode() and "Head of estates" in answer.content.decode()


def test_what_stands_under_an_item_keeps_it(place):
    item = place.meeting.items.get(kind="minutes")
    services.write_minute(by=place.by, pk=item.pk, version=item.version, minute="Agreed.")
    with pytest.raises(Refused) as refused:
        services.remove_item(by=place.by, pk=item.pk, version=item.version + 1, reason="No need.")
    assert refused.value.rule == "item-holds"
    last = place.meeting.items.get(kind="any_other")
    with pytest.raises(Refused) as refused:
        services.move_item(by=place.by, pk=last.pk, version=last.version, place=1)
    assert refused.value.rule == "any-other-business-last"


def test_the_clock_runs_from_the_start(people, call):
    from datetime import time

    place = room(people["secretary"], starts_at=time(14), ends_at=time(16))
    add(place, "Receipts", minutes=25)
    items = call("reader").get(f"/api/v1/meetings/{place.meeting.pk}/").json()["items"]
    assert [each["starts_at"] for each in items] == ["14:00:00", "14:05:00", "14:10:00", "14:20:00", "14:45:00"]


def test_moved_by_button_and_by_api(place, browse, call):
    item = add(place, "Receipts")
    answer = browse("secretary").post(f"/agenda-items/{item.pk}/move/", {"version": item.version, "place": 3}, follow=True)
    assert agenda(place.meeting)[2] == "Receipts" and "is moved" in answer.content.decode()
    stale = browse("secretary").post(f"/agenda-items/{item.pk}/move/", {"version": item.version, "place": 1}, follow=True)
    assert agenda(place.meeting)[2] == "Receipts" and "Somebody else changed this agenda" in stale.content.decode()
    version = AgendaItem.objects.get(pk=item.pk).version
    assert call("secretary").post(f"/api/v1/agenda-items/{item.pk}/move/", {"place": 1}, **{"If-Match": f'"{version}"'}).status_code == 200
    assert agenda(place.meeting)[0] == "Receipts"
    assert browse("reader").post(f"/agenda-items/{item.pk}/move/", {"version": version, "place": 3}).status_code == 403


def test_published_held_and_refused_out_of_turn(place):
    called = services.publish_agenda(by=place.by, pk=place.meeting.pk, version=place.meeting.version)
    assert called.status == "called"
    for service, rule in ((services.publish_agenda, "agenda-published"), (services.hold_meeting, "meeting-to-come")):
        with pytest.raises(Refused) as refused:
            service(by=place.by, pk=place.meeting.pk, version=called.version)
        assert refused.value.rule == rule


def test_open_actions_arise_by_themselves_and_are_offered_once(place, call, browse):
    before = held(place.by, date(2018, 1, 10))
    day = timezone.localdate()
    common = {"board": place.board, "raised_on": date(2018, 1, 10)}
    due = Action.objects.create(title="Due", due_on=day, **common)
    Action.objects.create(title="Later", due_on=day + timedelta(days=90), **common)
    Action.objects.create(title="Closed since", status="complete", closed_on=date(2018, 2, 1), evidence="Seen", **common)
    earlier = {**common, "raised_on": date(2018, 1, 2), "status": "complete", "evidence": "Seen"}
    Action.objects.create(title="Closed before", closed_on=date(2018, 1, 9), **earlier)
    Action.objects.create(title="Closed on the day of the last", closed_on=date(2018, 1, 10), **earlier)
    Action.objects.create(title="Of that day", board=place.board, raised_on=place.meeting.held_on)
    answer = call("reader").get(f"/api/v1/meetings/{place.meeting.pk}/").json()
    assert answer["last_meeting"] == str(before.meeting.pk)
    assert {each["title"]: each["offered"] for each in answer["matters_arising"]} == {
        "Closed on the day of the last": False,
        "Closed since": False,
        "Due": True,
        "Later": False,
    }
    pressed = {"version": place.meeting.version, "action": str(due.pk)}
    for _ in range(2):
        page = browse("secretary").post(f"/meetings/{place.meeting.pk}/take-up/", pressed, follow=True)
    assert "Rule: already on agenda" in page.content.decode()
    assert place.meeting.items.filter(about_action=due).count() == 1
    assert not any(each["offered"] for each in call("reader").get(f"/api/v1/meetings/{place.meeting.pk}/").json()["matters_arising"])


def test_an_open_decision_is_put_on_the_agenda_with_its_recommendation(place, call):
    decision = Decision.objects.create(board=place.board, number="2018/1", title="Sell the site", status="proposed", recommendation="Sell it.")
    caller, path = call("secretary"), f"/api/v1/meetings/{place.meeting.pk}/"
    assert [each["number"] for each in caller.get(path).json()["decisions_offered"]] == ["2018/1"]
    answer = caller.post(f"{path}take-up/", {"decision": str(decision.pk)}, **{"If-Match": f'"{place.meeting.version}"'})
    assert answer.status_code == 200, answer.content
    item = place.meeting.items.get(title="Sell the site")
    assert (item.purpose, item.action_required) == ("decision", "Sell it.")
    assert answer.json()["decisions"][0]["item"] == str(item.pk) and not answer.json()["decisions_offered"]
    assert "1 for decision" not in place.meeting.board.name and "2 for decision" in answer.json()["standing"]


def test_what_was_open_at_a_first_meeting_and_closed_since_stands_under_it(people, call):
    first = held(people["secretary"], date(2018, 1, 10))
    common = {"board": first.board, "raised_on": date(2017, 12, 1), "status": "complete", "evidence": "Seen"}
    Action.objects.create(title="Closed after", closed_on=date(2018, 2, 1), **common)
    Action.objects.create(title="Closed before", closed_on=date(2018, 1, 10), **common)
    arising = call("reader").get(f"/api/v1/meetings/{first.meeting.pk}/").json()["matters_arising"]
    assert [each["title"] for each in arising] == ["Closed after"]


def test_a_minute_is_given_and_a_day_is_one_that_calendars_know(place, call):
    item = place.meeting.items.first()
    answer = call("secretary").post(f"/api/v1/agenda-items/{item.pk}/minute/", {}, **{"If-Match": f'"{item.version}"'})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/minute")
    far = call("secretary").post("/api/v1/meetings/", {"board": str(place.board.pk), "held_on": "9999-12-31"})
    assert (far.status_code, far.json()["errors"][0]["pointer"]) == (400, "/held_on")
