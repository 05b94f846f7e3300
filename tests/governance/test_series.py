"""Meetings in series: their days, made in one act, extended and cancelled."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.models import BankHoliday, Meeting, MeetingSeries
from governance.rules.series import days
from governance.rules.working_days import Calendar
from tests.governance.conftest import board

pytestmark = pytest.mark.django_db
SOON = date(timezone.localdate().year + 1, 1, 1)


def second_wednesday(year):
    return next(date(year, 1, n) for n in range(8, 15) if date(year, 1, n).weekday() == 2)


# --- The days ---------------------------------------------------------------------------------------------------------------
def slowly(first, until, every, holidays):
    """Walk every day, and keep those that are due; then walk on from each holiday."""
    fridays = []
    last = first.day + 7 > monthrange(first.year, first.month)[1] and first.day > 28
    step = {"month": 1, "two_months": 2, "quarter": 3}.get(every)
    day = first
    while day <= until:
        months = (day.year - first.year) * 12 + day.month - first.month
        if step is None:
            due = (day - first).days % 14 == 0
        elif last:  # a fifth: the last of its month
            due = months % step == 0 and day.weekday() == first.weekday() and (day + timedelta(7)).month != day.month
        else:
            due = months % step == 0 and day.weekday() == first.weekday() and (day.day - 1) // 7 == (first.day - 1) // 7
        if due:
            fridays.append(day)
        day += timedelta(1)
    met = []
    for due in fridays:
        day = due
        while day in holidays or (day != due and day.weekday() > 4):
            day += timedelta(1)
        if day <= until:
            met.append(day)
    return met


WHEN = st.dates(date(2017, 1, 1), date(2019, 12, 31))


@settings(max_examples=300, deadline=None)
@given(WHEN, st.integers(0, 900), st.sampled_from(["fortnight", "month", "two_months", "quarter"]), st.sets(WHEN, max_size=30), st.booleans())
def test_the_days_of_a_series(first, length, every, some, on_days):
    until = first + timedelta(length)
    holidays = some | (set(slowly(first, until, every, set())[:2]) if on_days else set())
    holidays = {day for day in holidays if day.weekday() < 5}
    found = days(first, until, every, Calendar(holidays))
    assert [each.on for each in found] == slowly(first, until, every, holidays)
    assert all(each.instead_of in holidays for each in found if each.instead_of)


def test_the_second_wednesday_and_a_fifth_and_good_friday():
    assert [day.on for day in days(date(2018, 1, 10), date(2018, 4, 30), "month", Calendar())] == [
        date(2018, 1, 10),
        date(2018, 2, 14),
        date(2018, 3, 14),
        date(2018, 4, 11),
    ]
    fifth = [day.on for day in days(date(2018, 1, 29), date(2018, 4, 30), "month", Calendar())]
    assert fifth == [date(2018, 1, 29), date(2018, 2, 26), date(2018, 3, 26), date(2018, 4, 30)]
    easter = days(date(2018, 3, 30), date(2018, 4, 30), "fortnight", Calendar([date(2018, 3, 30), date(2018, 4, 2)]))
    assert (easter[0].on, easter[0].instead_of, easter[1].on) == (date(2018, 4, 3), date(2018, 3, 30), date(2018, 4, 13))


# --- The acts ---------------------------------------------------------------------------------------------------------------
def body(of, **fields):
    first = second_wednesday(SOON.year)
    known = {"board": str(of.pk), "name": "Next year", "every": "month", "first_on": str(first), "until": f"{first.year}-06-30"}
    return {**known, "starts_at": "14:00", "ends_at": "16:00", "place": "City Hall", **fields}


def test_planning_a_series_makes_its_meetings_in_one_act(call):
    leb = board("LEB", quorum=5)
    first = second_wednesday(SOON.year)
    BankHoliday.objects.create(day=first, name="A bank holiday")
    made = call("secretary").post("/api/v1/meeting-series/", body(leb))
    assert made.status_code == 201, made.content
    answer = made.json()
    assert (answer["planned"], answer["coming"], len(answer["meetings"])) == (6, 6, 6)
    meetings = list(Meeting.objects.order_by("held_on"))
    assert meetings[0].held_on == first + timedelta(1)
    assert {(each.quorum, each.place, str(each.starts_at)) for each in meetings} == {(5, "City Hall", "14:00:00")}
    acts = [act for act in call("reader").get("/api/v1/activity/").json()["results"] if act["event"] in ("series.planned", "meeting.planned")]
    assert [(act["event"], act["subject"]["type"]) for act in acts] == [("series.planned", "governance.meetingseries")]
    assert call("reader").get(f"/api/v1/meetings/?series={answer['id']}").json()["results"]
    assert call("reader").post("/api/v1/meeting-series/", body(leb)).status_code == 403


def test_no_meeting_is_made_twice(call):
    leb = board("LEB")
    first = second_wednesday(SOON.year)
    Meeting.objects.create(board=leb, held_on=first, title="Extraordinary meeting")
    assert call("officer").post("/api/v1/meeting-series/", body(leb)).json()["planned"] == 5
    assert Meeting.objects.filter(board=leb, held_on=first).count() == 1
    twice = call("officer").post("/api/v1/meeting-series/", body(leb, name="Once more"))
    assert (twice.status_code, MeetingSeries.objects.count()) == (400, 1)
    named = call("officer").post("/api/v1/meeting-series/", body(leb, until=f"{SOON.year}-12-31"))
    assert named.status_code == 400
    assert "a series of this name already" in named.content.decode()


def test_a_series_goes_on_until_a_later_day(call):
    leb = board("LEB")
    made = call("officer").post("/api/v1/meeting-series/", body(leb)).json()
    moved = Meeting.objects.order_by("held_on")[2]
    Meeting.objects.filter(pk=moved.pk).update(held_on=moved.held_on + timedelta(1))
    path = f"/api/v1/meeting-series/{made['id']}/extend/"
    same = call("officer").post(path, {"until": f"{SOON.year}-06-30"}, **{"If-Match": '"1"'})
    assert (same.status_code, same.json()["errors"][0]["pointer"]) == (400, "/until")
    longer = call("officer").post(path, {"until": f"{SOON.year}-09-30"}, **{"If-Match": '"1"'}).json()
    assert (longer["planned"], longer["until"]) == (9, f"{SOON.year}-09-30")
    months = [each["held_on"][5:7] for each in longer["meetings"]]
    assert months == [f"{n:02}" for n in range(1, 10)]  # the one that moved is not made again


def test_what_remains_of_a_series_is_cancelled_with_a_reason(call):
    leb, today = board("LEB"), timezone.localdate()
    first = today - timedelta(28)
    made = call("officer").post("/api/v1/meeting-series/", body(leb, every="fortnight", first_on=str(first), until=str(today + timedelta(60)))).json()
    path = f"/api/v1/meeting-series/{made['id']}/cancel/"
    assert call("officer").post(path, {}, **{"If-Match": '"1"'}).json()["errors"][0]["pointer"] == "/reason"
    assert not Meeting.objects.filter(status="cancelled").exists()
    ended = call("officer").post(path, {"reason": "The board is dissolved."}, **{"If-Match": '"1"'}).json()
    assert (ended["coming"], ended["next_on"]) == (0, None)
    assert {each["held_on"] >= str(today) for each in ended["meetings"] if each["status"] == "cancelled"} == {True}
    assert ended["planned"] == len([each for each in ended["meetings"] if each["held_on"] < str(today)]) >= 1
    over = call("officer").post(path, {"reason": "Again."}, **{"If-Match": f'"{ended["version"]}"'})
    assert over.json()["type"] == "/problems/series-over"


def test_the_form_shows_the_days_before_anything_is_saved(browse):
    leb = board("LEB")
    first = second_wednesday(SOON.year)
    BankHoliday.objects.create(day=first, name="A bank holiday")
    page = browse("secretary").post("/meeting-series/new/", {**body(leb), "preview": "yes"})
    assert (page.status_code, page.context["new"], Meeting.objects.count()) == (200, 6, 0)
    assert f"as Wednesday {first.day} January is a bank holiday" in page.content.decode()
    assert page.context["form"]["place"].value() == "City Hall"
    made = browse("secretary").post("/meeting-series/new/", body(leb))
    series = MeetingSeries.objects.get()
    assert (made.status_code, made["Location"], Meeting.objects.count()) == (302, f"/meeting-series/{series.pk}/", 6)
    longer = browse("secretary").post(
        f"/meeting-series/{series.pk}/extend/", {"until": f"30 September {SOON.year}", "version": "1", "preview": "yes"}
    )
    assert (longer.context["new"], Meeting.objects.count()) == (3, 6)
    assert browse("secretary").post(f"/meeting-series/{series.pk}/cancel/", {"reason": "Over.", "version": "1"}).status_code == 302
    assert Meeting.objects.filter(status="cancelled").count() == 6


def test_what_cannot_be_a_series(call, browse):
    leb = board("LEB")
    for wrong in ({"until": "2001-01-01"}, {"until": "9999-12-31"}, {"every": "never"}, {"ends_at": "13:00"}, {"starts_at": None}):
        refused = call("officer").post("/api/v1/meeting-series/", body(leb, **wrong))
        assert refused.status_code == 400, wrong
    page = browse("officer").post("/meeting-series/new/", {**body(leb, until="31 December 9999"), "preview": "yes"})
    assert page.status_code == 422
    assert not MeetingSeries.objects.exists()


# --- Changing one -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def running(call):
    """A fortnightly series that began eight weeks ago, its past meetings held."""
    today = timezone.localdate()
    first = today - timedelta(56 + today.weekday() - 2)  # a Wednesday
    made = call("officer").post(
        "/api/v1/meeting-series/", body(board("LEB"), every="fortnight", first_on=str(first), until=str(today + timedelta(90)))
    )
    assert made.status_code == 201, made.content
    Meeting.objects.filter(held_on__lt=today).update(status="held")
    return MeetingSeries.objects.get()


def changed(call, series, role="officer", **fields):
    series.refresh_from_db()
    return call(role).patch(f"/api/v1/meeting-series/{series.pk}/", fields, series.version)


def test_time_and_place_change_for_meetings_to_come_alone(call, running):
    past = list(Meeting.objects.filter(status="held").values())
    single = Meeting.objects.exclude(status="held").order_by("held_on")[1]
    Meeting.objects.filter(pk=single.pk).update(place="Ilford")
    answer = changed(call, running, name="Fortnightly", place="Stratford", starts_at="10:00", ends_at="12:00")
    assert answer.status_code == 200, answer.content
    assert (answer.json()["name"], answer.json()["place"]) == ("Fortnightly", "Stratford")
    assert list(Meeting.objects.filter(status="held").values()) == past
    coming = Meeting.objects.exclude(status="held")
    assert {str(each.starts_at) for each in coming} == {"10:00:00"}
    assert {each.place for each in coming.exclude(pk=single.pk)} == {"Stratford"}
    assert coming.get(pk=single.pk).place == "Ilford", "what was changed by itself stays"
    acts = [act for act in call("reader").get("/api/v1/activity/").json()["results"] if act["event"] in ("series.changed", "meeting.changed")]
    assert [act["event"] for act in acts] == ["series.changed"]


def test_another_weekday_moves_what_keeps_to_the_series_and_needs_a_reason(call, running):
    past = list(Meeting.objects.filter(status="held").order_by("id").values())
    coming = list(Meeting.objects.filter(held_on__gt=timezone.localdate() + timedelta(7)).order_by("held_on"))
    Meeting.objects.filter(held_on__gte=timezone.localdate(), held_on__lte=timezone.localdate() + timedelta(7)).update(status="held")
    single = coming[1]
    Meeting.objects.filter(pk=single.pk).update(held_on=single.held_on + timedelta(2))
    assert changed(call, running, weekday="thursday").json()["errors"][0]["pointer"] == "/reason"
    assert changed(call, running, weekday="sunday").status_code == 400
    answer = changed(call, running, weekday="thursday", reason="The chair is away on Wednesdays.")
    assert answer.status_code == 200, answer.content
    for meeting in coming:
        now = Meeting.objects.get(pk=meeting.pk)
        assert (now.held_on - meeting.held_on).days == (2 if meeting.pk == single.pk else 1)
    assert [each for each in Meeting.objects.order_by("id").values() if each["id"] in {held["id"] for held in past}] == past
    longer = call("officer").post(
        f"/api/v1/meeting-series/{running.pk}/extend/",
        {"until": str(timezone.localdate() + timedelta(140))},
        **{"If-Match": f'"{answer.json()["version"]}"'},
    )
    assert {date.fromisoformat(each["held_on"]).weekday() for each in longer.json()["meetings"][-2:]} == {3}


def test_the_second_wednesday_becomes_the_second_thursday():
    from governance.rules.series import on_weekday

    first = date(2018, 1, 10)
    assert [on_weekday(day.on, 3, "month", first) for day in days(first, date(2018, 3, 31), "month", Calendar())] == [
        date(2018, 1, 11),
        date(2018, 2, 8),
        date(2018, 3, 8),
    ]
    assert on_weekday(date(2018, 1, 31), 0, "month", date(2018, 1, 31)) == date(2018, 1, 29)
    assert on_weekday(date(2018, 2, 28), 0, "month", date(2018, 1, 31)) == date(2018, 2, 26)
    assert on_weekday(date(2018, 1, 10), 0, "fortnight", first) == date(2018, 1, 8)


def test_a_series_is_changed_on_its_page_by_who_runs_meetings(call, browse, running):
    path = f"/meeting-series/{running.pk}/edit/"
    assert browse("reader").get(path).status_code == 403
    assert changed(call, running, role="reader", place="X").status_code == 403
    page = browse("secretary")
    assert page.get(path).context["form"]["place"].value() == "City Hall"
    sent = {"name": "Next year", "starts_at": "14:00", "ends_at": "13:00", "place": "Stratford", "version": running.version}
    wrong = page.post(path, sent)
    assert wrong.status_code == 422 and "ends_at" in wrong.context["form"].errors
    assert page.post(path, {**sent, "ends_at": "16:00"}).status_code == 302
    assert set(Meeting.objects.exclude(status="held").values_list("place", flat=True)) == {"Stratford"}
    assert set(Meeting.objects.filter(status="held").values_list("place", flat=True)) == {"City Hall"}
    stale = page.post(path, {**sent, "ends_at": "15:00"})
    assert stale.status_code == 409
    board_there = changed(call, running, board=str(running.board_id))
    assert board_there.status_code == 400, "a series stays with its board"
