"""`manage.py import_estates FILE [--dry-run] [--year 2016-17] [--as EMAIL]`: a file of any kind that the register takes, in this process.

Ends with the line `new N  changed N  unchanged N  errors N`; status 1 where a row is in error or the file cannot be
read, and then nothing is imported.
"""

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from devo_portal.core.policy import Permission, require
from estates import selectors, services
from estates.eric.rows import Row
from estates.kinds import read_any
from estates.reading import check_size


class Command(BaseCommand):
    help = "Import an ERIC site file, or one of the register's own lists (csv, xlsx, xls, ods) into the estates register."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done and save nothing.")
        parser.add_argument("--year", default="", help="The financial year, such as 2016-17, where the file's name does not say it.")
        parser.add_argument(
            "--as", dest="email", default="", help="Who imports: an e-mail address. The first programme officer, where none is given."
        )

    def handle(self, *, file: Path, dry_run: bool, year: str, email: str, **options: Any) -> None:
        by = selectors.importer(email)
        if by is None:
            raise CommandError(
                f"Nobody with the address {email} may sign in." if email else "There is no programme officer yet. Name who imports with --as EMAIL."
            )
        try:
            check_size(file.stat().st_size)
            content = file.read_bytes()
            counts = self._tried(by, file.name, content, year) if dry_run else self._imported(by, file.name, content, year)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        except ValidationError as error:
            words = " ".join(error.messages)
            raise CommandError(words + (" Use --year 2016-17." if "year" in getattr(error, "error_dict", {}) else "")) from None
        except PermissionDenied as error:
            raise CommandError(str(error)) from None
        self.stdout.write("new {new}  changed {changed}  unchanged {unchanged}  errors {error}".format(**counts))
        if counts["error"]:
            raise SystemExit(1)

    def _tried(self, by: Any, name: str, content: bytes, year: str) -> dict[str, int]:
        require(by, Permission.ESTATES_IMPORT)
        kind, reading = read_any(name, content, year)
        check = kind.check(reading, by)
        for batch in check.batches():
            for row in batch:
                self._say(row.number, row)
        return {outcome: check.counts[outcome] for outcome in ("new", "changed", "unchanged", "error")}

    def _imported(self, by: Any, name: str, content: bytes, year: str) -> dict[str, int]:
        pk = services.start_import(by=by, file_name=name, content=content, year=year, queue=False).pk
        services.check_import(pk)
        record = selectors.imports.one(by, pk)
        if record["error_rows"]:
            for row in selectors.rows_in_error(by, pk):
                self._say(row["number"], row)
            services.cancel_import(by=by, pk=pk, version=record["version"])
        elif record["state"] == "checked":
            services.confirm_import(by=by, pk=pk, version=record["version"], queue=False)
            services.run_import(pk)
            record = selectors.imports.one(by, pk)
        if record["message"]:
            raise CommandError(record["message"])
        return {outcome: record[f"{outcome}_rows"] for outcome in ("new", "changed", "unchanged", "error")}

    def _say(self, number: int, row: Any) -> None:
        for error in row.errors if isinstance(row, Row) else row["errors"]:
            self.stderr.write(f"row {number}" + (f", {error['column']}" if error["column"] else "") + f": {error['detail']}.")
