"""Imports over the API."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser

from devo_portal.core.api import ReadViewSet, Why, verb
from devo_portal.core.policy import Permission
from devo_portal.core.wire import JSONBody

from .. import selectors, services
from ..eric.quality import FLAG_LABELS
from ..filters import ImportRowFilter
from ..serializers import (
    ChoicesInput,
    ColumnsInput,
    ColumnsSerializer,
    ErrorsSerializer,
    ImportInput,
    ImportRowList,
    ImportSerializer,
    RowsInput,
    UndoingSerializer,
)
from ..tables import csv_response

_ROWS_ASKED = [
    OpenApiParameter(
        "outcome",
        str,
        enum=[code for code, _ in ImportRowFilter.base_filters["outcome"].extra["choices"]],
        many=True,
        description="What the row would do.",
    ),
    OpenApiParameter("flag", str, enum=list(FLAG_LABELS), many=True, description="Quality flag."),
    OpenApiParameter("near", str, enum=["true", "false"], description="Rows that may be sites held already, with their candidates."),
    OpenApiParameter("undecided", str, enum=["true", "false"], description="Of these, the rows that are to be decided before the file is confirmed."),
    OpenApiParameter("order", str, enum=["number", "-number"]),
    OpenApiParameter("limit", int, description="Rows on a page: 50, or up to 500."),
    OpenApiParameter("cursor", str, description="From `next` or `previous`."),
    OpenApiParameter("page", int, description="A page by its number, counted; for people."),
    OpenApiParameter("count", bool, description="Count the rows as well."),
    OpenApiParameter("fields", str, description="Only these fields, separated by commas."),
    OpenApiParameter("omit", str, description="All fields but these."),
    OpenApiParameter("brief", bool, description="Only what names the record."),
]


class ImportViewSet(ReadViewSet):
    read = selectors.imports
    may = Permission.ESTATES_IMPORT
    parser_classes = (MultiPartParser, JSONBody)

    @extend_schema(request={"multipart/form-data": ImportInput}, responses={201: ImportSerializer})
    def create(self, request: Any) -> HttpResponse:
        """Upload a file. It is checked by a worker; `state` says how far it is, and nothing is imported until it is confirmed.

        A table whose headings are not understood is kept in the state `mapping`, until `columns/` says what they hold.
        """
        given = self.valid(ImportInput)
        file = given.pop("file")
        record = services.start_import(by=request.user, file_name=file.name, content=file.read(), keep=True, **given)
        return self.written(record.pk, status=201)

    @extend_schema(parameters=_ROWS_ASKED, responses=ImportRowList)
    @action(detail=True)
    def rows(self, request: Any, pk: Any) -> HttpResponse:
        """What each row of the file would do; `?outcome=error` gives those that stand in the way."""
        return self.send(self.links_whole(selectors.rows_of(request.user, pk).list(request.user, request.query_params)))

    @extend_schema(request=None, responses={202: ImportSerializer})
    @action(detail=True, methods=["post"])
    def confirm(self, request: Any, pk: Any) -> HttpResponse:
        """Import the file: every row, or none. Needs If-Match."""
        services.confirm_import(by=request.user, pk=pk, version=self.version())
        return self.written(pk, status=202)

    @extend_schema(request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Any, pk: Any) -> HttpResponse:
        """Give the file up. Needs If-Match."""
        services.cancel_import(by=request.user, pk=pk, version=self.version())
        return self.written(pk)

    @extend_schema(responses={(200, "text/csv"): OpenApiTypes.STR})
    @action(detail=True)
    def report(self, request: Any, pk: Any) -> StreamingHttpResponse:
        """Every row of the file as CSV: its outcome, its errors by column, its changes and flags."""
        rows = selectors.report_of(request.user, pk)
        return csv_response(rows, f"{self.read.one(request.user, pk)['ref']}.csv")

    @extend_schema(
        parameters=[
            OpenApiParameter("kind", str, description="Read it as this kind."),
            OpenApiParameter("sheet", str, description="Read this sheet."),
            OpenApiParameter("header_row", int, description="The row that holds the headings."),
            OpenApiParameter("two_rows", bool, description="The row above holds the first words of the headings."),
        ],
        responses=ColumnsSerializer,
    )
    @action(detail=True)
    def columns(self, request: Any, pk: Any) -> HttpResponse:
        """What the columns of the file are taken to hold, with three values of each. Only to who uploaded it."""
        return self.send(selectors.columns_of(request.user, pk, request.query_params))

    @extend_schema(request=ColumnsInput, responses={202: ImportSerializer})
    @columns.mapping.post
    def map_columns(self, request: Any, pk: Any) -> HttpResponse:
        """Say what the columns hold. The file is checked again, and the mapping kept for the next one with these headings. Needs If-Match."""
        services.map_columns(by=request.user, pk=pk, version=self.version(), **self.valid(ColumnsInput))
        return self.written(pk, status=202)

    choose = verb(
        "choose", services.choose_matches, ChoicesInput, "Say which rows are sites that are held already, row by row and by rule. Needs If-Match."
    )

    @extend_schema(responses=ErrorsSerializer)
    @action(detail=True, url_path="errors")
    def same_errors(self, request: Any, pk: Any) -> HttpResponse:
        """What is wrong with the rows of the file, alike errors together, with how many rows have each."""
        return self.send(selectors.errors_of(request.user, pk))

    @extend_schema(request=RowsInput, responses={202: ImportSerializer})
    @action(detail=True, methods=["post"], url_path="leave-out")
    def leave_out(self, request: Any, pk: Any) -> HttpResponse:
        """Leave rows out: they write nothing, and the rest of the file is checked again. Needs If-Match."""
        services.leave_out(by=request.user, pk=pk, version=self.version(), **self.valid(RowsInput))
        return self.written(pk, status=202)

    @extend_schema(request=RowsInput, responses={202: ImportSerializer})
    @action(detail=True, methods=["post"], url_path="take-in")
    def take_in(self, request: Any, pk: Any) -> HttpResponse:
        """Take rows in again that were left out; the file is checked again. Needs If-Match."""
        services.take_in(by=request.user, pk=pk, version=self.version(), **self.valid(RowsInput))
        return self.written(pk, status=202)

    @extend_schema(responses=UndoingSerializer)
    @action(detail=True)
    def undo(self, request: Any, pk: Any) -> HttpResponse:
        """What an undo would do, and the later edits that stand in its way."""
        return self.send(selectors.undoing_of(request.user, pk))

    @extend_schema(request=Why, responses={202: ImportSerializer})
    @undo.mapping.post
    def undo_it(self, request: Any, pk: Any) -> HttpResponse:
        """Put back all that the import did. Refused (`import-edited-since`) where records were edited after it. Needs If-Match."""
        services.undo_import(by=request.user, pk=pk, version=self.version(), **self.valid(Why))
        return self.written(pk, status=202)


API = [("imports", ImportViewSet)]
