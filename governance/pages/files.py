from typing import Any
from urllib.parse import quote

from django.http import HttpResponse


def saved(held: Any) -> HttpResponse:
    """A file as it was given, for saving: a browser is never to open it as a page of ours."""
    response = HttpResponse(bytes(held.content or b""), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(held.file_name)}"
    response["ETag"] = f'"{held.sha256}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def printed(name: str, content: bytes) -> HttpResponse:
    """A document that the portal makes, for reading in the browser."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
