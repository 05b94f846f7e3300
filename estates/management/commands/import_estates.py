"""`manage.py import_estates FILE [--dry-run] [--year 2016-17] [--as EMAIL] [--sheet NAME] [--header-row N] [--map FIELD=HEADING]
[--leave-out ROW,ROW] [--near RULE]`: a file of any kind that the register takes, in this process.

Ends with the line `new N  changed N  unchanged N  errors N`, and `  left out N` where rows are left out; status 1 where a
row is in error or the file cannot be read, or may be a site that is held and no rule decides it; and then nothing is
imported.
"""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import Refused
from estates import selectors, services
from estates.eric.columns import MISSING
from estates.eric.rows import Row
from estates.kinds import KINDS
from estates.reading import MOST_ROWS, check_size
from estates.rules.likeness import RULES


class Command(BaseCommand):
    help = (
        "Import a file into the estates register: an ERIC site or trust sheet, ODS trust sites, a council's land assets, a brownfield register, "
        "surplus plots, or a list exported from the register (csv, xlsx, xls, ods)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done and save nothing.")
        parser.add_argument("--year", default="", help="The financial year, such as 2016-17, where the file's name does not say it.")
        parser.add_argument(
            "--as", dest="email", default="", help="Who imports: an e-mail address. The first programme officer, where none is given."
        )
        parser.add_argument(
            "--map",
            dest="columns",
            action="append",
            default=[],
            metavar="FIELD=HEADING",
            help="Which column of the file holds a field, such as “Site Name=Name of the place”; repeatable, and kept for the next file.",
        )
        parser.add_argument("--header-row", type=int, help="The row that holds the headings, as a spreadsheet numbers it.")
        parser.add_argument("--sheet", default="", help="The sheet of a workbook to read, where more than one could be.")
        parser.add_argument(
            "--leave-out",
            type=_numbers,
            default=[],
            metavar="ROW,ROW",
            help="Rows that are left out, as a spreadsheet numbers them: they write nothing, whatever is wrong with them.",
        )
        parser.add_argument(
            "--near",
            dest="rules",
            action="append",
            default=[],
            choices=list(RULES),
            help="What rows are that may be sites held already; repeatable, in this order. "
            + "; ".join(f"{code}: {says}" for code, says in RULES.items()),
        )

    def handle(self, *, file: Path, dry_run: bool, year: str, email: str, columns: list[str], header_row: int | None, **options: Any) -> None:
        said = _said(columns, header_row, options["sheet"])
        by = selectors.importer(email)
        if by is None:
            raise CommandError(
                f"Nobody with the address {email} may sign in." if email else "There is no programme officer yet. Name who imports with --as EMAIL."
            )
        try:
            check_size(file.stat().st_size)
            content = file.read_bytes()
            given = {"by": by, "file_name": file.name, "content": content, "year": year, "mapping": said, "leave_out": options["leave_out"]}
            counts = self._tried(**given) if dry_run else self._imported(**given, rules=options["rules"])
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        except ValidationError as error:
            words = " ".join(error.messages)
            raise CommandError(words + _hint(error)) from None
        except PermissionDenied as error:
            raise CommandError(str(error)) from None
        last = "new {new}  changed {changed}  unchanged {unchanged}  errors {error}" + ("  left out {left}" if counts["left"] else "")
        self.stdout.write(last.format(**counts))
        if counts["error"]:
            raise SystemExit(1)

    def _tried(self, *, by: Any, leave_out: list[int], **given: Any) -> dict[str, int]:
        require(by, Permission.ESTATES_IMPORT)
        found = services.understand_file(by=by, leave_out=leave_out, **given)
        check = KINDS[found.kind.code].check(found.reading, by)
        for batch in check.batches():
            for row in batch:
                self._say(row.number, row)
        return {outcome: check.counts[outcome] for outcome in ("new", "changed", "unchanged", "error")} | {"left": len(leave_out)}

    def _imported(self, *, by: Any, rules: list[str], leave_out: list[int], **given: Any) -> dict[str, int]:
        pk = services.start_import(by=by, **given, queue=False).pk
        services.check_import(pk)
        record = selectors.imports.one(by, pk)
        if leave_out and record["state"] == "checked":
            record = self._left_out(by, pk, record["version"], leave_out)
        for each in record["findings"].get("other_sheets", ()):
            self.stderr.write(
                f"The sheet “{each['sheet']}” ({each['label']}) is not read; --sheet reads it in place of “{record['findings']['sheet']}”."
            )
        if rules and record["near_rows"] and not record["error_rows"]:
            services.choose_matches(by=by, pk=pk, version=record["version"], rules=rules)
            record = selectors.imports.one(by, pk)
        if record["error_rows"]:
            for row in selectors.rows_in_error(by, pk):
                self._say(row["number"], row)
            services.cancel_import(by=by, pk=pk, version=record["version"])
        elif record["undecided_rows"]:
            self._say_near(by, pk)
            services.cancel_import(by=by, pk=pk, version=record["version"])
            raise CommandError(
                f"{record['undecided_rows']} rows may be sites that are held already: nothing is imported. Decide them with --near RULE."
            )
        elif record["state"] == "checked":
            services.confirm_import(by=by, pk=pk, version=record["version"], queue=False)
            services.run_import(pk)
            record = selectors.imports.one(by, pk)
        if record["message"]:
            raise CommandError(record["message"])
        return {outcome: record[f"{outcome}_rows"] for outcome in ("new", "changed", "unchanged", "error", "left")}

    def _left_out(self, by: Any, pk: Any, version: int, rows: list[int]) -> dict[str, Any]:
        try:
            services.leave_out(by=by, pk=pk, version=version, rows=rows, queue=False)
        except (Refused, ValidationError) as error:
            services.cancel_import(by=by, pk=pk, version=version)
            raise CommandError(error.detail if isinstance(error, Refused) else " ".join(error.messages)) from None
        services.check_import(pk)
        return selectors.imports.one(by, pk)

    def _say_near(self, by: Any, pk: Any) -> None:
        for row in selectors.rows_of(by, pk).list(by, {"undecided": "true", "limit": "500"})["results"]:
            for each in row["candidates"]:
                if each["site"]:
                    self.stderr.write(f"row {row['number']}, {row['name']}: may be {each['site']['ref']} {each['site']['name']} ({each['why']}).")

    def _say(self, number: int, row: Any) -> None:
        for error in row.errors if isinstance(row, Row) else row["errors"]:
            self.stderr.write(f"row {number}" + (f", {error['column']}" if error["column"] else "") + f": {error['detail']}.")


