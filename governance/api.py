from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from devo_portal.core.api import ReadViewSet
from devo_portal.core.policy import Permission

from . import selectors, services
from .serializers import (
    ActionInput,
    ActionSerializer,
    ActionSummarySerializer,
    CommitmentInput,
    CommitmentSerializer,
    CommitmentSummarySerializer,
    MilestoneInput,
    MilestoneSerializer,
    MilestoneSummarySerializer,
    SignatureSummarySerializer,
)


class BoardViewSet(ReadViewSet):
    read = selectors.boards


class AgreementViewSet(ReadViewSet):
    read = selectors.agreements


class PrincipleViewSet(ReadViewSet):
    read = selectors.principles


class SignatureViewSet(ReadViewSet):
    read = selectors.signatures

    @extend_schema(responses=SignatureSummarySerializer)
    @action(detail=False)
    def summary(self, request: Any) -> HttpResponse:
        """The figures over the places that the filter leaves and that are not ended."""
        return self.send(selectors.signature_summary(request.user, request.query_params))


class CommitmentViewSet(ReadViewSet):
    read = selectors.commitments
    may = Permission.COMMITMENT_EDIT

    @extend_schema(request=CommitmentInput, responses={201: CommitmentSerializer})
    def create(self, request: Any) -> HttpResponse:
        return self.written(services.create_commitment(by=request.user, **self.valid(CommitmentInput)).pk, status=201)

    @extend_schema(request=CommitmentInput, responses=CommitmentSerializer)
    def update(self, request: Any, pk: Any) -> HttpResponse:
        services.update_commitment(by=request.user, pk=pk, version=self.version(), **self.valid(CommitmentInput))
        return self.written(pk)

    @extend_schema(request=CommitmentInput, responses=CommitmentSerializer)
    def partial_update(self, request: Any, pk: Any) -> HttpResponse:
        services.update_commitment(by=request.user, pk=pk, version=self.version(), **self.valid(CommitmentInput, partial=True))
        return self.written(pk)

    @extend_schema(responses=CommitmentSummarySerializer)
    @action(detail=False)
    def summary(self, request: Any) -> HttpResponse:
        """The figures over the commitments that the filter leaves."""
        return self.send(selectors.commitment_summary(request.user, request.query_params))


class MilestoneViewSet(ReadViewSet):
    read = selectors.milestones
    may = Permission.MILESTONE_EDIT

    @extend_schema(request=MilestoneInput, responses={201: MilestoneSerializer})
    def create(self, request: Any) -> HttpResponse:
        return self.written(services.create_milestone(by=request.user, **self.valid(MilestoneInput)).pk, status=201)

    @extend_schema(request=MilestoneInput, responses=MilestoneSerializer)
    def update(self, request: Any, pk: Any) -> HttpResponse:
        services.update_milestone(by=request.user, pk=pk, version=self.version(), **self.valid(MilestoneInput))
        return self.written(pk)

    @extend_schema(request=MilestoneInput, responses=MilestoneSerializer)
    def partial_update(self, request: Any, pk: Any) -> HttpResponse:
        services.update_milestone(by=request.user, pk=pk, version=self.version(), **self.valid(MilestoneInput, partial=True))
        return self.written(pk)

    @extend_schema(responses=MilestoneSummarySerializer)
    @action(detail=False)
    def summary(self, request: Any) -> HttpResponse:
        """The figures over the milestones that the filter leaves."""
        return self.send(selectors.milestone_summary(request.user, request.query_params))


class ActionViewSet(ReadViewSet):
    read = selectors.actions
    may = Permission.ACTION_EDIT

    @extend_schema(request=ActionInput, responses={201: ActionSerializer})
    def create(self, request: Any) -> HttpResponse:
        return self.written(services.create_action(by=request.user, **self.valid(ActionInput)).pk, status=201)

    @extend_schema(request=ActionInput, responses=ActionSerializer)
    def update(self, request: Any, pk: Any) -> HttpResponse:
        services.update_action(by=request.user, pk=pk, version=self.version(), **self.valid(ActionInput))
        return self.written(pk)

    @extend_schema(request=ActionInput, responses=ActionSerializer)
    def partial_update(self, request: Any, pk: Any) -> HttpResponse:
        services.update_action(by=request.user, pk=pk, version=self.version(), **self.valid(ActionInput, partial=True))
        return self.written(pk)

    @extend_schema(responses=ActionSummarySerializer)
    @action(detail=False)
    def summary(self, request: Any) -> HttpResponse:
        """The figures over the actions that the filter leaves."""
        return self.send(selectors.action_summary(request.user, request.query_params))
