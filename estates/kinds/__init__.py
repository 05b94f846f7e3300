"""The kinds of file that the register takes: its own lists (`lists.py`), and others, each one file here and its line in KINDS."""

from django.core.exceptions import ValidationError

from ..eric.columns import LONGEST_HEADING, lacking, plain
from ..reading import Book, find_table
from .base import Field, Kind, Reading
from .brownfield import BROWNFIELD
from .eric_site import ERIC_SITE
from .eric_trust import ERIC_TRUST
from .land_assets import LAND_ASSETS
from .lists import OWN, list_kind
from .ods_sites import ODS_SITES
from .surplus_plots import SURPLUS_PLOTS

KINDS = {
    each.code: each for each in (*OWN, SURPLUS_PLOTS, BROWNFIELD, LAND_ASSETS, ODS_SITES, ERIC_SITE, ERIC_TRUST)
}  # the first that recognises a file takes it


def read_any(file_name: str, content: bytes, year: str = "") -> tuple[Kind, Reading]:
    """The kind of a file, by its headings, and the file as that kind reads it. Raises ValidationError, by field."""
    from ..reading import open_book

    book = open_book(content)
    kind = kind_of(book)
    return kind, read_known(kind, book, file_name, year)


def read_known(kind: Kind, book: Book, file_name: str, year: str) -> Reading:
    """The file as a kind reads it that `kind_of` answered. Raises ValidationError, by field; where the file only comes near the kind, too."""
    if kind is not ERIC_SITE and not kind.recognises(book):
        raise _near(kind, book)
    return kind.read(book, file_name, year)


def kind_of(book: Book) -> Kind:
    """The kind of a file, by its headings; else the one that it comes nearest to; a return, where the headings tell of none."""
    found = recognised(book)
    if found is not None and (found is not ERIC_SITE or not _lacks(found, book)[1]):
        return found
    return _nearest(book, found) or ERIC_SITE


def recognised(book: Book) -> Kind | None:
    """The kind that knows a file by its headings, or None."""
    return next((each for each in KINDS.values() if each.recognises(book)), None)


def _nearest(book: Book, found: Kind | None) -> Kind | None:
    """The kind of whose headings the file has the most, one or two that it is known by aside; `found`, where none has more than that."""
    best, most = found, len(_lacks(found, book)[0]) if found else 2
    for kind in KINDS.values():
        has, lacks = _lacks(kind, book)
        if len(lacks) <= 2 and len(has) > most:
            best, most = kind, len(has)
    return best


def _lacks(kind: Kind, book: Book) -> tuple[set[str], list[str]]:
    """Of a kind's fields, by their headings: those that a file has; and those that it needs or is known by, and has not."""
    known = _known(kind)
    headers = find_table(book, lambda heading: plain(heading[:LONGEST_HEADING]) in known).headers
    has = {known[plain(each)] for each in headers if plain(each) in known}
    needed = dict.fromkeys([each.heading for each in kind.fields if each.needed and each.heading not in has])
    return has, [*needed, *(group[0] for group in kind.marks if not has & set(group) and group[0] not in needed)]


def _near(kind: Kind, book: Book) -> ValidationError:
    known, names = own_headings(kind), {each.heading: (each.heading, *each.names) for each in kind.fields}
    headers = find_table(book, lambda heading: plain(heading[:LONGEST_HEADING]) in known).headers
    return lacking(
        kind.label, [(each, names.get(each, (each,))) for each in _lacks(kind, book)[1]], [each for each in headers if plain(each) not in known]
    )


def _known(kind: Kind) -> dict[str, str]:
    """The headings of a kind's fields, by the plain form of every name that they have."""
    return {plain(name): each.heading for each in kind.fields for name in (each.heading, *each.names)}


def own_headings(kind: Kind) -> set[str]:
    """The plain form of every heading that a kind knows, read or not."""
    return {*_known(kind), *map(plain, kind.shown)}


__all__ = ["KINDS", "Field", "Kind", "Reading", "kind_of", "list_kind", "own_headings", "read_any", "read_known", "recognised"]
