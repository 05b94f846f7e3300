"""`manage.py load_programme`: the programme's facts, into an empty portal or one that has them already."""

from typing import Any

from django.core.management.base import BaseCommand

from devo_portal.seed.loader import load_programme


class Command(BaseCommand):
    help = "Load the seed programme. What is there already is never touched, so it may be run again."

    def handle(self, *args: Any, **options: Any) -> None:
        for noun, made, kept in load_programme():
            if options["verbosity"]:
                self.stdout.write(f"{noun:<20} made {made:>4}  kept {kept:>4}")
