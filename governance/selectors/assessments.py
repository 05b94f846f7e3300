"""What may be read of the no-harm ledger."""

from typing import Any

from django.db.models import QuerySet

from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import AssessmentFilter
from ..models import NoHarmAssessment
from ..serializers import AssessmentSerializer


def visible_assessments(user: Any) -> QuerySet[NoHarmAssessment]:
    require(user, Permission.PROGRAMME_VIEW)
    return NoHarmAssessment.objects.all()


assessments = ReadModel("assessments", visible_assessments, AssessmentFilter, AssessmentSerializer, order=("-reviewed_on", "rating", "updated_at"))
