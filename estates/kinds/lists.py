"""A list of the register as a kind of file: in its own form, or in another's mapped to it."""

from collections.abc import Callable
from typing import Any

from ..lists import LISTS, Listing
from ..lists.check import ListCheck
from ..lists.reading import ListReading, is_own, read_own
from ..lists.writing import apply, others
from ..reading import Book
from .base import Field, Kind
from .joining import joining


def list_kind(
    listing: Listing,
    *,
    code: str = "",
    label: str = "",
    recognises: Callable[[Book], bool] | None = None,
    read: Callable[[Book, str, str], ListReading] | None = None,
) -> Kind:
    """The kind of file that holds rows of a list.

    Without more it is the form in which the list is exported. A foreign file says how it is recognised, and `read`
    maps its headings: it answers a ListReading whose `texts` gives, of a row's cells, the list's columns by name.
    """
    return Kind(
        code or listing.code,
        label or listing.label,
        recognises=recognises or (lambda book: is_own(listing, book)),
        read=read or (lambda book, file_name, year: read_own(listing, book)),
        check=lambda reading, user: ListCheck(listing, reading, user),
        apply=lambda record, report: apply(listing, record, report),
        others=others,
        fields=tuple(Field(each.heading, each.name in listing.key if listing.key else each.needed) for each in listing.read),
        shown=tuple(each.heading for each in listing.columns if each not in listing.read),
        marks=tuple((each.heading,) for each in listing.columns if each.needed),
        **joining(listing),
    )


OWN: tuple[Any, ...] = tuple(list_kind(each) for each in LISTS.values())
