"""When a row of a file may be a site that the register holds already: how like they are, and what follows.

Names are compared by their trigrams, as PostgreSQL's `similarity` does: from 0, nothing in common, to 1, the same.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

LIKE = 0.45  # names alike enough where the two stand in one place
STRONG = 0.7  # and so much that one of them is probably the other
ALONE = 0.7  # names alike enough where nothing says where
SURE = 0.9
NEAR_M = 250  # metres between two points that may be one place
CROWD = 100  # a postcode that more sites have tells nothing
MOST = 3  # candidates told of a row
HIGH, LOW = "high", "low"

SAME_PLACE, SAME_NAME, OTHERS_NEW = "same_place", "same_name", "others_new"
RULES = {
    SAME_PLACE: "The same postcode and a name over 0.9 alike: the same site",
    SAME_NAME: "A name over 0.9 alike, of the same organisation: the same site",
    OTHERS_NEW: "All others that are not decided: new sites",
}


class Answer(NamedTuple):
    row: int
    site: str | None  # the id of the site that the row is; None for a new one


def weigh(alike: float, *, identifier: bool, own: bool, postcode: bool | None, metres: float | None) -> str:
    """`high`, `low`, or "" for no candidate at all.

    `own` says that the organisation is the same; `postcode` whether both have one and it is the same; `metres` is
    None where one of them has no point. Names alone are compared only within an organisation: every trust has its
    health centre.
    """
    if identifier:
        return HIGH
    if postcode or (metres is not None and metres <= NEAR_M):
        return HIGH if alike >= STRONG else LOW if alike >= LIKE else ""
    if not own or alike < ALONE:
        return ""
    elsewhere = postcode is False or metres is not None
    return HIGH if alike >= SURE and not elsewhere else LOW


def told(candidate: Mapping[str, Any]) -> str:
    """Why a candidate is one, in words: `same postcode, name 0.82 alike, 40 m away`."""
    said = [f"same {candidate['identifier']}"] if candidate["identifier"] else []
    if candidate["postcode"]:
        said.append("same postcode")
    said.append("the same name" if candidate["likeness"] >= 1 else f"name {candidate['likeness']:.2f} alike")
    if candidate["metres"] is not None:
        said.append(f"{candidate['metres']:,} m away")
    return ", ".join(said)


def answers(rows: Iterable[tuple[int, list[dict[str, Any]]]], rules: Iterable[str], taken: Iterable[str] = ()) -> list[Answer]:
    """What rules say of rows that nobody has decided, each `(number, candidates)`.

    A site is given to one row only, to the one most like it, the first of these; a row takes the most like of its
    candidates. `taken` are sites that other rows have.
    """
    rows, asked, used = list(rows), set(rules), set(taken)
    pairs = [
        (-candidate["likeness"], number, place, str(candidate["site"]))
        for number, candidates in rows
        for place, candidate in enumerate(candidates)
        if candidate["offered"] and candidate["likeness"] > SURE and (SAME_NAME in asked or (SAME_PLACE in asked and candidate["postcode"]))
    ]
    given: dict[int, str | None] = {}
    for _, number, _, site in sorted(pairs):
        if number not in given and site not in used:
            given[number] = site
            used.add(site)
    if OTHERS_NEW in asked:
        given |= {number: None for number, _ in rows if number not in given}
    return [Answer(number, given[number]) for number in sorted(given)]
