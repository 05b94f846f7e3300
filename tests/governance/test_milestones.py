"""Milestones that slip: by how many working days, when and why; and milestones that go."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from devo_portal.core.dates import PartialDate
from devo_portal.core.writes import Refused
from governance import services
from governance.models import BankHoliday, Dependency, Milestone
from tests.governance.conftest import milestone


@pytest.fixture
def easter(db):
    for day, name in ((date(2017, 4, 14), "Good Friday"), (date(2017, 4, 17), "Easter Monday"), (date(2017, 5, 1), "May Day")):
        BankHoliday.objects.create(day=day, name=name)


def test_slip_is_told_in_days_and_in_working_days(call, easter):
    record = milestone(planned="2017-03-15", forecast="2017-05-15")
    answer = call("reader").get(f"/api/v1/milestones/{record.pk}/").json()
    assert (answer["slip_days"], answer["slip_working_days"]) == (61, 40)
    early = milestone("Early", planned="2017-05-15", actual="2017-03-15")
    answer = call("reader").get(f"/api/v1/milestones/{early.pk}/").json()
    assert (answer["slip_days"], answer["slip_working_days"]) == (-61, -40)


@pytest.mark.parametrize("dates", [{"planned": "2017-03"}, {"planned": "2017-03-15"}, {"planned": "2017-03-15", "forecast": "2017-05"}])
def test_slip_is_not_known_where_a_date_is_not(call, people, dates):
    record = Milestone.objects.create(name="Signed", strand="agreement", **dates)
    answer = call("reader").get(f"/api/v1/milestones/{record.pk}/").json()
    assert (answer["slip_days"], answer["slip_working_days"]) == (None, None)


def test_the_page_says_what_slipped_when_and_why(browse, people, easter):
    record = milestone(planned="2017-03-15")
    officer = people["officer"]
    services.update_milestone(by=officer, pk=record.pk, version=1, forecast=PartialDate.kept("2017-05-15"), reason="Number 10 has not cleared it.")
    services.update_milestone(by=officer, pk=record.pk, version=2, forecast=PartialDate.kept("2017-05-12"), reason="A day was won.")
    services.update_milestone(by=officer, pk=record.pk, version=3, forecast=PartialDate.kept("2017-11"), reason="The election came between.")
    page = browse("reader").get(f"/milestones/{record.pk}/")
    told = [(str(slip["before"]), str(slip["after"]), slip["working_days"], slip["reason"]) for slip in page.context["slips"]]
    assert told == [
        ("12 May 2017", "November 2017", None, "The election came between."),
        ("15 March 2017", "15 May 2017", 40, "Number 10 has not cleared it."),
    ]
    assert "Number 10 has not cleared it." in page.content.decode()


def test_a_plan_that_moved_is_told_and_the_next_forecast_is_held_against_it(browse, people):
    record = milestone(planned="2017-03-15")
    officer = people["officer"]
    services.update_milestone(by=officer, pk=record.pk, version=1, planned=PartialDate.kept("2017-04-12"), reason="Planned anew.")
    services.update_milestone(by=officer, pk=record.pk, version=2, forecast=PartialDate.kept("2017-04-10"))
    slips = browse("reader").get(f"/milestones/{record.pk}/").context["slips"]
    assert [(slip["label"], slip["working_days"]) for slip in slips] == [("Planned", 20)]


def test_it_was_not_reached_tomorrow(call, people):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    answer = call("officer").post("/api/v1/milestones/", {"name": "Done", "strand": "boards", "actual": tomorrow})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/actual")


def test_a_milestone_goes_with_a_reason_and_not_while_others_hang_on_it(call, browse, people):
    first, second = milestone("First"), milestone("Second")
    held = Dependency.objects.create(before_milestone=first, after=second)
    with pytest.raises(Refused, match="1 of the schedule"):
        services.remove_milestone(by=people["officer"], pk=first.pk, version=1, reason="Not needed.")
    held.delete()
    assert call("officer")("delete", f"/api/v1/milestones/{first.pk}/", **{"If-Match": '"1"'}).status_code == 400
    assert call("reader")("delete", f"/api/v1/milestones/{first.pk}/", {"reason": "x"}, **{"If-Match": '"1"'}).status_code == 403
    done = browse("officer").post(f"/milestones/{first.pk}/remove/", {"version": "1", "reason": "It is two now."})
    assert (done.status_code, done["Location"]) == (302, "/milestones/")
    assert list(Milestone.objects.values_list("name", flat=True)) == ["Second"]
