"""Answers as bytes, and bodies as data: JSON the way partners are promised it."""

import hashlib
from typing import Any

import orjson
from rest_framework import exceptions, parsers, renderers

OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC


def dumps(answer: Any) -> bytes:
    """JSON as partners are promised it: money as decimal strings, instants in UTC with a Z."""
    return orjson.dumps(answer, default=str, option=OPTIONS)


class JSON(renderers.BaseRenderer):
    """Named for content negotiation and the schema; answers come ready as bytes."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return dumps(data)


class JSONBody(parsers.BaseParser):
    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            body = orjson.loads(stream.read())
        except orjson.JSONDecodeError as error:
            raise exceptions.ParseError(f"The body is not JSON: {error}.") from None
        if not isinstance(body, dict):
            raise exceptions.ParseError("The body must be a JSON object.")
        return body


def tag(body: bytes, version: int | None = None) -> str:
    """A strong ETag. On an item it begins with the version, which is what If-Match is held against."""
    digest = hashlib.blake2b(body, digest_size=8).hexdigest()
    return f'"{version}.{digest}"' if version is not None else f'"{digest}"'
