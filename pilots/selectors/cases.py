"""What may be read about business cases."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from devo_portal.core.history import history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import BusinessCaseFilter, whole
from ..models import BusinessCase
from ..serializers import BusinessCaseSerializer


def visible_business_cases(user: Any) -> QuerySet[BusinessCase]:
    require(user, Permission.PROGRAMME_VIEW)
    five = ExpressionWrapper(whole(), output_field=BooleanField())
    return BusinessCase.objects.select_related("pilot").annotate(whole=five)  # the pilot's lead keeps them


business_cases = ReadModel(
    "business-cases",
    visible_business_cases,
    BusinessCaseFilter,
    BusinessCaseSerializer,
    order=("pilot__name", "submitted_on", "title", "level", "status", "updated_at"),
)


def business_case_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(BusinessCase, pk)
