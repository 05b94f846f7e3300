from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from devo_portal.core.reads import check_names

from .. import selectors
from ..serializers import GateSerializer


@extend_schema(responses=GateSerializer, filters=False)
@action(detail=True)  # of pilots, whose view set takes it in by this name
def gate(self: Any, request: Any, pk: Any) -> HttpResponse:
    """Where a pilot may go from its stage, and what each move needs, with what of it is there."""
    check_names(request.query_params, ())
    return self.send(selectors.gate(request.user, pk))
