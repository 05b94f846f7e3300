"""`manage.py create_administrator EMAIL NAME`: the first administrator of a new service."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from devo_portal.core.models import Role
from devo_portal.core.operators import OFFICE, open_account, organisation_named


class Command(BaseCommand):
    help = "Adds an administrator, who sets up a second factor at the first sign-in. Asks for the password, or reads one line of standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--organisation", default=OFFICE, help="the organisation that the administrator acts for; made where it is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            validate_password(password)
            user = open_account(
                email=options["email"],
                name=options["name"],
                role=Role.ADMINISTRATOR,
                organisation=organisation_named(options["organisation"]),
                password=password,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages))
        self.stdout.write(f"{user.email} may sign in, and will be asked to set up an authenticator app first.")
