"""What a list of the register is: declared once, exported, compared and imported by the same words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from ..models import Import
from .columns import Column, Use

if TYPE_CHECKING:
    from .check import Line
    from .look import Look


@dataclass(frozen=True)
class Listing:
    """A list: its noun, its columns, and how a row finds the record that it is of.

    A row with an id is of that record. One without is of the record that has the same `key` (columns by name), where
    the list has one, and else is new. `owner` leads to the organisation whose importers may change the record.
    """

    code: str
    label: str
    noun: str
    model: type[Model]
    columns: tuple[Column, ...]
    rows: Callable[[Any], QuerySet[Any]]  # what a person may see of it
    key: tuple[str, ...] = ()
    among: Q = field(default_factory=Q)  # the records that a key may find
    owner: str = "site__organisation_id"
    derived: tuple[str, ...] = ()  # fields that rules work out, and that are written with the others
    rules: Callable[[Sequence["Line"], "Look"], None] | None = None  # what rows that are new or change must keep to, beyond their cells
    inserts: Mapping[str, str] = field(default_factory=dict)  # more fields of a new record, as SQL over `row`
    after: Callable[[Import, dict[str, Any]], None] | None = None  # once the rows are written; raises Refused
    gone: Callable[[Any, Sequence[UUID]], Mapping[str, str]] | None = None  # of ids that are of no record: what became of it, in words
    compared_only: str = ""  # why no row of it may be new or changed by a file, where none may

    @property
    def read(self) -> tuple[Column, ...]:
        """The columns that an import looks at."""
        return tuple(each for each in self.columns if each.use != Use.SHOWN)

    @property
    def written(self) -> dict[str, Column]:
        """The columns that an import writes, by field."""
        return {each.field: each for each in self.columns if each.field and each.use in (Use.CHANGES, Use.ONCE)}

    def column(self, name: str) -> Column:
        return next(each for each in self.columns if each.name == name)
