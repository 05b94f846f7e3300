"""Which way a signature may move, and when a signing is complete."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

NOT_ASKED, ASKED, VIEWED, AGREED, SIGNED, DECLINED, WITHDRAWN = (
    "not_asked",
    "asked",
    "viewed",
    "agreed_in_principle",
    "signed",
    "declined",
    "withdrawn",
)
STATES = (NOT_ASKED, ASKED, VIEWED, AGREED, SIGNED, DECLINED, WITHDRAWN)

# A party that has not answered declines; one that has agreed or signed withdraws. Both may be asked again.
TRANSITIONS: Mapping[str, frozenset[str]] = {
    NOT_ASKED: frozenset({ASKED}),
    ASKED: frozenset({VIEWED, AGREED, SIGNED, DECLINED}),
    VIEWED: frozenset({AGREED, SIGNED, DECLINED}),
    AGREED: frozenset({SIGNED, WITHDRAWN}),
    SIGNED: frozenset({WITHDRAWN}),
    DECLINED: frozenset({ASKED}),
    WITHDRAWN: frozenset({ASKED}),
}
VERBS: Mapping[str, str] = {
    "ask": ASKED,
    "view": VIEWED,
    "agree": AGREED,
    "sign": SIGNED,
    "decline": DECLINED,
    "withdraw": WITHDRAWN,
}  # and where each leads
SAYS_YES = frozenset({AGREED, SIGNED})
WAITS = frozenset({ASKED, VIEWED, AGREED})  # has been asked, and its signature is still to come


def ways(state: str) -> list[str]:
    """The verbs by which a signature may leave a state."""
    return [verb for verb, to in VERBS.items() if to in TRANSITIONS[state]]


class Group(NamedTuple):
    """Signatories who sign side by side in a step. `needed` None: all of them."""

    id: object
    step: int
    needed: int | None


def enough(needed: int | None, states: Iterable[str]) -> bool:
    """Have as many of a group signed as it needs?"""
    given = list(states)
    return given.count(SIGNED) >= (len(given) if needed is None else needed)


def open_before(step: int, groups: Iterable[tuple[Group, list[str]]]) -> list[Group]:
    """The groups of earlier steps that still wait for signatures."""
    return [group for group, states in groups if group.step < step and not enough(group.needed, states)]


def complete(groups: Iterable[tuple[Group, list[str]]]) -> bool:
    """Has every group signed as it must, and is there anybody to sign?"""
    held = list(groups)
    return any(states for _, states in held) and all(enough(group.needed, states) for group, states in held)
