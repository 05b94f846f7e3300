"""What may be read about decisions."""

from typing import Any

from django.db.models import QuerySet

from devo_portal.core.history import history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import DecisionFilter
from ..models import AgreementVersion, Decision
from ..serializers import DecisionSerializer


def visible_decisions(user: Any) -> QuerySet[Decision]:
    require(user, Permission.PROGRAMME_VIEW)
    return Decision.objects.all()


decisions = ReadModel("decisions", visible_decisions, DecisionFilter, DecisionSerializer, order=("-decided_on", "number", "title", "updated_at"))


def decision_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Decision, pk)


def texts_ended_by(user: Any, pk: Any) -> QuerySet[AgreementVersion]:
    """The texts that a decision superseded or voided."""
    require(user, Permission.PROGRAMME_VIEW)
    return AgreementVersion.objects.filter(ended_by=pk).select_related("agreement")
