"""What each row of a list would do: compared with the register text for text, and read only where it differs."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import NOT_PROVIDED, Q
from django.db.models.functions import Now

from ..eric.rows import Row
from ..models import ImportRow, Site
from ..rules.identifiers import LONGEST_CODE
from .columns import Given, Use
from .listing import Listing
from .look import Look
from .reading import ListReading, lines

Outcome = ImportRow.Outcome
_BATCH = 2_000
_TYPES = {str(label): str(code) for code, label in Site.Type.choices}


@dataclass
class Held:
    """A record that the register has: its cells by column."""

    pk: str
    version: int
    owner: str
    texts: dict[str, str]
    key: tuple[str, ...]


@dataclass
class Line:
    """A row on its way. `values` are the columns as they will stand, by name; `was` as they stand; `moved` those that
    differ; `derived` is for what a list's rules work out, by field."""

    row: Row
    texts: dict[str, str]
    headings: Any
    held: Held | None = None
    values: dict[str, str] = field(default_factory=dict)
    was: dict[str, str] = field(default_factory=dict)
    moved: list[str] = field(default_factory=list)
    derived: dict[str, str] = field(default_factory=dict)

    def wrong(self, column: str, detail: str) -> None:
        self.row.wrong(self.headings(column), detail)


class ListCheck:
    """Goes once through a file. After `batches()` has ended, the counts are those of the whole of it."""

    def __init__(self, listing: Listing, reading: ListReading, user: Any) -> None:
        self.listing, self.reading, self.look = listing, reading, Look(user)
        self.counts: Counter[str] = Counter()
        self.seen: dict[Any, int] = {}
        self.columns = listing.read

    @property
    def findings(self) -> dict[str, Any]:
        return {"rows": self.counts.total(), "organisations": 0, "new_organisations": 0, "aggregates": 0, "flags": {}}

    def batches(self) -> Iterator[list[Row]]:
        source = self.reading.rows()
        while batch := [self._line(number, cells) for number, cells in islice(source, _BATCH)]:
            self._compare([line for line in batch if line.texts])
            for line in batch:
                self._finish(line)
                self.counts[line.row.outcome] += 1
            yield [line.row for line in batch]

    def heading(self, name: str) -> str:
        return self.reading.headings.get(name) or self.listing.column(name).heading

    # --- one row -------------------------------------------------------------------------------------------------------
    def _line(self, number: int, cells: list[str]) -> Line:
        line = Line(Row(number, cells), {}, self.heading)
        if len(cells) != len(self.reading.headers):
            line.row.wrong(
                "", f"The row has {len(cells)} cells, and the headings are {len(self.reading.headers)}: a comma or a quotation mark is out of place"
            )
            return line
        try:
            line.texts = self.reading.texts(cells)
        except ValidationError as error:
            for name, said in error.message_dict.items():
                line.wrong(name, " ".join(said).rstrip("."))
            return line
        for heading, cell in zip(self.reading.headers, cells, strict=True):
            if cell.lstrip(" ")[:1] == "=":
                line.row.wrong(heading, f"“{cell[:40]}” is a formula; expected a plain value")
        _tell(line.row, line.texts)
        return line

    def _compare(self, sound: list[Line]) -> None:
        """Put each row beside the record that it is of. A query for those with an id; a few more for those that are read."""
        ids = [_uuid(line.texts.get("id", "")) for line in sound]
        by_id = {each.pk: each for each in self._held(Q(pk__in=[pk for pk in ids if pk]))} if any(ids) else {}
        asked: list[Line] = []
        gone = self.listing.gone(self.look.user, [pk for pk in ids if pk and str(pk) not in by_id]) if self.listing.gone else {}
        for line in sound:
            named = line.texts.get("id", "").strip()
            line.held = by_id.get(str(_uuid(named)))
            if named and line.held is None:
                lacking = f"“{named[:40]}” is no {self.listing.noun} of the register; leave it empty for a new {self.listing.noun}"
                line.wrong("id", gone.get(str(_uuid(named)), lacking))
            elif line.held is None or self._other(line, line.held):
                asked.append(line)
        if asked:
            self.look.prepare([*(line.texts for line in asked), *(line.held.texts for line in asked if line.held)])
            for line in asked:
                self._read(line)
            self._find([line for line in asked if line.held is None and not line.row.errors])
            for line in asked:
                self._differ(line)
        self._permit(sound)
        moving = [line for line in asked if not line.row.errors and (line.held is None or line.moved)]
        if moving and self.listing.compared_only:
            for line in moving:
                line.wrong(line.moved[0] if line.held else "id", self.listing.compared_only)
        elif moving and self.listing.rules:
            self.listing.rules(moving, self.look)

    def _held(self, wanted: Q) -> Iterable[Held]:
        names, key = [each.name for each in self.columns], [self.listing.column(name).field for name in self.listing.key]
        rows = self.listing.rows(self.look.user).filter(wanted).order_by()
        for pk, version, owner, *rest in rows.values_list("pk", "version", self.listing.owner, *key, *(each.cell for each in self.columns)):
            ids = tuple("" if each is None else str(each) for each in rest[: len(key)])
            yield Held(str(pk), version, str(owner), dict(zip(names, rest[len(key) :], strict=True)), ids)

    def _other(self, line: Line, held: Held) -> list[str]:
        """The columns in which a row is not, letter for letter, what an export of its record would be."""
        texts, was = line.texts, held.texts
        return [name for name, text in was.items() if text != texts.get(name, text) and lines(text) != texts[name]]

    def _read(self, line: Line) -> None:
        """The row's values. Of a record that the register holds, only what differs is looked at for errors."""
        held = line.held
        differs = set(self._other(line, held)) if held else None
        given = Given(self.look, {**held.texts, **line.texts} if held else line.texts, line.values)
        for column in self.columns:
            if column.name == "id":
                continue
            cell = given.texts.get(column.name, "")
            if held is None and not cell.strip() and column.field and (default := _default(self.listing, column.field)):
                line.values[column.name] = default
                continue
            try:
                line.values[column.name] = column.read(cell, given)
            except ValueError as error:
                if differs is None or column.name in differs:
                    line.wrong(column.name, str(error))

    def _find(self, unnamed: list[Line]) -> None:
        """Among rows without an id, those of a record with the same key."""
        names = self.listing.key
        if not names or not unnamed:
            return
        fields: list[Any] = [self.listing.model._meta.get_field(self.listing.column(name).field) for name in names]
        certain = [(name, each) for name, each in zip(names, fields, strict=True) if not each.null]
        wanted = Q(**{f"{each.name}__in": {line.values[name] for line in unnamed} for name, each in certain})
        by_key = {each.key: each for each in self._held(wanted & self.listing.among)}
        found = []
        for line in unnamed:
            line.held = by_key.get(tuple(line.values[name] for name in names))
            if line.held:
                line.values = {}
                found.append(line)
        if found:
            self.look.prepare([*(line.texts for line in unnamed), *(line.held.texts for line in found if line.held)])
            for line in found:
                self._read(line)

    def _differ(self, line: Line) -> None:
        held = line.held
        if held is None:
            for column in self.columns:
                if column.use == Use.STAYS and line.values.get(column.name) not in ("", "false", None):
                    line.wrong(column.name, f"is not said by an import; leave it empty, and say it on the {self.listing.noun}’s own page")
            return
        given = Given(self.look, held.texts, line.was)
        for column in self.columns:
            try:
                line.was[column.name] = column.read(held.texts[column.name], given)
            except ValueError:
                continue  # what the register has and no reader takes differs from all that it does
        other = self._other(line, held)
        line.moved = [name for name in other if name in line.values and line.values[name] != line.was.get(name)]
        for name in line.moved:
            if self.listing.column(name).use != Use.CHANGES:
                line.wrong(name, f"is “{held.texts[name][:40]}” in the register; an import cannot change it")
        line.row.changes = [
            {"field": self.listing.column(name).field or name, "label": self.heading(name), "before": held.texts[name], "after": line.texts[name]}
            for name in line.moved
        ]

    def _permit(self, sound: list[Line]) -> None:
        """Whose each record is, and that no row speaks of a record twice."""
        for line in sound:
            owner = line.held.owner if line.held else line.values.get("organisation_code")
            if owner:
                if not self.look.acts_for(owner):
                    line.wrong("organisation_code", "You do not act for this organisation")
                line.row.organisation_code = self.look.codes[owner][:12]
                line.derived["owner"] = owner
            key = line.held.pk if line.held else tuple(line.values.get(name, "") for name in self.listing.key)
            if key and not (line.held is None and line.row.errors) and self.seen.setdefault(key, line.row.number) != line.row.number:
                named = line.row.site_code if self.listing.key == ("organisation_code", "code") else ""
                line.wrong(self.listing.key[-1] if self.listing.key else "id", f"{named or 'It'} is in the file already, in row {self.seen[key]}")

    def _finish(self, line: Line) -> None:
        row = line.row
        if row.errors:
            row.outcome = str(Outcome.ERROR)
            return
        derived = dict(line.derived)
        if line.held is None:
            row.outcome = str(Outcome.NEW)
            row.values = {column.field: line.values[column.name] for column in self.listing.written.values()} | derived
            return
        row.outcome = str(Outcome.CHANGED if line.moved else Outcome.UNCHANGED)
        moved = {self.listing.column(name).field: line.values[name] for name in line.moved}
        row.values = moved | derived | {"id": line.held.pk, "version": str(line.held.version)}


def _default(listing: Listing, name: str) -> str:
    """What a new record has in a field of which the file says nothing."""
    found: Any = listing.model._meta.get_field(name)
    if found.default is NOT_PROVIDED or isinstance(found.default, Now):
        return ""
    default = found.get_default()
    return str(default).lower() if isinstance(default, bool) else str(default if default is not None else "")


def _tell(row: Row, texts: dict[str, str]) -> None:
    """What a preview calls a row."""
    row.organisation_code, row.organisation_name = texts.get("organisation_code", "")[:12], texts.get("organisation_name", "")[:200]
    row.site_code = texts.get("code", texts.get("site_code", ""))[:LONGEST_CODE]
    named = texts.get("name") or texts.get("value") or texts.get("building") or texts.get("site_name", "")
    row.site_name, row.name = texts.get("site_name", named)[:200], named[:200]
    row.type = _TYPES.get(texts.get("type", ""), "")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None
