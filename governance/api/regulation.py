from devo_portal.core.api import RecordViewSet
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import JointArrangementInput


class JointArrangementViewSet(RecordViewSet):
    read = selectors.joint_arrangements
    may = Permission.FUNCTION_EDIT
    takes = JointArrangementInput
    creates = staticmethod(services.create_joint_arrangement)
    updates = staticmethod(services.update_joint_arrangement)


API = [("joint-arrangements", JointArrangementViewSet)]
