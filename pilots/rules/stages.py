"""The stages of a pilot, the moves between them, and the gate before each: what must be there before a pilot stands at it."""

from collections.abc import Mapping
from typing import NamedTuple

PROPOSED, LAUNCHED, TESTING, CASE_SUBMITTED = "proposed", "launched", "testing", "case_submitted"
DECIDED, ADOPTED, CLOSED = "decided", "adopted", "closed"
ORDER = (PROPOSED, LAUNCHED, TESTING, CASE_SUBMITTED, DECIDED, ADOPTED, CLOSED)

STAGE = "pilot.stage"  # the kind of effect, and what a delegation names

NEXT, BACK, CLOSE = "next", "back", "close"
MOVES = {NEXT: "On to the next stage", BACK: "Back a stage", CLOSE: "Close the pilot"}


class Need(NamedTuple):
    """One thing that a gate asks for. `code` names the fact that tells whether it is there: `selectors.stages`."""

    code: str
    text: str  # as a checklist says it
    missing: str  # what to do where it is not there
    page: str  # where that is done, with {} for the pilot's id


class Move(NamedTuple):
    kind: str
    to: str

    @property
    def needs(self) -> tuple[Need, ...]:
        """What the gate asks for. A step back is no gate: it needs its reason, as every move does."""
        return () if self.kind == BACK else GATES[self.to]


_PLACES, _PEOPLE, _ASKS, _CASES = (f"/pilots/{{}}/{name}/" for name in ("places", "people", "asks", "business-cases"))

# What a pilot needs before it may stand at each stage. That of `decided` asks for a full case and for nothing less: there is no pilot
# that is decided on an outline alone.
GATES: Mapping[str, tuple[Need, ...]] = {
    PROPOSED: (),
    LAUNCHED: (
        Need("lead", "A lead organisation", "Name its lead organisation.", _PLACES),
        Need("place", "At least one place", "Name at least one place.", _PLACES),
        Need("start", "The date on which it started", "Say when it started: a day that has come.", "/pilots/{}/edit/"),
        Need("senior_owner", "A senior responsible owner in post", "Name the post of its senior responsible owner.", _PEOPLE),
    ),
    TESTING: (
        Need("proposition", "At least one proposition", "Record at least one proposition: what it asks to be changed.", _ASKS),
        Need("tested", "A benefit, or a commitment that it tests", "Record a benefit, or a commitment that it tests.", "/pilots/{}/benefits/"),
    ),
    CASE_SUBMITTED: (
        Need(
            "outline_case",
            "A strategic outline or outline business case, submitted with its evidence; one whose level no source gives counts",
            "Submit a strategic outline or outline business case, with its evidence.",
            _CASES,
        ),
    ),
    DECIDED: (
        Need("full_case", "A full business case, submitted with its evidence", "Submit a full business case, with its evidence.", _CASES),
        Need(
            "five_cases",
            "That full business case covers all five cases",
            "The full business case must cover all five cases: strategic, economic, commercial, financial and management.",
            _CASES,
        ),
    ),
    ADOPTED: (
        Need("full_case_approved", "The full business case is approved", "Have the full business case approved.", _CASES),
        Need("granted", "At least one proposition is granted", "Have at least one proposition granted: a pilot is adopted with a power.", _ASKS),
    ),
    CLOSED: (
        Need(
            "asks_settled",
            "No proposition is open: each is granted, refused or superseded",
            "Settle its open propositions: each is granted, refused or superseded.",
            _ASKS,
        ),
        Need("returns_in", "No quarterly return is owed", "Submit its open quarterly returns, or withdraw them.", "/pilots/{}/returns/"),
    ),
}


# What of them is in the pilot's own record, and stays there as long as it stands beyond its proposal: code and field.
OWN = {"lead": "lead", "place": "places", "start": "starts"}


def moves(stage: str, closed_from: str = "") -> tuple[Move, ...]:
    """Where a pilot may go from a stage: on, back one, or closed. One that is closed goes back to where it was closed from."""
    if stage == CLOSED:
        return (Move(BACK, closed_from or PROPOSED),)
    place = ORDER.index(stage)
    onward = () if ORDER[place + 1] == CLOSED else (Move(NEXT, ORDER[place + 1]),)
    back = (Move(BACK, ORDER[place - 1]),) if place else ()
    return (*onward, *back, Move(CLOSE, CLOSED))
