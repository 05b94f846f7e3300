"""Refusals in one form: problem documents (RFC 9457) for programs, and the words that pages show for the same.

`{type, title, status, detail, instance, request_id}`, with `errors: [{pointer, code, detail}]` where fields are to blame.
"""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.db.utils import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions
from rest_framework.views import set_rollback

from .logs import request_id
from .writes import Refused, Stale

log = logging.getLogger(__name__)

UNSAVED = "Nothing was saved."  # the last words of a refusal that says so
TITLES = {
    400: "The request is not right",
    401: "Sign in first",
    403: "You may not do this",
    404: "Nothing is here",
    405: "This cannot be done here",
    406: "The answer is not to be had in that form",
    409: "A rule of the programme says no",
    412: "The record has changed since you read it",
    413: "The request is too large",
    415: "The request is in a form that is not read here",
    428: "Say which version you are changing",
    429: "Too many requests",
    500: "Something went wrong on our side",
    503: "The portal cannot answer just now",
}


class PreconditionRequired(exceptions.APIException):
    status_code = 428
    default_code = "precondition_required"
    default_detail = "Send If-Match with the ETag of the version that you read."


def problem(
    request: HttpRequest,
    status: int,
    detail: str,
    *,
    kind: str = "about:blank",
    title: str = "",
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    body: dict[str, Any] = {
        "type": kind,
        "title": title or TITLES.get(status) or HTTPStatus(status).phrase,
        "status": status,
        "detail": said_to(request, detail),
        "instance": request.get_full_path(),
        "request_id": request_id.get(),
    }
    if errors:
        body["errors"] = errors
    return HttpResponse(orjson.dumps(body), status=status, content_type="application/problem+json", headers=headers)


def field_errors(data: Any, pointer: str = "") -> list[dict[str, str]]:
    """`[{pointer, code, detail}]` from Django's and DRF's nested errors. Pointers are JSON pointers into the body."""
    if isinstance(data, ValidationError):
        if hasattr(data, "error_dict"):
            data = data.error_dict
        else:
            return [{"pointer": pointer, "code": each.code or "invalid", "detail": " ".join(each.messages)} for each in data.error_list]
    if isinstance(data, dict):
        return [
            each
            for name, inner in data.items()
            for each in field_errors(inner, pointer if name in ("__all__", "non_field_errors") else f"{pointer}/{name}")
        ]
    if isinstance(data, list):
        return [each for item in data for each in field_errors(item, pointer)]
    return [{"pointer": pointer, "code": getattr(data, "code", None) or "invalid", "detail": str(data)}]


def told(exc: Exception) -> dict[str, Any] | None:
    """Status, detail and errors for an exception that a request may end in; None for a fault of ours."""
    return next((tell(exc) for kind, tell in _TOLD if isinstance(exc, kind)), None)


def said_to(request: HttpRequest, detail: str) -> str:
    """What a refusal says. Who only read is not told that nothing was saved."""
    return detail.removesuffix(f" {UNSAVED}") if request.method in ("GET", "HEAD") else detail


def _stale(exc: Stale) -> dict[str, Any]:
    return {"status": 412, "detail": f"{exc} It is at version {exc.record.version} now.", "headers": {"ETag": f'"{exc.record.version}"'}}


def _refused(exc: Refused) -> dict[str, Any]:
    errors = [{"pointer": f"/{name}", "code": exc.rule, "detail": text} for name, text in exc.errors.items()]
    return {"status": 409, "detail": exc.detail, "kind": f"/problems/{exc.rule}", "errors": errors}


def _invalid(exc: Any) -> dict[str, Any]:
    errors = field_errors(exc if isinstance(exc, ValidationError) else exc.detail)
    detail = errors[0]["detail"] if len(errors) == 1 else f"{len(errors)} things are not right. {UNSAVED}"
    return {"status": 400, "detail": detail, "errors": errors}


def _said_by_drf(exc: Any) -> dict[str, Any]:
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = exc.auth_header
    if getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(exc.wait) + 1)
    return {"status": exc.status_code, "detail": str(exc.detail), "headers": headers}


def _unreachable(exc: Exception) -> dict[str, Any]:
    log.error("database unreachable", exc_info=exc)
    return {"status": 503, "detail": f"The database does not answer. Try again in a minute. {UNSAVED}"}


# The first that fits tells: the narrow before the wide.
_TOLD: list[tuple[Any, Callable[[Any], dict[str, Any]]]] = [
    (Stale, _stale),
    (Refused, _refused),
    ((ValidationError, exceptions.ValidationError), _invalid),
    (Http404, lambda exc: {"status": 404, "detail": "There is no such record, or you may not see it."}),
    (PermissionDenied, lambda exc: {"status": 403, "detail": str(exc) or "You may not do this."}),
    (RequestDataTooBig, lambda exc: {"status": 413, "detail": "The request is larger than the portal takes."}),
    (SuspiciousOperation, lambda exc: {"status": 400, "detail": "The request is not one that a browser or a partner's program would make."}),
    (exceptions.APIException, _said_by_drf),
    ((OperationalError, InterfaceError), _unreachable),
]


def explain(exc: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's exception handler. What it does not know, the Refusals middleware answers with 500."""
    known = told(exc)
    if known is None:
        return None
    set_rollback()
    view = context.get("view")
    if isinstance(exc, Stale) and view is not None and hasattr(view, "read"):
        own = isinstance(exc.record, view.read.shape.Meta.model)  # else a row beneath the record of the address
        known["headers"]["ETag"] = view.current_tag(exc.record.pk if own else view.kwargs["pk"])
    return problem(context["request"]._request, known.pop("status"), known.pop("detail"), **known)
