"""Two quarters' returns, made up to show how they work: no source seen holds a return of a pilot."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from .pilots import BHR, HACKNEY, HARINGEY, LEWISHAM, NCL

LONDON = ZoneInfo("Europe/London")
_NOTE = "Say in a few sentences what the figures cannot."


class Call(NamedTuple):
    period: str
    opened_on: date
    due_on: date
    note: str = _NOTE
    illustrative: bool = True


class Return(NamedTuple):
    call: str
    pilot: str
    illustrative: bool = True

    @property
    def handle(self) -> str:
        return f"{self.call} {self.pilot}"


class Section(NamedTuple):
    pilot_return: str
    section: str
    state: str
    commentary: str = ""
    went_well: str = ""
    stuck: str = ""


FIRST, SECOND = "2018-Q1", "2018-Q2"
PILOTS = (HARINGEY, BHR, NCL, LEWISHAM, HACKNEY)
ORDER = ("progress", "confidence", "benefits", "risks", "money", "asks", "decisions")

# When each was submitted, in London's time; the rest were not.
SUBMITTED = {
    (FIRST, BHR): datetime(2018, 7, 24, 15, 10, tzinfo=LONDON),
    (FIRST, HARINGEY): datetime(2018, 7, 27, 11, 40, tzinfo=LONDON),
    (FIRST, NCL): datetime(2018, 8, 6, 9, 5, tzinfo=LONDON),
    (SECOND, BHR): datetime(2018, 10, 25, 16, 20, tzinfo=LONDON),
}
_WORDS = {
    "progress": "The quarter went as planned but for what is named below.",
    "confidence": "The ratings rest on the milestones reached so far.",
    "benefits": "Readings follow the trajectory where there are any.",
    "risks": "No risk was closed in the quarter.",
    "money": "None",
    "asks": "The open asks wait for national partners.",
    "decisions": "None",
}
_BHR_FIRST = {
    "progress": "Two localities began to meet. Budgets were pooled from April.",
    "money": "May was under plan because posts were filled late; June made up for it.",
    "decisions": "None",
}
_BHR_SECOND = {
    "progress": "All localities meet, and the partnership board has taken over their reports.",
    "money": "Agency staff over the summer took spending over plan in each month of the quarter.",
    "decisions": "The Strategic Partnership Board to say by November whether the overspend is shared as planned.",
}
_HARINGEY_DRAFT = {
    "progress": ("done", "Planning policy on hot-food takeaways went to consultation."),
    "confidence": ("done", "Both ratings wait for a decision on licensing."),
    "benefits": ("in_progress", "The count of permissions is due at the end of the year."),
}


def calls() -> tuple[Call, ...]:
    """Each due 20 working days after its quarter's end."""
    return (Call(FIRST, date(2018, 7, 2), date(2018, 7, 27)), Call(SECOND, date(2018, 10, 1), date(2018, 10, 26)))


def returns() -> Iterator[Return]:
    for period in (FIRST, SECOND):
        for pilot in PILOTS:
            yield Return(period, pilot)


def sections() -> Iterator[Section]:
    said = {(FIRST, BHR): _BHR_FIRST, (SECOND, BHR): _BHR_SECOND}
    for period in (FIRST, SECOND):
        for pilot in PILOTS:
            for section in ORDER:
                handle = Return(period, pilot).handle
                if (period, pilot) in SUBMITTED:
                    extra = ("Partners meet each month.", "The approval of shared posts.") if section == "progress" else ("", "")
                    yield Section(handle, section, "done", said.get((period, pilot), {}).get(section, _WORDS[section]), *extra)
                elif (period, pilot) == (SECOND, HARINGEY):
                    yield Section(handle, section, *_HARINGEY_DRAFT.get(section, ("not_started",)))
                else:
                    yield Section(handle, section, "not_started")


def submit(made: list[Any]) -> None:
    """Freeze those that were submitted, each once all that it tells of is there."""
    from governance.rules.minutes import sha256
    from pilots.models import PilotReturn
    from pilots.selectors.return_content import content_of

    for record in PilotReturn.objects.filter(sections__in=made, state="draft").distinct().select_related("call", "pilot"):
        at = SUBMITTED.get((record.call.period, record.pilot.name))
        if at:
            record.content = content_of(record)
            record.sha256, record.state, record.submitted_at = sha256(record.content), PilotReturn.State.SUBMITTED, at
            record.full_clean()
            record.save()
