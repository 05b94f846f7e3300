"""`manage.py locate_sites FILE [--dry-run] [--source WORDS] [--as EMAIL]`: the points of sites, from a CSV.

The columns are found by their headings: the site's code, latitude and longitude (degrees, WGS84), and the
organisation's ODS code where there is one. A row without a point changes nothing, and counts as unchanged. Ends with
the line `new 0 changed N unchanged M errors E`; status 1 where a row is in error, and then nothing is saved.
"""

import csv
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from estates import selectors, services

HEADINGS = {
    "code": {"site code", "code"},
    "organisation": {"organisation code", "organisation", "trust code", "ods code"},
    "latitude": {"latitude", "lat"},
    "longitude": {"longitude", "long", "lng", "lon"},
}


class Command(BaseCommand):
    help = "Give sites their points from a CSV with their codes, latitudes and longitudes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done and save nothing.")
        parser.add_argument("--source", default="", help="Where the points come from; the file's name, where it is not said.")
        parser.add_argument(
            "--as", dest="email", default="", help="Who locates: an e-mail address. The first programme officer, where none is given."
        )

    def handle(self, *, file: Path, dry_run: bool, source: str, email: str, **options: Any) -> None:
        by = selectors.importer(email)
        if by is None:
            raise CommandError(f"Nobody with the address {email} may sign in." if email else "There is no programme officer yet. Use --as EMAIL.")
        try:
            done = services.locate_sites(by=by, rows=_rows(file), source=source or file.name, dry_run=dry_run)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise CommandError(f"{file} cannot be read as CSV: {error}.") from None
        except PermissionDenied as error:
            raise CommandError(str(error)) from None
        for number, said in done.errors:
            self.stderr.write(f"row {number}: {said}")
        if done.outside_london:
            self.stderr.write(f"{done.outside_london} of the points lie outside Greater London; the sites are flagged.")
        self.stdout.write(str(done))
        if done.errors:
            raise SystemExit(1)


def _rows(file: Path) -> list[services.Located]:
    with file.open(newline="", encoding="utf-8-sig") as lines:
        reader = csv.reader(lines)
        headings = [" ".join(each.lower().replace("_", " ").split()) for each in next(reader, [])]
        at = {name: next((place for place, heading in enumerate(headings) if heading in known), None) for name, known in HEADINGS.items()}
        missing = [name for name in ("code", "latitude", "longitude") if at[name] is None]
        if missing:
            raise CommandError(f"{file} has no column for the {', the '.join(missing)}. Its columns are {', '.join(headings) or 'none'}.")

        def cell(row: list[str], name: str) -> str:
            place = at[name]
            return row[place].strip() if place is not None and place < len(row) else ""

        return [
            services.Located(number, *(cell(row, name) for name in ("code", "organisation", "latitude", "longitude")))
            for number, row in enumerate(reader, 2)
            if any(row)
        ]
