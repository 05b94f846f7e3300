"""The columns of the register's lists: how PostgreSQL writes a cell, and how a cell is read.

A cell is text, the same in an export and in what an imported row is compared with; a value is text too, as the
database reads it (an id where the cell has a code), and "" for none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Case, F, Model, Q, TextField, Value, When
from django.db.models import fields as kinds
from django.db.models.functions import Cast, Coalesce, NullIf

from devo_portal.core.dates import parse_date, parse_day
from devo_portal.core.fields import TEXT_LIMIT, PartialDateField
from devo_portal.core.forms import choices_told

from ..eric.columns import plain
from ..eric.numbers import SIGNED, read_number
from .look import Look

_TEXT: Any = TextField()
NOTHING = Value("", output_field=_TEXT)


class Use(Enum):
    """What an import does with a column."""

    CHANGES = "changes"
    ONCE = "once"  # said of a new record; after that a file that says otherwise is in error
    STAYS = "stays"  # never written; a file that says otherwise is in error
    SHOWN = "shown"  # for the reader's eye; not looked at


@dataclass
class Given:
    """What a row says: its cells by column, and the values read from them so far."""

    look: Look
    texts: Mapping[str, str]
    values: dict[str, str] = field(default_factory=dict)


Read = Callable[[str, Given], str]  # raises ValueError in words: “what is wrong; expected …”


@dataclass(frozen=True)
class Column:
    """`name` is what `?columns=` calls it, and the field that it writes unless `field` is another; "" writes none.

    `cell` is an expression over the list's rows whose text is the cell. A number's cells are no formulas, whatever
    sign they begin with.
    """

    name: str
    heading: str
    cell: Any
    read: Read = lambda cell, given: cell
    use: Use = Use.CHANGES
    writes: str | None = None
    number: bool = False
    ours: bool = False  # its cells are the portal's own words: no spreadsheet runs them, and no quotation mark is in them
    needed: bool = False  # a file without it is refused

    @property
    def field(self) -> str:
        return self.name if self.writes is None else self.writes


def of(model: type[Model], name: str, heading: str, /, **given: Any) -> Column:
    """The column of a model's own field, with the cell and the reader of the field's kind."""
    found: Any = model._meta.get_field(name)
    ours = bool(found.choices) or isinstance(found, kinds.BooleanField | kinds.DateField)
    number = isinstance(found, kinds.DecimalField | kinds.IntegerField | kinds.FloatField)
    return Column(
        **{"name": name, "heading": heading, "cell": cell_of(found, name), "read": reader_of(found), "number": number, "ours": ours, **given}
    )


def shown(name: str, heading: str, path: str) -> Column:
    """A column for the reader's eye: the text of a field of another record."""
    return Column(name, heading, text_of(path), use=Use.SHOWN, writes="")


# --- cells ------------------------------------------------------------------------------------------------------------
def text_of(path: str) -> Any:
    return Coalesce(Cast(F(path), TextField()), NOTHING)


def code_of(path: str) -> Any:
    """How lists name an organisation: by its code, or else by its reference, so that each has a name that is its own."""
    return Coalesce(
        *(NullIf(Cast(F(f"{path}__{code}"), TextField()), NOTHING) for code in ("ods_code", "gss_code")),
        Cast(F(f"{path}__ref"), TextField()),
        NOTHING,
    )


def cell_of(found: Any, path: str) -> Any:
    if found.choices:
        return Case(*(When(Q(**{path: code}), then=Value(str(label))) for code, label in found.flatchoices), default=NOTHING, output_field=_TEXT)
    if isinstance(found, kinds.BooleanField):
        return Case(When(Q(**{path: True}), then=Value("Yes")), When(Q(**{path: False}), then=Value("No")), default=NOTHING, output_field=_TEXT)
    if isinstance(found, kinds.CharField | kinds.TextField) and not isinstance(found, PartialDateField):
        return F(path) if not found.null else Coalesce(F(path), NOTHING, output_field=_TEXT)
    return text_of(path)


# --- readers ----------------------------------------------------------------------------------------------------------
def reader_of(found: Any) -> Read:
    if found.choices:
        return choice(dict(found.flatchoices), needed=not found.blank)
    for kind, reader in (
        (PartialDateField, lambda _: _partial_day),
        (kinds.CharField, _text),
        (kinds.TextField, _text),
        (kinds.DecimalField, _decimal),
        (kinds.IntegerField, _whole),
        (kinds.FloatField, lambda _: _degrees),
        (kinds.BooleanField, lambda _: _yes_no),
        (kinds.DateField, lambda _: _day),
    ):
        if isinstance(found, kind):
            return reader(found)
    raise TypeError(f"no list can read {found}")


def short(cell: str) -> str:
    return cell if len(cell) <= 40 else f"{cell[:37]}…"


def choice(labels: Mapping[str, Any], *, needed: bool) -> Read:
    """One of some labels, or its code; capitals do not count."""
    by_word = {word.casefold(): str(code) for code, label in labels.items() for word in (str(code), str(label))}
    such = choices_told([str(label) for label in labels.values()])

    def read(cell: str, given: Given) -> str:
        word = cell.strip()
        if not word and not needed:
            return ""
        if word.casefold() not in by_word:
            raise ValueError(f"“{short(word)}” is not known; expected {such}" if word else f"is empty; expected {such}")
        return by_word[word.casefold()]

    return read


