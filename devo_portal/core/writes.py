"""Every write is one transaction: may they, is it fresh, is it valid, save it, say why. Nothing else writes rows."""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Any, TypeVar

import pghistory
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models.functions import Now
from django.shortcuts import get_object_or_404

from .history import links_at, state_at
from .models import Record
from .policy import Permission, require

log = logging.getLogger(__name__)
AnyRecord = TypeVar("AnyRecord", bound=Record)


class Stale(Exception):
    """Somebody else changed the record after this person read it. Carries it as it stands now."""

    def __init__(self, record: Record) -> None:
        super().__init__("This record changed after you opened it.")
        self.record = record


class Refused(Exception):
    """A rule of the domain says no. `rule` names it (`clearance-open`), `detail` says what is missing.

    `errors` holds the same by field, where a field is to blame.
    """

    def __init__(self, rule: str, detail: str, errors: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.rule, self.detail, self.errors = rule, detail, dict(errors or {})


@contextmanager
def beneath(path: str) -> Iterator[None]:
    """What is wrong inside is wrong in a part of what was sent: told as of `set/postcode`, not `postcode`; of the part itself
    where no field is to blame."""
    try:
        yield
    except ValidationError as error:
        told = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        raise ValidationError({_within(path, name): errors for name, errors in told.items()}) from None
    except Refused as refused:
        errors = {_within(path, name): text for name, text in refused.errors.items()} or {path: refused.detail}
        raise Refused(refused.rule, refused.detail, errors) from None


def _within(path: str, name: str) -> str:
    return path if name == NON_FIELD_ERRORS else f"{path}/{name}"


def segment(name: str) -> str:
    """A name that somebody sent, as a JSON pointer has it."""
    return name.replace("~", "~0").replace("/", "~1")


def check(record: models.Model) -> None:
    """Validate a record whole. Raises ValidationError; Refused where all that is wrong breaks a rule of the domain.

    A model states such a rule where it states the others, in `clean` or a constraint: its error's code is the rule's
    name in kebab case (`clause-number-used`), as no code of Django's own is.
    """
    try:
        record.full_clean()
    except ValidationError as error:
        broken = [(name, each) for name, errors in error.error_dict.items() for each in ValidationError(errors).error_list]
        if not all("-" in (each.code or "") for _, each in broken):
            raise
        words = [" ".join(each.messages) for _, each in broken]
        blamed = [name if name != NON_FIELD_ERRORS else _field_of(record, str(each.code)) for name, each in broken]
        by_field = {name: text for name, text in zip(blamed, words, strict=True) if name}
        raise Refused(str(broken[0][1].code), " ".join(words), by_field)


def _field_of(record: models.Model, rule: str) -> str:
    """The field that a uniqueness of several is told beside: the last of them, such as the number within a text."""
    for each in record._meta.constraints:
        if isinstance(each, models.UniqueConstraint) and each.violation_error_code == rule and each.fields:
            return each.fields[-1]
    return ""


_act: ContextVar[dict[str, Any] | None] = ContextVar("act", default=None)
_authority: ContextVar[dict[str, str] | None] = ContextVar("authority", default=None)


@contextmanager
def under(authority: Mapping[str, str]) -> Iterator[None]:
    """Acts inside are done by the authority of a decision, a delegation or a rule: `{type, id, name}`.

    Each says so in its history, where the triggers of controlled columns look for it.
    """
    token = _authority.set(dict(authority))
    try:
        say_authority(authority)
        yield
    finally:
        _authority.reset(token)


def authority() -> Mapping[str, str] | None:
    """By whose authority the acts of this moment are done, where one was named."""
    return _authority.get()


def say_authority(authority: Mapping[str, str]) -> None:
    """Inside an act: say by whose authority it is done. The first that an act names stays; outside an act, nothing happens."""
    act = _act.get()
    if act is not None and not act["authority"]:
        act["authority"] = dict(authority)
        pghistory.context(authority=dict(authority))


@contextmanager
def recorded(*, by: Any, event: str, reason: str = "", subject: models.Model | None = None) -> Iterator[None]:
    """One transaction whose rows say in history who wrote them, in which act, why, and on which record.

    An act within an act is a part of it: the outer one says what was done and why, and on which record where it knows one.
    """
    about = {"type": subject._meta.label_lower, "id": str(subject.pk), "name": str(subject)[:200]} if subject else None
    outer = _act.get()
    said: dict[str, Any] = {"event": event, "by": str(by.pk), "reason": reason} if outer is None else {}
    if about and not (outer and outer["subject"]):
        said["subject"] = about
    act: dict[str, Any] = outer if outer is not None else {"subject": None, "authority": None}
    act["subject"] = act["subject"] or about
    if (held := _authority.get()) and not act["authority"]:
        said["authority"] = act["authority"] = held
    token = _act.set(act)
    try:
        with transaction.atomic(), pghistory.context(**said):
            yield
    finally:
        _act.reset(token)


def create(
    record: AnyRecord, *, by: Any, may: Permission, event: str, reason: str = "", links: Mapping[str, Iterable[Any]] | None = None
) -> AnyRecord:
    """Save a new record. Raises PermissionDenied, ValidationError."""
    with transaction.atomic():
        require(by, may, record)
        check(record)
        with recorded(by=by, event=event, reason=reason, subject=record):
            with _once(record):
                record.save(force_insert=True)
            for name, chosen in (links or {}).items():
                set_links(record, name, chosen)
    return record


@contextmanager
def _once(record: models.Model) -> Iterator[None]:
    """Two who save the same name or code at once both pass validation; the database lets one through.

    The other is told what it would have been told a moment later. Raises Refused where the constraint is a rule with a
    name; ValidationError.
    """
    try:
        yield
    except IntegrityError as error:
        log.info("a write met another: %s", error)
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        broken = next((each for each in record._meta.constraints if each.name == name), None)
        if broken and "-" in (rule := str(broken.violation_error_code or "")):
            words, field = str(broken.get_violation_error_message()), _field_of(record, rule)
            raise Refused(rule, words, {field: words} if field else None) from error
        raise ValidationError("Somebody else has just saved a record with the same name or code. Nothing of yours was saved.") from error


@contextmanager
def change(
    rows: models.QuerySet[AnyRecord],
    pk: Any,
    *,
    by: Any,
    may: Permission,
    version: int,
    event: str,
    reason: str = "",
    among: Collection[str] | None = None,
) -> Iterator[AnyRecord]:
    """Lock one of the rows that the writer may see, let the body alter it, validate and save it.

    `among` names the fields that the writer has read and the body alters: then a change of others since is no clash.
    Raises Http404, PermissionDenied, Stale where `version` is not the record's (or, with `among`, where one of these
    fields is no longer as it was at `version`), ValidationError.
    """
    with transaction.atomic():
        record = _locked(rows, pk, by, may, version, among)
        before = _values(record)
        with recorded(by=by, event=event, reason=reason, subject=record):
            yield record
            _save(record, before, by, may)


def _locked(rows: models.QuerySet[AnyRecord], pk: Any, by: Any, may: Permission, version: int, among: Collection[str] | None = None) -> AnyRecord:
    record = get_object_or_404(rows.select_for_update(of=("self",)), pk=pk)
    require(by, may, record)
    if record.version != version and (among is None or _moved(record, version, among)):
        raise Stale(record)
    return record


def _moved(record: Record, version: int, among: Collection[str]) -> bool:
    """Is one of these fields other than it was at a version? So is one whose value then is not known."""
    before = state_at(type(record), record.pk, version)
    if before is None:
        return True
    fields: list[Any] = [record._meta.get_field(name) for name in among]
    if any(not field.many_to_many and before.get(field.attname) != getattr(record, field.attname) for field in fields):
        return True
    linked = [field.name for field in fields if field.many_to_many]
    held = links_at(type(record), record.pk, version) if linked else {}
    return any(set(held[name]) != set(getattr(record, name).values_list("pk", flat=True)) for name in linked)


def _save(record: Record, before: dict[str, Any], by: Any, may: Permission) -> None:
    require(by, may, record)  # a record cannot be given away to an organisation that one does not act for
    check(record)
    changed = [name for name, value in _values(record).items() if value != before[name]]
    if changed:
        with _once(record):
            record.save(update_fields=changed)
    elif getattr(record, "links_changed", False):
        type(record)._default_manager.filter(pk=record.pk).update(updated_at=Now())
    record.refresh_from_db(fields=["version", "updated_at"])


def _values(record: Record) -> dict[str, Any]:
    """What writes may change; the rest is the database's."""
    return {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if not field.generated and field.name not in ("id", "ref", "version", "updated_at")
    }


def remove(rows: models.QuerySet[AnyRecord], pk: Any, *, by: Any, may: Permission, version: int, event: str, reason: str = "") -> None:
    """Delete one row; its history stays. Raises what `change` does, and Refused (`still-referred-to`)."""
    with transaction.atomic():
        record = _locked(rows, pk, by, may, version)
        try:
            with recorded(by=by, event=event, reason=reason, subject=record):
                record.delete()
        except models.ProtectedError as error:
            names = ", ".join(sorted({str(each._meta.verbose_name_plural) for each in error.protected_objects}))
            raise Refused("still-referred-to", f"It cannot be deleted while other records refer to it: {names}.")


def change_many(sql: str, params: Sequence[Any] | dict[str, Any] = ()) -> int:
    """Inside `recorded` or `change`: one statement of SQL that writes many rows at once; answers how many.

    The tables' triggers keep history, version and reference as for any other write. What a form would check, the
    statement or the tables' constraints must.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ANEW)
        cursor.execute(sql, params)
        return cursor.rowcount


# A connection plans a trigger's statements once. Planned for an edit of one row, history compares each row of a change
# of many with every other: 10,000 rows took 46 seconds in the place of one. Planned for many, it does for one as well.
_ANEW = "DISCARD PLANS"


def numbered(model: Any, columns: str, rows: str) -> str:
    """The statement that inserts the rows of a query, their references given in its order by one step of the counter.

    Left to the trigger, each row is a step of its own, and in one transaction each step costs more than the last.
    `columns` are named as in INSERT, without `ref`; so are the query's.
    """
    prefix = model.REF_PREFIX
    return f"""
        WITH came AS MATERIALIZED (SELECT row_number() OVER () AS place, came.* FROM ({rows}) AS came ({columns})),
             given AS (
                INSERT INTO core_refcounter AS counter (prefix, last) SELECT '{prefix}', count(*) FROM came HAVING count(*) > 0
                ON CONFLICT (prefix) DO UPDATE SET last = counter.last + EXCLUDED.last RETURNING last
             )
        INSERT INTO {model._meta.db_table} (ref, {columns})
        SELECT '{prefix}-' || (given.last - (SELECT count(*) FROM came) + came.place), {columns} FROM came CROSS JOIN given ORDER BY came.place
    """  # noqa: S608  # names are the models' and the caller's own


def load_many(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Inside `recorded` or `change`: COPY rows into a model's table, in constant memory.

    A value is text, a number, None, or bytes of UTF-8 such as orjson makes.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ANEW)
        cursor.execute("DO 'BEGIN END'")  # does nothing; but history gives its context to a statement, and COPY is not one
        fields: list[Any] = [model._meta.get_field(name) for name in columns]
        names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
        with connection.wrap_database_errors:
            cursor.copy_expert(f"COPY {connection.ops.quote_name(model._meta.db_table)} ({names}) FROM STDIN", _Lines(rows))


class _Lines:
    """Rows as COPY's text format, read as a file. Each read gives some whole lines, as psycopg2 allows."""

    _ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self.rows = iter(rows)

    def _cell(self, value: Any) -> str:
        if value is None:
            return "\\N"
        text = value.decode() if isinstance(value, bytes) else str(value)
        for plain, escaped in self._ESCAPES:
            if plain in text:
                text = text.replace(plain, escaped)
        return text

    def read(self, size: int = -1) -> str:
        return "".join(["\t".join([self._cell(value) for value in row]) + "\n" for row in islice(self.rows, 20)])


def assign(record: models.Model, values: Mapping[str, Any]) -> None:
    """Inside `change`: put values into fields."""
    for name, value in values.items():
        setattr(record, name, value)


def need_reason(reason: str, words: str) -> None:
    """Raises ValidationError, beside the reason, where none is given."""
    if not reason.strip():
        raise ValidationError({"reason": words})


def set_links(record: Record, name: str, chosen: Iterable[Any]) -> None:
    """Inside `change` or `create`: make a many-to-many hold just these, row by row, so that history names each."""
    links = getattr(record, name)
    before = set(links.values_list("pk", flat=True))
    links.set(list(dict.fromkeys(chosen)))  # what is named twice is linked once
    record.links_changed = before != set(links.values_list("pk", flat=True)) or getattr(record, "links_changed", False)  # type: ignore[attr-defined]
