from devo_portal.core.api import RecordViewSet, verb
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import EndRoleInput, PilotRoleInput


class PilotRoleViewSet(RecordViewSet):
    read = selectors.pilot_roles
    may = Permission.PILOT_EDIT
    takes = PilotRoleInput
    creates = staticmethod(services.create_pilot_role)
    updates = staticmethod(services.update_pilot_role)
    end = verb("end", services.end_pilot_role, EndRoleInput, "From a day, the post no longer holds the role.")


API = [("pilot-roles", PilotRoleViewSet)]
