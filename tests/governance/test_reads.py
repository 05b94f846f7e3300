"""Lists and records, by API and by page: the same answer, filtered the same way."""

from datetime import date, timedelta

import orjson
import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.dates import PartialDate
from devo_portal.core.wire import dumps
from tests.governance.conftest import action, agreement, commitment, milestone, signature

PLURALS = ("boards", "agreements", "signatures", "principles", "commitments", "milestones", "actions")


def same(one, other):
    """Equal as JSON, but for where `next` and `previous` point from."""
    return orjson.loads(dumps(one)) == other


@pytest.mark.parametrize("plural", PLURALS)
def test_page_shows_what_the_api_answers(browse, call, world, plural):
    page = browse("reader").get(f"/{plural}/")
    assert page.status_code == 200, page.content
    assert same(page.context[plural], call("reader").get(f"/api/v1/{plural}/").json())
    if plural in ("signatures", "commitments", "milestones", "actions"):
        assert same(page.context["summary"], call("reader").get(f"/api/v1/{plural}/summary/").json())


@pytest.mark.parametrize("noun", ["board", "agreement", "commitment", "milestone", "action"])
def test_record_page_shows_what_the_api_answers(browse, call, world, noun):
    record = {**vars(world), "board": world.lwb, "agreement": world.mou}[noun]
    page = browse("officer").get(f"/{noun}s/{record.pk}/")
    assert page.status_code == 200, page.content
    assert same(page.context[noun], call("officer").get(f"/api/v1/{noun}s/{record.pk}/").json())
    assert 'id="history"' in page.content.decode()


@pytest.mark.parametrize("plural", PLURALS)
def test_list_page_costs_few_queries(browse, world, plural, django_assert_max_num_queries):
    client = browse("reader")
    client.get("/roles/")
    with django_assert_max_num_queries(12):
        client.get(f"/{plural}/")


@pytest.mark.parametrize("path", ["agreements", "boards", "commitments", "milestones", "actions"])
def test_record_page_costs_few_queries(browse, world, path, django_assert_max_num_queries):
    record = {"agreements": world.mou, "boards": world.lwb, "commitments": world.commitment, "milestones": world.milestone, "actions": world.action}[
        path
    ]
    client = browse("reader")
    with django_assert_max_num_queries(12):
        assert client.get(f"/{path}/{record.pk}/").status_code == 200


@pytest.mark.parametrize("plural", PLURALS)
def test_unknown_question_is_refused(browse, call, world, plural):
    answer = call("reader").get(f"/api/v1/{plural}/?colour=red")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert browse("reader").get(f"/{plural}/?colour=red").status_code == 400


@pytest.mark.parametrize(
    "question",
    [
        "milestones/?late=maybe",
        "actions/?overdue=1",
        "commitments/?status=fine",
        "commitments/?owner=me",
        "milestones/?falls__gte=31 February 2018",
        "actions/?due_on__gte=2018-02-31",
    ],
)
def test_question_that_cannot_be_read_is_refused(call, world, question):
    assert call("reader").get(f"/api/v1/{question}").status_code == 400


@pytest.mark.parametrize("plural", PLURALS)
def test_anonymous_is_turned_away(browse, call, world, plural):
    assert call(None).get(f"/api/v1/{plural}/").status_code == 401
    assert browse(None).get(f"/{plural}/").status_code == 302


def test_agreement_answers_with_its_signatories_principles_and_standing(call, world):
    body = call("reader").get(f"/api/v1/agreements/{world.mou.pk}/").json()
    assert (body["parties"], body["signed_count"], body["outstanding_count"]) == (2, 1, 1)
    assert body["standing"] == "Signed by 1 of 2 parties; 1 outstanding."
    assert [each["organisation"]["name"] for each in body["signatures"]] == ["HM Treasury", "London Councils", "NHS England"]
    assert body["principles"][0]["text_status_label"] == "Paraphrase"
    assert body["may_edit"] is False


def test_standing_says_when_all_have_signed(call, people):
    mou = agreement(status="signed", signed="2017-11-16")
    for order, name in enumerate(("A", "B"), 1):
        signature(mou, name, order, status="signed", signed_on=date(2017, 11, 16))
    standing = {each["name"]: each["standing"] for each in call("reader").get("/api/v1/agreements/").json()["results"]}
    assert standing[mou.name] == "Signed by both parties on 16 November 2017."
    agreement(name="December 2015", status="signed", signed="2015-12")
    standing = {each["name"]: each["standing"] for each in call("reader").get("/api/v1/agreements/").json()["results"]}
    assert standing["December 2015"] == "Signed in December 2015; no parties are recorded."


def test_current_leaves_out_the_ended(call, world):
    refs = {each["id"] for each in call("reader").get("/api/v1/signatures/?current=true").json()["results"]}
    assert refs == {str(world.signed.pk), str(world.asked.pk)}
    summary = call("reader").get("/api/v1/signatures/summary/").json()
    assert (summary["signatures"], summary["signed"], summary["outstanding"]) == (2, 1, 1)
    assert {"code": "london", "label": "London", "signed": 0, "outstanding": 1} in summary["by_side"]


def test_commitment_keeps_the_words_of_its_date(call, world):
    body = call("haringey").get(f"/api/v1/commitments/{world.commitment.pk}/").json()
    assert body["due"] == {"date": "2018-04", "precision": "month", "text": "from April 2018"}
    assert body["overdue"] is True
    assert body["may_edit"] is True
    assert call("hackney").get(f"/api/v1/commitments/{world.commitment.pk}/").json()["may_edit"] is False


def test_commitments_without_a_date_are_never_overdue(call, world):
    commitment("INT-1", due=None)
    listed = call("reader").get("/api/v1/commitments/?overdue=false").json()["results"]
    assert [each["code"] for each in listed] == ["INT-1"]
    assert listed[0]["overdue"] is False


