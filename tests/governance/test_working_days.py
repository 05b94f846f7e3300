"""Working days, held against counting them one by one; and the bank holidays that people keep."""

from datetime import date, timedelta

from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from governance import services
from governance.models import BankHoliday, working_calendar
from governance.rules.working_days import Calendar

DAY = timedelta(days=1)
DAYS = st.dates(date(2014, 1, 1), date(2029, 12, 31))
CALENDARS = st.frozensets(st.dates(date(2016, 12, 20), date(2018, 1, 10)), max_size=120)
NEAR = st.dates(date(2016, 12, 1), date(2018, 2, 1))


def works(day, holidays):
    return day.weekday() < 5 and day not in holidays


def add_slowly(day, count, holidays):
    step = DAY if count > 0 else -DAY
    left = abs(count)
    while left:
        day += step
        left -= works(day, holidays)
    return day


def between_slowly(first, last, holidays):
    if last >= first:
        return sum(works(first + DAY * n, holidays) for n in range(1, (last - first).days + 1))
    return -sum(works(last + DAY * n, holidays) for n in range((first - last).days))


@given(NEAR, st.integers(-300, 300), CALENDARS)
def test_adding_is_walking_day_by_day(day, count, holidays):
    assert Calendar(holidays).add(day, count) == add_slowly(day, count, holidays)


@given(NEAR, NEAR, CALENDARS)
def test_between_is_counting_day_by_day(first, last, holidays):
    assert Calendar(holidays).between(first, last) == between_slowly(first, last, holidays)


@given(NEAR, st.integers(0, 60), CALENDARS)
def test_the_last_start_is_the_last(day, count, holidays):
    calendar = Calendar(holidays)
    start = date.fromordinal(calendar.last_start(day.toordinal(), count))
    assert calendar.add(start, count) <= day < calendar.add(start + DAY, count)


@given(DAYS, st.integers(-500, 500))
def test_what_is_added_is_between(day, count):
    calendar = Calendar()
    assert calendar.between(day, calendar.add(day, count)) == count
    assert calendar.works(day) == (day.weekday() < 5)


def test_forty_working_days_after_15_march_2017_is_15_may():
    """Good Friday, Easter Monday and the early May bank holiday lie between."""
    calendar = Calendar([date(2017, 4, 14), date(2017, 4, 17), date(2017, 5, 1)])
    assert calendar.add(date(2017, 3, 15), 40) == date(2017, 5, 15)
    assert calendar.between(date(2017, 3, 15), date(2017, 5, 15)) == 40
    assert Calendar().add(date(2017, 3, 15), 40) == date(2017, 5, 10)


# --- The bank holidays that people keep ----------------------------------------------------------------------------------
def test_the_list_of_england_is_loaded_and_what_people_took_out_stays_out(people):
    from devo_portal.seed.loader import load_programme

    load_programme()
    days = set(BankHoliday.objects.filter(day__year=2017).values_list("day", flat=True))
    assert days == {date(2017, *each) for each in [(1, 2), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26)]}
    assert BankHoliday.objects.filter(day__in=["2022-09-19", "2023-05-08"]).count() == 2  # a funeral and a coronation
    assert BankHoliday.objects.first().day.year == 2014
    assert BankHoliday.objects.last().day.year == timezone.localdate().year + 2
    assert working_calendar().add(date(2017, 3, 15), 40) == date(2017, 5, 15)
    may_day = BankHoliday.objects.get(day="2017-05-01")
    services.remove_bank_holiday(by=people["officer"], pk=may_day.pk, version=may_day.version, reason="It was a working day here.")
    load_programme()
    assert working_calendar().add(date(2017, 3, 15), 40) == date(2017, 5, 12)


def test_a_bank_holiday_is_added_and_changed_only_with_a_reason(call, people):
    officer, body = call("officer"), {"day": "2017-06-09", "name": "Day after the election"}
    refused = officer.post("/api/v1/bank-holidays/", body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/reason")
    made = officer.post("/api/v1/bank-holidays/", {**body, "reason": "A test of the calendar."})
    assert made.status_code == 201, made.content
    assert made.json()["origin"] == "hand"
    again = officer.post("/api/v1/bank-holidays/", {**body, "reason": "Once more."})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/bank-holiday-known")
    path = made.json()["url"]
    assert officer.patch(path, {"day": "2017-06-12"}, 1).status_code == 400
    assert officer.patch(path, {"day": "2017-06-12", "reason": "Moved."}, 1).json()["day"] == "2017-06-12"
    assert officer("delete", path, {"reason": ""}, **{"If-Match": '"2"'}).status_code == 400
    assert officer("delete", path, {"reason": "No such day."}, **{"If-Match": '"2"'}).status_code == 204
    assert call("haringey").post("/api/v1/bank-holidays/", {**body, "reason": "Mine."}).status_code == 403


def test_by_page_a_bank_holiday_keeps_its_reason(browse, people):
    officer = browse("officer")
    refused = officer.post("/bank-holidays/new/", {"day": "9 June 2017", "name": "Day after the election"})
    assert refused.status_code == 422
    assert "Say why this day is a bank holiday" in refused.content.decode()
    done = officer.post("/bank-holidays/new/", {"day": "9 June 2017", "name": "Day after the election", "reason": "To try it."})
    assert (done.status_code, done["Location"]) == (302, "/bank-holidays/")
    assert BankHoliday.objects.get().day == date(2017, 6, 9)
    page = officer.get("/bank-holidays/")
    assert "Friday 9 June 2017" in page.content.decode()
