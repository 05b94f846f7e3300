"""What drf-spectacular cannot see for itself: our list envelope, filters, paging and problem documents."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_array_type, build_object_type
from drf_spectacular.utils import OpenApiParameter

from .accounts import READ, WRITE
from .api import ReadViewSet

_CHOOSING = [
    OpenApiParameter("fields", str, description="Only these fields, separated by commas."),
    OpenApiParameter("omit", str, description="All fields but these."),
    OpenApiParameter("brief", bool, description="Only what names the record."),
]
_PAGING = [
    OpenApiParameter("limit", int, description="Rows on a page: 50, or up to 500."),
    OpenApiParameter("cursor", str, description="From `next` or `previous`."),
    OpenApiParameter("page", int, description="A page by its number, counted; for people."),
    OpenApiParameter("count", bool, description="Count the rows as well."),
]
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object", "properties": {name: {"type": "string"} for name in ("pointer", "code", "detail")}}},
    },
}


class PortalSchema(AutoSchema):
    """Describes what ReadViewSet does."""

    view: Any

    def _reads(self) -> bool:
        return isinstance(self.view, ReadViewSet) and self.method == "GET" and getattr(self.view, "action", "") in ("list", "retrieve")

    def _takes_filters(self) -> bool:
        """Lists, and the figures over what a list's filters leave (`summary`, `portfolio`)."""
        return isinstance(self.view, ReadViewSet) and self.method == "GET" and self.view.detail is False

    def _needs_version(self) -> bool:
        return isinstance(self.view, ReadViewSet) and (
            self.method in ("PATCH", "PUT", "DELETE") or (self.method == "POST" and bool(self.view.detail))
        )

    def get_response_serializers(self) -> Any:
        if self._reads() and self.view.action == "list":
            return self.view.read.shape
        return super().get_response_serializers()

    def get_override_parameters(self) -> list[Any]:
        parameters = list(super().get_override_parameters())
        if self._reads():
            parameters += _CHOOSING
            parameters += [OpenApiParameter(name, str, description=each.__doc__ or "") for name, each in self.view.read.asks.items()]
            if self.view.action == "list":
                orders = sorted({name.removeprefix("-") for name in self.view.read.order})
                parameters += [*_PAGING, OpenApiParameter("order", str, enum=[*orders, *(f"-{name}" for name in orders)])]
        if self._needs_version():
            seen = "The ETag of the version that you read."
            parameters.append(OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True, description=seen))
        return parameters

    def get_filter_backends(self) -> list[Any]:
        return []

    def _get_filter_parameters(self) -> list[Any]:
        if not self._takes_filters():
            return []
        return [self._described(name, each) for name, each in self.view.read.filters.base_filters.items()]

    def _described(self, name: str, each: Any) -> dict[str, Any]:
        from .filters import AnyOf

        choices = [code for code, _ in each.extra.get("choices", ())] if isinstance(each.extra.get("choices"), list) else []
        schema: dict[str, Any] = {"type": "string"}
        if choices:
            schema["enum"] = choices
        if isinstance(each, AnyOf):
            schema = build_array_type(schema)
        return {"in": "query", "name": name, "schema": schema, **({"description": str(each.label)} if each.label else {})}

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        bodies["default"] = {
            "description": "A refusal, as a problem document (RFC 9457).",
            "content": {"application/problem+json": {"schema": PROBLEM}},
        }
        return bodies

    def _is_list_view(self, serializer: Any = None) -> bool:
        return getattr(self.view, "action", "") == "list" or super()._is_list_view(serializer)

    def _get_paginator(self) -> Any:
        return _Envelope() if isinstance(self.view, ReadViewSet) and self.method == "GET" else None


class _Envelope:
    """The list envelope, for the document only."""

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        properties = {
            "count": {"type": ["integer", "null"], "description": "Null unless asked for with `count=true` or `page`."},
            "next": link,
            "previous": link,
            "results": schema,
        }
        return build_object_type(properties=properties, required=list(properties))

    def get_schema_operation_parameters(self, view: Any) -> list[Any]:
        return []


class BearerTokenScheme(OpenApiAuthenticationExtension):
    target_class = "devo_portal.core.accounts.BearerToken"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "oauth2",
            "description": "OAuth 2.0 client credentials; the token goes into the Authorization header.",
            "flows": {"clientCredentials": {"tokenUrl": "/identity/o/api/token", "scopes": {READ: "Read", WRITE: "Change"}}},
        }


class OneField(OpenApiSerializerFieldExtension):
    target_class = "devo_portal.core.shapes.One"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        reference = auto_schema.resolve_serializer(self.target.shape, direction).ref
        return {"oneOf": [reference, {"type": "null"}]}


class ManyField(OpenApiSerializerFieldExtension):
    target_class = "devo_portal.core.shapes.Many"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        return build_array_type(auto_schema.resolve_serializer(self.target.shape, direction).ref)


class PartialDateInputField(OpenApiSerializerFieldExtension):
    target_class = "devo_portal.core.inputs.PartialDateInput"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        words = {"type": "string", "description": "2017-11-16, 2017-11, 2017 or 16 November 2017"}
        as_read = {"type": "object", "required": ["date"], "properties": {"date": words}, "description": "The date as an answer gives it."}
        return {"oneOf": [words, as_read]}
