from devo_portal.core.api import RecordViewSet
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import AssessmentInput


class AssessmentViewSet(RecordViewSet):
    """Added to, never changed: what was found wrong is answered by another assessment."""

    read = selectors.assessments
    may = Permission.ASSESSMENT_ADD
    takes = AssessmentInput
    creates = staticmethod(services.add_assessment)


API = [("assessments", AssessmentViewSet)]
