"""What every request passes: an id that logs and errors repeat, a door for the signed-in, one form for refusals."""

import logging
import re
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import is_valid_path
from django.utils import timezone
from django.utils.functional import LazyObject, empty

from .logs import request_id
from .metrics import observe

access = logging.getLogger("devo_portal.access")
NO_MEMBERSHIP = "Your account acts for no organisation at present, so there is nothing that it may read. Ask an administrator to give it a role."
KEYS = "/calendar/"  # beneath it, addresses hold a key, which no log is to keep
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestId:
    """Take the caller's X-Request-ID if it is a sane one, else make one; log the request with its time."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        token = request_id.set(given if re.fullmatch(r"[\w.-]{8,64}", given) else uuid.uuid4().hex)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            seconds = time.perf_counter() - began
            route = request.resolver_match.route if request.resolver_match else ""
            observe(request.method if request.method in METHODS else "other", route, response.status_code, seconds)
            access.info(
                "request",
                extra={
                    "method": request.method,
                    "path": f"/{route}" if request.path.startswith(KEYS) else request.path,
                    "route": route,
                    "status": response.status_code,
                    "ms": round(seconds * 1000, 1),
                    "user": _caller(request),
                },
            )
            return response
        finally:
            request_id.reset(token)


def _caller(request: HttpRequest) -> str | None:
    """The id of the person or program, where the request has already asked who calls. Asks no server itself."""
    user: Any = request.__dict__.get("user")
    if user is None or (isinstance(user, LazyObject) and user._wrapped is empty):
        return None
    return str(user.pk) if user.pk else None


class SignedIn:
    """Everything but a few doors needs a signed-in person who acts for an organisation; an administrator also needs the second factor.

    The API tells for itself who is calling (a token, or the session) and answers 401.
    """

    OPEN = ("/accounts/", "/health/", "/static/", "/accessibility/", "/api/", "/identity/", "/.well-known/", "/metrics", "/favicon.ico", "/calendar/")
    SHUT = ("/accounts/2fa/recovery-codes/", "/accounts/password/change/")  # among them, what a password alone must not open

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from .accounts import second_factor_page
        from .problems import problem

        api = request.path.startswith("/api/")
        if request.path.startswith(self.OPEN) and not request.path.startswith(self.SHUT) and not api:
            return self.get_response(request)
        user: Any = request.user
        if not user.is_authenticated:
            return self.get_response(request) if api else redirect_to_login(request.get_full_path())
        if not user.current_memberships:
            return problem(request, 403, NO_MEMBERSHIP) if api else error_page(request, 403, NO_MEMBERSHIP)
        if where := second_factor_page(request):
            said = "Give the code of your second factor, or set it up, before you use the portal."
            return problem(request, 403, said) if api else redirect_to_login(request.get_full_path(), where)
        response = self.get_response(request)
        response.setdefault("Cache-Control", "private, no-store")  # nothing of it is shown after signing out
        return response


class Refusals:
    """A refusal that nothing caught becomes a page, or a problem document under /api/: never a bare crash."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A body over the limit is refused by its announced length, before anything reads it."""
        from .problems import problem

        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > (settings.UPLOAD_LIMIT_MB + 1) * 1024 * 1024:  # with room for the form around a file
            detail = f"The portal takes {settings.UPLOAD_LIMIT_MB} MB at most; this is {int(length) / 1024 / 1024:,.0f} MB. Nothing was saved."
            return problem(request, 413, detail) if request.path.startswith("/api/") else error_page(request, 413, detail)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse | None:
        from .asking import asked_again
        from .problems import problem, told

        known = told(exc)
        if known is None:
            if not request.path.startswith("/api/"):
                return None  # Django logs it and shows the page for 500
            logging.getLogger("django.request").error("unhandled", exc_info=exc)
            return problem(request, 500, "The fault is ours, and it has been logged. Nothing was saved.")
        if request.path.startswith("/api/"):
            return problem(request, known.pop("status"), known.pop("detail"), **known)
        if known["status"] == 404:
            return None
        again = asked_again(request, exc) if isinstance(exc, ValidationError) else None
        return again or error_page(request, **known)


def error_page(request: HttpRequest, status: int, detail: str, errors: Any = (), **_: Any) -> HttpResponse:
    """The refusal as a page. A fault of ours is told without asking who is signed in: the database may be what is down."""
    from .problems import TITLES, said_to

    title = TITLES.get(status, "Something went wrong")
    back = _offers(request.path) if status == 400 else ""
    context = {"title": title, "detail": said_to(request, detail), "errors": errors, "status": status, "back": back, "request_id": request_id.get()}
    if status >= 500:
        return HttpResponse(render_to_string("errors/refused.html", {**context, "request": request, "as_at": timezone.now()}), status=status)
    return TemplateResponse(request, "errors/refused.html", context, status=status).render()


def _offers(path: str) -> str:
    """The page that offers a file: that of its own name, else the one that it lies beneath. Empty for what is no file."""
    if path.endswith("/"):
        return ""
    beneath = f"{path.rpartition('/')[0]}/"
    return next((each for each in (f"{path.rpartition('.')[0]}/", beneath) if is_valid_path(each)), "")


def handler(status: int) -> Callable[..., HttpResponse]:
    """Django's handler404 and its like: a problem document under /api/, a page elsewhere."""
    words = {
        400: "The request is not one that a browser or a partner's program would make.",
        403: "You may not do this.",
        404: "There is no such page or record, or you may not see it.",
        429: "There were too many tries from here. Wait a few minutes, then try again.",
        500: "The fault is ours, and it has been logged. Nothing was saved.",
    }

    def view(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        from .problems import problem, told

        known = (told(sys.exc_info()[1]) if status == 500 else None) or {"status": status, "detail": words[status]}  # type: ignore[arg-type]  # a 500 has one
        if request.path.startswith(("/api/", "/health/")):
            return problem(request, **known)
        return error_page(request, **known)

    return view


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: a form sent from another site, or after signing out."""
    return error_page(
        request, 403, "The form was not sent from this portal's own page, or you have signed out since you opened it. Open the page again."
    )
