"""Calls for a quarter's returns: who may be asked and when, a day that is moved, a call that is taken back."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from devo_portal.core.writes import Refused
from pilots import services
from pilots.models import Pilot, PilotReturn, ReturnCall, ReturnSection
from pilots.rules.quarters import Quarter
from tests.factories import delegate

from . import test_returns as returns
from .test_returns import complete, launched, submit

pilot, owed = returns.pilot, returns.owed  # fixtures


def test_a_quarter_is_called_for_once_it_has_ended(call, people, pilot):
    now = Quarter.of(timezone.localdate())
    answer = call("officer").post("/api/v1/return-calls/", {"period": now.code})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/quarter-not-ended")
    answer = call("officer").post("/api/v1/return-calls/", {"period": now.code, "opened_on": str(now.next.starts)})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/opened_on")
    answer = call("officer").post("/api/v1/return-calls/", {"period": "2018-Q1", "opened_on": "2018-06-30"})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/quarter-not-ended")
    answer = call("officer").post("/api/v1/return-calls/", {"period": "2018-Q1", "pilots": []})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/pilots"), answer.content
    assert not ReturnCall.objects.exists()


def closed(pilot):
    from devo_portal.core.writes import recorded, under

    with under({"type": "rule", "id": "", "name": "test"}), recorded(by=pilot, event="test"):
        Pilot.objects.filter(pk=pilot.pk).update(stage="closed")


def test_a_closed_pilot_is_not_asked_by_any_path(call, browse, people, owed):
    over = services.create_pilot(by=people["officer"], name="Over", theme="estates", summary="s", starts="2016", lead=None)
    closed(over)
    for path, body in (
        ("return-calls", {"period": "2018-Q2", "pilots": [str(owed.pilot_id), str(over.pk)]}),
        ("pilot-returns", {"call": str(owed.call_id), "pilot": str(over.pk)}),
    ):
        answer = call("officer").post(f"/api/v1/{path}/", body)
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/pilot-closed"), answer.content
    assert (PilotReturn.objects.count(), ReturnCall.objects.count()) == (1, 1)
    form = browse("officer").get("/returns/calls/new/").content.decode()
    assert (str(owed.pilot_id) in form, str(over.pk) in form) == (True, False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["asked", "closed"])
def test_closing_a_pilot_and_asking_it_at_once_never_both_happen(people, owed, first):
    """Whichever holds the pilot first, the other waits for it, and is then refused."""
    delegate("Programme office", "pilot.stage")
    other = launched(services.create_pilot(by=people["officer"], name="Hackney", theme="estates", summary="s", starts="2016", lead=None))
    acts = {
        "asked": lambda: services.ask_pilot(by=people["officer"], call=owed.call, pilot=other),
        "closed": lambda: services.move_stage(by=people["officer"], pk=other.pk, version=other.version, stage="closed", reason="Ended."),
    }
    begun, go, rules = threading.Event(), threading.Event(), []

    def hold():
        with transaction.atomic():
            acts[first]()
            begun.set()
            go.wait(10)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert begun.wait(10)
    threading.Timer(0.5, go.set).start()
    with pytest.raises(Refused) as refused:
        acts["closed" if first == "asked" else "asked"]()
    thread.join()
    rules.append(refused.value.rule)
    assert rules == ["gate-not-met" if first == "asked" else "pilot-closed"]
    other.refresh_from_db()
    assert (other.stage, PilotReturn.objects.filter(pilot=other).count()) == (("testing", 1) if first == "asked" else ("closed", 0))


def test_a_call_made_by_mistake_is_withdrawn_with_its_drafts_while_nothing_was_submitted(call, browse, people, owed):
    path, headers = f"/api/v1/return-calls/{owed.call_id}/", {"If-Match": '"1"'}
    assert call("haringey")("delete", path, {"reason": "r"}, **headers).status_code == 403
    assert call("officer")("delete", path, {}, **headers).status_code == 400
    assert call("officer")("delete", path, {"reason": "Wrong quarter."}, **{"If-Match": '"9"'}).status_code == 412
    assert call("officer")("delete", path, {"reason": "Wrong quarter."}, **headers).status_code == 204
    assert (ReturnCall.objects.count(), PilotReturn.objects.count(), ReturnSection.objects.count()) == (0, 0, 0)
    again = services.open_call(by=people["officer"], period="2018-Q1", opened_on=date(2018, 7, 2))
    assert f"/returns/calls/{again.pk}/withdraw/" in browse("officer").get("/returns/").content.decode()
    submit(people["haringey"], complete(people["haringey"], PilotReturn.objects.get(call=again)))
    refused = browse("officer").post(f"/returns/calls/{again.pk}/withdraw/", {"reason": "Wrong quarter.", "version": "1"})
    assert (refused.status_code, "Rule: return submitted." in refused.content.decode()) == (409, True)
    assert ReturnCall.objects.count() == 1
    assert f"/returns/calls/{again.pk}/withdraw/" not in browse("officer").get("/returns/").content.decode()


def test_whether_a_return_came_in_time_is_fixed_when_it_is_submitted(call, browse, people, pilot, owed):
    today = timezone.localdate()
    hackney = launched(services.create_pilot(by=people["officer"], name="Hackney", theme="estates", summary="s", starts="2016", lead=None))
    in_time = services.ask_pilot(by=people["officer"], call=owed.call, pilot=hackney)

    def told():
        rows = call("reader").get("/api/v1/pilot-returns/").json()["results"]
        return {each["pilot"]["name"]: (each["timing"], each["due_on"]) for each in rows}

    submit(people["haringey"], complete(people["haringey"], owed))
    services.update_call(by=people["officer"], pk=owed.call_id, version=1, due_on=today, reason="Once more.")
    assert told() == {"Haringey": ("late", "2018-07-27"), "Hackney": ("due", str(today))}
    submit(people["officer"], complete(people["officer"], in_time))
    services.update_call(by=people["officer"], pk=owed.call_id, version=2, due_on=today - timedelta(days=1), reason="No.")
    assert told() == {"Haringey": ("late", "2018-07-27"), "Hackney": ("on_time", str(today))}
    summary = call("reader").get("/api/v1/pilot-returns/summary/").json()
    assert (summary["on_time"], summary["late"]) == (1, 1)
    calls = call("reader").get("/api/v1/return-calls/").json()["results"]
    assert (calls[0]["on_time"], calls[0]["late"], calls[0]["due_on_first"]) == (1, 1, "2018-07-27")
    rows = {row["pilot"]["name"]: row["returns_late"] for row in call("reader").get("/api/v1/returns-roll-up/").json()["rows"]}
    assert (rows["Haringey"], rows["Hackney"]) == (1, 0)
    page = browse("reader").get(f"/returns/{in_time.pk}/").content.decode()
    assert f"Its due day was moved from 27 July 2018 to {today.day} {today:%B %Y}." in page
    assert "moved from 27 July 2018" in browse("reader").get("/returns/").content.decode()
