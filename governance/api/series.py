from devo_portal.core.api import RecordViewSet, verb
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import CancelSeriesInput, ExtendSeriesInput, SeriesInput


class SeriesViewSet(RecordViewSet):
    read = selectors.series
    may = Permission.MEETING_RUN
    takes = SeriesInput
    creates = staticmethod(services.create_series)
    extend = verb("extend", services.extend_series, ExtendSeriesInput, "Go on until a later day; the meetings up to it are planned.")
    cancel = verb("cancel", services.cancel_series, CancelSeriesInput, "Cancel its meetings that are still to come; needs a reason.")


API = [("meeting-series", SeriesViewSet)]
