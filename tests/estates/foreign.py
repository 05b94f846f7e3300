"""Small files of other bodies, and what the tests of each kind ask of them."""

import csv
from io import StringIO

from estates import services
from estates.models import ImportRow


def table(header, *rows):
    """A CSV of dictionaries, by heading; what a row does not say is empty. Without a header, of lists."""
    text = StringIO()
    writer = csv.writer(text)
    if header:
        writer.writerow(header)
    writer.writerows([row.get(name, "") for name in header] if header else row for row in rows)
    return text.getvalue().encode()


def counts(record):
    return record.new_rows, record.changed_rows, record.unchanged_rows, record.error_rows


def errors(record):
    """`[(row, column, what is wrong)]`."""
    rows = ImportRow.objects.filter(imported_by=record, outcome="error").order_by("number")
    return [(row.number, each["column"], each["detail"]) for row in rows for each in row.errors]


def flags(record):
    return {row.number: row.flags[0] for row in ImportRow.objects.filter(imported_by=record).exclude(flags=[])}


def undo(by, record):
    record.refresh_from_db()
    services.undo_import(by=by, pk=record.pk, version=record.version, queue=False)
    services.run_undo(record.pk)
    record.refresh_from_db()
    assert record.state == "undone", record.message
