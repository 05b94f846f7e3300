"""Dates as people write them, to the precision that they know."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from devo_portal.core.dates import PartialDate, parse_date


@pytest.mark.parametrize(
    ("written", "kept", "said"),
    [
        ("16 November 2017", "2017-11-16", "16 November 2017"),
        ("16th nov, 2017", "2017-11-16", "16 November 2017"),
        ("16/11/2017", "2017-11-16", "16 November 2017"),
        ("2017-11-16", "2017-11-16", "16 November 2017"),
        ("November 2017", "2017-11", "November 2017"),
        ("2017-11", "2017-11", "November 2017"),
        (" 2017 ", "2017", "2017"),
    ],
)
def test_reads_what_people_write(written, kept, said):
    assert (parse_date(written).date, str(parse_date(written))) == (kept, said)


@pytest.mark.parametrize("written", ["31 February 2018", "2018-02-31", "31/4/2018", "2017-13", "0 May 2018", "29 Feb 2017"])
def test_says_which_day_is_not_in_the_calendar(written):
    with pytest.raises(ValidationError, match="not a date in the calendar"):
        parse_date(written)


@pytest.mark.parametrize("written", ["soon", "", "17", "1.5", "Q1 2018", "16 November", "２０１７x"])
def test_says_how_to_write_a_date(written):
    with pytest.raises(ValidationError):
        parse_date(written)


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from([4, 7, 10]))
def test_what_is_said_reads_back_as_it_was(day, length):
    known = PartialDate.kept(day.isoformat()[:length])
    assert parse_date(str(known)) == known
    assert parse_date(known.date) == known


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(9990, 1, 1)), st.sampled_from([4, 7, 10]))
def test_first_and_last_enclose_just_the_days_that_share_the_kept_form(day, length):
    known = PartialDate.kept(day.isoformat()[:length])
    assert known.first <= day <= known.last
    for edge in (known.first, known.last):
        assert edge.isoformat().startswith(known.date)
    for outside in (known.first - timedelta(1), known.last + timedelta(1)):
        assert not outside.isoformat().startswith(known.date)


@given(st.dates(min_value=date(1000, 1, 1)), st.dates(min_value=date(1000, 1, 1)))
def test_kept_forms_sort_as_days_do(one, other):
    assert (PartialDate.kept(one.isoformat()) < PartialDate.kept(other.isoformat())) == (one < other)
