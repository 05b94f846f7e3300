"""Parts sum to the whole, always: held against a slow and obvious way of sharing out."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilots.rules import budgets as year
from pilots.rules import shares as rules

PENNIES = st.integers(-(10**14), 10**14).map(lambda each: Decimal(each) / 100)
WEIGHTS = st.dictionaries(st.integers(0, 40), st.decimals(0, 10**6, places=4, allow_nan=False, allow_infinity=False), min_size=1, max_size=9).filter(
    lambda each: any(each.values())
)


def slowly(amount, weights, unit=rules.PENNY):
    """Unit by unit that is left: to whoever is furthest below the exact share, the first by key among equals."""
    sign, units = (-1 if amount < 0 else 1), abs(Fraction(amount) / Fraction(unit))
    total = sum(Fraction(each) for each in weights.values())
    exact = {key: units * Fraction(weight) / total for key, weight in weights.items()}
    parts = {key: Fraction(each.numerator // each.denominator) for key, each in exact.items()}
    while sum(parts.values()) < units:
        furthest = max(exact[key] - parts[key] for key in parts)
        parts[min(key for key in parts if exact[key] - parts[key] == furthest)] += 1
    return {key: sign * int(part) * unit for key, part in parts.items()}


@given(PENNIES, WEIGHTS)
def test_parts_are_those_of_the_slow_way_and_sum_to_the_whole(amount, weights):
    parts = rules.split(amount, weights)
    assert parts == slowly(amount, weights)
    assert sum(parts.values()) == amount
    total = sum(Fraction(each) for each in weights.values())
    for key, part in parts.items():
        assert abs(Fraction(part) - Fraction(amount) * Fraction(weights[key]) / total) < Fraction(1, 100)
        assert weights[key] or part == 0


@given(PENNIES, WEIGHTS, st.randoms())
def test_neither_order_nor_scale_nor_sign_of_the_weights_and_amount_matters(amount, weights, random):
    parts, keys = rules.split(amount, weights), list(weights)
    random.shuffle(keys)
    assert rules.split(amount, {key: weights[key] for key in keys}) == parts
    assert rules.split(amount, {key: weight * 2 for key, weight in weights.items()}) == parts
    assert rules.split(-amount, weights) == {key: -part for key, part in parts.items()}


@given(PENNIES, WEIGHTS)
def test_twice_the_amount_is_twice_the_parts_but_for_a_penny(amount, weights):
    once, twice = rules.split(amount, weights), rules.split(amount * 2, weights)
    assert all(abs(twice[key] - 2 * once[key]) <= Decimal("0.02") for key in once)


@given(st.integers(0, 10**9), WEIGHTS)
def test_homes_and_people_stay_whole(number, weights):
    parts = rules.split(Decimal(number), weights, rules.WHOLE)
    assert parts == slowly(Decimal(number), weights, rules.WHOLE)
    assert all(part == part.to_integral() for part in parts.values()) and sum(parts.values()) == number


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        ("100.00", {"a": 1, "b": 1, "c": 1}, ["33.34", "33.33", "33.33"]),
        ("-100.00", {"c": 1, "b": 1, "a": 1}, ["-33.34", "-33.33", "-33.33"]),
        ("0.01", {"a": 1, "b": 2, "c": 0}, ["0.00", "0.01", "0.00"]),
        ("1200000.00", {"a": 335, "b": 111, "c": 6}, ["889380.53", "294690.27", "15929.20"]),
    ],
)
def test_known_splits(amount, weights, parts):
    got = rules.split(Decimal(amount), {key: Decimal(each) for key, each in weights.items()})
    assert [got[key] for key in "abc"] == [Decimal(each) for each in parts]


@pytest.mark.parametrize(("amount", "weights"), [("1.00", {}), ("1.00", {"a": 0}), ("1.00", {"a": 2, "b": -1}), ("1.001", {"a": 1})])
def test_what_cannot_be_shared_is_refused(amount, weights):
    with pytest.raises(ValueError):
        rules.split(Decimal(amount), {key: Decimal(each) for key, each in weights.items()})


@pytest.mark.parametrize(
    ("shares", "counts"),
    [
        ([None], True),
        (["100"], True),
        (["60"], False),
        ([], False),
        ([None, None], False),
        (["100", None], False),
        (["66.6667", "33.3333"], True),
        (["66.6667", "33.3334"], False),
        (["100", "0"], True),
    ],
)
def test_when_a_thing_is_counted(shares, counts):
    given = {key: None if each is None else Decimal(each) for key, each in enumerate(shares)}
    assert rules.counts(given) is counts
    assert (rules.claimed(Decimal(10), given, rules.WHOLE) is not None) is counts


def test_the_financial_year():
    assert year.months_of(2017)[0] == "2017-04" and year.months_of(2017)[-1] == "2018-03" and len(set(year.months_of(2017))) == 12
    assert year.months_of(2017) == sorted(year.months_of(2017))
    assert [year.month_number(each) for each in year.months_of(2017)] == list(range(1, 13))
    assert [year.year_label(each) for each in (1999, 2017)] == ["1999-00", "2017-18"]
    assert year.percent(Decimal(1), Decimal(3)) == Decimal("33.3") and year.percent(Decimal(1), Decimal(0)) is None
    assert year.running([{"plan": Decimal(1)}, {"plan": None}, {"plan": Decimal(2)}], "plan") == [1, None, None]
