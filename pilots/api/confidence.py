from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from devo_portal.core.api import RecordViewSet
from devo_portal.core.policy import Permission
from devo_portal.core.reads import check_names

from .. import selectors, services
from ..serializers import ConfidenceInput, PilotConfidence


class ConfidenceViewSet(RecordViewSet):
    read = selectors.ratings
    may = Permission.CONFIDENCE_RATE
    takes = ConfidenceInput
    creates = staticmethod(services.rate_confidence)


@extend_schema(responses=PilotConfidence, filters=False)
@action(detail=True)  # of pilots, whose view set takes it in by this name
def confidence(self: Any, request: Any, pk: Any) -> HttpResponse:
    """A pilot's ratings over time: its owner's and those of assurance, each with its scale."""
    check_names(request.query_params, ())
    return self.send(selectors.pilot_confidence(request.user, pk))


API = [("confidence-ratings", ConfidenceViewSet)]
