"""Files of other bodies as rows of the register's own lists: their headings mapped to a list's columns, their values read.

Each such kind says what its columns may be called, and gives of a row the cells of the list; the list's own engine
compares and writes them. An empty cell of a foreign file says nothing: what the register has stays.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from devo_portal.core.models import Organisation
from devo_portal.core.policy import ALL
from devo_portal.core.writes import change_many

from ..eric.columns import lacking, plain, unit_of
from ..eric.quality import RowFlag
from ..lists import Listing
from ..lists.check import Line, ListCheck, Outcome
from ..lists.reading import ListReading, places, taken
from ..lists.writing import apply, others
from ..reading import Book, Table, find_table
from ..reading.headings import LONGEST_HEADING
from ..rules.foreign import council_key
from ..selectors import visible_sites
from .base import Field, Kind
from .joining import joining

Cells = dict[str, str]  # of a row of the file, by our name for the column


@dataclass
class ForeignReading(ListReading):
    """`flag` says why a row is told and not taken; "" for one that is taken."""

    flag: Callable[[list[str]], str] = lambda cells: ""


@dataclass(frozen=True)
class Foreign:
    """A kind of file. `names` are the headings that a column may have, the commonest first; a file is known by having a
    column of each group of `marks`, and is refused without those `needed`.

    `prepare` is asked once a file, and answers two functions of a row's cells: the list's cells, by column, which raises
    ValidationError by the list's columns; and why the row is told and not taken, "" where it is taken. `blames` says
    which of the file's columns each of the list's comes from.
    """

    code: str
    label: str
    listing: Listing
    names: Mapping[str, tuple[str, ...]]
    marks: tuple[tuple[str, ...], ...]
    needed: tuple[str, ...]
    blames: Mapping[str, str]
    prepare: Callable[[], tuple[Callable[[Cells], Cells], Callable[[Cells], str]]]
    known: Mapping[str, str] = field(default_factory=dict)  # worked out: names by plain heading

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", {plain(heading): name for name, headings in self.names.items() for heading in headings})

    def table(self, book: Book) -> Table:
        return find_table(book, lambda heading: len(heading) <= LONGEST_HEADING and plain(heading) in self.known)

    def recognises(self, book: Book) -> bool:
        found = {self.known.get(plain(each)) for each in self.table(book).headers if len(each) <= LONGEST_HEADING}
        return all(found & set(group) for group in self.marks)

    def read(self, book: Book, file_name: str, year: str) -> ForeignReading:
        return self.read_table(self.table(book))

    def read_table(self, table: Table) -> ForeignReading:
        """Raises ValidationError for a column that stands twice, or that is needed and missing."""
        at = places(table, self.known)
        if missing := [self.names[name] for name in self.needed if name not in at]:
            raise lacking(self.label, [(each[0], each) for each in missing], [each for each in table.headers if plain(each) not in self.known])
        self._units(table, at)
        texts, flag = self.prepare()

        def cells_of(cells: list[str]) -> Cells:
            return {name: cell.strip() for name, cell in taken(cells, at).items()}

        def read(cells: list[str]) -> Cells:
            """What the file leaves empty is left out, so that it stays; but the key is always said."""
            said = texts(cells_of(cells))
            return {name: text for name, text in said.items() if text or name in self.listing.key}

        headings = {ours: table.headers[at[theirs]] for ours, theirs in self.blames.items() if theirs in at}
        return ForeignReading(table, read, headings, flag=lambda cells: flag(cells_of(cells)))

    def _units(self, table: Table, at: Mapping[str, int]) -> None:
        """Raises ValidationError for a column in another unit than the one in which it is read."""
        for name, place in at.items():
            said, own = unit_of(table.headers[place]), unit_of(self.names[name][0])
            if said and own and said != own:
                raise ValidationError(
                    {"file": [f"The column “{table.headers[place]}” is not in the unit of “{self.names[name][0]}”. Give it in that."]}
                )

    def kind(self, **given: Any) -> Kind:
        return Kind(
            **{
                "code": self.code,
                "label": self.label,
                "recognises": self.recognises,
                "read": self.read,
                "check": lambda reading, user: ForeignCheck(self.listing, reading, user),
                "apply": lambda record, report: apply(self.listing, record, report),
                "others": others,
                "marks": tuple(tuple(self.names[name][0] for name in group) for group in self.marks),
                "fields": tuple(Field(headings[0], name in self.needed, "", headings[1:]) for name, headings in self.names.items()),
                **joining(self.listing),
                **given,
            }
        )


class ForeignCheck(ListCheck):
    """What each row of a foreign file would do. A row with a flag is told, and does nothing."""

    reading: ForeignReading

    def __init__(self, listing: Listing, reading: ForeignReading, user: Any) -> None:
        super().__init__(listing, reading, user)
        self.flags: Counter[str] = Counter()
        self._left: list[tuple[Line, Cells]] = []

    @property
    def findings(self) -> dict[str, Any]:
        return {**super().findings, "flags": dict(self.flags)}

    def _line(self, number: int, cells: list[str]) -> Line:
        line = super()._line(number, cells)
        if len(cells) == len(self.reading.headers) and (flag := self.reading.flag(cells)):
            line.row.flags, line.row.errors = [flag], []
            self._left.append((line, line.texts))
            line.texts = {}
        return line

    def _compare(self, sound: list[Line]) -> None:
        self._held_although_closed()
        super()._compare(sound)

    def _held_although_closed(self) -> None:
        """Of the rows that say something has closed, those of a site that the register has. One query a batch."""
        closed = [(line, self._key(texts)) for line, texts in self._left if line.row.flags == [RowFlag.CLOSED]]
        self._left = []
        if not closed:
            return
        wanted: Any = {code for _, (owner, code) in closed if owner}
        held = visible_sites(self.look.user).filter(code__in=wanted, removed_on=None).order_by().values_list("organisation_id", "code")
        keys = {(str(owner), code) for owner, code in held}
        for line, key in closed:
            line.row.flags = [str(RowFlag.CLOSED_HELD if key in keys else RowFlag.CLOSED)]

    def _key(self, texts: Cells) -> tuple[str, str]:
        owner = self.look.organisation(texts.get("organisation_code", ""), texts.get("organisation_name", ""))
        return owner or "", texts.get("code", "")

    def _finish(self, line: Line) -> None:
        if not line.row.flags:
            super()._finish(line)
            return
        owner = self.look.organisation(line.row.organisation_code, line.row.organisation_name)
        if self.look.reached != ALL and not (owner and self.look.acts_for(owner)):
            line.row.flags, line.row.outcome = [], str(Outcome.ERROR)
            line.wrong("organisation_code", "You do not act for this organisation")
            return
        line.row.outcome = str(Outcome.UNCHANGED)
        self.flags.update(line.row.flags)
        line.row.values = {"owner": owner} if owner else {}


# The rows that are new or change, each with its site: what is kept beside a site is written from these.
_TOLD = """
    CREATE TEMPORARY TABLE estates_told ON COMMIT DROP AS
        SELECT row.number, row.values, site.id AS site_id, site.organisation_id
          FROM estates_importrow row
          JOIN estates_site site ON site.organisation_id = (row.values ->> 'organisation')::uuid AND site.code = row.values ->> 'code'
         WHERE row.imported_by_id = %(pk)s AND row.outcome = 'new'
         UNION ALL
        SELECT row.number, row.values, (row.values ->> 'id')::uuid, (row.values ->> 'owner')::uuid
          FROM estates_importrow row WHERE row.imported_by_id = %(pk)s AND row.outcome = 'changed'
