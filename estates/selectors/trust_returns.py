"""What may be read about the returns of trusts about themselves."""

from typing import Any

from django.db.models import QuerySet

from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import TrustReturnFilter
from ..models import TrustReturn
from ..serializers import TrustReturnDetail, TrustReturnSerializer


def visible_trust_returns(user: Any) -> QuerySet[TrustReturn]:
    """They name no site, so nothing of them is sensitive."""
    require(user, Permission.PROGRAMME_VIEW)
    return TrustReturn.objects.all()


trust_returns = ReadModel(
    "trust-returns",
    visible_trust_returns,
    TrustReturnFilter,
    TrustReturnSerializer,
    order=("year", "ref", "backlog_investment", "sites_total"),
    detail=TrustReturnDetail,
)


def returns_of(user: Any, organisation: Any) -> dict[str, Any]:
    """An organisation's returns about itself, the latest year first."""
    return trust_returns.list(user, {"organisation": str(organisation), "order": "-year"})
