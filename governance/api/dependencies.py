from devo_portal.core.api import RecordViewSet
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import DependencyInput, WindowInput


class DependencyViewSet(RecordViewSet):
    read = selectors.dependencies
    may = Permission.SCHEDULE_EDIT
    takes = DependencyInput
    creates = staticmethod(services.create_dependency)
    updates = staticmethod(services.update_dependency)
    removes = staticmethod(services.remove_dependency)


class WindowViewSet(RecordViewSet):
    read = selectors.windows
    may = Permission.SCHEDULE_EDIT
    takes = WindowInput
    creates = staticmethod(services.create_window)
    updates = staticmethod(services.update_window)
    removes = staticmethod(services.remove_window)


API = [("dependencies", DependencyViewSet), ("statutory-windows", WindowViewSet)]
