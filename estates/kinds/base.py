"""What a kind of file is."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from ..models import Import
from ..reading import Book, Table

Report = Callable[[int, int], None]  # rows done, rows in all


class Reading(Protocol):
    """A file whose headings are understood."""

    @property
    def year(self) -> str: ...
    @property
    def encoding(self) -> str: ...
    @property
    def headers(self) -> list[str]: ...
    @property
    def table(self) -> Table: ...
    def about(self) -> int: ...


class Checking(Protocol):
    """Goes once through a file. After `batches()` has ended, counts (by outcome) and findings are those of the whole of it."""

    counts: Counter[str]

    @property
    def findings(self) -> dict[str, Any]: ...
    def batches(self) -> Iterator[list[Any]]: ...


@dataclass(frozen=True)
class Field:
    """A column that a kind of file has. `names` are the other headings by which the kind knows it."""

    heading: str
    needed: bool = False
    help: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """`apply` writes a checked import's rows and answers `{new, changed, unchanged}`; `others` names the organisations
    in it for which its confirmer does not act."""

    code: str
    label: str
    recognises: Callable[[Book], bool]
    read: Callable[[Book, str, str], Any]
    check: Callable[[Any, Any], Checking]  # (reading, user)
    apply: Callable[[Import, Report], dict[str, int]]
    others: Callable[[Any, Import], list[str]]
    brings_organisations: bool = False  # one that the register does not know comes with the file
    fields: tuple[Field, ...] = ()  # a person may say which columns of a file hold these
    shown: tuple[str, ...] = ()  # headings that it knows and does not read
    marks: tuple[tuple[str, ...], ...] = ()  # by the headings of fields: it is known by having one of each group
    makes_sites: bool = False  # a row that is new makes a site, so it is compared with those that are held
    joins: Callable[[Any, Any], dict[str, Any]] | None = None  # (row, site): what the row does where it is that site; else `apply` sees to it
