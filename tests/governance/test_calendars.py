"""Meetings as iCalendar files, read back by other code than writes them; addresses that open without signing in."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.test import Client

from devo_portal.core.models import Role
from governance.models import BoardMember, Meeting
from governance.selectors import calendar_token
from tests.factories import person
from tests.governance.conftest import board

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
LONG = "Committee room 5, City Hall; The Queen’s Walk, Londres – à côté du pont; " + "second floor, " * 8 + "knock twice"


@pytest.fixture
def leb(db):
    made = board("LEB", name="London Estates Board")
    one = {"board": made, "starts_at": time(14), "ends_at": time(16)}
    Meeting.objects.create(**one, held_on=date(2018, 1, 10), place=LONG, title="Estates, capital; and “marriage value”")
    Meeting.objects.create(**one, held_on=date(2018, 7, 11))
    Meeting.objects.create(**one, held_on=date(2018, 9, 12), status="cancelled")
    Meeting.objects.create(board=made, held_on=date(2018, 10, 3))
    Meeting.objects.create(board=board("LHB"), held_on=date(2018, 10, 4))
    return made


def events(answer):
    read = vobject.readOne(answer.content.decode())
    return read, {str(each.dtstart.value)[:10]: each for each in read.vevent_list}


def test_a_boards_calendar_read_back(call, browse, leb):
    for answer in (call("reader").get(f"/api/v1/boards/{leb.pk}/meetings.ics"), browse("reader").get(f"/boards/{leb.pk}/meetings.ics")):
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
        assert b"\r\n" in answer.content
        assert max(map(len, answer.content.split(b"\r\n"))) <= 75
        read, found = events(answer)
        assert read.vtimezone.tzid.value == "Europe/London"
        assert sorted(found) == ["2018-01-10", "2018-07-11", "2018-09-12", "2018-10-03"]
        winter, summer, cancelled, whole_day = (found[day] for day in sorted(found))
        assert winter.location.value == LONG
        assert winter.summary.value == "London Estates Board: Estates, capital; and “marriage value”"
        assert winter.dtstart.value == datetime(2018, 1, 10, 14, tzinfo=LONDON)
        assert winter.dtstart.value.utcoffset() == timedelta(0)
        assert summer.dtstart.value.utcoffset() == timedelta(hours=1)
        assert summer.dtend.value == datetime(2018, 7, 11, 16, tzinfo=LONDON)
        assert (cancelled.status.value, cancelled.summary.value) == ("CANCELLED", "Cancelled: London Estates Board")
        assert (whole_day.dtstart.value, whole_day.dtend.value) == (date(2018, 10, 3), date(2018, 10, 4))
        for record in Meeting.objects.filter(board=leb):
            event = found[str(record.held_on)]
            assert (event.uid.value, int(event.sequence.value)) == (str(record.pk), record.version)
            assert event.url.value.endswith(f"/meetings/{record.pk}/")
            assert event.last_modified.value == record.updated_at.replace(microsecond=0)


def test_the_clock_of_the_file_is_londons_in_every_month_of_twenty_years(leb):
    days = [date(year, month, day) for year in range(2016, 2036) for month, day in ((1, 15), (3, 1), (4, 15), (7, 1), (10, 15), (11, 15))]
    Meeting.objects.bulk_create([Meeting(board=leb, held_on=day, starts_at=time(9, 30)) for day in days])
    _, found = events(Client().get(f"/calendar/{calendar_token(person(Role.OFFICER))}/boards/{leb.pk}.ics"))
    for day in days:
        assert found[str(day)].dtstart.value == datetime.combine(day, time(9, 30), LONDON), day


def test_a_meeting_that_moves_keeps_its_uid_and_gains_a_sequence(call, leb):
    one = Meeting.objects.get(held_on=date(2018, 7, 11))
    path = f"/api/v1/boards/{leb.pk}/meetings.ics"
    before = call("reader").get(path)
    again = call("reader").get(path, **{"If-None-Match": before["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    call("officer").patch(f"/api/v1/meetings/{one.pk}/", {"held_on": "2018-07-18", "reason": "The room is taken."}, 1)
    after = call("reader").get(path, **{"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    moved = events(after)[1]["2018-07-18"]
    assert (moved.uid.value, moved.sequence.value) == (str(one.pk), "2")


def test_who_may_not_read_has_no_calendar(call, leb):
    path = f"/api/v1/boards/{leb.pk}/meetings.ics"
    assert call(None).get(path).status_code == 401
    assert Client().get(f"/boards/{leb.pk}/meetings.ics").status_code == 302
    assert call("reader").get("/api/v1/boards/01a20080-94d3-7764-868d-265fb93b013a/meetings.ics", Accept="text/calendar").status_code == 404
    assert call("reader").get(path, Accept="text/calendar").status_code == 200


def test_my_calendar_has_the_boards_on_which_i_sit_today(call, people, leb):
    BoardMember.objects.create(board=leb, post="Director", person=people["hackney"], joined="2017")
    BoardMember.objects.create(board=board("SPB"), post="Former director", person=people["hackney"], joined="2016", left="2017")
    Meeting.objects.create(board=board("PB"), held_on=date(2018, 1, 1))
    _, mine = events(call("hackney").get("/api/v1/meetings/mine.ics"))
    assert sorted(mine) == ["2018-01-10", "2018-07-11", "2018-09-12", "2018-10-03"]
    empty = call("reader").get("/api/v1/meetings/mine.ics")
    assert (empty.status_code, b"VEVENT" in empty.content) == (200, False)
    feed = Client().get(f"/calendar/{calendar_token(people['hackney'])}/mine.ics")
    assert sorted(events(feed)[1]) == sorted(mine)


def test_a_calendar_program_subscribes_without_signing_in(browse, people, leb):
    calendar = browse("reader").get("/meetings/calendar/").context["calendar"]
    address = next(each["url"] for each in calendar["boards"] if each["id"] == leb.pk)
    path = address[address.index("/calendar/") :]
    answer = Client().get(path)
    assert (answer.status_code, len(events(answer)[1])) == (200, 4)
    assert Client().get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert Client().head(path).status_code == 200
    assert Client().post(path).status_code == 405
    assert answer["Cache-Control"] == "private, no-cache"


def refused(token, leb):
    return [Client().get(f"/calendar/{token}/{what}").status_code for what in ("mine.ics", f"boards/{leb.pk}.ics")]


def test_an_address_dies_with_the_password_the_account_and_the_role(people, leb):
    reader = people["reader"]
    token = calendar_token(reader)
    assert refused(token, leb) == [200, 200]
    assert Client().get(f"/calendar/{token}/boards/01a20080-94d3-7764-868d-265fb93b013a.ics").status_code == 404
    reader.set_password("another one entirely")
    reader.save()
    assert refused(token, leb) == [404, 404]
    token = calendar_token(reader)
    reader.is_active = False
    reader.save()
    assert refused(token, leb) == [404, 404]
    reader.is_active = True
    reader.save()
    reader.memberships.update(starts_on=date(2016, 1, 1), ends_on=date(2017, 1, 1))
    assert refused(token, leb) == [404, 404]


def test_a_false_address_tells_nothing(people, leb, caplog):
    token = calendar_token(people["reader"])
    who, mark, signature = token.split(".")
    other = people["officer"].pk.hex
    for false in (f"{other}.{mark}.{signature}", f"{who}.{mark}.{signature[:-1]}", f"{who}..{signature}", "x", "a.b.c", f"{token}.{signature}"):
        assert refused(false, leb) == [404, 404], false
    with caplog.at_level("INFO", logger="devo_portal.access"):
        refused(token, leb)
    paths = [record.path for record in caplog.records if hasattr(record, "path")]
    assert paths
    assert not [path for path in paths if signature in path or mark in path]
