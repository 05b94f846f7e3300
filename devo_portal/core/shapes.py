"""The shape of an answer: which fields, read from which columns, made how.

A Shape is a DRF serializer, so the OpenAPI document comes from it; but it is never used to serialize. The read model
asks it for columns and builds plain rows from `.values_list()`: no model instance, no field-by-field `to_representation`.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from .fields import PartialDateField
from .policy import Permission, covers, reach

Row = tuple[Any, ...]
Finish = Callable[[Row], Any]


@dataclass
class Answering:
    """What the parts of a shape need to finish its rows."""

    user: Any
    at: dict[str, int]  # path of a column -> its place in the row
    ids: list[uuid.UUID] = field(default_factory=list)
    asked: dict[str, Any] = field(default_factory=dict)  # what the question says beyond its filters: {"on": date}
    shared: dict[Any, Any] = field(default_factory=dict)
    reached: dict[Permission, Any] = field(default_factory=dict)

    def reach(self, permission: Permission) -> Any:
        if permission not in self.reached:
            self.reached[permission] = reach(self.user, permission)
        return self.reached[permission]

    def once(self, load: Callable[["Answering"], Any]) -> Any:
        """What several parts of an answer are made from, loaded once."""
        if load not in self.shared:
            self.shared[load] = load(self)
        return self.shared[load]


class Part(serializers.Field):
    """A field made from one or more columns."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "read_only": True})

    def paths(self) -> Sequence[str]:
        """The columns that it reads, as ORM paths."""
        raise NotImplementedError

    def finisher(self, answering: Answering) -> Finish:
        """A function from a row to the value."""
        raise NotImplementedError


