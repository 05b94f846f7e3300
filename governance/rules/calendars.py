"""Meetings as an iCalendar file (RFC 5545), for the calendar programs that people have."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vText

LONDON = ZoneInfo("Europe/London")
MAKER = "-//London health and care devolution//Meetings//EN"
REFRESH = timedelta(hours=6)  # how often a calendar program may ask


class Entry(NamedTuple):
    """One meeting. `updated` is an instant; times are London's."""

    id: str
    version: int
    updated: datetime
    summary: str
    day: date
    starts: time | None
    ends: time | None
    place: str
    state: str  # the code of Meeting.Status


_STATES = {"planned": "TENTATIVE", "called": "CONFIRMED", "held": "CONFIRMED", "cancelled": "CANCELLED"}


def written(name: str, entries: Iterable[Entry], portal: str) -> bytes:
    """The file. `portal` is the address of the portal, without a slash at its end."""
    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", LONDON.key)
    made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    made.add_component(_london())
    for entry in entries:
        made.add_component(_event(entry, portal))
    return made.to_ical()


def _london() -> Timezone:
    """London's clock by the rule that has held since 1996. What the library makes by itself lists every change since 1970, in which
    other programs have read a winter's meeting an hour out."""
    zone = Timezone()
    zone.add("tzid", LONDON.key)
    for kind, name, month, before, after, since in (
        (TimezoneDaylight, "BST", 3, 0, 1, datetime(1996, 3, 31, 1)),  # noqa: DTZ001  # a zone's own changes are in no zone
        (TimezoneStandard, "GMT", 10, 1, 0, datetime(1996, 10, 27, 2)),  # noqa: DTZ001
    ):
        part = kind()
        part.add("tzname", name)
        part.add("dtstart", since)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(part)
    return zone


def _line(text: str) -> str:
    """Without the control characters and line ends of other scripts, which RFC 5545 does not allow in a text."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _event(entry: Entry, portal: str) -> Event:
    event = Event()
    event.add("uid", entry.id)
    event.add("dtstamp", entry.updated)  # RFC 5545: without a METHOD, when it was last changed
    event.add("last-modified", entry.updated)
    event.add("sequence", entry.version)
    event.add("summary", _line(entry.summary))
    if entry.starts:
        begins = datetime.combine(entry.day, entry.starts, LONDON)
        event.add("dtstart", begins)
        if entry.ends:
            event.add("dtend", datetime.combine(entry.day, entry.ends, LONDON))
    else:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")  # a day without a time blocks nobody's day
    event.add("status", _STATES[entry.state])
    if entry.place:
        event["location"] = vText(_line(entry.place))
    event.add("url", f"{portal}/meetings/{entry.id}/")
    return event
