"""Figures for Prometheus, at /metrics: for those who hold METRICS_TOKEN, and for administrators."""

import hmac
import os

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest, multiprocess

REQUESTS = Counter("portal_http_requests_total", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "portal_http_request_seconds", "Time to answer", ["method", "route"], buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
)


def observe(method: str, route: str, status: int, seconds: float) -> None:
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(method, route).observe(seconds)


def metrics(request: HttpRequest) -> HttpResponse:
    from .accounts import second_factor_page
    from .policy import Permission, can

    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    entitled = bool(settings.METRICS_TOKEN) and hmac.compare_digest(sent.encode(), settings.METRICS_TOKEN.encode())
    if not entitled and (not can(request.user, Permission.ADMIN_USE) or second_factor_page(request)):
        headers = {"WWW-Authenticate": "Bearer"}
        return HttpResponse("Send the metrics token as a bearer token.\n", status=401, content_type="text/plain", headers=headers)
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.MultiProcessCollector(registry)
        return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