@extend_schema_field({"type": "string"})
class Label(Part):
    """What a code is called: `stage_label` beside `stage`."""

    def __init__(self, of: str, choices: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.of, self.names = of, {code: str(name) for code, name in choices.choices}

    def paths(self) -> Sequence[str]:
        return [self.of]

    def finisher(self, answering: Answering) -> Finish:
        at, names = answering.at[self.of], self.names
        return lambda row: names.get(row[at], "")


@extend_schema_field({"type": "string", "format": "uri-reference"})
class Url(Part):
    """Where the API answers with this record: a path, to be read against the portal's own address."""

    def __init__(self, plural: str, path: str = "id", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.prefix, self.path = f"/api/v1/{plural}/", path

    def paths(self) -> Sequence[str]:
        return [self.path]

    def finisher(self, answering: Answering) -> Finish:
        at, prefix = answering.at[self.path], self.prefix
        return lambda row: f"{prefix}{row[at]}/"


@extend_schema_field({"type": "boolean"})
class May(Part):
    """What the reader may do with this record; the same `can` decides when they try."""

    def __init__(self, permission: Permission, owner: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.permission, self.owner = permission, owner

    def paths(self) -> Sequence[str]:
        return [self.owner]

    def finisher(self, answering: Answering) -> Finish:
        at, reached = answering.at[self.owner], answering.reach(self.permission)
        return lambda row: covers(reached, row[at])


@extend_schema_field(
    {
        "type": ["object", "null"],
        "required": ["date", "precision", "text"],
        "properties": {
            "date": {"type": "string", "description": "2017-11-16, 2017-11 or 2017"},
            "precision": {"type": "string", "enum": ["day", "month", "year"]},
            "text": {"type": "string"},
        },
    }
)
class PartDate(Part):
    """A PartialDate; with `text`, the column that holds the source's own words for it."""

    def __init__(self, path: str, text: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.path, self.text = path, text

    def paths(self) -> Sequence[str]:
        return [self.path, self.text] if self.text else [self.path]

    def finisher(self, answering: Answering) -> Finish:
        at = answering.at[self.path]
        if not self.text:
            return lambda row: row[at]
        words = answering.at[self.text]
        return lambda row: type(row[at])(row[at].date, row[at].precision, row[words] or row[at].text) if row[at] else None


class One(Part):
    """A related record in brief, or null."""

    def __init__(self, shape: "type[Shape]", through: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.shape, self.through = shape, through

    def paths(self) -> Sequence[str]:
        return [f"{self.through}_id", *(f"{self.through}__{path}" for path in compiled(self.shape).paths)]

    def finisher(self, answering: Answering) -> Finish:
        inner = compiled(self.shape)
        present = answering.at[f"{self.through}_id"]
        places = [answering.at[f"{self.through}__{path}"] for path in inner.paths]
        build = inner.builder(Answering(answering.user, inner.at, asked=answering.asked))
        return lambda row: None if row[present] is None else build([row[place] for place in places])


class Many(Part):
    """Related records in brief: one query for all the rows of the answer."""

    def __init__(self, shape: "type[Shape]", rows: Callable[[Any], QuerySet[Any]], by: str, key: str = "id", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.shape, self.rows, self.by, self.key = shape, rows, by, key

    def paths(self) -> Sequence[str]:
        return [self.key]

    def finisher(self, answering: Answering) -> Finish:
        inner = compiled(self.shape)
        found = self.rows(answering.user).filter(**{f"{self.by}__in": answering.ids})
        rows = list(found.values_list(*inner.paths, self.by))
        build = inner.builder(Answering(answering.user, inner.at, inner.ids(rows), answering.asked))
        grouped: dict[Any, list[Any]] = {}
        for row in rows:
            grouped.setdefault(row[-1], []).append(build(row))
        at = answering.at[self.key]
        return lambda row: grouped.get(row[at], [])


class Shape(serializers.ModelSerializer):
    """The fields of an answer. `Meta.brief` names those of `?brief=true`."""

    class Meta:
        model: ClassVar[Any]
        fields: ClassVar[list[str]]
        brief: ClassVar[tuple[str, ...]] = ()

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        if isinstance(model_field, PartialDateField):
            return PartDate, {"path": field_name}
        return super().build_standard_field(field_name, model_field)

    def get_fields(self) -> Any:
        fields = super().get_fields()
        for each in fields.values():
            each.read_only, each.required = True, True
            each.validators = []  # what may be written is no promise about what is answered: a postcode may be empty
            if hasattr(each, "allow_blank") and not isinstance(each, serializers.ChoiceField):  # whose codes are listed, the empty one too
                each.allow_blank = False
        return fields


@dataclass(frozen=True)
class Compiled:
    """A shape, or some of its fields, as columns and the way to build a row from them."""

    paths: tuple[str, ...]
    at: dict[str, int]
    plain: tuple[tuple[str, int], ...]
    parts: tuple[tuple[str, Part], ...]
    names: tuple[str, ...]

    def ids(self, rows: Iterable[Row]) -> list[Any]:
        return [row[self.at["id"]] for row in rows] if "id" in self.at else []

    def builder(self, answering: Answering) -> Callable[[Any], dict[str, Any]]:
        blank = dict.fromkeys(self.names)
        plain = self.plain
        finishers = [(name, part.finisher(answering)) for name, part in self.parts]

        def build(row: Row) -> dict[str, Any]:
            answer = blank.copy()
            for name, place in plain:
                answer[name] = row[place]
            for name, finish in finishers:
                answer[name] = finish(row)
            return answer

        return build


@lru_cache(maxsize=512)
def compiled(shape: type[Shape], only: frozenset[str] | None = None, also: tuple[str, ...] = ()) -> Compiled:
    """Columns for a shape. `only` keeps some of its fields; `also` adds columns that the caller needs, unanswered."""
    fields = {name: each for name, each in shape().fields.items() if only is None or name in only}
    paths: dict[str, int] = {}
    plain, parts = [], []
    for name, each in fields.items():
        if isinstance(each, Part):
            parts.append((name, each))
            wanted: Sequence[str] = each.paths()
        else:
            path = (each.source or name).replace(".", "__")
            wanted = [path]
        for path in wanted:
            paths.setdefault(path, len(paths))
        if not isinstance(each, Part):
            plain.append((name, paths[wanted[0]]))
    for path in also:
        paths.setdefault(path, len(paths))
    return Compiled(tuple(paths), paths, tuple(plain), tuple(parts), tuple(fields))
