"""`manage.py export_estates KIND FILE [--as EMAIL]`: a list of the register as csv or xlsx, by the file's name.

What is exported can be edited and imported again; unedited, it changes nothing.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from estates import selectors
from estates.exporting import cells_of, write_csv, write_xlsx
from estates.lists import LISTS


class Command(BaseCommand):
    help = "Export a list of the estates register, in the form in which it can be imported again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=sorted(LISTS))
        parser.add_argument("file", type=Path, help="Where to write: a name that ends with .csv or .xlsx.")
        parser.add_argument(
            "--as", dest="email", default="", help="Who exports: an e-mail address. The first programme officer, where none is given."
        )

    def handle(self, *, kind: str, file: Path, email: str, **options: Any) -> None:
        by = selectors.importer(email)
        if by is None:
            raise CommandError("Nobody of this address may sign in. Name who exports with --as EMAIL.")
        listing = LISTS[kind]
        rows = listing.rows(by).order_by("id")
        try:
            if file.suffix.lower() == ".xlsx":
                write_xlsx(cells_of(rows, listing.columns), listing.columns, str(file), kind.capitalize())
            elif file.suffix.lower() == ".csv":
                with file.open("wb") as out:
                    write_csv(rows, listing.columns, out)
            else:
                raise CommandError(f"{file.name} is neither .csv nor .xlsx.")
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from None
