"""What may be read about principles and what serves them."""

from typing import Any

from django.db.models import QuerySet

from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import PrincipleFilter
from ..models import Principle
from ..serializers import PrincipleSerializer


def visible_principles(user: Any) -> QuerySet[Principle]:
    require(user, Permission.PROGRAMME_VIEW)
    return Principle.objects.all()


principles = ReadModel("principles", visible_principles, PrincipleFilter, PrincipleSerializer, order=("number", "updated_at"))
