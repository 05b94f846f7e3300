"""What every record has: an id, a human reference, a version and a history, all kept by the database."""

import secrets
import threading
import time
import uuid
from collections.abc import Callable
from typing import ClassVar, TypeVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models.functions import Now

AnyModel = TypeVar("AnyModel", bound=type[models.Model])


class _Clock:
    """The milliseconds of the ids given, and a counter within one: of two ids, the later is always the greater."""

    def __init__(self) -> None:
        self.lock, self.milliseconds, self.counter = threading.Lock(), 0, 0

    def tick(self) -> tuple[int, int]:
        with self.lock:
            now = time.time_ns() // 1_000_000
            if now > self.milliseconds:
                self.milliseconds, self.counter = now, secrets.randbits(11)
            elif self.counter < 0xFFF:
                self.counter += 1
            else:
                self.milliseconds, self.counter = self.milliseconds + 1, secrets.randbits(11)
            return self.milliseconds, self.counter


_clock = _Clock()


def uuid7() -> uuid.UUID:
    """An id that sorts by the time it was made, within a millisecond too (RFC 9562, version 7). Python has its own from 3.14."""
    milliseconds, counter = _clock.tick()
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62 | secrets.randbits(62))


class Uuidv7(models.Func):
    """PostgreSQL's own, for rows that come by COPY or by hand."""

    function = "uuidv7"
    template = "%(function)s()"
    output_field = models.UUIDField()
    arity = 0


_COUNT = """
        IF NEW IS DISTINCT FROM OLD THEN
            NEW.version = OLD.version + 1;
            NEW.updated_at = clock_timestamp();
        END IF;
        RETURN NEW;
    """


def _bump(generated: list[str]) -> pgtrigger.Trigger:
    """Counts the versions. A generated column is null in NEW until the row is written, and follows from the others: it is not compared."""
    alike = "".join(f"\n        NEW.{name} = OLD.{name};" for name in generated)
    return pgtrigger.Trigger(name="bump", operation=pgtrigger.Update, when=pgtrigger.Before, func=alike + _COUNT)


def _number(prefix: str) -> pgtrigger.Trigger:
    """Gives `ref` the next number of a prefix where the writer left it empty."""
    return pgtrigger.Trigger(
        name="number",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        condition=pgtrigger.Condition("NEW.ref = ''"),
        declare=[("given", "bigint")],
        func=f"""
            INSERT INTO core_refcounter AS counter (prefix, last) VALUES ('{prefix}', 1)
                ON CONFLICT (prefix) DO UPDATE SET last = counter.last + 1 RETURNING last INTO given;
            NEW.ref = '{prefix}-' || given;
            RETURN NEW;
        """,  # noqa: S608  # the prefix is a model's constant
    )


_AUTHORITY = """
        IF COALESCE(NULLIF(current_setting('pghistory.context_metadata', true), '')::jsonb -> 'authority' ->> 'type', '')
                NOT IN ('decision', 'delegation', 'rule') THEN
            RAISE EXCEPTION 'needs-decision: % of % moves only by a decision or a delegation', TG_ARGV[0], TG_TABLE_NAME;
        END IF;
        RETURN NEW;
    """


def controlled(column: str, *values: str) -> Callable[[AnyModel], AnyModel]:
    """A column that moves only in an act done by the authority of a decision, a delegation or a rule: `writes.under`.

    Whoever writes, and however. With `values`, only a move to or from one of these is held to it.
    """
    moves = f"OLD.{column} IS DISTINCT FROM NEW.{column}"
    if values:
        listed = ", ".join(f"'{value}'" for value in sorted(values))
        moves += f" AND (OLD.{column} IN ({listed}) OR NEW.{column} IN ({listed}))"
    trigger = pgtrigger.Trigger(
        name=f"controlled_{column}",
        operation=pgtrigger.UpdateOf(column),
        when=pgtrigger.Before,
        condition=pgtrigger.Condition(moves),
        func=_AUTHORITY.replace("TG_ARGV[0]", f"'{column}'"),
    )
    return pgtrigger.register(trigger)


def tracked(*, exclude: tuple[str, ...] = (), indexes: tuple[models.Index, ...] = ()) -> Callable[[AnyModel], AnyModel]:
    """Keep every version of every row, by triggers: whoever writes, and however, it is in the history.

    On a Record, the database also keeps `ref`, `version` and `updated_at`. Every model of ours wears this; a test
    says so. `exclude` names fields that history must not hold; `indexes` are those of the table of versions.
    """

    def decorate(model: AnyModel) -> AnyModel:
        if issubclass(model, Record):
            generated = [str(field.column) for field in model._meta.local_concrete_fields if field.generated]
            pgtrigger.register(_bump(generated), _number(model.REF_PREFIX))(model)
        return pghistory.track(
            pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=list(exclude), meta={"indexes": list(indexes)}
        )(model)

    return decorate


class RefCounter(models.Model):
    """The last number given for each prefix: PIL-6 follows PIL-5, with no gap and no repeat."""

    prefix = models.CharField(max_length=10, primary_key=True)
    last = models.BigIntegerField()

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last}"


class Record(models.Model):
    """A row that people change.

    `ref` is given by the database when left empty. `version` goes up by one with each statement that alters the
    row; `updated_at` is the moment of it (UTC).
    """

    REF_PREFIX: ClassVar[str]
    # The column that names the organisation whose people may edit the record as their own; policy asks for it.
    OWNER: ClassVar[str | None] = None

    id = models.UUIDField(primary_key=True, default=uuid7, db_default=Uuidv7(), editable=False)
    ref = models.CharField("reference", max_length=40, unique=True, db_default="", editable=False)
    version = models.PositiveIntegerField(db_default=1, editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True

    @property
    def owner_id(self) -> uuid.UUID | None:
        return getattr(self, self.OWNER) if self.OWNER else None


class Provenance(models.Model):
    """Where a record's facts come from."""

    source = models.CharField(max_length=200, blank=True, help_text="Where the facts come from, such as a report and its date.")
    illustrative = models.BooleanField(default=False, help_text="Made up to show how a page works; no source says so.")

    class Meta:
        abstract = True
