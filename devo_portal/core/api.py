"""API plumbing: how answers and verbs travel over HTTP. No rule lives here."""

import re
from typing import Any, ClassVar

from django.http import HttpResponse
from rest_framework import exceptions, serializers, views, viewsets
from rest_framework.permissions import SAFE_METHODS

from .policy import Permission, require
from .problems import PreconditionRequired
from .reads import ReadModel
from .wire import dumps, tag


class Answers(views.APIView):
    """Sends an answer as the bytes that partners are promised, with its ETag."""

    def send(self, answer: Any, status: int = 200) -> HttpResponse:
        body = dumps(answer)
        etag = tag(body, answer.get("version") if isinstance(answer, dict) else None)
        headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
        if self.request.method in ("GET", "HEAD") and self._matches(etag):
            return HttpResponse(status=304, headers=headers)
        return HttpResponse(body, status=status, content_type="application/json", headers=headers)

    def _matches(self, etag: str) -> bool:
        sent = self.request.headers.get("If-None-Match", "")
        return sent.strip() == "*" or etag in [each.strip().removeprefix("W/") for each in sent.split(",")]

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Vary"] = "Authorization, Accept, Cookie"
        return response


class ReadViewSet(Answers, viewsets.GenericViewSet):
    """List and retrieve one read model; subclasses add its verbs, and `may`, which every verb asks for first."""

    read: ClassVar[ReadModel]
    may: ClassVar[Permission | None] = None
    lookup_value_converter = "uuid"
    pagination_class = None

    def __init_subclass__(cls, **kwargs: Any) -> None:  # tells the schema what the read model already says
        super().__init_subclass__(**kwargs)
        cls.serializer_class = cls.read.detail or cls.read.shape
        cls.queryset = cls.read.shape.Meta.model._default_manager.none()

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.may and request.method not in SAFE_METHODS:
            require(request.user, self.may)  # before the body is read: who may not write learns nothing from it

    def list(self, request: Any) -> HttpResponse:
        answer = self.read.list(request.user, request.query_params)
        for side in ("next", "previous"):
            if answer[side]:
                answer[side] = request.build_absolute_uri(answer[side])
        return self.send(answer)

    def retrieve(self, request: Any, pk: Any) -> HttpResponse:
        return self.send(self.read.one(request.user, pk, request.query_params))

    def written(self, pk: Any, status: int = 200) -> HttpResponse:
        """The record as it stands after a write."""
        answer = self.read.one(self.request.user, pk)
        response = self.send(answer, status)
        if status == 201:
            response["Location"] = self.request.build_absolute_uri(answer["url"])
        return response

    def version(self) -> int:
        """The version in If-Match. Raises PreconditionRequired (428), ParseError (400)."""
        sent = self.request.headers.get("If-Match")
        if not sent:
            raise PreconditionRequired
        number = sent.strip().removeprefix("W/").strip('"').split(".")[0]
        if not re.fullmatch(r"[0-9]{1,9}", number):
            raise exceptions.ParseError("If-Match must be the ETag of the version that you read.")
        return int(number)

    def current_tag(self, pk: Any) -> str:
        """The ETag that a GET of this record would have now."""
        answer = self.read.one(self.request.user, pk)
        return tag(dumps(answer), answer["version"])

    def valid(self, serializer_class: type[serializers.BaseSerializer[Any]], *, partial: bool = False) -> dict[str, Any]:
        serializer = serializer_class(data=self.request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data
