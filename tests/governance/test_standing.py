"""How an agreement stands on a day: the rule against a slow reading of it, then 2017 day by day on page and API."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from governance.rules import signing
from governance.rules.standing import Clearance, Event, Facts, Place, Step, standing, state_on
from governance.rules.turns import turns

FIRST = date(2017, 3, 1)
DAYS = st.integers(0, 40).map(lambda days: FIRST + timedelta(days=days))


def places():
    steps = st.lists(st.builds(Step, DAYS, st.sampled_from(signing.STATES[1:])), max_size=4).map(
        lambda each: tuple(sorted(each, key=lambda step: step.on))
    )
    ends = st.none() | DAYS
    return st.lists(st.builds(Place, st.sampled_from("ABCDE"), steps, ends, ends), max_size=4)


@st.composite
def clearances(draw):
    made = []
    for number in range(draw(st.integers(1, 6))):
        asked = draw(DAYS | DAYS | st.none())
        outcome = draw(st.sampled_from(["refused", "given", ""])) if asked else ""
        decided = asked + timedelta(days=draw(st.integers(0, 15))) if outcome else None
        again = None
        refused = [each for each in made if each.outcome == "refused" and each.id not in {other.asks_again for other in made}]
        if refused and draw(st.sampled_from([True, True, False])):
            again = draw(st.sampled_from(refused))
            asked = asked and max(asked, again.decided_on)
            decided = decided and max(decided, asked)
        blocking = again.blocking if again else draw(st.sampled_from([True, True, False]))
        made.append(Clearance(number, f"Holder {number}", "legal", blocking, asked, None, outcome, decided, again.id if again else None))
    return made


# --- The slow, obvious implementation: look at one day after another ------------------------------------------------------
def slow_state(steps, day):
    state = signing.NOT_ASKED
    for step in steps:
        if step.on <= day:
            state = step.state
    return state


def slow_open(clearance, everyone, day):
    """Is this very record in the way on this day?"""
    if not clearance.blocking:
        return False
    if clearance.outcome == "given" and clearance.decided_on <= day:
        return False
    for other in everyone:
        if other.asks_again == clearance.id and other.asked_on and other.asked_on <= day:
            return False  # handed over
        if clearance.asks_again is not None and other.id == clearance.asks_again and not (clearance.asked_on and clearance.asked_on <= day):
            return False  # the refused one still stands there itself
    return True


def slow_blocked_days(everyone, day):
    asked = [each.asked_on for each in everyone if each.asked_on]
    total, one = 0, min(asked, default=day)
    while one < day:
        total += any(each.asked_on and each.asked_on <= one and slow_open(each, everyone, one) for each in everyone)
        one += timedelta(days=1)
    return total


@settings(max_examples=300, deadline=None)
@given(places(), clearances(), DAYS)
def test_counts_agree_with_looking_at_one_day_after_another(held, asked, day):
    told = standing(Facts(held, asked), day)
    here = [place for place in held if not (place.since and place.since > day) and not (place.until and place.until <= day)]
    states = [slow_state(place.steps, day) for place in here]
    assert told.parties == len(states)
    assert told.agreed == states.count("agreed_in_principle") + states.count("signed")
    assert told.signed == states.count("signed")
    assert told.outstanding == len(states) - told.signed
    assert told.declined == states.count("declined")
    assert {way.clearance.id for way in told.blocked_by} == {each.id for each in asked if slow_open(each, asked, day)}
    for way in told.blocked_by:
        waited = way.clearance.asked_on and way.clearance.asked_on <= day
        assert way.days == ((day - way.clearance.asked_on).days if waited else 0)
    assert told.blocked_days == slow_blocked_days(asked, day)


@settings(max_examples=200, deadline=None)
@given(places(), clearances(), DAYS)
def test_sentence_tells_only_what_the_numbers_say(held, asked, day):
    told = standing(Facts(held, asked), day)
    words = told.sentence
    assert words.endswith(".") and ".." not in words and "  " not in words and "None," not in words
    if not told.parties:
        assert words == "No parties are named yet."
    elif told.signed == told.parties:
        assert words.startswith("Signed by ") and "outstanding" not in words and "blocked by" not in words.split(" on ")[0]
    else:
        assert ("blocked by" in words) == bool(told.blocked_by)
        for way in told.blocked_by:
            assert way.clearance.holder in words
        assert ("nothing stands in the way" in words) == (told.agreed == told.parties and not told.signed and not told.blocked_by)
        if told.signed:
            assert words.startswith(f"Signed by {told.signed} of {told.parties} ") and f"{told.outstanding} outstanding" in words


@settings(max_examples=100, deadline=None)
@given(places(), clearances())
def test_standing_changes_only_on_a_day_of_the_timeline_but_for_days_that_pass(held, asked):
    facts = Facts(held, asked)
    known = {turn.on for turn in turns(facts)}
    before = None
    for number in range(70):
        day = FIRST + timedelta(days=number)
        told = standing(facts, day)
        ways = {(way.clearance.id, way.asked, way.refused) for way in told.blocked_by}
        now = (told.parties, told.agreed, told.signed, told.declined, ways)
        assert number == 0 or now == before or day in known
        before = now


@given(st.lists(st.builds(Step, DAYS, st.sampled_from(signing.STATES)), max_size=6), DAYS)
@example([Step(FIRST, "asked"), Step(FIRST, "agreed_in_principle")], FIRST)
def test_of_two_steps_of_a_day_the_later_holds(steps, day):
    steps = sorted(steps, key=lambda step: step.on)
    assert state_on(steps, day)[0] == slow_state(steps, day)


# --- The sentences ---------------------------------------------------------------------------------------------------------
def day(month, number, year=2017):
    return date(year, month, number)


ASKED = Step(day(3, 8), "asked")
AGREED = Step(day(3, 15), "agreed_in_principle")
NUMBER_10 = Clearance("n10", "Number 10", "number_10", asked_on=day(3, 15), outcome="given", decided_on=day(11, 16))


def parties(count, *steps, others=()):
    made = [Place(f"Party {number}", steps) for number in range(1, count + 1)]
    return [*made, *(Place(name, own) for name, own in others)]


SENTENCES = [
    (Facts(), day(5, 15), "No parties are named yet."),
    (Facts(parties(8)), day(5, 15), "None of the 8 parties has been asked yet."),
    (Facts(parties(1)), day(5, 15), "Its only party has not been asked yet."),
    (Facts(parties(8, ASKED, AGREED), [NUMBER_10]), day(5, 15), "Agreed by all 8 parties; blocked by 1 clearance: Number 10, 61 days."),
    (Facts(parties(8, ASKED, AGREED), [NUMBER_10]), day(3, 16), "Agreed by all 8 parties; blocked by 1 clearance: Number 10, 1 day."),
    (
        Facts(parties(8, ASKED), [NUMBER_10]),
        day(3, 14),
        "Agreed by 0 of 8 parties; 8 still to answer; blocked by 1 clearance: Number 10, not yet asked.",
    ),
    (Facts([*parties(5, ASKED, AGREED), *parties(3, ASKED)]), day(5, 15), "Agreed by 5 of 8 parties; 3 still to answer."),
    (
        Facts(
            [
                *parties(4, ASKED, AGREED),
                Place("NHS England", (ASKED, Step(day(4, 1), "declined"))),
                Place("HM Treasury", (ASKED, AGREED, Step(day(4, 2), "withdrawn"))),
                Place("Late", ()),
                Place("Slow", (ASKED,)),
            ]
        ),
        day(5, 15),
        "Agreed by 4 of 8 parties; 1 still to answer; 1 not yet asked; declined by NHS England; withdrawn by HM Treasury.",
    ),
    (
        Facts(parties(8, ASKED, AGREED), events=[Event(day(3, 15), set_on=day(3, 8))]),
        day(3, 15),
        "Agreed by all 8 parties; nothing stands in the way; signing planned for 15 March 2017.",
    ),
    (Facts(parties(2, ASKED, AGREED)), day(3, 15), "Agreed by both parties; nothing stands in the way; no signing is planned."),
    (
        Facts(parties(8, ASKED, AGREED), events=[Event(day(3, 15))]),
        day(3, 17),
        "Agreed by all 8 parties; nothing stands in the way; signing planned for 15 March 2017, not recorded as held.",
    ),
    (
        Facts(
            parties(8, ASKED, AGREED),
            [
                NUMBER_10,
                Clearance("t", "the Treasury", "treasury", asked_on=day(3, 20), outcome="refused", decided_on=day(4, 3)),
                Clearance("l", "Lawyers", "legal"),
            ],
        ),
        day(5, 15),
        "Agreed by all 8 parties; blocked by 3 clearances: Number 10, 61 days; refused by the Treasury on 3 April 2017; Lawyers, not yet asked.",
    ),
    (
        Facts(parties(8, ASKED, AGREED, Step(day(11, 16), "signed")), [NUMBER_10]),
        day(11, 17),
        "Signed by all 8 parties on 16 November 2017, after 246 days blocked by 1 clearance: Number 10.",
    ),
    (
        Facts([*parties(5, ASKED, AGREED, Step(day(11, 16), "signed")), *parties(3, ASKED, AGREED)]),
        day(11, 17),
        "Signed by 5 of 8 parties; 3 outstanding.",
    ),
    (
        Facts([Place("A", (Step(day(11, 14), "signed"),)), Place("B", (Step(day(11, 16), "signed"),))]),
        day(11, 17),
        "Signed by both parties, the last on 16 November 2017.",
    ),
    (
        Facts([Place("A", (Step(day(11, 14), "signed"),)), Place("B", (ASKED,))], signed=(day(11, 14), "on 14 November 2017")),
        day(11, 17),
        "Signed on 14 November 2017, by 1 of 2 parties; 1 outstanding.",
    ),
    (
        Facts(parties(3, Step(day(3, 8), "signed")), ended=("superseded", day(11, 16))),
        day(11, 17),
        "Superseded since 16 November 2017. Signed by all 3 parties on 8 March 2017.",
    ),
    (Facts(parties(3, ASKED), [NUMBER_10], ended=("void", None)), day(5, 15), "Void. Agreed by 0 of 3 parties; 3 still to answer."),
]


@pytest.mark.parametrize(("facts", "on", "sentence"), SENTENCES, ids=[each[2][:60] for each in SENTENCES])
def test_sentence(facts, on, sentence):
    assert standing(facts, on).sentence == sentence


@pytest.mark.parametrize(
    ("on", "blocked", "waits"), [(day(3, 15), 0, 1), (day(5, 15), 61, 1), (day(11, 15), 245, 1), (day(11, 16), 246, 0), (day(12, 25), 246, 0)]
)
def test_days_blocked(on, blocked, waits):
    told = standing(Facts(clearances=[NUMBER_10]), on)
    assert (told.blocked_days, len(told.blocked_by)) == (blocked, waits)


def test_a_day_on_which_several_were_waited_for_counts_once():
    spans = [(1, 31), (2, 3), (5, 6)]  # the first spans the others
    waited = [Clearance(at, "H", asked_on=day(3, at), outcome="given", decided_on=day(3, until)) for at, until in spans]
    assert standing(Facts(clearances=waited), day(4, 30)).blocked_days == 30


def test_what_was_refused_hands_over_on_the_day_that_it_is_asked_again():
    refused = Clearance("a", "Lawyers", "legal", asked_on=day(3, 1), outcome="refused", decided_on=day(3, 5))
    again = Clearance("b", "Lawyers", "legal", asked_on=day(3, 10), outcome="given", decided_on=day(3, 12), asks_again="a")
    both = Facts(parties(3, Step(day(3, 1), "agreed_in_principle"), Step(day(3, 20), "signed")), [refused, again])
    assert [way.clearance.id for way in standing(both, day(3, 9)).blocked_by] == ["a"]
    assert [(way.clearance.id, way.days) for way in standing(both, day(3, 11)).blocked_by] == [("b", 1)]
    assert standing(both, day(3, 12)).blocked_by == []
    assert standing(both, day(3, 20)).sentence == "Signed by all 3 parties on 20 March 2017, after 11 days blocked by 1 clearance: Lawyers."


def test_replacement_counts_from_the_end_of_whom_it_replaces():
    places = [Place("Old", (ASKED,), until=day(5, 1)), Place("New", (Step(day(5, 2), "asked"),), since=day(5, 1))]
    assert [standing(Facts(places), on).parties for on in (day(4, 30), day(5, 1), day(5, 2))] == [1, 1, 1]
    assert standing(Facts(places), day(5, 1)).sentence == "Its only party has not been asked yet."


EVENTS = [
    Event(day(3, 15), "called_off", day(3, 15), "Number 10 had not cleared it.", day(3, 8)),
    Event(day(11, 16), "held", day(11, 16), "", day(11, 10)),
]


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (day(3, 7), ""),
        (day(3, 14), "A signing is planned for 15 March 2017."),
        (day(3, 15), "The signing planned for 15 March 2017 was called off: Number 10 had not cleared it."),
        (
            day(11, 10),
            "The signing planned for 15 March 2017 was called off: Number 10 had not cleared it. A signing is planned for 16 November 2017.",
        ),
        (day(11, 16), "A signing was held on 16 November 2017."),
    ],
)
def test_what_was_known_of_the_signings(on, said):
    assert standing(Facts(events=EVENTS), on).signing == said
