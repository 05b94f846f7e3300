from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action

from devo_portal.core.api import RecordViewSet, verb
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import ClauseInput, ComparisonSerializer, SupersedeInput, VersionInput, VoidInput


class VersionViewSet(RecordViewSet):
    read = selectors.versions
    may = Permission.AGREEMENT_DRAFT
    takes = VersionInput
    creates = staticmethod(services.create_version)
    updates = staticmethod(services.update_version)
    supersede = verb("supersede", services.supersede_version, SupersedeInput, "Another text takes its place, as a board decided.")
    void = verb("void", services.void_version, VoidInput, "It holds no more, as a board decided.")

    @extend_schema(
        parameters=[OpenApiParameter("with", str, description="The id of the older text; the version before where it is left out.")],
        responses=ComparisonSerializer,
    )
    @action(detail=True)
    def compare(self, request: Any, pk: Any) -> HttpResponse:
        """This text against an older one, word by word."""
        return self.send(selectors.comparison(request.user, pk, request.query_params))


class ClauseViewSet(RecordViewSet):
    read = selectors.clauses
    may = Permission.AGREEMENT_DRAFT
    takes = ClauseInput
    creates = staticmethod(services.create_clause)
    updates = staticmethod(services.update_clause)
    removes = staticmethod(services.remove_clause)


API = [("agreement-versions", VersionViewSet), ("clauses", ClauseViewSet)]
