"""The kinds of file that the register takes: its own lists (`lists.py`), and others, each one file here and its line in KINDS."""

from ..reading import Book
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
    return kind, kind.read(book, file_name, year)


def kind_of(book: Book) -> Kind:
    """The kind of a file, by its headings; a return, where they tell of none."""
    return next((each for each in KINDS.values() if each.recognises(book)), ERIC_SITE)


__all__ = ["KINDS", "Field", "Kind", "Reading", "kind_of", "list_kind", "read_any"]
