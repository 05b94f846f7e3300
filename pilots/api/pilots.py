from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from devo_portal.core.api import Answers, ReadViewSet, RecordViewSet, figures, verb
from devo_portal.core.policy import Permission
from devo_portal.core.reads import check_names

from .. import selectors, services
from ..serializers import CoverageSerializer, MoveStageInput, PilotInput, PilotLinkInput, PortfolioSerializer
from .confidence import confidence as confidence_of
from .returns import returns as returns_of
from .stages import gate as gate_of


class PilotViewSet(RecordViewSet):
    read = selectors.pilots
    may = Permission.PILOT_EDIT
    takes = PilotInput
    creates = staticmethod(services.create_pilot)
    updates = staticmethod(services.update_pilot)
    portfolio = figures(selectors.portfolio, PortfolioSerializer, "The figures over the pilots that the filter leaves.", "portfolio")
    confidence = confidence_of
    gate = gate_of
    move_stage = verb(
        "move-stage", services.move_stage, MoveStageInput, "Its stage moves: by a decision or a delegation, with what its gate asks for."
    )
    returns = returns_of


class PilotLinkViewSet(RecordViewSet):
    read = selectors.pilot_links
    may = Permission.PILOT_EDIT
    takes = PilotLinkInput
    creates = staticmethod(services.create_pilot_link)
    updates = staticmethod(services.update_pilot_link)
    removes = staticmethod(services.remove_pilot_link)


class PrincipleViewSet(ReadViewSet):
    read = selectors.principles


class Coverage(Answers):
    @extend_schema(responses=CoverageSerializer)
    def get(self, request: Any) -> HttpResponse:
        """Principle to commitment to pilot to evidence, with the holes."""
        check_names(request.query_params, ())
        return self.send(selectors.coverage(request.user))


API = [("pilots", PilotViewSet), ("pilot-links", PilotLinkViewSet), ("principles", PrincipleViewSet)]
VIEWS = [("coverage", Coverage)]
