from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from devo_portal.core.api import RecordViewSet, verb
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import CancelSeriesInput, ExtendSeriesInput, SeriesChange, SeriesDetail, SeriesInput


class SeriesViewSet(RecordViewSet):
    read = selectors.series
    may = Permission.MEETING_RUN
    takes = SeriesInput
    creates = staticmethod(services.create_series)

    @extend_schema(request=SeriesChange, responses=SeriesDetail)
    def partial_update(self, request: Any, pk: Any) -> HttpResponse:
        """Another name, weekday, time or place, for it and its meetings to come; those held stay. Another weekday needs a reason."""
        services.update_series(by=request.user, pk=pk, version=self.version(), **self.valid(SeriesChange, partial=True))
        return self.written(pk)

    extend = verb("extend", services.extend_series, ExtendSeriesInput, "Go on until a later day; the meetings up to it are planned.")
    cancel = verb("cancel", services.cancel_series, CancelSeriesInput, "Cancel its meetings that are still to come; needs a reason.")


API = [("meeting-series", SeriesViewSet)]
