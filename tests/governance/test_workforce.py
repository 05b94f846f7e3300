"""The dashboard of a board's actions: every figure is the count of the list that it leads to, whatever the actions are."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.models import Action, Commitment
from governance.rules.workforce import bands, months_before, quarters
from tests.factories import organisation
from tests.governance.conftest import action, board, commitment

DAYS = st.dates(date(2015, 1, 1), date(2032, 12, 31))
TODAY = timezone.localdate


# --- Ages and quarters ------------------------------------------------------------------------------------------------------
@given(DAYS, st.integers(0, 30))
def test_a_month_before_keeps_the_day_or_the_months_last(day, months):
    obvious, left = day, months
    while left:
        first = obvious.replace(day=1) - timedelta(days=1)
        obvious, left = first, left - 1
    earlier = months_before(day, months)
    assert (earlier.year, earlier.month) == (obvious.year, obvious.month)
    assert earlier.day == day.day or (earlier.day < day.day and (earlier + timedelta(days=1)).day == 1)


@given(DAYS, st.integers(0, 900))
def test_every_day_has_one_age(today, days):
    raised = today - timedelta(days=days)
    held = [band.code for band in bands(today) if (not band.first or band.first <= raised) and (not band.last or raised <= band.last)]
    months = next(count for count in range(40) if months_before(today, count + 1) < raised or count == 39)
    assert held == ["under_3_months" if months < 3 else "3_to_6_months" if months < 6 else "6_to_12_months" if months < 12 else "over_a_year"]


@given(DAYS)
def test_quarters_follow_each_other_and_the_last_is_running(today):
    found = quarters(today)
    assert len(found) == 8 and found[-1].first <= today <= found[-1].last
    assert all(one.last + timedelta(days=1) == two.first for one, two in pairwise(found))
    assert all(each.first.day == 1 and each.first.month in (1, 4, 7, 10) and 89 <= (each.last - each.first).days <= 91 for each in found)


def test_quarters_are_said_as_people_say_them():
    assert [each.label for each in quarters(date(2017, 11, 16), 2)] == ["July to September 2017", "October to December 2017"]


# --- Figures and lists ------------------------------------------------------------------------------------------------------
def figures(answer):
    """Every figure in an answer, with its name."""
    found = [(name, answer[name]) for name in ("actions", "open", "overdue", "unowned", "unacted")]
    for name in ("by_theme", "by_lead", "by_age", "by_quarter"):
        for each in answer[name]:
            said = each.get("label") or each.get("name")
            found += [(f"{name}: {said}", each), *([(f"{name}: {said}, overdue", each["overdue"])] if "overdue" in each else [])]
    return found


DRAWN = st.tuples(
    st.sampled_from(list(Action.Theme.values)[:3]),
    st.sampled_from(["", "Haringey", "Barts"]),
    st.sampled_from(Action.Status.values),
    st.integers(0, 800),  # days since it was raised
    st.none() | st.integers(-30, 30),
    st.booleans(),  # on the workforce board
    st.booleans(),  # serves the commitment
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DRAWN, max_size=8))
def test_figures_equal_the_lists_behind_them(call, world, drawn):
    today = TODAY()
    Action.objects.all().delete()
    open_ones = 0
    for theme, lead, status, age, due, here, serves in drawn:
        raised, closed = today - timedelta(days=age), status in ("complete", "superseded")
        action(
            theme=theme,
            lead=organisation(lead) if lead else None,
            status=status,
            raised_on=raised,
            due_on=None if due is None else max(raised, today + timedelta(days=due)),
            closed_on=min(today, raised + timedelta(days=age // 2)) if closed else None,
            evidence="Minutes" if closed else "",
            board=world.lwb if here else world.lhb,
            commitment=world.commitment if serves else None,
        )
        open_ones += here and not closed
    ask = call("reader").get
    answer = ask("/api/v1/workforce/").json()
    assert (answer["board"]["short_name"], answer["open"]["count"]) == ("LWB", open_ones)
    for name, figure in figures(answer):
        assert ask(figure["api"]).json()["count"] == figure["count"], name
    for name in ("by_theme", "by_lead", "by_age"):
        assert sum(each["count"] for each in answer[name]) == open_ones, name
    served = any(serves and status in Action.LIVE for _, _, status, _, _, _, serves in drawn)
    assert answer["unacted"]["count"] == (0 if served else 1)


def test_every_figure_leads_to_a_page_with_just_its_rows(browse, call, world):
    action("Nobody's", board=world.lwb, due_on=TODAY() - timedelta(days=1))
    shown = browse("officer").get("/workforce/")
    assert shown.context["workforce"]["standing"].startswith(
        "The Board LWB has 2 open actions: 2 overdue and 1 without a lead; the oldest was raised on"
    )
    for name, figure in figures(shown.context["workforce"]):
        page = browse("officer").get(figure["page"])
        assert page.status_code == 200, name
        listed = page.context["commitments" if "commitments" in figure["page"] else "actions"]
        assert listed["count"] == figure["count"], name


def test_any_board_may_be_asked_for(call, browse, world):
    lhb = call("reader").get(f"/api/v1/workforce/?board={world.lhb.pk}").json()
    assert (lhb["board"]["short_name"], lhb["standing"]) == ("LHB", "The Board LHB has no open action.")
    for wrong in ("board=x", f"board={world.action.pk}", "colour=red"):
        assert call("reader").get(f"/api/v1/workforce/?{wrong}").status_code == 400
        assert browse("reader").get(f"/workforce/?{wrong}").status_code == 400


def test_an_empty_portal_has_an_empty_dashboard(browse, people):
    assert browse("officer").get("/workforce/").context["workforce"]["standing"] == "No board is recorded yet."


@pytest.mark.parametrize(("status", "acted_on"), [("open", True), ("in_progress", True), ("complete", False), ("superseded", False)])
def test_commitments_with_no_live_action_are_a_list(call, world, status, acted_on):
    Action.objects.all().delete()
    done = {} if status in Action.LIVE else {"closed_on": TODAY(), "evidence": "Minutes"}
    action(board=board("AAA"), commitment=world.commitment, status=status, **done)
    other = commitment("EST-2", agreement=world.mou)
    ask = lambda answer: {each["code"] for each in call("reader").get(f"/api/v1/commitments/?acted_on={answer}").json()["results"]}  # noqa: E731
    assert ask("true") == ({world.commitment.code} if acted_on else set())
    assert ask("false") == {other.code, *(() if acted_on else (world.commitment.code,))}
    assert Commitment.objects.count() == 2
    assert len(call("reader").get(f"/api/v1/actions/?commitment={world.commitment.pk}").json()["results"]) == 1
