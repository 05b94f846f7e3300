"""Two texts, word by word: what stays, what goes, what comes."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

SAME, ADDED, REMOVED = "same", "added", "removed"
CHANGED, RENUMBERED = "changed", "renumbered"
LONG = 160_000  # 400 words and spaces against 400
_WORD = re.compile(r"\s+|\w+(?:[’'-]\w+)*|[^\w\s]")


class Piece(NamedTuple):
    """A run of words that are the same in both texts, or in one alone."""

    kind: str
    text: str


class ClauseText(NamedTuple):
    number: str
    heading: str
    text: str


class Compared(NamedTuple):
    """A clause in both texts, or in one: `was` is its number in the older, `number` in the newer; "" where it is not there."""

    change: str
    was: str
    number: str
    heading: list[Piece]
    text: list[Piece]


def compare_words(old: str, new: str) -> list[Piece]:
    """Pieces in reading order. Without those added they are the old text to the letter, without those removed the new one."""
    if old == new:
        return [Piece(SAME, old)] if old else []
    was, now = _WORD.findall(old), _WORD.findall(new)
    pieces: list[Piece] = []
    long = len(was) * len(now) > LONG  # then the commonest words no longer anchor the comparison, which would grow with the square of the text
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=long).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(SAME, "".join(was[a:b])))
            continue
        if a < b:
            pieces.append(Piece(REMOVED, "".join(was[a:b])))
        if c < d:
            pieces.append(Piece(ADDED, "".join(now[c:d])))
    return pieces


def compare_clauses(old: Sequence[ClauseText], new: Sequence[ClauseText]) -> list[Compared]:
    """Clause by clause, in the order of the newer text; one that went stands where it stood.

    A clause is known by its number; one whose number is gone, by its words.
    """
    by_number = {clause.number: clause for clause in old}
    kept = {clause.number for clause in new} & by_number.keys()
    by_words: dict[str, list[ClauseText]] = {}
    for clause in old:
        if clause.number not in kept:
            by_words.setdefault(clause.text, []).append(clause)
    compared, used = [], set(kept)
    for clause in new:
        same_words = sorted(by_words.get(clause.text, []), key=lambda each: each.heading != clause.heading)
        before = by_number[clause.number] if clause.number in kept else same_words[0] if same_words else None
        if before:
            used.add(before.number)
            if clause.number not in kept:
                by_words[clause.text].remove(before)
        compared.append(_compared(before, clause))
    for place, clause in enumerate(old):
        if clause.number not in used:
            before_it = old[place - 1].number if place else None
            after = next((at for at, each in enumerate(compared, 1) if before_it is not None and each.was == before_it), 0)
            compared.insert(after, _compared(clause, None))
    return compared


def _compared(old: ClauseText | None, new: ClauseText | None) -> Compared:
    heading = compare_words(old.heading if old else "", new.heading if new else "")
    text = compare_words(old.text if old else "", new.text if new else "")
    if old is None or new is None:
        change = REMOVED if new is None else ADDED
    elif any(piece.kind != SAME for piece in (*heading, *text)):
        change = CHANGED
    else:
        change = SAME if old.number == new.number else RENUMBERED
    return Compared(change, old.number if old else "", new.number if new else "", heading, text)
