"""`manage.py api_token CLIENT`: print a bearer token for the API."""

from typing import Any

from allauth.idp.oidc.models import Client
from django.core.management.base import BaseCommand, CommandError, CommandParser

from devo_portal.core.operators import hand_out_token


class Command(BaseCommand):
    help = "Prints a bearer token in the name of a client, such as demo-officer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("client", help="the client's id")
        parser.add_argument("--read-only", action="store_true", help="a token that reads but cannot write")
        parser.add_argument("--hours", type=float, default=12, help="how long it is good for (12)")

    def handle(self, *args: Any, **options: Any) -> None:
        client = Client.objects.filter(pk=options["client"]).first()
        if client is None:
            known = ", ".join(Client.objects.order_by("pk").values_list("pk", flat=True))
            raise CommandError(f"There is no client {options['client']}. " + (f"The clients are {known}." if known else "There are no clients yet."))
        if client.owner is None:
            raise CommandError(f"The client {client.pk} belongs to nobody: name its owner first, whose permissions its tokens have.")
        if not 0 < options["hours"] <= 24 * 366:
            raise CommandError("--hours must be more than 0, and a year at most.")
        self.stdout.write(hand_out_token(client, read_only=options["read_only"], hours=options["hours"]))