def _text(found: Any) -> Read:
    most = found.max_length or TEXT_LIMIT

    def read(cell: str, given: Given) -> str:
        if not found.blank and not cell.strip():
            raise ValueError("is empty; expected a name" if found.name == "name" else "is empty; expected a text")
        if len(cell) > most:
            raise ValueError(f"has {len(cell):,} characters; expected {most:,} at most")
        if "\x00" in cell:
            raise ValueError("holds a character that is no text")
        if cell:
            _valid(found, cell)
        return cell

    return read


def _valid(found: Any, value: Any) -> None:
    try:
        found.run_validators(value)
    except ValidationError as error:
        raise ValueError(f"“{short(str(value))}” is not valid: {' '.join(error.messages).rstrip('.')}") from None


def _decimal(found: Any) -> Read:
    kind = {"m2": "area", "ha": "land", "pct": "percent"}.get(found.name.rpartition("_")[2], "pounds")

    def read(cell: str, given: Given) -> str:
        value, wrong = read_number(cell, kind, found.name in SIGNED)
        if wrong:
            raise ValueError(wrong)
        return value or ""

    return read


def _whole(found: Any) -> Read:
    most = {"PositiveSmallIntegerField": 32_767}.get(found.get_internal_type(), 2_147_483_647)

    def read(cell: str, given: Given) -> str:
        digits = cell.strip().replace(",", "")
        if digits and (not digits.isascii() or not digits.isdigit() or len(digits) > 10 or int(digits) > most):
            raise ValueError(f"“{short(cell)}” is not a whole number; expected one from 0 to {most:,}")
        return str(int(digits)) if digits else ""

    return read


def _degrees(cell: str, given: Given) -> str:
    if not cell.strip():
        return ""
    try:
        value = float(cell)
    except ValueError:
        value = float("nan")
    if not abs(value) <= 180:
        raise ValueError(f"“{short(cell)}” is not a number of degrees; expected one such as 51.5226")
    return repr(round(value, 6) + 0.0)


def _yes_no(cell: str, given: Given) -> str:
    word = cell.strip().casefold()
    if word in ("yes", "true", "y", "1"):
        return "true"
    if word in ("no", "false", "n", "0", ""):
        return "false"
    raise ValueError(f"“{short(cell)}” is neither; expected Yes or No")


def _day(cell: str, given: Given) -> str:
    return _dated(cell, parse_day).isoformat() if cell.strip() else ""


def _partial_day(cell: str, given: Given) -> str:
    return str(_dated(cell, parse_date).date) if cell.strip() else ""


def _dated(cell: str, parse: Callable[[str], Any]) -> Any:
    """A spreadsheet's number of 1936 is a year; its day comes as 2017-03-31."""
    try:
        return parse(cell)
    except ValidationError:
        raise ValueError(f"“{short(cell)}” is not a date; expected one such as 2017-03-31") from None


# --- what records are called in cells -----------------------------------------------------------------------------------
def record_id(heading: str) -> Column:
    """The id by which an exported row finds its record again."""
    return Column("id", heading, text_of("pk"), use=Use.ONCE, writes="", ours=True, needed=True)


def organisation(name: str, heading: str, path: str, *, beside: str = "", optional: bool = False, **given: Any) -> Column:
    """An organisation by its code. `beside` is the column with its name, which tells apart two with one code, and finds one without."""

    def read(cell: str, row: Given) -> str:
        named = row.texts.get(beside, "")
        if optional and not cell.strip():
            return ""
        found = row.look.organisation(cell.strip(), named)
        if found is None:
            raise ValueError(f"“{short(cell)}” is not known; expected the code of an organisation of the portal")
        return found

    return Column(**{"name": name, "heading": heading, "cell": code_of(path), "read": read, **given})


def area(name: str, heading: str) -> Column:
    def read(cell: str, row: Given) -> str:
        if not cell.strip():
            return ""
        found = row.look.areas.get(cell.strip())
        if found is None:
            raise ValueError(f"“{short(cell)}” is not known; expected a code such as E09000014")
        return found

    cell = Coalesce(NullIf(F(f"{name}__gss_code"), NOTHING, output_field=_TEXT), F(f"{name}__name"), NOTHING, output_field=_TEXT)
    return Column(name, heading, cell, read)


def _site(cell: str, row: Given) -> str:
    owner = row.values.get("organisation_code")
    if owner is None:
        return ""  # what is wrong with the organisation is said beside it
    found = row.look.sites.get((owner, cell))
    if found is None:
        raise ValueError(f"“{short(cell)}” is no site of this organisation; expected the code of a site of the register")
    return found


def of_site() -> tuple[Column, ...]:
    """Which site a record is of: whose, and its code."""
    return (
        organisation("organisation_code", "Organisation code", "site__organisation", beside="organisation_name", use=Use.ONCE, writes=""),
        shown("organisation_name", "Organisation", "site__organisation__name"),
        Column("site_code", "Site code", F("site__code"), _site, use=Use.ONCE, writes="site"),
        shown("site_name", "Site", "site__name"),
    )


@cache
def by_heading(columns: tuple[Column, ...]) -> dict[str, Column]:
    return {plain(each.heading): each for each in columns}
