"""Each m² of floor is counted once, with whoever holds it most nearly."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from estates.rules.interests import Interest, by_holder, chain_to, floor_of, net_floors, on_day, over
from estates.rules.periods import Period, most_at_once

DAYS = [date(2017, 1, day) for day in range(1, 8)]


@st.composite
def estates(draw):
    """Interests one beneath another, of three holders; a file may have let more than there is."""
    size = draw(st.integers(1, 9))
    interests = []
    for key in range(size):
        superior = draw(st.one_of(st.none(), st.integers(0, key - 1))) if key else None
        floor = draw(st.one_of(st.none(), st.integers(0, 40)))
        first, last = sorted((draw(st.sampled_from([None, *DAYS])) for _ in range(2)), key=lambda day: day or DAYS[0])
        starts, ends = (None, None) if draw(st.booleans()) else (first, last)
        interests.append(Interest(key, superior, draw(st.sampled_from("ABC")), None if floor is None else Decimal(floor), starts, ends))
    return draw(st.permutations(interests))


def painted(interests):
    """The slow, obvious way: a set of square metres for each interest, each given to the one who paints it last, the nearest."""
    beneath = {}
    for each in interests:
        beneath.setdefault(each.superior, []).append(each)
    keys, fresh, owner = {each.key for each in interests}, iter(range(100_000)), {}

    def cells(interest):
        """What an interest covers: what all beneath it cover, and as many more as it takes to have its floor."""
        mine = [cell for each in beneath.get(interest.key, []) for cell in cells(each)]
        more = [next(fresh) for _ in range(max(0, int(interest.floor or 0) - len(mine)))]
        for cell in more:
            owner[cell] = interest
        return mine + more

    for each in interests:
        if each.superior not in keys:
            cells(each)
    return owner


@given(estates(), st.sampled_from(DAYS))
def test_net_floors_are_those_of_counting_each_square_metre(interests, day):
    now = on_day(interests, day)
    owner = painted(now)
    nets = net_floors(now)
    assert set(nets) == {each.key for each in now}
    for each in now:
        assert nets[each.key] == sum(1 for one in owner.values() if one.key == each.key)
    assert sum(nets.values()) == floor_of(now) == len(owner)
    held = by_holder(now)
    assert sum(held.values()) == len(owner)
    assert held == {holder: sum(1 for one in owner.values() if one.holder == holder) for holder in {each.holder for each in now}}
    if not over(now) and all(each.floor is not None for each in now):
        assert floor_of(now) == sum(each.floor for each in now if each.superior is None)


@given(estates(), st.sampled_from(DAYS))
def test_on_a_day_each_lies_beneath_the_nearest_that_holds(interests, day):
    every = {each.key: each for each in interests}
    now = {each.key: each for each in on_day(interests, day)}
    for key, each in every.items():
        holds = (each.starts_on is None or each.starts_on <= day) and (each.ends_on is None or each.ends_on >= day)
        assert (key in now) == holds
    for key, each in now.items():
        above = every[key].superior
        while above is not None and above not in now:
            above = every[above].superior
        assert each.superior == above


@given(st.lists(st.tuples(st.sampled_from([None, *DAYS]), st.sampled_from([None, *DAYS]), st.integers(0, 9)), max_size=6))
def test_the_most_at_once_is_that_of_the_worst_day(given_periods):
    periods = [Period(first, last, Decimal(area)) for first, last, area in given_periods if first is None or last is None or first <= last]
    _, most = most_at_once(periods)
    sums = [sum(p.area for p in periods if (p.starts_on is None or p.starts_on <= day) and (p.ends_on is None or p.ends_on >= day)) for day in DAYS]
    assert most == max(sums)


def test_a_circle_is_found_and_still_counted_once():
    circle = [Interest(1, 3, "A", Decimal(5)), Interest(2, 1, "B", Decimal(3)), Interest(3, 2, "C", Decimal(2))]
    assert chain_to(circle, 2) == [2, 1, 3, 2]
    assert chain_to([Interest(1, None, "A", None), Interest(2, 1, "B", None)], 2) == []
    assert sum(net_floors(circle).values()) == 5
