from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from devo_portal.core.api import ReadViewSet
from devo_portal.core.policy import Permission

from . import selectors, services
from .serializers import ConfidenceInput, ConfidenceSerializer, PilotDetail, PilotInput, PortfolioSerializer


class PilotViewSet(ReadViewSet):
    read = selectors.pilots
    may = Permission.PILOT_EDIT

    @extend_schema(request=PilotInput, responses={201: PilotDetail})
    def create(self, request: Any) -> HttpResponse:
        pilot = services.create_pilot(by=request.user, **self.valid(PilotInput))
        return self.written(pilot.pk, status=201)

    @extend_schema(request=PilotInput, responses=PilotDetail)
    def update(self, request: Any, pk: Any) -> HttpResponse:
        services.update_pilot(by=request.user, pk=pk, version=self.version(), **self.valid(PilotInput))
        return self.written(pk)

    @extend_schema(request=PilotInput, responses=PilotDetail)
    def partial_update(self, request: Any, pk: Any) -> HttpResponse:
        services.update_pilot(by=request.user, pk=pk, version=self.version(), **self.valid(PilotInput, partial=True))
        return self.written(pk)

    @extend_schema(responses=PortfolioSerializer)
    @action(detail=False)
    def portfolio(self, request: Any) -> HttpResponse:
        """The figures over the pilots that the filter leaves."""
        return self.send(selectors.portfolio(request.user, request.query_params))


class ConfidenceViewSet(ReadViewSet):
    read = selectors.ratings
    may = Permission.CONFIDENCE_RATE

    @extend_schema(request=ConfidenceInput, responses={201: ConfidenceSerializer})
    def create(self, request: Any) -> HttpResponse:
        rating = services.rate_confidence(by=request.user, **self.valid(ConfidenceInput))
        return self.written(rating.pk, status=201)
