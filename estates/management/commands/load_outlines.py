"""`manage.py load_outlines [FILE] [--source WORDS] [--as EMAIL]`: the outlines of London's boroughs.

FILE is GeoJSON (WGS84) whose features say their borough by `gss_code` or `name`, such as the Office for National
Statistics publishes; without it, those of the npm package vega-datasets are loaded, which are simplified. Each site's
point is then asked anew which borough it is in. Ends with the line `outlines N  sites N`, of what changed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from devo_portal.seed.sources import OUTLINES
from estates import selectors, services
from governance.outlines import boroughs


class Command(BaseCommand):
    help = "Load the outlines of London's boroughs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--source", default="", help="Whose the outlines are, with the words that their licence asks for.")
        parser.add_argument("--as", dest="email", default="", help="Who loads: an e-mail address. The first administrator, where none is given.")

    def handle(self, *, file: Path | None, source: str, email: str, **options: Any) -> None:
        by = selectors.keeper(email)
        if by is None:
            raise CommandError("There is no such administrator: name who loads with --as EMAIL.")
        try:
            outlines = self._read(file) if file else [(name, {"type": "MultiPolygon", "coordinates": polygons}) for name, polygons in boroughs()]
            kept, moved = services.keep_outlines(by=by, outlines=outlines, source=source or (file.name if file else OUTLINES))
        except (OSError, orjson.JSONDecodeError, KeyError, TypeError) as error:
            raise CommandError(f"{file} cannot be read as GeoJSON of boroughs: {error}.") from None
        except (ValidationError, PermissionDenied) as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)]))) from None
        self.stdout.write(f"outlines {kept}  sites {moved}")

    def _read(self, file: Path) -> Iterator[tuple[str, Any]]:
        for feature in orjson.loads(file.read_bytes())["features"]:
            said = feature["properties"]
            yield said.get("gss_code") or said["name"], feature["geometry"]
