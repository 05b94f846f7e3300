"""Is the process up (live), and can it do its work (ready)?"""

import logging

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse

log = logging.getLogger(__name__)


def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """503, and which part is down, where the database or the cache does not answer."""
    parts = {}
    for name, ask in (("database", _database), ("cache", _cache)):
        try:
            ask()
            parts[name] = "ok"
        except Exception:
            log.exception("%s is not ready", name)
            parts[name] = "down"
    well = all(state == "ok" for state in parts.values())
    return JsonResponse({"status": "ok" if well else "down", "parts": parts}, status=200 if well else 503)


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache() -> None:
    cache.get("ready")
