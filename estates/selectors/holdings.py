"""What may be read about holdings."""

from typing import Any

from django.db.models import QuerySet

from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import HoldingFilter
from ..models import Holding
from ..serializers import HoldingSerializer


def visible_holdings(user: Any) -> QuerySet[Holding]:
    require(user, Permission.PROGRAMME_VIEW)
    return Holding.objects.all()


holdings = ReadModel("holdings", visible_holdings, HoldingFilter, HoldingSerializer, order=("ref", "land_ha"))
