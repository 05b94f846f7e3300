"""What may be read about joined-up regulation."""

from typing import Any

from django.db.models import QuerySet

from devo_portal.core.history import Linked, history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import JointArrangementFilter
from ..models import JointArrangement, JointBody
from ..serializers import JointArrangementSerializer


def visible_joint_arrangements(user: Any) -> QuerySet[JointArrangement]:
    require(user, Permission.PROGRAMME_VIEW)
    return JointArrangement.objects.all()


joint_arrangements = ReadModel(
    "joint-arrangements",
    visible_joint_arrangements,
    JointArrangementFilter,
    JointArrangementSerializer,
    order=("name", "kind", "starts", "ends", "updated_at"),
)


def joint_arrangement_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(JointArrangement, pk, [Linked(JointBody, "arrangement", "organisation", "body")])
