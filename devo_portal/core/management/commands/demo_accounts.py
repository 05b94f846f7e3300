"""`manage.py demo_accounts PASSWORD`: keep the demonstration's accounts and clients."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from devo_portal.core.demo import keep_accounts


class Command(BaseCommand):
    help = "Makes the demonstration's accounts and clients that are missing, each person's with this password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("password")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for email, role in keep_accounts(options["password"]):
                self.stdout.write(f"{email:<22}{role}")
        except PermissionError as error:
            raise CommandError(str(error))
