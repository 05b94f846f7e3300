"""What a board must take falls on a meeting of it; what waits for a meeting moves with it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import Dependency, Meeting, Milestone
from tests.governance.conftest import board, milestone

ON = "/api/v1/schedule/?on=2018-01-02"


def meeting(of, day, status="planned", **fields):
    return Meeting.objects.create(board=of, held_on=day, status=status, **fields)


@pytest.fixture
def estates(db):
    """The Estates Board meets on 5 February and 5 March 2018; it must take phase II, after which powers pass and a report is made."""
    leb = board("LEB", name="London Estates Board")
    met = [meeting(leb, "2017-12-04", "held"), meeting(leb, "2018-02-05", "called"), meeting(leb, "2018-03-05")]
    ready = milestone("Terms of reference are ready", strand="estates", planned="2018-01-15")
    phase = milestone("Phase II", strand="estates", planned="2018-01-10", needs_board=leb)
    report = milestone("Report on phase II", strand="estates", planned="2018-02-06")
    Dependency.objects.create(before_milestone=ready, after=phase, lag_working_days=5)
    Dependency.objects.create(before_milestone=phase, after=report, lag_working_days=2)
    return {"leb": leb, "met": met, "ready": ready, "phase": phase, "report": report}


def rows(answer):
    assert answer.status_code == 200, answer.content
    return {row["name"]: row for row in answer.json()["results"]}


def test_what_a_board_must_take_falls_on_its_next_meeting(call, browse, estates):
    answer = call("reader").get(ON)
    found, leb = rows(answer), estates["leb"]
    phase = found["Phase II"]
    assert (phase["earliest"], phase["latest"], phase["critical"], phase["no_meeting"]) == ("2018-02-05", "2018-02-05", True, False)
    assert phase["board"] == {"id": str(leb.pk), "name": "London Estates Board", "short_name": "LEB"}
    assert phase["meeting_wait_working_days"] == 10  # it could fall on 22 January
    ready = found["Terms of reference are ready"]
    assert (ready["slack_working_days"], ready["latest"], ready["critical"]) == (10, "2018-01-29", False)  # five working days before the meeting
    assert found["Report on phase II"]["earliest"] == "2018-02-07"
    assert answer.json()["sentence"] == (
        "The London Estates Board’s meeting of 5 February 2018 is critical: one more week of “Phase II” moves it to the meeting of 5 March 2018, "
        "and with it 1 milestone, “Report on phase II”, from 7 February to 7 March 2018."
    )
    assert answer.json()["holds"][0]["who"] == "London Estates Board"
    page = browse("reader").get("/schedule/?on=2018-01-02").content.decode()
    assert "A meeting of the London Estates Board: 10 working days until the next" in page


def test_a_day_too_late_costs_a_month(call, estates):
    ready = estates["ready"]
    found = rows(call("reader").get(f"{ON}&what_if={ready.pk}:10"))
    assert found["Phase II"]["earliest"] == "2018-02-05"  # all its slack
    found = rows(call("reader").get(f"{ON}&what_if={ready.pk}:11"))
    assert (found["Phase II"]["earliest"], found["Phase II"]["without"]) == ("2018-03-05", "2018-02-05")
    assert found["Report on phase II"]["earliest"] == "2018-03-07"


def test_a_cancelled_meeting_is_no_slot_and_a_moved_one_is(call, estates):
    Meeting.objects.filter(pk=estates["met"][1].pk).update(status="cancelled")
    assert rows(call("reader").get(ON))["Phase II"]["earliest"] == "2018-03-05"
    Meeting.objects.filter(pk=estates["met"][2].pk).update(held_on="2018-02-20")
    assert rows(call("reader").get(ON))["Phase II"]["earliest"] == "2018-02-20"


def test_it_says_where_no_meeting_is_planned(call, browse, estates):
    Meeting.objects.filter(status__in=Meeting.COMING).update(status="cancelled")
    answer = call("reader").get(ON)
    phase = rows(answer)["Phase II"]
    assert (phase["earliest"], phase["no_meeting"]) == ("2018-01-22", True)  # where it would fall without
    said = "No meeting of the London Estates Board is planned on or after 22 January 2018: “Phase II” waits for one."
    assert [each["sentence"] for each in answer.json()["without_meeting"]] == [said]
    page = browse("reader").get("/schedule/?on=2018-01-02").content.decode()
    assert said in page
    assert "No meeting planned" in page


def test_a_milestone_alone_with_its_board_is_told_too(call, estates):
    alone = milestone("Alone", planned="2018-02-07", needs_board=estates["leb"])
    found = rows(call("reader").get(ON))["Alone"]
    assert (found["earliest"], found["critical"], found["waits_for"]) == ("2018-03-05", False, [])
    Milestone.objects.filter(pk=alone.pk).update(actual="2018-01-01")
    assert "Alone" not in rows(call("reader").get(ON))


@pytest.fixture
def waiting(estates):
    paper = milestone("Paper is published", planned="2018-02-01")
    Dependency.objects.create(before_meeting=estates["met"][1], after=paper, lag_working_days=3)
    return {**estates, "paper": paper}


def test_what_waits_for_a_meeting_moves_with_it(call, browse, waiting):
    name, waited = "London Estates Board, 5 February 2018", waiting["met"][1]
    answer = call("reader").get(f"{ON}&q=published")
    assert rows(answer)["Paper is published"]["earliest"] == "2018-02-08"
    assert rows(answer)["Paper is published"]["waits_for"] == [{"id": str(waited.pk), "name": name, "lag_working_days": 3, "sets_the_day": True}]
    found = rows(call("reader").get(ON))[name]
    assert (found["kind"], found["kind_label"], found["stands"], found["earliest"]) == ("meeting", "Board meeting", False, "2018-02-05")
    held = [each for each in answer.json()["holds"] if each["kind"] == "meeting"]
    assert [each["sentence"] for each in held] == [
        (
            "The London Estates Board’s meeting of 5 February 2018 is critical: one more week moves 1 milestone, “Paper is published”, "
            "from 8 February to 15 February 2018."
        )
    ]
    assert f'href="/meetings/{waited.pk}/"' in browse("reader").get("/schedule/?on=2018-01-02").content.decode()
    assert f'href="/meetings/{waited.pk}/"' in browse("reader").get(f"/milestones/{waiting['paper'].pk}/").content.decode()


@pytest.mark.parametrize(
    ("status", "on", "falls", "stands"),
    [
        ("called", "2018-01-02", "2018-02-05", False),
        ("held", "2018-02-05", "2018-02-05", True),
        ("held", "2018-02-04", "2018-02-05", False),  # as of the day before, it was to come
        ("cancelled", "2018-01-02", "2018-03-05", False),  # the next of its board
        ("planned", "2018-02-06", "2018-03-05", False),  # nobody says that it was held
    ],
)
def test_a_meeting_stands_where_it_was_held_and_gives_way_to_the_next_where_it_was_not(call, waiting, status, on, falls, stands):
    Meeting.objects.filter(pk=waiting["met"][1].pk).update(status=status)
    found = rows(call("reader").get(f"/api/v1/schedule/?on={on}&q=London"))
    row = next(row for name, row in found.items() if name.startswith("London Estates Board, 5 February"))
    assert (row["earliest"], row["stands"], row["no_meeting"]) == (falls, stands, False)


def test_what_a_cancelled_meeting_was_for_came_to_the_next_that_was_held(call, waiting):
    Meeting.objects.filter(pk=waiting["met"][1].pk).update(status="cancelled")
    Meeting.objects.filter(pk=waiting["met"][2].pk).update(status="held")
    row = rows(call("reader").get("/api/v1/schedule/?on=2018-06-01"))["London Estates Board, 5 February 2018 (cancelled)"]
    assert (row["earliest"], row["stands"]) == ("2018-03-05", True)
    Meeting.objects.filter(pk=waiting["met"][2].pk).update(status="cancelled")
    row = rows(call("reader").get("/api/v1/schedule/?on=2018-06-01"))["London Estates Board, 5 February 2018 (cancelled)"]
    assert (row["earliest"], row["no_meeting"]) == ("2018-06-01", True)


def test_a_dependency_on_a_meeting_by_api_page_and_administration(call, browse, estates):
    officer, waited, report = call("officer"), estates["met"][2], estates["report"]
    waited.refresh_from_db()
    body = {"before_meeting": str(waited.pk), "after": str(report.pk)}
    made = officer.post("/api/v1/dependencies/", body)
    assert made.status_code == 201, made.content
    assert made.json()["before"] == {
        "kind": "meeting",
        "id": str(waited.pk),
        "ref": waited.ref,
        "name": "London Estates Board, 5 March 2018",
        "url": f"/api/v1/meetings/{waited.pk}/",
    }
    assert officer.post("/api/v1/dependencies/", body).json()["type"] == "/problems/dependency-there"
    assert officer.post("/api/v1/dependencies/", {**body, "before_milestone": str(estates["ready"].pk)}).status_code == 400
    listed = officer.get("/api/v1/dependencies/?kind=meeting").json()["results"]
    assert [each["id"] for each in listed] == [made.json()["id"]]
    assert officer.get(f"/api/v1/dependencies/?before_meeting={waited.pk}&q=estates").json()["results"] == listed
    page = browse("officer")
    form = page.get(f"/dependencies/{made.json()['id']}/edit/").context["form"]
    assert form["before_meeting"].value() == waited.pk
    posted = {"version": "1", "before_meeting": str(estates["met"][1].pk), "lag_working_days": "0"}
    assert page.post(f"/dependencies/{made.json()['id']}/edit/", posted).status_code == 302
    assert Dependency.objects.get(pk=made.json()["id"]).before_meeting_id == estates["met"][1].pk
    seen = browse("administrator").get(f"/admin/governance/dependency/{made.json()['id']}/change/").content.decode()
    assert "LEB, 5 March 2018" in seen
    itself = page.post(f"/milestones/{report.pk}/dependency/", {"before_milestone": str(report.pk), "lag_working_days": "0"})
    assert "They would wait for each other: “Report on phase II”, then “Report on phase II”." in itself.content.decode()


def test_which_board_must_take_a_milestone_is_kept_asked_and_compared(call, browse, estates):
    officer, leb, report = call("officer"), estates["leb"], estates["report"]
    asked = officer.get(f"/api/v1/milestones/?needs_board={leb.pk}").json()["results"]
    assert [(each["name"], each["needs_board"]["short_name"]) for each in asked] == [("Phase II", "LEB")]
    assert officer.patch(f"/api/v1/milestones/{report.pk}/", {"needs_board": str(leb.pk)}, 1).status_code == 200
    assert rows(officer.get(ON))["Report on phase II"]["earliest"] == "2018-03-05"
    page = browse("officer")
    assert page.get(f"/milestones/{report.pk}/edit/").context["form"]["needs_board"].value() == leb.pk
    assert "Falls on a meeting of" in page.get(f"/milestones/{report.pk}/").content.decode()
    changed = officer.get("/api/v1/milestones/compare/").json()["added"]
    assert "Report on phase II" in [each["name"] for each in changed]


def test_many_meetings_cost_no_more_queries(call, waiting):
    caller = call("reader")
    caller.get(ON)
    with CaptureQueriesContext(connection) as few:
        caller.get(ON)
    for number in range(30):
        of = board(f"B{number}")
        held = meeting(of, f"2018-04-{number % 28 + 1:02}")
        Dependency.objects.create(before_meeting=held, after=milestone(f"After {number}", needs_board=of))
    with CaptureQueriesContext(connection) as many:
        caller.get(ON)
    assert len(many) == len(few)