"""


def write_beside(params: dict[str, Any], *statements: str) -> None:
    """Write what goes with sites that an import has just written, from the table `estates_told` (number, values, site_id, organisation_id)."""
    change_many("SET LOCAL enable_nestloop = off")  # rows written in this very transaction have no statistics
    change_many("DROP TABLE IF EXISTS pg_temp.estates_told")
    change_many(_TOLD, params)
    change_many("ANALYZE estates_told")
    for statement in statements:
        change_many(statement, params)
    change_many("SET LOCAL enable_nestloop = on")


def councils() -> Callable[[str], str]:
    """From the name, code or address of a council, as files give it, to its code in the portal; what is not known comes back as it is.

    Of two that are called alike, the one with a code of the Office for National Statistics is meant.
    """
    exact: dict[str, str] = {}
    alike: dict[str, dict[bool, set[str]]] = {}
    rows = Organisation.objects.filter(kind=Organisation.Kind.AUTHORITY).values_list("gss_code", "ods_code", "ref", "name", "short_name")
    for gss, ods, ref, name, short_name in rows:
        code = ods or gss or ref
        exact[name] = exact[gss] = code
        for key in {council_key(name), council_key(short_name)} - {""}:
            alike.setdefault(key, {}).setdefault(bool(gss), set()).add(code)

    def code_of(said: str) -> str:
        last = said.rstrip("/").rpartition("/")[2]
        if said and (found := exact.get(said) or exact.get(last.upper())):
            return found
        groups = alike.get(council_key(said), {})
        codes = groups.get(True) or groups.get(False) or set()
        return next(iter(codes)) if len(codes) == 1 else said

    return code_of


def collected(readers: Iterable[tuple[str, Callable[[], str]]]) -> Cells:
    """The cells that readers give, by column. Raises ValidationError with all that is wrong, by column."""
    cells, errors = {}, {}
    for name, read in readers:
        try:
            cells[name] = read()
        except ValueError as error:
            errors[name] = str(error)
    if errors:
        raise ValidationError(errors)
    return cells
