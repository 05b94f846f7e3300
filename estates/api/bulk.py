"""Changes of many sites over the API."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.decorators import action

from devo_portal.core.api import ReadViewSet, Why, figures
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import (
    BulkChangeInput,
    BulkChangeSerializer,
    BulkPreviewSerializer,
    BulkSummarySerializer,
    ChangedSiteList,
    UndoingChangeSerializer,
)

_ROWS_ASKED = [
    OpenApiParameter("q", str, description="Words of the site's name or code."),
    OpenApiParameter("order", str, enum=["name", "-name", "code", "-code"]),
    OpenApiParameter("limit", int, description="Rows on a page: 50, or up to 500."),
    OpenApiParameter("cursor", str, description="From `next` or `previous`."),
    OpenApiParameter("page", int, description="A page by its number, counted; for people."),
    OpenApiParameter("count", bool, description="Count the rows as well."),
    OpenApiParameter("fields", str, description="Only these fields, separated by commas."),
    OpenApiParameter("omit", str, description="All fields but these."),
    OpenApiParameter("brief", bool, description="Only what names the record."),
]


class BulkChangeViewSet(ReadViewSet):
    read = selectors.bulk_changes
    may = Permission.SITE_EDIT
    summary = figures(selectors.bulk_summary, BulkSummarySerializer, "How many changes, and of how many sites, over those that the filters leave.")

    @extend_schema(
        request=BulkChangeInput,
        responses={201: BulkChangeSerializer, 200: OpenApiResponse(BulkPreviewSerializer, description="With `dry_run`: what would be done.")},
    )
    def create(self, request: Any) -> HttpResponse:
        """Set the same fields on many sites in one act, at most 5,000: all of them, or none.

        With `dry_run` it says what would become of each, and nothing is saved.
        """
        given = self.valid(BulkChangeInput)
        asked = {"values": given["set"], "sites": given.get("sites"), "where": given.get("filter"), "count": given.get("count")}
        if given["dry_run"]:
            return self.send(services.preview_bulk_change(by=request.user, **asked))
        return self.written(services.apply_bulk_change(by=request.user, reason=given["reason"], **asked).pk, status=201)

    @extend_schema(parameters=_ROWS_ASKED, responses=ChangedSiteList)
    @action(detail=True)
    def sites(self, request: Any, pk: Any) -> HttpResponse:
        """What the change did, site by site, and which of them was edited since."""
        return self.send(self.links_whole(selectors.sites_of_change(request.user, pk).list(request.user, request.query_params)))

    @extend_schema(responses=UndoingChangeSerializer)
    @action(detail=True)
    def undo(self, request: Any, pk: Any) -> HttpResponse:
        """What an undo would do, and the later edits that stand in its way."""
        return self.send(selectors.undoing_of_change(request.user, pk))

    @extend_schema(request=Why, responses=BulkChangeSerializer)
    @undo.mapping.post
    def undo_it(self, request: Any, pk: Any) -> HttpResponse:
        """Put back what the change set. Refused (`change-edited-since`) where that was edited after it. Needs If-Match."""
        services.undo_bulk_change(by=request.user, pk=pk, version=self.version(), **self.valid(Why))
        return self.written(pk)


API = [("bulk-changes", BulkChangeViewSet)]