def test_commitments_are_found_by_each_question(call, world):
    commitment("INT-1", theme="integration", strength="explore", status="at_risk", in_principle=True, text="Specialised commissioning")
    ask = call("reader").get

    def codes(question):
        return [each["code"] for each in ask(f"/api/v1/commitments/?{question}").json()["results"]]

    for question in ("q=specialised", "theme=integration", "status=at_risk&status=delayed", "strength=explore", "in_principle=true", "unowned=true"):
        assert codes(question) == ["INT-1"], question
    for question in (f"owner={world.haringey.pk}", f"forum={world.lwb.pk}", "due__gte=2018-04-15", "due__lte=2018-04-02", "due__lte=2018"):
        assert codes(question) == ["EST-1"], question
    assert codes("due__gte=2018-05") == codes("due__lte=2018-03-31") == []
    assert codes(f"agreement={world.mou.pk}") == ["EST-1", "INT-1"]


def test_slip_is_known_only_to_the_day(call, people):
    milestone("To the day", planned="2017-03-15", actual="2017-11-16")
    milestone("To the month", planned="2017-03", forecast="2017-11-16")
    milestone("Never moved", planned="2017-03-15")
    rows = {each["name"]: each for each in call("reader").get("/api/v1/milestones/").json()["results"]}
    assert rows["To the day"]["slip_days"] == 246
    assert rows["To the month"]["slip_days"] is None
    assert rows["Never moved"]["slip_days"] is None
    assert rows["To the day"]["falls"] == {"date": "2017-11-16", "precision": "day", "text": "16 November 2017"}


def near(today: date) -> st.SearchStrategy[str]:
    days = st.integers(-800, 800).map(lambda days: (today + timedelta(days=days)).isoformat()) | st.integers(-40, 40).map(
        lambda days: (today + timedelta(days=days)).isoformat()
    )
    return st.tuples(days, st.sampled_from([4, 7, 10])).map(lambda each: each[0][: each[1]])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_late_and_range_agree_with_the_obvious(people, call, data):
    """Against a slow reading of the same rule, one milestone at a time in Python."""
    from governance.models import Milestone

    today = timezone.localdate()
    drawn = data.draw(st.lists(st.tuples(near(today), st.booleans()), min_size=1, max_size=12))
    asked = data.draw(near(today))
    Milestone.objects.all().delete()
    made = []
    for number, (when, done) in enumerate(drawn):
        reached = done and PartialDate.kept(when).first <= today
        made.append((str(milestone(f"M{number}", planned=when, actual=when if reached else None).pk), PartialDate.kept(when), reached))
    ask = call("reader").get

    def ids(question):
        return {each["id"] for each in ask(f"/api/v1/milestones/?{question}").json()["results"]}

    late = {pk for pk, when, reached in made if not reached and when.last < today}
    assert ids("late=true") == late
    assert ids("late=false") == {pk for pk, _, _ in made} - late
    assert {each["id"] for each in ask("/api/v1/milestones/").json()["results"] if each["late"]} == late
    bound = PartialDate.kept(asked)
    assert ids(f"falls__gte={asked}") == {pk for pk, when, _ in made if when.last >= bound.first}
    assert ids(f"falls__lte={asked}") == {pk for pk, when, _ in made if when.first <= bound.last}
    summary = ask("/api/v1/milestones/summary/").json()
    soon = f"reached=false&falls__gte={summary['today']}&falls__lte={summary['six_weeks_on']}"
    assert (summary["late"], summary["next_six_weeks"], summary["milestones"]) == (len(late), len(ids(soon)), len(made))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.none() | st.integers(-3, 3), st.sampled_from(["open", "in_progress", "complete", "superseded"])), min_size=1, max_size=10)
)
def test_overdue_agrees_with_the_obvious(people, call, drawn):
    from governance.models import Action

    today = timezone.localdate()
    Action.objects.all().delete()
    overdue = set()
    for days, status in drawn:
        due = None if days is None else today + timedelta(days=days)
        done = {"closed_on": today, "evidence": "Minutes"} if status == "complete" else {}
        pk = str(action(due_on=due, status=status, raised_on=today - timedelta(days=9), **done).pk)
        if due and due < today and status in ("open", "in_progress"):
            overdue.add(pk)
    ask = call("reader").get
    rows = ask("/api/v1/actions/").json()["results"]
    assert {each["id"] for each in rows if each["overdue"]} == overdue
    assert {each["id"] for each in ask("/api/v1/actions/?overdue=true").json()["results"]} == overdue
    assert {each["id"] for each in ask("/api/v1/actions/?overdue=false").json()["results"]} == {each["id"] for each in rows} - overdue
    summary = ask("/api/v1/actions/summary/").json()
    assert summary["overdue"] == len(overdue)
    assert sum(each["overdue"] for each in summary["by_theme"]) == len(overdue)
    assert summary["unowned"] == len(ask("/api/v1/actions/?unowned=true&open=true").json()["results"])


@pytest.mark.parametrize("name", ["commitment_summary", "milestone_summary", "action_summary", "signature_summary"])
def test_summary_is_one_query(people, world, name, django_assert_num_queries):
    from governance import selectors

    people["reader"].current_memberships  # noqa: B018  # known from signing in
    with django_assert_num_queries(1):
        getattr(selectors, name)(people["reader"], {})


def test_board_tree_stands_each_board_under_its_superior(browse, world):
    from tests.governance.conftest import board

    board("AAA")
    tree = browse("reader").get("/boards/").context["tree"]
    assert [(node["board"]["short_name"], node["depth"]) for node in tree] == [("AAA", 0), ("LHB", 0), ("LWB", 1)]
