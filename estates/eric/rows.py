"""From a file's rows to what each would do: its values, its errors by column, its flags, and how it compares with
the register. Reads the register; writes nothing."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from ..models import ImportRow, Site
from .columns import IDENTITY, MEASURES, Column, most, site_type
from .names import site_name
from .numbers import NULLS, SIGNED, read_number, reckoned
from .quality import READ, FlagCode, broken
from .reading import Reading

Key = tuple[str, str]  # organisation code, site code
Outcome = ImportRow.Outcome

_ORGANISATION_CODE = re.compile(r"[A-Z0-9]{2,10}")
_SITE_CODE = re.compile(r"[A-Z0-9]{1,12}")  # shorter than other sites' codes: references of returns are made of it
_NEGATIVE = re.compile(r"-[0-9.,]+")
_BATCH = 2_000
# Cells joined for looking through a whole row at once: each stands between these two.
_BEFORE, _AFTER = "\x1e", "\x1f"
_NOTHING = [f"{_BEFORE}{null}{_AFTER}" for null in NULLS if null]
AGGREGATE_CODE = "AGGRE"


@dataclass
class Row:
    """One row of a file, understood."""

    number: int
    cells: list[str]
    organisation_code: str = ""
    organisation_name: str = ""
    site_code: str = ""
    site_name: str = ""
    name: str = ""
    type: str = ""
    values: dict[str, str] = field(default_factory=dict)
    row_hash: str = ""
    outcome: str = ""
    flags: list[str] = field(default_factory=list)
    errors: list[dict[str, str]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.organisation_code, self.site_code

    def wrong(self, column: str, detail: str) -> None:
        self.errors.append({"column": column, "detail": detail})


@dataclass
class Register:
    """What the register knows already, as far as a check needs it."""

    hashes: Mapping[Key, str]  # of this year's returns
    before: Callable[[list["Row"], list[str]], None]  # fills in `changes` of rows that differ
    organisations: Mapping[str, str]  # the names, by code
    allowed: frozenset[str] | None  # the codes that the importer acts for; None for all
    acts_for: str  # in words
    aliases: Mapping[Key, Key] = field(default_factory=dict)  # a site's other code -> the one under which it is kept
    left: Mapping[Key, date] = field(default_factory=dict)  # when a site left, that has nothing to return for this year


class Check:
    """Goes once through a file. After `batches()` has ended, the counts and findings are those of the whole of it."""

    identity: tuple[Column, ...] = IDENTITY
    measures: tuple[Column, ...] = MEASURES

    def __init__(self, reading: Reading, register: Register) -> None:
        self.reading, self.register = reading, register
        self.headers = reading.layout.headers
        self.counts: Counter[str] = Counter()
        self.flags: Counter[str] = Counter()
        self.organisations: set[str] = set()
        self.aggregates = 0
        self._seen: dict[Key, int] = {}
        at = reading.layout.at
        self._identity = [(column, at[column.field]) for column in self.identity]
        self._measures = [(column, at[column.field]) for column in self.measures if column.field in at]
        self._units = reading.layout.units
        # The other columns by their names: a file whose columns stand in another order is the same file.
        known = set(at.values())
        self._rest = sorted((place for place in range(len(self.headers)) if place not in known), key=lambda place: self.headers[place].casefold())

    @property
    def findings(self) -> dict[str, Any]:
        return {
            "rows": self.counts.total(),
            "organisations": len(self.organisations),
            "new_organisations": len(self.organisations - self.register.organisations.keys()),
            "aggregates": self.aggregates,
            "flags": dict(self.flags),
        }

    def batches(self) -> Iterator[list[Row]]:
        """Raises ValidationError where the file stops being CSV."""
        source = self.reading.rows()
        while batch := [self._row(number, cells) for number, cells in islice(source, _BATCH)]:
            if changed := [row for row in batch if row.outcome == Outcome.CHANGED]:
                self.register.before(changed, self.headers)
            for row in batch:
                self.counts[row.outcome] += 1
                self.flags.update(row.flags)
            yield batch

    # --- one row -------------------------------------------------------------------------------------------------------
    def _row(self, number: int, cells: list[str]) -> Row:
        row = Row(number, cells)
        if len(cells) != len(self.headers):
            row.wrong("", f"The row has {len(cells)} cells, and the headings are {len(self.headers)}: a comma or a quotation mark is out of place")
            row.outcome = Outcome.ERROR
            return row
        self._identify(row)
        texts = self._measure(row)
        self._once(row)
        together = _joined([cell.strip() for cell in cells])
        self._formulas(row, together)
        if row.errors:
            row.outcome = Outcome.ERROR
            return row
        row.flags = self._flags(row, texts, together)
        row.row_hash = self._hash(row, texts)
        self.organisations.add(row.organisation_code)
        self.aggregates += row.type == Site.Type.AGGREGATE
        known = self.register.hashes.get(self._kept(row))
        row.outcome = Outcome.NEW if known is None else Outcome.UNCHANGED if known == row.row_hash else Outcome.CHANGED
        return row

    def _identify(self, row: Row) -> None:
        organisation, organisation_name, code, name, kind = (row.cells[place].strip() for _, place in self._identity)
        headings = [self.headers[place] for _, place in self._identity]
        row.organisation_code, row.site_code = organisation.upper()[:12], code.upper()[:12]
        row.organisation_name, row.site_name = organisation_name[:200], name[:200]
        row.type = str(Site.Type.AGGREGATE) if row.site_code == AGGREGATE_CODE else site_type(kind)
        row.name = site_name(row.site_name, row.organisation_name or organisation, aggregate=row.type == Site.Type.AGGREGATE)[:200]
        self._organisation(row, headings[0], organisation)
        if not _SITE_CODE.fullmatch(code.upper()):
            row.wrong(headings[2], _code_wanted(code, "the site's code of letters and digits, such as R1H12"))
        for heading, text in ((headings[1], organisation_name), (headings[3], name)):
            self._named(row, heading, text)

    def _organisation(self, row: Row, heading: str, code: str) -> None:
        if not _ORGANISATION_CODE.fullmatch(code.upper()):
            row.wrong(heading, _code_wanted(code, "the organisation's ODS code, such as R1H"))
        elif self.register.allowed is not None and row.organisation_code not in self.register.allowed:
            row.wrong(heading, f"You act for {self.register.acts_for}, not for {row.organisation_code}")

    def _named(self, row: Row, heading: str, name: str) -> None:
        if not name:
            row.wrong(heading, "is empty; expected a name")
        elif len(name) > 200:
            row.wrong(heading, f"has {len(name)} characters; expected 200 at most")

    def _measure(self, row: Row) -> list[str]:
        """Read the measures into `row.values`; answers them as texts, null as empty, in the columns' own order."""
        texts = []
        for column, place in self._measures:
            unit = self._units.get(column.field, column.kind) if self._units else column.kind
            value, wrong = read_number(row.cells[place], unit, column.field in SIGNED)
            if wrong:
                row.wrong(self.headers[place], wrong)
            texts.append(value or "")
            if value is not None and column.kept:
                row.values[column.field] = value
        if self._units:
            self._reckon(row, texts)
        return texts

    def _reckon(self, row: Row, texts: list[str]) -> None:
        """Put what the file has in other units into the columns' own. A share that no floor is given for is not known."""
        for number, (column, place) in enumerate(self._measures):
            unit = self._units.get(column.field)
            if unit is None or not texts[number]:
                continue
            value = reckoned(texts[number], unit, column.kind, row.values.get("gross_internal_m2"))
            if value is not None and abs(float(value)) >= most(column.kind):
                row.wrong(self.headers[place], f"“{row.cells[place].strip()[:40]}” is too large beside the gross internal floor area")
                value = None
            texts[number] = value or ""
            row.values.pop(column.field, None)
            if value is not None and column.kept:
                row.values[column.field] = value

    def _once(self, row: Row) -> None:
        if not row.site_code or not row.organisation_code:
            return
        kept, heading = self._kept(row), self.headers[self._identity[2][1]]
        first = self._seen.setdefault(kept, row.number)
        if first != row.number:
            also = "" if kept == row.key else f", also known as {kept[1]},"
            row.wrong(heading, f"{row.site_code} of {row.organisation_code}{also} is in the file already, in row {first}")
        if on := self.register.left.get(row.key):
            row.wrong(heading, f"{row.site_code} of {row.organisation_code} left the register on {on.day} {on:%B %Y}. Restore the site first")

    def _kept(self, row: Row) -> Key:
        """The key under which the register has the row's site, or would."""
        return self.register.aliases.get(row.key, row.key)

    def _formulas(self, row: Row, together: str) -> None:
        """A cell that a spreadsheet would run, blanks before it or not. Measures have been looked at; of the rest, few
        rows have any, so `together`, the bare cells joined, is looked through first."""
        if not any(_BEFORE + sign in together for sign in "=@+-"):
            return
        measured = {place for _, place in self._measures}
        names = {place for _, place in self._identity}
        for place, cell in enumerate(each.strip() for each in row.cells):
            if place not in measured and (cell[:1] in ("=", "@") or (place in names and cell[:1] in ("+", "-"))):
                row.wrong(self.headers[place], f"“{cell[:40]}” is a formula; expected a plain value")

    def _flags(self, row: Row, texts: list[str], together: str) -> list[str]:
        measured = zip(self._measures, texts, strict=True)
        flags = broken({column.field: float(text) for (column, _), text in measured if text and column.field in READ})
        if _BEFORE + "-" in together and any(
            _NEGATIVE.fullmatch(cell.strip()) and "cost" in heading.casefold() for heading, cell in zip(self.headers, row.cells, strict=True)
        ):
            flags.append(str(FlagCode.NEGATIVE_COST))
        if row.type == Site.Type.UNKNOWN:
            flags.append(str(FlagCode.TYPE))
        return flags

    def _hash(self, row: Row, texts: list[str]) -> str:
        """What the row says, however it is written: encoding, order of columns, thousands separators, capitals and
        the words for nothing do not count in the columns that are only kept."""
        rest = _joined([f"{self.headers[place]}{_AFTER}{_BEFORE}{row.cells[place].strip()}" for place in self._rest]).lower().replace(",", "")
        for nothing in _NOTHING:
            rest = rest.replace(nothing, _BEFORE + _AFTER)
        measured = (f"{column.field}={text}" for (column, _), text in zip(self._measures, texts, strict=True) if text)
        said = _joined([row.site_name, row.type, *sorted(measured)]) + rest  # each value with its heading: 5 here is not 5 there
        return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def _joined(cells: list[str]) -> str:
    return _BEFORE + (_AFTER + _BEFORE).join(cells) + _AFTER


def _code_wanted(cell: str, expected: str) -> str:
    if not cell:
        return f"is empty; expected {expected}"
    if cell[0] in "=+-@":
        return f"“{cell[:40]}” is a formula; expected {expected}"
    return f"“{cell[:40]}” is not a code; expected {expected}"