def _numbers(text: str) -> list[int]:
    """`3,7` as numbers of rows. Raises ArgumentTypeError."""
    numbers = [each.strip() for each in text.split(",")]
    if not all(each.isascii() and each.isdigit() and 0 < int(each) <= MOST_ROWS for each in numbers):
        raise ArgumentTypeError("give the numbers of rows with commas between them, such as 3,7")
    return sorted({int(each) for each in numbers})


def _hint(error: ValidationError) -> str:
    said = getattr(error, "error_dict", {})
    if "year" in said:
        return " Use --year 2016-17."
    return ' Use --map "FIELD=HEADING".' if any(each.code == MISSING for each in said.get("file", ())) else ""


def _said(columns: list[str], header_row: int | None, sheet: str) -> dict[str, Any] | None:
    """What `--map`, `--header-row` and `--sheet` say; None where none is given. Raises CommandError."""
    pairs = [each.partition("=") for each in columns]
    if wrong := [name for name, equals, _ in pairs if not equals]:
        raise CommandError(f'Give --map as FIELD=HEADING, such as --map "Site Name=Name of the place"; this is not: {wrong[0]}.')
    said: dict[str, Any] = {"columns": {name: heading for name, _, heading in pairs}} if pairs else {}
    said |= {name: each for name, each in (("header_row", header_row), ("sheet", sheet)) if each}
    return said or None
