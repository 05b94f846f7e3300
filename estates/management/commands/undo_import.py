"""`manage.py undo_import ID [--as EMAIL]`: take a whole import back, in this process. ID is its reference (IMP-7) or its id.

Ends with `removed N  restored N`; status 1 where records were edited since, each of which is named.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from devo_portal.core.writes import Refused
from estates import selectors, services


class Command(BaseCommand):
    help = "Undo a whole import: what it made is deleted, what it changed is as it was before."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", help="The import's reference, such as IMP-7, or its id.")
        parser.add_argument("--as", dest="email", default="", help="Who undoes: an e-mail address. The first programme officer, where none is given.")

    def handle(self, *, id: str, email: str, **options: Any) -> None:  # noqa: A002  # the argument's own name
        by = selectors.importer(email)
        if by is None:
            raise CommandError("Nobody of this address may sign in. Name who undoes with --as EMAIL.")
        record = selectors.import_named(by, id)
        if record is None:
            raise CommandError(f"There is no import {id}, or you may not see it.")
        effects = selectors.undoing_of(by, record["id"])["effects"]
        try:
            services.undo_import(by=by, pk=record["id"], version=record["version"], queue=False)
            services.run_undo(record["id"])
        except PermissionDenied as error:
            raise CommandError(str(error)) from None
        except Refused as refused:
            for told in refused.errors.values():
                self.stderr.write(told)
            raise CommandError(refused.detail) from None
        after = selectors.imports.one(by, record["id"])
        if after["state"] != "undone":
            raise CommandError(after["message"])
        self.stdout.write(f"removed {sum(each['removed'] for each in effects)}  restored {sum(each['restored'] for each in effects)}")
