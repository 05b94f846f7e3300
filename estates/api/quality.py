"""The quality of the register over the API."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action

from devo_portal.core.api import Answers, ReadViewSet, RecordViewSet
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import Confirmed, ConfirmManyInput, FindingList, QualityFigures, QualityWaiverInput, RulesSerializer

_OF = OpenApiParameter("organisation", str, description="Whose sites: the id of an organisation.")
FINDING_FILTERS = (
    _OF,
    OpenApiParameter("site", str, description="By the id of a site."),
    OpenApiParameter("rule", str, many=True),
    OpenApiParameter("waived", bool),
)


class WaiverViewSet(RecordViewSet):
    read = selectors.waivers
    may = Permission.QUALITY_WAIVE
    takes = QualityWaiverInput
    creates = staticmethod(services.waive_finding)
    removes = staticmethod(services.withdraw_waiver)


class ConfirmationViewSet(ReadViewSet):
    read = selectors.confirmations
    may = Permission.SITE_EDIT

    @extend_schema(request=ConfirmManyInput, responses={201: Confirmed})
    @action(detail=False, methods=["post"])
    def many(self, request: Any) -> HttpResponse:
        """Confirm that many sites are still as the register says: all, or none."""
        return self.send({"confirmed": services.confirm_sites(by=request.user, **self.valid(ConfirmManyInput))}, 201)


class Quality(Answers):
    @extend_schema(parameters=[_OF], responses=QualityFigures)
    def get(self, request: Any) -> HttpResponse:
        """Findings by rule, scores by owner and sites to be confirmed, each with the list that it counts."""
        return self.send(selectors.estate_quality(request.user, request.query_params))


class Rules(Answers):
    @extend_schema(responses=RulesSerializer)
    def get(self, request: Any) -> HttpResponse:
        """The rules of quality: what each compares, with units and bounds, why, how it is mended, and how often it is broken."""
        return self.send(selectors.quality_rules(request.user, request.query_params))


class Findings(Answers):
    @extend_schema(
        parameters=[
            *FINDING_FILTERS,
            OpenApiParameter("limit", int, description="Rows on a page: 50, or up to 500."),
            OpenApiParameter("cursor", str, description="From `next`."),
            OpenApiParameter("count", bool, description="Count the rows as well."),
        ],
        responses=FindingList,
    )
    def get(self, request: Any) -> HttpResponse:
        """The findings of the register, of an owner or of a site, by the site's name."""
        answer = selectors.findings(request.user, request.query_params)
        return self.send({**answer, "next": answer["next"] and request.build_absolute_uri(answer["next"])})


API = [("quality-waivers", WaiverViewSet), ("site-confirmations", ConfirmationViewSet)]
VIEWS = [("estate-quality", Quality), ("quality-rules", Rules), ("estate-findings", Findings)]
