from devo_portal.core.api import RecordViewSet, figures
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import FunctionInput, FunctionSummarySerializer


class FunctionViewSet(RecordViewSet):
    read = selectors.functions
    may = Permission.FUNCTION_EDIT
    takes = FunctionInput
    creates = staticmethod(services.create_function)
    updates = staticmethod(services.update_function)
    summary = figures(selectors.function_summary, FunctionSummarySerializer, "The figures over the functions that the filter leaves.")


API = [("functions", FunctionViewSet)]
