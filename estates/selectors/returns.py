"""What may be read about yearly returns."""

from typing import Any

from django.db.models import QuerySet

from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import ReturnFilter
from ..models import EstateReturn
from ..serializers import ReturnDetail, ReturnSerializer


def visible_returns(user: Any) -> QuerySet[EstateReturn]:
    require(user, Permission.PROGRAMME_VIEW)
    return EstateReturn.objects.all()


returns = ReadModel("estate-returns", visible_returns, ReturnFilter, ReturnSerializer, order=("ref", "year"), detail=ReturnDetail)
