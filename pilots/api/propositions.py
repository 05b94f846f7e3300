from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import SAFE_METHODS

from devo_portal.core.api import Answers, RecordViewSet, Why, figures, verb
from devo_portal.core.policy import Permission, require

from .. import selectors, services
from ..serializers import GrantInput, LadderSerializer, PropositionInput, PropositionSummary, RefuseInput, SupersedePropositionInput


class PropositionViewSet(RecordViewSet):
    read = selectors.propositions
    takes = PropositionInput
    creates = staticmethod(services.create_proposition)
    updates = staticmethod(services.update_proposition)
    removes = staticmethod(services.remove_proposition)
    grant = verb("grant", services.grant_proposition, GrantInput, "A clause of a signed text grants it.")
    refuse = verb("refuse", services.refuse_proposition, RefuseInput, "It is refused, with the reason.")
    supersede = verb("supersede", services.supersede_proposition, SupersedePropositionInput, "Another takes its place.")
    reopen = verb("reopen", services.reopen_proposition, Why, "Open again what was decided, with a reason.")
    summary = figures(selectors.proposition_summary, PropositionSummary, "The figures over the propositions that the filter leaves.")

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Before the body is read, as `may` would: who asks, and who says that it is granted, are not the same people."""
        super().initial(request, *args, **kwargs)
        if request.method not in SAFE_METHODS:
            require(request.user, Permission.DECISION_RECORD if self.action == "grant" else Permission.PILOT_EDIT)


class Ladder(Answers):
    @extend_schema(
        parameters=[OpenApiParameter("agreement", str, description="Whose signed text the clauses are of, by its id; the last signed, if not said.")],
        responses=LadderSerializer,
    )
    def get(self, request: Any) -> HttpResponse:
        """From what was asked to what came of it, and what stays without an owner, an ask or a use."""
        return self.send(selectors.ladder(request.user, request.query_params))


API = [("propositions", PropositionViewSet)]
VIEWS = [("ladder", Ladder)]
