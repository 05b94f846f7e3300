"""The years in which anything of the programme can fall: from the first of the NHS to a lifetime ahead."""

from datetime import date

FIRST_YEAR, LAST_YEAR = 1948, 2100


def beyond(day: date | None) -> str:
    """What to say of a day that is a slip of the pen, such as one of the year 9999; empty where it may stand."""
    return f"Give a day between {FIRST_YEAR} and {LAST_YEAR}." if day and not FIRST_YEAR <= day.year <= LAST_YEAR else ""


def all_within(record: object, *names: str) -> dict[str, str]:
    """By field, what to say of those days of a record that are beyond all years."""
    return {name: said for name in names if (said := beyond(getattr(record, name)))}
