from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from devo_portal.core.api import Answers, ReadViewSet, RecordViewSet
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import BaselineInput, MilestonesCompared


class BaselineViewSet(RecordViewSet):
    read = selectors.baselines
    may = Permission.SCHEDULE_EDIT
    takes = BaselineInput
    creates = staticmethod(services.take_baseline)


class VarianceViewSet(ReadViewSet):
    read = selectors.variances


class CompareMilestones(Answers):
    @extend_schema(
        parameters=[
            OpenApiParameter("from", str, description="An instant (RFC 3339) or a day; four weeks before the other where it is left out."),
            OpenApiParameter("to", str, description="An instant or a day; now where it is left out."),
        ],
        responses=MilestonesCompared,
    )
    def get(self, request: Any) -> HttpResponse:
        """What was added, removed and changed among the milestones between two instants."""
        return self.send(selectors.milestones_compared(request.user, request.query_params))


API = [("baselines", BaselineViewSet), ("variances", VarianceViewSet)]
VIEWS = [("milestones/compare", CompareMilestones)]
