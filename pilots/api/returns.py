from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.decorators import action

from devo_portal.core.api import Answers, RecordViewSet, figures, verb
from devo_portal.core.policy import Permission
from devo_portal.core.reads import check_names
from devo_portal.core.wire import tag

from .. import selectors, services
from ..serializers import (
    CorrectReturnInput,
    MissingReturnsSerializer,
    PilotReturnDetail,
    PilotReturnInput,
    PilotReturnsSerializer,
    ReturnCallChange,
    ReturnCallInput,
    ReturnCallSerializer,
    ReturnChangesSerializer,
    ReturnSectionInput,
    ReturnSummarySerializer,
    RollUpSerializer,
    SubmitReturnInput,
)


class ReturnCallViewSet(RecordViewSet):
    read = selectors.return_calls
    may = Permission.RETURN_CALL
    takes = ReturnCallInput
    creates = staticmethod(services.open_call)
    removes = staticmethod(services.withdraw_call)

    @extend_schema(request=ReturnCallChange, responses=ReturnCallSerializer)
    def partial_update(self, request: Any, pk: Any) -> HttpResponse:
        """Move the day on which returns are due, with a reason, or say what to look out for. The quarter stays."""
        services.update_call(by=request.user, pk=pk, version=self.version(), **self.valid(ReturnCallChange, partial=True))
        return self.written(pk)


class PilotReturnViewSet(RecordViewSet):
    read = selectors.pilot_returns
    may = Permission.RETURN_EDIT
    takes = PilotReturnInput
    creates = staticmethod(services.ask_pilot)
    removes = staticmethod(services.withdraw_return)
    submit = verb("submit", services.submit_return, SubmitReturnInput, "Freeze it with its SHA-256, once all sections are completed.")
    summary = figures(selectors.return_summary, ReturnSummarySerializer, "The figures over the returns that the filter leaves.")
    missing = figures(selectors.missing_returns, MissingReturnsSerializer, "Asked for, not submitted, and past the day.", "missing")

    @extend_schema(request=CorrectReturnInput, responses={201: PilotReturnDetail})
    @action(detail=True, methods=["post"])
    def correct(self, request: Any, pk: Any) -> HttpResponse:
        """Begin another version of a submitted return; answers with that version."""
        return self.written(services.correct_return(by=request.user, pk=pk, version=self.fresh(pk), **self.valid(CorrectReturnInput)).pk, status=201)

    @extend_schema(responses=OpenApiTypes.OBJECT, filters=False)
    @action(detail=True)
    def content(self, request: Any, pk: Any) -> HttpResponse:
        """What it says, as canonical JSON: of a submitted return, the very bytes of which `sha256` is the hash."""
        check_names(request.query_params, ())
        body = selectors.return_content(request.user, pk).encode()
        headers = {"ETag": tag(body), "Cache-Control": "private, no-cache"}
        if self._matches(headers["ETag"]):
            return HttpResponse(status=304, headers=headers)
        return HttpResponse(body, content_type="application/json", headers=headers)

    @extend_schema(responses=ReturnChangesSerializer, filters=False)
    @action(detail=True)
    def changes(self, request: Any, pk: Any) -> HttpResponse:
        """What changed since the return that the pilot submitted before this one, field by field."""
        check_names(request.query_params, ())
        return self.send(selectors.return_changes(request.user, pk))


class ReturnSectionViewSet(RecordViewSet):
    read = selectors.return_sections
    may = Permission.RETURN_EDIT
    takes = ReturnSectionInput
    updates = staticmethod(services.update_return_section)


class RollUp(Answers):
    @extend_schema(
        parameters=[
            OpenApiParameter("from", str, description="The first quarter, such as 2018-Q1; the first that was called for, if not said."),
            OpenApiParameter("to", str, description="The last quarter; the last that was called for, if not said."),
        ],
        responses=RollUpSerializer,
    )
    def get(self, request: Any) -> HttpResponse:
        """All pilots over a period: a row for each, and totals that are the sums of the rows."""
        return self.send(selectors.roll_up(request.user, request.query_params))


@extend_schema(responses=PilotReturnsSerializer, filters=False)
@action(detail=True)  # of pilots, whose view set takes it in by this name
def returns(self: Any, request: Any, pk: Any) -> HttpResponse:
    """A pilot's returns, and what it owes."""
    check_names(request.query_params, ())
    return self.send(selectors.returns_of_pilot(request.user, pk))


API = [("return-calls", ReturnCallViewSet), ("pilot-returns", PilotReturnViewSet), ("return-sections", ReturnSectionViewSet)]
VIEWS = [("returns-roll-up", RollUp)]
