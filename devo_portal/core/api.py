"""API plumbing: how answers and verbs travel over HTTP. No rule lives here."""

import re
from collections.abc import Callable
from types import FunctionType
from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, views, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import SAFE_METHODS

from .inputs import Input, misfits
from .paging import PAGING
from .policy import Permission, require
from .problems import PreconditionRequired
from .reads import CHOOSING, ReadModel, check_names
from .wire import dumps, tag
from .writes import Stale

ANY_VERSION = "If-Match: * names no version, and would overwrite whatever came since you read. Send the ETag of the version that you read."


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
        if not hasattr(cls, "read"):
            return
        cls.serializer_class = cls.read.detail or cls.read.shape
        cls.queryset = cls.read.shape.Meta.model._default_manager.none()

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.may and request.method not in SAFE_METHODS:
            require(request.user, self.may)  # before the body is read: who may not write learns nothing from it

    def list(self, request: Any) -> HttpResponse:
        return self.send(self.links_whole(self.read.list(request.user, request.query_params)))

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
        """The version in If-Match. Raises PreconditionRequired (428), ParseError (400).

        `*` stands for any version that there is (RFC 9110), so it guards nothing and says no more than a missing one.
        """
        sent = self.request.headers.get("If-Match", "").strip()
        if not sent:
            raise PreconditionRequired
        if sent == "*":
            raise PreconditionRequired(ANY_VERSION)
        number = sent.removeprefix("W/").strip('"').split(".")[0]
        if not re.fullmatch(r"[0-9]{1,9}", number):
            raise exceptions.ParseError('If-Match must be the ETag of the version that you read, such as "7".')
        return int(number)

    def fresh(self, pk: Any) -> int:
        """As `version`, of a record that is still at it: who acts on what has changed is told that before any rule.

        Raises Stale, PermissionDenied. The service looks again under its lock.
        """
        version = self.version()
        rows = self.read.rows(self.request.user).order_by().filter(pk=pk)
        if rows.values_list("version", flat=True).first() not in (None, version):
            stale = rows.get()
            if self.may:
                require(self.request.user, self.may, stale)
            raise Stale(stale)
        return version

    def current_tag(self, pk: Any) -> str:
        """The ETag that a GET of this record would have now."""
        answer = self.read.one(self.request.user, pk)
        return tag(dumps(answer), answer["version"])

    def links_whole(self, answer: dict[str, Any]) -> dict[str, Any]:
        """A list's answer with whole addresses in `next` and `previous`."""
        return {**answer, **{side: self.request.build_absolute_uri(answer[side]) for side in ("next", "previous") if answer[side]}}

    def valid(self, serializer_class: type[serializers.BaseSerializer[Any]], *, partial: bool = False) -> dict[str, Any]:
        serializer = serializer_class(data=self.request.data, partial=partial)
        if wrong := misfits(serializer, self.request.data):
            raise exceptions.ValidationError(wrong)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data


class RecordViewSet(ReadViewSet):
    """A read model with the verbs that its subclass names: each is a service, and `takes` is what goes into it."""

    takes: ClassVar[type[Input]]
    creates: ClassVar[Callable[..., Any] | None] = None
    updates: ClassVar[Callable[..., Any] | None] = None
    removes: ClassVar[Callable[..., Any] | None] = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._say("create", _create, {201: cls.serializer_class}, cls.creates)
        cls._say("update", _update, cls.serializer_class, cls.updates)
        cls._say("partial_update", _partial_update, cls.serializer_class, cls.updates)
        cls._say("destroy", _destroy, {204: None}, cls.removes)

    @classmethod
    def _say(cls, name: str, does: Callable[..., Any], responses: Any, service: Any) -> None:
        """Give the class a verb of its own, for the OpenAPI document writes what it takes onto the function."""
        if service is not None:
            own = FunctionType(does.__code__, does.__globals__, name)
            own.__doc__ = service.__doc__
            setattr(cls, name, extend_schema(request=Why if name == "destroy" else cls.takes, responses=responses)(own))


class Why(serializers.Serializer):
    """What a verb takes that needs no more than its reason."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, help_text="Why; kept in the history.")


def _create(self: Any, request: Any) -> HttpResponse:
    return self.written(self.creates(by=request.user, **self.valid(self.takes)).pk, status=201)


def _update(self: Any, request: Any, pk: Any) -> HttpResponse:
    self.updates(by=request.user, pk=pk, version=self.version(), **self.valid(self.takes))
    return self.written(pk)


def _partial_update(self: Any, request: Any, pk: Any) -> HttpResponse:
    self.updates(by=request.user, pk=pk, version=self.version(), **self.valid(self.takes, partial=True))
    return self.written(pk)


def _destroy(self: Any, request: Any, pk: Any) -> HttpResponse:
    self.removes(by=request.user, pk=pk, version=self.fresh(pk), **self.valid(Why))
    return HttpResponse(status=204)


def verb(name: str, service: Callable[..., Any], takes: type[serializers.BaseSerializer[Any]], says: str, *, past_moves: bool = False) -> Any:
    """A verb of one record: POST /<plural>/<id>/<name>/ with If-Match; answers with the record as it then stands.

    `past_moves`: the service itself says which older versions still do.
    """

    def act(self: Any, request: Any, pk: Any) -> HttpResponse:
        service(by=request.user, pk=pk, version=self.version() if past_moves else self.fresh(pk), **self.valid(takes))
        return self.written(pk)

    act.__name__, act.__doc__ = name.replace("-", "_"), says
    return extend_schema(request=takes)(action(detail=True, methods=["post"], url_path=name)(act))


def figures(selector: Callable[..., Any], shape: Any, says: str, name: str = "summary") -> Any:
    """The figures over the rows that a list's filters leave: GET /<plural>/<name>/. It has no pages, no order and no fields to choose."""

    def answer(self: Any, request: Any) -> HttpResponse:
        filters = self.read.filters.base_filters.keys()
        check_names([each for each in request.query_params if each in PAGING | CHOOSING], filters)
        return self.send(selector(request.user, request.query_params))

    answer.__name__, answer.__doc__ = name, says
    return extend_schema(responses=shape)(action(detail=False, url_path=name)(answer))
