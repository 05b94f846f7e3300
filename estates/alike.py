"""Rows of a checked file that have the same error: what is said of them, but for what each row itself holds."""

from collections.abc import Collection
from typing import Any

from django.db import connection

from .models import Import

MOST = 20  # errors that are told apart; the commonest are few
# What is quoted of a cell, codes, references, numbers and days of a month are a row's own; the words are the error's.
_KEY = r"""
    md5((said.error ->> 'column') || ': ' ||
        regexp_replace(regexp_replace(said.error ->> 'detail', '“[^”]*”', '“…”', 'g'), '\m[A-Z0-9][A-Z0-9/._,-]*\M', '…', 'g'))
"""
_ERRORS = f"""
    SELECT {_KEY} AS key, row.number, row.outcome, said.error
      FROM estates_importrow row CROSS JOIN LATERAL jsonb_array_elements(row.errors) AS said(error)
     WHERE row.imported_by_id = %(pk)s AND row.outcome IN ('error', 'left')
"""
_GROUPS = f"""
    SELECT key, (array_agg(error ORDER BY number))[1] ->> 'column', (array_agg(error ORDER BY number))[1] ->> 'detail', min(number),
           count(DISTINCT number) FILTER (WHERE outcome = 'error'), count(DISTINCT number) FILTER (WHERE outcome = 'left')
      FROM ({_ERRORS}) told GROUP BY key ORDER BY count(DISTINCT number) DESC, min(number), key LIMIT {MOST}
"""
_NUMBERS = f"SELECT DISTINCT number FROM ({_ERRORS}) told WHERE key = ANY(%(keys)s) AND outcome = %(outcome)s"


def same_errors(pk: Any) -> list[dict[str, Any]]:
    """`[{error, column, detail, row, in_error, left_out}]`, the commonest first: the key of each error, the first row that has
    it and what is said of that, and how many rows have it, in error and left out."""
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, {"pk": pk})
        return [dict(zip(("error", "column", "detail", "row", "in_error", "left_out"), row, strict=True)) for row in cursor.fetchall()]


def rows_with(record: Import, errors: Collection[str], outcome: str) -> set[int]:
    """The numbers of an import's rows of an outcome that have one of these errors."""
    if not errors:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS, {"pk": record.pk, "keys": list(errors), "outcome": outcome})
        return {number for (number,) in cursor.fetchall()}
