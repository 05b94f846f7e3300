"""One picture over all strands, its table, and the same by API."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from devo_portal.core.dates import PartialDate
from governance.models import Baseline, BaselineEntry, Dependency, Meeting, Milestone
from governance.templatetags.timeline import WIDTH, axis, timeline_picture
from tests.factories import organisation
from tests.governance.conftest import agreement, board, milestone

API = "/api/v1/timeline/"


def taken(name, day, **falls):
    from governance.models import Decision

    of = board(name[:20])
    baseline = Baseline.objects.create(name=name, taken_on=day, decision=Decision.objects.create(board=of, number=name, title=name, decided_on=day))
    for each in falls.values():
        kept, when = each
        BaselineEntry.objects.create(baseline=baseline, milestone=kept, ref=kept.ref or "x", name=kept.name, strand=kept.strand, falls=when)
    return baseline


@pytest.fixture
def story(db):
    """The signing, reached eight months after its plan; what waits for what comes yet; a month and a year; two baselines."""
    today = timezone.localdate()
    soon = (today + timedelta(days=20)).isoformat()
    mou, office = agreement(), organisation("Programme office of the story")
    signed = milestone("MoU signed", agreement=mou, owner=office, actual="2017-11-16")
    funds = milestone("Funding is delegated", strand="integration", planned="2018-04")
    unit = milestone("Workforce Board is set up", strand="workforce", planned=None, actual="2017")
    first = milestone("Plans are compared", strand="estates", planned=soon, forecast=(today + timedelta(days=30)).isoformat())
    last = milestone("Site <is> sold & gone", strand="estates", planned=(today + timedelta(days=60)).isoformat())
    Dependency.objects.create(before_milestone=first, after=last, lag_working_days=40)
    old = taken("Budget", "2017-03-08", signed=(signed, "2017-03-15"))
    new = taken("Signing", "2017-11-16", signed=(signed, "2017-11-16"), funds=(funds, "2018"), last=(last, today.isoformat()))
    return {"mou": mou, "office": office, "signed": signed, "funds": funds, "unit": unit, "first": first, "last": last, "old": old, "new": new}


def rows(answer):
    assert answer.status_code == 200, answer.content
    return {row["name"]: row for row in answer.json()["results"]}


def svg(page):
    found = re.search(r"<svg class=\"portal-timeline__svg.*?</svg>", page.content.decode(), re.DOTALL)
    return ElementTree.fromstring(found[0])  # it must be well formed


def test_every_date_of_every_milestone_by_strand(call, story):
    answer = call("reader").get(API)
    said, found = answer.json(), rows(answer)
    assert list(found) == ["MoU signed", "Plans are compared", "Site <is> sold & gone", "Funding is delegated", "Workforce Board is set up"]
    signed = found["MoU signed"]
    assert (signed["planned"]["date"], signed["actual"]["date"], signed["in_baseline"]["date"]) == ("2017-03-15", "2017-11-16", "2017-11-16")
    assert (signed["slip_working_days"], signed["variance_working_days"]) == (176, 0)
    assert found["Funding is delegated"]["planned"] == {"date": "2018-04", "precision": "month", "text": "April 2018"}
    assert found["Funding is delegated"]["in_baseline"]["precision"] == "year"
    assert found["Plans are compared"]["in_baseline"] is None
    assert said["baseline"]["name"] == "Signing"  # the newest
    assert (said["milestones"], said["reached"], said["late"], said["critical"], said["later"]) == (5, 2, 1, 2, 1)
    assert said["sentence"] == "2 of 5 milestones reached, 1 late; 2 on the critical path; 1 later than in “Signing”."


def test_another_baseline_by_its_id(call, browse, story):
    found = rows(call("reader").get(f"{API}?baseline={story['old'].pk}"))
    assert (found["MoU signed"]["in_baseline"]["date"], found["MoU signed"]["variance_working_days"]) == ("2017-03-15", 176)
    assert found["Funding is delegated"]["in_baseline"] is None
    page = browse("reader").get(f"/timeline/?baseline={story['old'].pk}")
    assert "1 later than in “Budget”" in page.content.decode()
    assert page.context["filters"]["baseline"].value() == str(story["old"].pk)


def test_what_the_schedule_says_stands_beside(call, story):
    found = rows(call("reader").get(API))
    first = found["Plans are compared"]["schedule"]
    assert first["critical"] is True
    assert (first["slack_working_days"], first["no_meeting"]) == (0, False)
    assert first["earliest"] == (timezone.localdate() + timedelta(days=30)).isoformat()
    assert found["MoU signed"]["schedule"] is None
    assert rows(call("reader").get(f"{API}?critical=true")).keys() == {"Plans are compared", "Site <is> sold & gone"}
    assert len(rows(call("reader").get(f"{API}?critical=false"))) == 3


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("strand=estates&strand=workforce", {"Plans are compared", "Site <is> sold & gone", "Workforce Board is set up"}),
        ("owner={office}", {"MoU signed"}),
        ("agreement={mou}", {"MoU signed"}),
        ("late=true", {"Funding is delegated"}),
        ("q=funding", {"Funding is delegated"}),
        ("falls__lte=2017", {"MoU signed", "Workforce Board is set up"}),
        ("needs_board={mou}", set()),
    ],
)
def test_it_is_asked_what_the_list_of_milestones_is(call, story, query, names):
    query = query.format(office=story["office"].pk, mou=story["mou"].pk)
    assert rows(call("reader").get(f"{API}?{query}")).keys() == names
    assert rows(call("reader").get(f"/api/v1/milestones/?{query}")).keys() == names


NO_BASELINE = "baseline=01a20080-94d3-7764-868d-265fb93b013a"


@pytest.mark.parametrize("query", ["baseline=x", NO_BASELINE, "critical=maybe", "order=name", "cursor=x", "limit=201", "page=0", "on=2017"])
def test_what_cannot_be_asked_is_refused(call, browse, story, query):
    assert call("reader").get(f"{API}?{query}").status_code == 400
    assert browse("reader").get(f"/timeline/?{query}").status_code == 400


def test_it_is_shown_to_those_who_see_the_programme(call, browse, story):
    assert call(None).get(API).status_code == 401
    assert browse(None).get("/timeline/").status_code == 302


def test_pages_leave_nothing_out(call, browse, story):
    seen, url = [], f"{API}?limit=2"
    while url:
        answer = call("reader").get(url).json()
        assert answer["milestones"] == answer["count"] == 5
        seen, url = seen + [row["name"] for row in answer["results"]], answer["next"]
    assert seen == list(rows(call("reader").get(API)))
    page = browse("reader").get("/timeline/?limit=2").content.decode()
    assert "2 of 5 milestones are shown" in page


# --- The picture ---------------------------------------------------------------------------------------------------------
def marks(drawn, kind):
    return [each for each in drawn.iter() if f"portal-timeline__{kind}" in each.get("class", "").split()]


def test_the_picture_links_to_every_milestone_and_says_what_is_critical_in_words(browse, story):
    page = browse("reader").get("/timeline/")
    drawn = svg(page)
    links = [each.get("href") for each in drawn.iter() if each.tag.endswith("}a")]
    assert set(links) == {f"/milestones/{story[key].pk}/" for key in ("signed", "funds", "unit", "first", "last")}
    words = ["".join(each.itertext()) for each in marks(drawn, "word")]
    assert sorted(words) == ["Critical", "Critical", "Late"]
    assert len(marks(drawn, "critical")) == 2
    assert [each.text for each in marks(drawn, "strand")] == ["Agreement", "Estates", "Integration", "Workforce"]
    assert marks(drawn, "now")[0].text.startswith("Today, ")
    assert not [each for each in drawn.iter() if each.get("style")]
    names = ["".join(each.itertext()) for each in marks(drawn, "name")]
    assert "Site <is> sold & gone" in names


def test_a_month_and_a_year_are_drawn_as_spans_and_never_as_a_day(browse, story):
    drawn = svg(browse("reader").get("/timeline/?strand=integration&strand=workforce&falls__lte=2019"))
    (planned,) = marks(drawn, "planned")
    (reached,) = marks(drawn, "actual")
    assert planned.tag.endswith("rect")
    assert reached.tag.endswith("rect")
    assert float(reached.get("width")) / float(planned.get("width")) == pytest.approx(365 / 30, rel=0.05)
    (baseline,) = marks(drawn, "baseline")
    assert float(baseline.get("width")) == pytest.approx(float(reached.get("width")), rel=0.02)
    assert float(baseline.get("x")) + float(baseline.get("width")) > float(planned.get("x"))  # 2018 holds April 2018
    by_day = svg(browse("reader").get("/timeline/?q=signed"))
    assert [each.tag.rsplit("}")[1] for each in (*marks(by_day, "planned"), *marks(by_day, "actual"))] == ["circle", "path"]


def test_meetings_of_the_board_that_must_take_it_are_ticked(call, browse, story):
    leb = board("LEB")
    Milestone.objects.filter(pk=story["first"].pk).update(needs_board=leb)
    today = timezone.localdate()
    Meeting.objects.create(board=leb, held_on=today + timedelta(days=40))
    Meeting.objects.create(board=leb, held_on=today + timedelta(days=35), status="cancelled")
    Meeting.objects.create(board=board("Other"), held_on=today + timedelta(days=36))
    said = call("reader").get(API)
    assert [(each["board"]["short_name"], each["held_on"]) for each in said.json()["meetings"]] == [("LEB", (today + timedelta(days=40)).isoformat())]
    assert rows(said)["Plans are compared"]["schedule"]["earliest"] == (today + timedelta(days=40)).isoformat()
    drawn = svg(browse("reader").get("/timeline/"))
    assert len(marks(drawn, "meeting")) == 1
    earliest = marks(drawn, "earliest")[0]  # ten days after its forecast, which no meeting takes
    at = float(earliest.get("d")[1:].split()[0]) + 4
    assert at == pytest.approx(float(marks(drawn, "meeting")[0].get("d")[1:].split()[0]) + 4, abs=0.2)


def test_later_days_lie_further_right_and_empty_years_are_drawn_short():
    first, later = date(2015, 1, 1).toordinal(), date(2026, 1, 1).toordinal()
    on = axis([(first, first + 1), (first + 300, first + 301), (later, later + 31)])
    assert len(on.stretches) == 2
    places = [on.x(day) for day in range(first - 45, later + 76, 7)]
    assert places == sorted(places)
    assert places[0] >= 400
    assert places[-1] <= WIDTH
    (empty,) = on.breaks()
    assert on.x(empty[1]) - on.x(empty[0]) == pytest.approx(46)
    marked = [said for _, said in on.lines()]
    assert "2020" not in " ".join(marked)
    assert [x for x, _ in on.lines()] == sorted(x for x, _ in on.lines())
    assert axis([(first, first + 1)]).lines()


@pytest.mark.parametrize("kept", ["0001", "9999", "9999-12-31", "1900-01", "2017-02-28"])
def test_the_ends_of_time_are_drawn(kept):
    when = PartialDate.kept(kept)
    row = {
        **dict.fromkeys(("forecast", "actual", "in_baseline", "schedule", "needs_board")),
        "id": "01a20080-94d3-7764-868d-265fb93b013a",
        "name": "x" * 240,
        "strand_label": "Estates",
        "planned": when,
        "reached": False,
        "falls": when,
        "late": True,
    }
    drawn = ElementTree.fromstring(timeline_picture({"results": [row], "today": date(2026, 11, 22), "meetings": []}))
    assert marks(drawn, "planned")


def test_nothing_is_drawn_where_nothing_is(browse, story):
    page = browse("reader").get("/timeline/?q=zzzz").content.decode()
    assert "portal-timeline__svg" not in page
    assert "No milestone matches these filters." in page
    Dependency.objects.all().delete()
    assert timeline_picture({"results": [], "today": date(2026, 11, 22), "meetings": []}) == ""


def test_it_costs_at_most_twelve_queries_however_many_rows_there_are(browse, story):
    browser = browse("reader")
    browser.get("/timeline/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/timeline/")
    for number in range(40):
        each = milestone(f"Later {number}", owner=organisation(f"Owner {number}"), needs_board=board(f"B{number}"), planned="2031-05")
        Dependency.objects.create(before_milestone=story["last"], after=each)
        taken(f"Baseline {number}", "2018-01-01", one=(each, "2031-04"))
    with CaptureQueriesContext(connection) as many:
        assert browser.get("/timeline/").status_code == 200
    assert len(many) == len(few) <= 12, [each["sql"][:120] for each in many]
