"""Quarters, and what differs between two documents: pure arithmetic, held against slow and obvious ways."""

import copy
import json
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pilots.rules import returns as rules
from pilots.rules.quarters import Quarter, between

NAMES = st.text(st.sampled_from("ab/~01é "), max_size=3)
LEAVES = st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from([0.0, 1.0, 1.5]) | st.text(max_size=3)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12)


def written(value):
    return json.dumps(value, sort_keys=True)


@settings(max_examples=600, deadline=None)
@given(VALUES, VALUES)
def test_the_differences_lead_from_one_document_to_the_other_and_are_none_just_where_they_are_equal(before, after):
    kept = copy.deepcopy(before)
    changes = rules.differences(before, after)
    assert written(rules.applied(changes, before)) == written(after)
    assert (not changes) == (written(before) == written(after))
    assert written(before) == written(kept)  # what is given stays as it is


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=4), st.dictionaries(NAMES, VALUES, max_size=4))
def test_each_path_points_at_what_it_says(before, after):
    def at(document, path):
        for name in rules.names(path):
            document = document[name]
        return document

    for change in rules.differences(before, after):
        if change.act != rules.ADD:
            assert written(at(before, change.path)) == written(change.before)
        if change.act != rules.REMOVE:
            assert written(at(after, change.path)) == written(change.after)


def test_a_change_is_told_in_words_and_a_code_beside_its_words_is_not():
    before = {"risks": {"risks": {"RSK-9": {"id": "1", "name": "Two boards", "score": 9, "band": "high", "band_label": "High"}}}}
    after = {"risks": {"risks": {"RSK-9": {"id": "1", "name": "Two boards", "score": 4, "band": "moderate", "band_label": "Moderate"}}}}
    told = rules.told(rules.differences(before, after), before, after)
    assert [(rules.label(each.path, after, before), each.before, each.after) for each in told] == [
        ("Risks, RSK-9 Two boards: band", "High", "Moderate"),
        ("Risks, RSK-9 Two boards: score", 9, 4),
    ]
    gone = rules.differences(before, {"risks": {"risks": {}}})
    assert [rules.label(each.path, {"risks": {"risks": {}}}, before) for each in gone] == ["Risks: RSK-9 Two boards"]
    words = rules.differences({"progress": {"summary": "a"}}, {"progress": {"summary": "b"}})
    assert [rules.label(each.path, {}, {}) for each in words] == ["Progress: summary"]


@given(st.dates(date(2000, 4, 1), date(2099, 12, 31)))
def test_every_day_lies_in_one_quarter_of_three_months(day):
    quarter = Quarter.of(day)
    assert quarter.starts <= day <= quarter.ends
    assert (quarter.starts.day, (quarter.starts.month - 1) % 3) == (1, 0)
    assert quarter.next.starts == quarter.ends + timedelta(days=1)
    assert Quarter.read(quarter.code) == quarter
    assert quarter.code < quarter.next.code  # text sorts as time does


def test_quarters_are_of_the_financial_year():
    assert [(each.starts, each.ends) for each in between(Quarter.read("2017-Q3"), Quarter.read("2018-Q1"))] == [
        (date(2017, 10, 1), date(2017, 12, 31)),
        (date(2018, 1, 1), date(2018, 3, 31)),
        (date(2018, 4, 1), date(2018, 6, 30)),
    ]
    assert Quarter.read("2017-Q4").label == "Quarter 4 of 2017-18 (January to March 2018)"
    assert list(between(Quarter.read("2018-Q1"), Quarter.read("2017-Q4"))) == []


def test_a_sum_over_months_is_not_known_where_a_month_is_not():
    months = [{"month": "2018-04", "plan": 10, "forecast": 11, "actual": 12}, {"month": "2018-05", "plan": 10, "forecast": None, "actual": None}]
    both = rules.spent(months, ["2018-04", "2018-05"])
    assert (both["plan"], both["forecast"], both["actual"], both["planned_for_actual"]) == (20, 22, 12, 10)
    assert (both["months"], both["actual_months"]) == (2, 1)
    third = rules.spent(months, ["2018-04", "2018-05", "2018-06"])
    assert (third["plan"], third["forecast"], third["actual"]) == (None, None, 12)
    assert rules.spent([], ["2018-04"])["actual"] is None


def test_a_return_is_late_by_its_own_day_alone():
    due = date(2018, 7, 27)
    assert rules.timing(1, due, due, date(2030, 1, 1)) == "on_time"
    assert rules.timing(1, due, due + timedelta(days=1), date(2030, 1, 1)) == "late"
    assert rules.timing(1, due, None, due) == "due"
    assert rules.timing(1, due, None, due + timedelta(days=1)) == "missing"
    assert rules.timing(2, due, None, date(2030, 1, 1)) == "correction"
