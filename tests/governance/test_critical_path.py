"""The critical path, held against walking every path; cycles; and what one more week moves."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from devo_portal.core.dates import PartialDate
from governance.models import BankHoliday, Clearance, Dependency, Milestone, StatutoryWindow
from governance.rules.schedule import Cycle, Link, Node, plan, way
from governance.rules.working_days import Calendar
from tests.factories import organisation
from tests.governance.conftest import agreement, milestone

START = date(2018, 3, 20).toordinal()  # two bank holidays ahead
CALENDAR = Calendar([date(2018, 3, 30), date(2018, 4, 2), date(2018, 5, 7), date(2018, 5, 28)])


def some_slots(random):
    """Of a node in three: meetings at intervals, which may end before it is ready, or none at all."""
    if random.random() > 0.35:
        return None
    first, every, count = START + random.randint(-5, 20), random.choice([1, 7, 14, 30]), random.choice([0, 1, 3, 12])
    return tuple(range(first, first + every * count, every))


def a_graph(random):
    """Up to nine nodes, some standing, some with slots, and links that go forward only; keys are shuffled so that no order is given away."""
    keys = random.sample(range(100), random.randint(1, 9))
    nodes = [Node(key, START + random.randint(0, 40), random.random() < 0.2, some_slots(random)) for key in keys]
    pairs = [(one, other) for place, one in enumerate(keys) for other in keys[place + 1 :]]
    links = [Link(one, other, random.choice([0, 0, 1, 5, 20])) for one, other in pairs if random.random() < 0.35]
    random.shuffle(nodes)
    random.shuffle(links)
    return nodes, links


def walk(day, lag):
    """That many working days later, one by one."""
    while lag:
        day += 1
        lag -= CALENDAR.works(date.fromordinal(day))
    return day


def fall(node, day):
    """The first of its slots from a day on, looked for day by day; the day itself where it needs none or none is left."""
    if node.slots is None or node.stands or not any(slot >= day for slot in node.slots):
        return day
    while day not in node.slots:
        day += 1
    return day


def earliest_by_paths(nodes, links):
    """The longest of all paths that end in each node; a path begins anywhere, and what stands cuts it."""
    known = {node.key: node for node in nodes}

    def ends(key):
        """The day at which every path to a node arrives."""
        node = known[key]
        yield fall(node, node.floor)
        if not node.stands:
            for link in links:
                if link.after == key:
                    for day in ends(link.before):
                        yield fall(node, max(node.floor, walk(day, link.lag)))

    return {key: max(ends(key)) for key in known}


def network_of(nodes, links):
    groups = {node.key: {node.key} for node in nodes}
    for link in links:
        joined = groups[link.before] | groups[link.after]
        for key in joined:
            groups[key] = joined
    return groups


def latest_by_trying(nodes, links, earliest):
    """The last day to which each may be put by hand, so that the end of its network stays and nothing loses its slot."""
    groups, last = network_of(nodes, links), {}
    slotted = [node for node in nodes if not node.stands and node.slots and earliest[node.key] in node.slots]
    for node in nodes:
        end = max(earliest[key] for key in groups[node.key])
        day = last[node.key] = earliest[node.key]
        while not node.stands and day < end:
            day += 1
            moved = earliest_by_paths([replace(n, floor=max(n.floor, day)) if n.key == node.key else n for n in nodes], links)
            if max(moved[key] for key in groups[node.key]) > end or any(moved[each.key] not in each.slots for each in slotted):
                break
            last[node.key] = moved[node.key]
    return last


@pytest.mark.parametrize("seed", range(10))
def test_a_hundred_random_graphs_equal_the_longest_of_all_paths(seed):
    for number in range(100):
        nodes, links = a_graph(random.Random(seed * 100 + number))
        made, slowly = plan(nodes, links, CALENDAR), earliest_by_paths(nodes, links)
        assert made.earliest == slowly
        assert {node.key for node in nodes if made.no_slot(node.key)} == {
            node.key for node in nodes if node.slots is not None and not node.stands and slowly[node.key] not in node.slots
        }
        for network in set(made.network.values()):
            path = made.path(network)
            moving = [node.key for node in nodes if made.network[node.key] == network and not node.stands]
            assert bool(path) == bool(moving)
            if path:
                assert made.earliest[path[-1]] == max(slowly[key] for key in moving)
                for before, after in pairwise(path):
                    lags = [link.lag for link in links if (link.before, link.after) == (before, after)]
                    assert any(CALENDAR.number(walk(slowly[before], lag)) == CALENDAR.number(slowly[after]) for lag in lags)


@pytest.mark.parametrize("seed", range(5))
def test_slack_is_how_far_something_may_be_put_by_hand(seed):
    for number in range(20):
        nodes, links = a_graph(random.Random(1000 + seed * 20 + number))
        made = plan(nodes, links, CALENDAR)
        last = latest_by_trying(nodes, links, made.earliest)
        assert {key: CALENDAR.number(day) for key, day in made.latest.items()} == {key: CALENDAR.number(day) for key, day in last.items()}
        for node in nodes:
            assert made.critical(node.key) == (not node.stands and CALENDAR.number(last[node.key]) == CALENDAR.number(made.earliest[node.key]))
            assert made.earliest[node.key] <= made.last_day(node.key)


def test_what_moves_is_what_a_new_plan_says():
    for number in range(200):
        nodes, links = a_graph(random.Random(5000 + number))
        made = plan(nodes, links, CALENDAR)
        key = nodes[0].key
        floor = CALENDAR.after(made.earliest[key], 5)
        again = plan([replace(n, floor=max(n.floor, floor)) if n.key == key and not n.stands else n for n in nodes], links, CALENDAR)
        assert made.moved({key: floor}) == {each: day for each, day in again.earliest.items() if day != made.earliest[each]}


def test_a_cycle_is_named():
    nodes = [Node(key, START) for key in "abcd"]
    with pytest.raises(Cycle) as refused:
        plan(nodes, [Link("a", "b"), Link("b", "c"), Link("c", "b"), Link("c", "d")], CALENDAR)
    assert refused.value.chain in (["b", "c", "b"], ["c", "b", "c"])
    assert way([("a", "b"), ("b", "c"), ("a", "c")], "a", "c") == ["a", "c"]
    assert way([("a", "b")], "b", "a") is None
    assert way([], "a", "a") == ["a"]


# --- By API and page -----------------------------------------------------------------------------------------------------
@pytest.fixture
def story(db):
    """Number 10's clearance, the signing, the delegation from 1 April 2018, and a site's window of 40 working days."""
    for day in ("2017-04-14", "2017-04-17", "2017-05-01", "2017-05-29", "2018-03-30", "2018-04-02"):
        BankHoliday.objects.create(day=day, name="Bank holiday")
    mou = agreement()
    office = organisation("Programme office of the story")
    signed = milestone("MoU signed", agreement=mou, owner=office, forecast="2018-03-19")
    delegated = milestone("Funding is delegated", planned="2018-04-01", owner=office)
    offered = milestone("Site is offered", planned="2018-03-01")
    clearance = Clearance.objects.create(agreement=mou, kind="number_10", holder="Number 10", asked_on="2017-03-15", expected_on="2018-03-16")
    window = StatutoryWindow.objects.create(name="Register", working_days=40, starts_on="2017-03-15")
    Dependency.objects.create(before_clearance=clearance, after=signed, lag_working_days=1)
    Dependency.objects.create(before_milestone=signed, after=delegated, lag_working_days=8)
    Dependency.objects.create(before_window=window, after=offered)
    return {"signed": signed, "delegated": delegated, "offered": offered, "clearance": clearance, "window": window}


def rows(answer):
    return {row["name"]: row for row in answer.json()["results"]}


def test_the_sentence_says_whose_clearance_holds_what_up(call, browse, story):
    said = call("reader").get("/api/v1/schedule/?on=2018-01-02").json()
    assert said["sentence"] == (
        "Number 10’s clearance is critical: one more week moves 2 milestones; the last, “Funding is delegated”, from 1 April to 9 April 2018."
    )
    assert [step["name"] for step in said["holds"][0]["path"]] == ["Number 10: clearance", "MoU signed", "Funding is delegated"]
    page = browse("reader").get("/schedule/?on=2018-01-02")
    assert "Number 10’s clearance is critical" in page.content.decode()


def test_days_slack_and_standing_are_told(call, story):
    found = rows(call("reader").get("/api/v1/schedule/?on=2018-01-02"))
    assert found["Number 10: clearance"]["earliest"] == "2018-03-16"
    assert (found["MoU signed"]["earliest"], found["MoU signed"]["critical"]) == ("2018-03-19", True)
    assert (found["Funding is delegated"]["earliest"], found["Funding is delegated"]["slack_working_days"]) == ("2018-04-01", 0)
    assert (found["Register"]["earliest"], found["Register"]["stands"]) == ("2017-05-15", True)  # 40 working days after 15 March 2017
    assert found["Site is offered"]["waits_for"] == [
        {"id": str(story["window"].pk), "name": "Register", "lag_working_days": 0, "sets_the_day": False}
    ]


def test_as_of_a_day_nothing_open_falls_before_it(call, story):
    Milestone.objects.filter(pk=story["signed"].pk).update(actual="2018-03-20")
    found = rows(call("reader").get("/api/v1/schedule/?on=2018-06-01"))
    assert (found["MoU signed"]["earliest"], found["MoU signed"]["stands"]) == ("2018-03-20", True)
    assert (found["Funding is delegated"]["earliest"], found["Funding is delegated"]["stands"]) == ("2018-06-01", False)
    assert not rows(call("reader").get("/api/v1/schedule/?on=2018-03-19"))["MoU signed"]["stands"]


def test_what_if_is_computed_and_not_saved(call, story):
    signed = story["signed"]
    said = call("reader").get(f"/api/v1/schedule/?on=2018-01-02&what_if={signed.pk}:%2B5")
    found = rows(said)
    assert said.json()["what_if"] == [{"id": str(signed.pk), "name": "MoU signed", "working_days": 5, "moves": 1}]
    assert (found["MoU signed"]["without"], found["MoU signed"]["earliest"], found["MoU signed"]["moved_working_days"]) == (
        "2018-03-19",
        "2018-03-26",
        5,
    )
    assert found["Funding is delegated"]["earliest"] == "2018-04-09"
    assert said.content == call("reader").get(f"/api/v1/schedule/?on=2018-01-02&what_if={signed.pk}:+5").content  # a + is read as a space
    signed.refresh_from_db()
    assert (signed.version, signed.forecast) == (1, PartialDate.kept("2018-03-19"))


@pytest.mark.parametrize(
    "query", ["what_if=x", "what_if=01a20080-94d3-7764-868d-265fb93b013a:5", "on=2018-13", "critical=maybe", "strand=none", "day=1"]
)
def test_what_cannot_be_asked_is_refused(call, browse, story, query):
    assert call("reader").get(f"/api/v1/schedule/?{query}").status_code == 400
    assert browse("reader").get(f"/schedule/?{query}").status_code == 400


def test_filters_and_pages_leave_the_computing_whole(call, story):
    critical = rows(call("reader").get("/api/v1/schedule/?on=2018-01-02&critical=true"))
    assert critical.keys() == {"Number 10: clearance", "MoU signed", "Funding is delegated", "Site is offered"}
    assert rows(call("reader").get("/api/v1/schedule/?on=2018-01-02&q=funding")).keys() == {"Funding is delegated"}
    seen, url = [], "/api/v1/schedule/?on=2018-01-02&limit=2"
    while url:
        answer = call("reader").get(url).json()
        seen, url = seen + [row["name"] for row in answer["results"]], answer["next"]
    assert len(seen) == len(set(seen)) == 5


def test_a_cycle_is_refused_and_printed(call, browse, story):
    signed, delegated = story["signed"], story["delegated"]
    third = milestone("Third")
    officer = call("officer")
    assert officer.post("/api/v1/dependencies/", {"before_milestone": str(delegated.pk), "after": str(third.pk)}).status_code == 201
    refused = officer.post("/api/v1/dependencies/", {"before_milestone": str(third.pk), "after": str(signed.pk)})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/dependency-cycle")
    assert "“MoU signed”, then “Funding is delegated”, then “Third”, then “MoU signed”" in refused.json()["detail"]
    itself = officer.post("/api/v1/dependencies/", {"before_milestone": str(third.pk), "after": str(third.pk)})
    assert (itself.status_code, itself.json()["type"]) == (409, "/problems/dependency-cycle")
    page = browse("officer").post(f"/milestones/{signed.pk}/dependency/", {"before_milestone": str(third.pk), "lag_working_days": "0"})
    assert page.status_code == 409
    assert "(Rule: dependency cycle.)" in page.content.decode()
    assert Dependency.objects.count() == 4


def test_a_window_that_follows_a_milestone_counts_from_it_and_can_close_a_cycle(call, story):
    body = {"name": "Notice", "working_days": 8, "follows": str(story["signed"].pk)}
    made = call("officer").post("/api/v1/statutory-windows/", body)
    assert made.status_code == 201, made.content
    window = made.json()
    call("officer").post("/api/v1/dependencies/", {"before_window": window["id"], "after": str(story["delegated"].pk)})
    found = rows(call("reader").get("/api/v1/schedule/?on=2018-01-02"))
    assert found["Notice"]["earliest"] == "2018-03-29"
    closing = call("officer").patch(window["url"], {"follows": str(story["delegated"].pk)}, 1)
    assert (closing.status_code, closing.json()["type"]) == (409, "/problems/dependency-cycle")


def test_a_dependency_waits_for_one_thing_once(call, story):
    officer, after = call("officer"), str(story["offered"].pk)
    assert officer.post("/api/v1/dependencies/", {"after": after}).status_code == 400
    both = {"before_milestone": str(story["signed"].pk), "before_window": str(story["window"].pk), "after": after}
    assert officer.post("/api/v1/dependencies/", both).status_code == 400
    again = officer.post("/api/v1/dependencies/", {"before_window": str(story["window"].pk), "after": after})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/dependency-there")
    assert call("haringey").post("/api/v1/dependencies/", {"before_milestone": both["before_milestone"], "after": after}).status_code == 403


def test_a_dependency_is_changed_and_taken_out_on_its_page(browse, story):
    held = Dependency.objects.get(after=story["delegated"])
    officer = browse("officer")
    form = officer.get(f"/dependencies/{held.pk}/edit/").context["form"]
    assert form["before_milestone"].value() == story["signed"].pk
    posted = {"version": "1", "before_milestone": str(story["signed"].pk), "lag_working_days": "9"}
    assert officer.post(f"/dependencies/{held.pk}/edit/", posted).status_code == 302
    assert "and 9 working days" in officer.get(f"/milestones/{story['delegated'].pk}/").content.decode()
    assert officer.post(f"/dependencies/{held.pk}/remove/", {"version": "2"}).status_code == 422
    assert officer.post(f"/dependencies/{held.pk}/remove/", {"version": "2", "reason": "Not so."}).status_code == 302
    assert not Dependency.objects.filter(pk=held.pk).exists()


def test_many_milestones_cost_no_more_queries(call, story):
    caller = call("reader")
    caller.get("/api/v1/schedule/")
    with CaptureQueriesContext(connection) as few:
        caller.get("/api/v1/schedule/")
    before = story["delegated"]
    for number in range(30):
        after = milestone(f"Later {number}", planned=(date(2018, 5, 1) + timedelta(days=number)).isoformat())
        Dependency.objects.create(before_milestone=before, after=after)
        before = after
    with CaptureQueriesContext(connection) as many:
        caller.get("/api/v1/schedule/")
    assert len(many) == len(few)


def test_the_administration_refuses_a_cycle_too(browse, story):
    held = Dependency.objects.get(after=story["signed"])
    admin = browse("administrator")
    posted = {
        "after": str(story["signed"].pk),
        "before_milestone": str(story["delegated"].pk),
        "lag_working_days": "0",
        "version": "1",
        "reason": "x",
    }
    answer = admin.post(f"/admin/governance/dependency/{held.pk}/change/", posted)
    assert answer.status_code == 200
    assert "(Rule: dependency cycle.)" in answer.content.decode()
    answer = admin.post("/admin/governance/bankholiday/add/", {"day": "2017-06-09", "name": "A day off", "reason": "To try it."})
    assert answer.status_code == 302
    assert BankHoliday.objects.get(day="2017-06-09").origin == "hand"
