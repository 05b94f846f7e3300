"""The floors: one Django view behind the same authentication that hands on what PostgreSQL's json_agg makes."""

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench import estate, opt_ins, places, portfolio
from devo_portal.core.accounts import BearerToken
from devo_portal.urls import urlpatterns as portal

# The fields of SiteSerializer, in SQL. `python -m bench` checks that the names are the same before it times anything.
SITE = """
    SELECT s.id, s.ref, '/api/v1/sites/' || s.id || '/' AS url, s.name, s.code, s.type, s.type AS type_label,
           json_build_object('id', o.id, 'ref', o.ref, 'name', o.name, 'ods_code', o.ods_code, 'gss_code', o.gss_code,
                             'url', '/api/v1/organisations/' || o.id || '/') AS organisation,
           s.postcode, s.address, s.sensitive, s.removed_on,
           CASE WHEN a.id IS NULL THEN NULL ELSE
               json_build_object('id', a.id, 'ref', a.ref, 'name', a.name, 'gss_code', a.gss_code, 'url',
                                 '/api/v1/areas/' || a.id || '/') END AS area,
           CASE WHEN s.latitude IS NULL THEN NULL ELSE
               json_build_object('latitude', s.latitude, 'longitude', s.longitude, 'outside_london', s.outside_london,
                                 'borough_differs', s.area_id <> s.located_in_id) END AS place,
           r.year, r.gross_internal_m2::text, r.land_ha::text, r.land_not_delivering_ha::text, r.backlog_total::text, r.backlog_high::text,
           to_json(r.flags) AS flags, s.source, s.illustrative, s.version, s.updated_at, true AS may_edit
    FROM estates_site s
    JOIN core_organisation o ON o.id = s.organisation_id
    LEFT JOIN core_area a ON a.id = s.area_id
    LEFT JOIN estates_estatereturn r ON r.id = s.current_return_id
"""
FILTERED = "WHERE s.organisation_id = %s AND UPPER(s.name) LIKE UPPER('%%hospital%%')"


def _answer(request: HttpRequest, sql: str, params: list[Any]) -> HttpResponse:
    if BearerToken().authenticate(request) is None:
        return HttpResponse(status=401)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return HttpResponse(cursor.fetchone()[0], content_type="application/json")


def sites(request: HttpRequest, limit: int) -> HttpResponse:
    return _answer(request, f"SELECT json_agg(t)::text FROM ({SITE} ORDER BY s.name, s.id LIMIT %s) t", [limit])


def filtered(request: HttpRequest, organisation: Any) -> HttpResponse:
    return _answer(request, f"SELECT json_agg(t)::text FROM ({SITE} {FILTERED} ORDER BY s.name, s.id LIMIT 50) t", [organisation])


def site(request: HttpRequest, pk: Any) -> HttpResponse:
    return _answer(request, f"SELECT row_to_json(t)::text FROM ({SITE} WHERE s.id = %s) t", [pk])


urlpatterns = [
    *portal,
    path("api/v1/floor/sites/<int:limit>/", sites),
    path("api/v1/floor/filtered/<uuid:organisation>/", filtered),
    path("api/v1/floor/site/<uuid:pk>/", site),
    path("api/v1/floor/matrix/", opt_ins.floor),
    path("api/v1/floor/portfolio/", portfolio.floor),
    path("api/v1/floor/map/<str:view>/", places.floor),
    path("api/v1/floor/estate/", estate.floor),
]
