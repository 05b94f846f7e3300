"""What may be read about commitments."""

from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Coalesce

from devo_portal.core.history import history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import CommitmentFilter, commitment_overdue
from ..models import Commitment
from ..serializers import CommitmentSerializer


def visible_commitments(user: Any) -> QuerySet[Commitment]:
    require(user, Permission.PROGRAMME_VIEW)
    # An empty date makes the comparison unknown, which is not overdue.
    return Commitment.objects.annotate(overdue=Coalesce(ExpressionWrapper(commitment_overdue(), output_field=BooleanField()), False))


commitments = ReadModel(
    "commitments", visible_commitments, CommitmentFilter, CommitmentSerializer, order=("code", "status", "strength", "theme", "due", "updated_at")
)


def commitment_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures over the commitments that the filter leaves."""
    figures = (
        commitments.found(user, params)
        .order_by()
        .aggregate(
            commitments=Count("pk"),
            overdue_ones=Count("pk", filter=commitment_overdue()),
            in_principle_ones=Count("pk", filter=Q(in_principle=True)),
            unowned=Count("pk", filter=Q(owner=None)),
            **{f"status_{code}": Count("pk", filter=Q(status=code)) for code in Commitment.Status.values},
            **{f"strength_{code}": Count("pk", filter=Q(strength=code)) for code in Commitment.Strength.values},
        )
    )
    return {
        "commitments": figures["commitments"],
        "overdue": figures["overdue_ones"],
        "in_principle": figures["in_principle_ones"],
        "unowned": figures["unowned"],
        "by_status": [{"code": code, "label": str(label), "count": figures[f"status_{code}"]} for code, label in Commitment.Status.choices],
        "by_strength": [{"code": code, "label": str(label), "count": figures[f"strength_{code}"]} for code, label in Commitment.Strength.choices],
    }


def commitment_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Commitment, pk)
