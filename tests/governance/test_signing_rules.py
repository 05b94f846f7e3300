"""Signing held to a slow obvious model: which acts are refused, by which rule, and what becomes of signatures and agreement."""

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.writes import Refused
from governance import services
from governance.models import Clearance, Evidence, Mandate, Signature, SignatureGroup
from governance.rules import signing
from tests.factories import organisation
from tests.governance.conftest import agreement, signature

VERBS = {"ask": "asked", "view": "viewed", "agree": "agreed_in_principle", "sign": "signed", "decline": "declined", "withdraw": "withdrawn"}
# What a party may do, told as a person would; nothing else is allowed.
WAYS = {
    "not_asked": ["ask"],
    "asked": ["view", "agree", "sign", "decline"],
    "viewed": ["agree", "sign", "decline"],
    "agreed_in_principle": ["sign", "withdraw"],
    "signed": ["withdraw"],
    "declined": ["ask"],
    "withdrawn": ["ask"],
}


def test_ways_are_those_of_the_table():
    assert {state: signing.ways(state) for state in signing.STATES} == WAYS


@dataclass
class Slow:
    """Everything in plain lists, looked through from the beginning each time."""

    group_of: list  # of each signatory: a group's number, or None
    step: list  # of each group
    needed: list  # of each group
    blocking: list  # of each clearance
    unshown: list  # of each signatory: it signs for a body and shows no mandate
    state: list
    ended: list = field(default_factory=list)
    given: list = field(default_factory=list)
    agreement: str = "draft"

    def __post_init__(self):
        self.ended = [False for _ in self.group_of]
        self.given = [False for _ in self.blocking]

    def members(self, group):
        return [who for who in range(len(self.state)) if self.group_of[who] == group and not self.ended[who]]

    def done(self, group):
        signed = [who for who in self.members(group) if self.state[who] == "signed"]
        wanted = len(self.members(group)) if group is None or self.needed[group] is None else self.needed[group]
        return len(signed) >= wanted

    def groups(self):
        return [each for each in [None, *range(len(self.step))] if self.members(each)]

    def step_of(self, group):
        return 1 if group is None else self.step[group]

    def move(self, who, verb):
        if self.ended[who]:
            return "place-ended"
        if verb == "sign" and self.state[who] == "signed":
            return "already-signed"
        if verb not in WAYS[self.state[who]]:
            return "signature-transition"
        if verb == "sign":
            if any(blocking and not given for blocking, given in zip(self.blocking, self.given, strict=True)):
                return "clearance-open"
            if self.unshown[who]:
                return "mandate-missing"
            if any(self.step_of(each) < self.step_of(self.group_of[who]) and not self.done(each) for each in self.groups()):
                return "earlier-step-open"
        self.state[who] = VERBS[verb]
        return self.follow()

    def end(self, who):
        group = self.group_of[who]
        if not self.ended[who] and group is not None and self.needed[group] is not None and len(self.members(group)) - 1 < self.needed[group]:
            return "n-of-m"
        self.ended[who] = True
        return self.follow()

    def need(self, group, number):
        if number is not None and number > len(self.members(group)):
            return "n-of-m"
        self.needed[group] = number
        return self.follow() if self.members(group) else None

    def follow(self):
        if self.agreement in ("draft", "signing"):
            waits = any(blocking and not given for blocking, given in zip(self.blocking, self.given, strict=True))
            if self.groups() and all(self.done(each) for each in self.groups()) and not waits:
                self.agreement = "signed"
            elif any(self.state[who] != "not_asked" for each in self.groups() for who in self.members(each)):
                self.agreement = "signing"


@st.composite
def worlds(draw):
    step = draw(st.sampled_from([[], [1], [2], [1, 2], [2, 1], [1, 1], [2, 3]]))
    group_of = draw(st.lists(st.sampled_from([None, *range(len(step))]), min_size=1, max_size=4))
    needed = [draw(st.none() | st.integers(1, group_of.count(each))) if group_of.count(each) else None for each in range(len(step))]
    blocking = draw(st.sampled_from([[], [], [True], [False], [True, False]]))
    unshown = [draw(st.integers(0, 4)) == 4 for _ in group_of]
    state = [draw(st.sampled_from(["asked", "agreed_in_principle", "not_asked"])) for _ in group_of]
    return Slow(group_of, step, needed, blocking, unshown, state)


