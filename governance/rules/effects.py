"""The kinds of effect that a decision may have. Apps above governance bring kinds of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple


@dataclass(frozen=True)
class Kind:
    """One way in which a decision moves a record: which records, to what, and how it is done."""

    code: str  # as effects and delegations name it: commitment.status
    label: str  # what it is called: Status of a commitment
    field: str  # the controlled column
    model: Any
    offered: Callable[[], Any]  # the records that may be chosen, as a query set in the order in which they are offered
    named: Callable[[Any], str]  # what a record is called
    says: Callable[[Any], str]  # how a record stands, in words
    apply: Callable[..., None]  # (by, record, value, on, reason): through the service whose rules hold; raises what that does
    page: str  # the address of the record's page, with {} for its id
    api: str  # the same of the API
    history: Callable[[Any, Any], list[dict[str, Any]]]  # (user, id): what became of a record
    values: Sequence[tuple[str, str]] = ()  # code and label of what it may become; none where it is written in words
    dated: bool = False  # holds from a day
    lock: Callable[[list[Any]], None] = lambda ids: None  # what must be locked before the records themselves
    now: Callable[[Any], Any] = lambda record: record  # the record that stands in its place now

    def label_of(self, value: str) -> str:
        return dict(self.values).get(value, value)


KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    KINDS.update({kind.code: kind for kind in kinds})


def choices() -> list[tuple[str, str]]:
    """Code and label of every kind, in a steady order."""
    return [(code, KINDS[code].label) for code in sorted(KINDS)]


class Moved(NamedTuple):
    """What somebody changed in a record after the proposer of an effect had read it."""

    field: str
    before: Any
    after: Any
    by: str
    at: Any

    @property
    def said(self) -> str:
        return f"{self.field} from “{self.before or 'nothing'}” to “{self.after or 'nothing'}”, by {self.by}"


def number_of(board: str, day: date, used: Sequence[str]) -> str:
    """The next number of a board in a month: LEB-201802-01."""
    stem = f"{board}-{day:%Y%m}-"
    taken = [int(each.removeprefix(stem)) for each in used if each.startswith(stem) and each.removeprefix(stem).isdigit()]
    return f"{stem}{max(taken, default=0) + 1:02}"
