from typing import Any

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action

from devo_portal.core.api import Answers, RecordViewSet
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import AreaFunctionsSerializer, ConflictsSerializer, MatrixSerializer, OptInInput, OptInMoveInput, OptInSerializer

_ON = OpenApiParameter("on", str, description="A day, such as 2018-04-01; today where none is given.")


class OptInViewSet(RecordViewSet):
    read = selectors.opt_ins
    may = Permission.FUNCTION_EDIT
    takes = OptInInput
    creates = staticmethod(services.move_opt_in)

    @extend_schema(request=OptInMoveInput, responses={200: OptInSerializer, 201: OptInSerializer})
    @action(detail=True, methods=["post"])
    def move(self, request: Any, pk: Any) -> HttpResponse:
        """Move the cell of this period on. Answers 201 with the period that begins, or 200 with this one, corrected."""
        period = services.move_on(by=request.user, pk=pk, version=self.fresh(pk), **self.valid(OptInMoveInput))
        return self.written(period.pk, 200 if period.pk == pk else 201)

    @extend_schema(
        parameters=[
            _ON,
            OpenApiParameter("function", str, description="Only this function, by its id."),
            OpenApiParameter("sub_region", str, description="Only this sub-region and its authorities, by its id."),
            OpenApiParameter("state", str, many=True, description="Only areas that stand so to one of the functions."),
            OpenApiParameter("kind", str, many=True, description="region, sub_region, authority."),
        ],
        filters=False,
        responses=MatrixSerializer,
    )
    @action(detail=False)
    def matrix(self, request: Any) -> HttpResponse:
        """How every area stands to every function on a day, what it inherits included."""
        return self.send(selectors.matrix(request.user, request.query_params))

    @extend_schema(
        parameters=[_ON, OpenApiParameter("function", str, description="Only this function, by its id.")],
        filters=False,
        responses=ConflictsSerializer,
    )
    @action(detail=False)
    def conflicts(self, request: Any) -> HttpResponse:
        """What does not fit on a day: held twice, asked for though held, in force though only proposed."""
        return self.send(selectors.conflicts(request.user, request.query_params))


class AreaFunctions(Answers):
    @extend_schema(parameters=[_ON], responses=AreaFunctionsSerializer)
    def get(self, request: Any, pk: Any) -> HttpResponse:
        """How one area stands to every function on a day."""
        return self.send(selectors.area_functions(request.user, pk, request.query_params))


API = [("opt-ins", OptInViewSet)]
PATHS = [path("areas/<uuid:pk>/functions/", AreaFunctions.as_view(), name="api-area-functions")]