def acts(slow):
    """The next act: most often one that its signatory may do or a signature, so that a run gets somewhere."""
    who = st.integers(0, len(slow.state) - 1)
    likely = who.flatmap(lambda each: st.tuples(st.just("move"), st.just(each), st.sampled_from(["sign", *WAYS[slow.state[each]]])))
    kinds = [likely, likely, likely, st.tuples(st.just("move"), who, st.sampled_from(sorted(VERBS))), st.tuples(st.just("end"), who)]
    if slow.step:
        kinds.append(st.tuples(st.just("need"), st.integers(0, len(slow.step) - 1), st.none() | st.integers(1, 4)))
    if slow.blocking:
        kinds.append(st.tuples(st.just("clear"), st.integers(0, len(slow.blocking) - 1)))
    return st.sampled_from(range(len(kinds))).flatmap(lambda each: kinds[each])


def rule_of(act):
    try:
        with transaction.atomic():
            act()
    except Refused as refused:
        return refused.rule
    return None


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_run_of_acts_goes_as_the_obvious_model_says(people, data):
    slow = data.draw(worlds())
    by, today = people["administrator"], timezone.localdate()
    with transaction.atomic():
        mou = agreement(name=f"Agreement {timezone.now().timestamp()}", status="draft")
        groups = [SignatureGroup.objects.create(agreement=mou, name=f"Group {number}", step=step) for number, step in enumerate(slow.step)]
        parties = [
            signature(mou, f"Body {number}", number, status=slow.state[number], group=None if group is None else groups[group])
            for number, group in enumerate(slow.group_of)
        ]
        for number, group in enumerate(groups):
            SignatureGroup.objects.filter(pk=group.pk).update(needed=slow.needed[number])
        paper = Evidence.objects.create(title="Terms of reference")
        for party, unshown in zip(parties, slow.unshown, strict=True):
            Mandate.objects.create(signature=party, organisation=organisation("Stood for"), evidence=None if unshown else paper)
        held = [Clearance.objects.create(agreement=mou, kind="legal", holder=f"Office {n}", blocking=b) for n, b in enumerate(slow.blocking)]

        def fresh(record):
            return type(record).objects.values_list("version", flat=True).get(pk=record.pk)

        for _ in range(data.draw(st.integers(4, 12), label="acts")):
            kind, *what = data.draw(acts(slow))
            if kind == "clear":
                slow.given[what[0]] = True
                Clearance.objects.filter(pk=held[what[0]].pk).update(outcome="given", asked_on=today, decided_on=today)
                continue
            if kind == "move":
                party = parties[what[0]]
                expected = slow.move(*what)
                said = rule_of(lambda p=party, v=what[1]: services.move_signature(by=by, pk=p.pk, version=fresh(p), to=VERBS[v], reason="Because"))
            elif kind == "end":
                party = parties[what[0]]
                expected = slow.end(*what)
                said = rule_of(lambda p=party: services.update_signature(by=by, pk=p.pk, version=fresh(p), reason="x", ended_on=today))
            else:
                group = groups[what[0]]
                expected = slow.need(*what)
                said = rule_of(lambda g=group, n=what[1]: services.update_group(by=by, pk=g.pk, version=fresh(g), reason="x", needed=n))
            assert said == expected, (kind, what)
            mou.refresh_from_db()
            assert [Signature.objects.get(pk=party.pk).status for party in parties] == slow.state
            assert mou.status == slow.agreement
        transaction.set_rollback(True)


@pytest.mark.parametrize(("needed", "states", "enough"), [(None, ["signed", "asked"], False), (1, ["signed", "asked"], True), (2, ["signed"], False)])
def test_enough_of_a_group(needed, states, enough):
    assert signing.enough(needed, states) is enough
