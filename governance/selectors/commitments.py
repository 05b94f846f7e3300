"""What may be read about commitments."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, ExpressionWrapper, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from devo_portal.core.history import Linked, history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import CommitmentFilter, commitment_overdue, commitment_unmet
from ..models import Commitment, CommitmentCoOwner, CommitmentEvidence, Condition, NoHarmAssessment
from ..serializers import CommitmentDetail, CommitmentSerializer


def visible_commitments(user: Any) -> QuerySet[Commitment]:
    """With `no_harm`, `unmet` (`[{text, state}]`) and `evidence_count`, which say whether it may be complete."""
    require(user, Permission.PROGRAMME_VIEW)
    unmet = Condition.objects.filter(commitment=OuterRef("pk")).exclude(state=Condition.State.MET).order_by("id")
    evidence = CommitmentEvidence.objects.filter(commitment=OuterRef("pk")).order_by().values("commitment")
    return Commitment.objects.annotate(
        # An empty date makes the comparison unknown, which is not overdue.
        overdue=Coalesce(ExpressionWrapper(commitment_overdue(), output_field=BooleanField()), False),
        unmet=ArraySubquery(unmet.values(said=JSONObject(text="text", state="state"))),
        evidence_count=Coalesce(Subquery(evidence.values(n=Count("pk")), output_field=IntegerField()), 0),
        no_harm=Subquery(NoHarmAssessment.objects.filter(commitments=OuterRef("pk")).order_by("-reviewed_on", "-id").values("rating")[:1]),
    )


commitments = ReadModel(
    "commitments",
    visible_commitments,
    CommitmentFilter,
    CommitmentSerializer,
    order=("code", "status", "strength", "theme", "due", "updated_at"),
    detail=CommitmentDetail,
)


def commitment_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures over the commitments that the filter leaves. A pair of strength and status counts what
    `?strength=<code>&status=<code>` lists."""
    status, strength = Commitment.Status, Commitment.Strength
    figures = (
        commitments.found(user, params)
        .order_by()
        .aggregate(
            commitments=Count("pk"),
            overdue_ones=Count("pk", filter=commitment_overdue()),
            in_principle_ones=Count("pk", filter=Q(in_principle=True)),
            unowned=Count("pk", filter=Q(owner=None)),
            unmet_ones=Count("pk", filter=commitment_unmet()),
            not_assessed=Count("pk", filter=Q(no_harm=None)),
            **{f"no_harm_{code}": Count("pk", filter=Q(no_harm=code)) for code in NoHarmAssessment.Rating.values},
            **{f"{one}:{two}": Count("pk", filter=Q(strength=one, status=two)) for one in strength.values for two in status.values},
        )
    )

    def counted(code: str, label: Any, pairs: list[str]) -> dict[str, Any]:
        return {"code": code, "label": str(label), "count": sum(figures[pair] for pair in pairs)}

    return {
        "commitments": figures["commitments"],
        "overdue": figures["overdue_ones"],
        "in_principle": figures["in_principle_ones"],
        "unowned": figures["unowned"],
        "by_status": [counted(two, label, [f"{one}:{two}" for one in strength.values]) for two, label in status.choices],
        "by_strength": [
            counted(one, label, [f"{one}:{two}" for two in status.values])
            | {"by_status": [counted(two, said, [f"{one}:{two}"]) for two, said in status.choices]}
            for one, label in strength.choices
        ],
        "unmet": figures["unmet_ones"],
        "no_harm": {"not_assessed": figures["not_assessed"], **{code: figures[f"no_harm_{code}"] for code in NoHarmAssessment.Rating.values}},
    }


def commitment_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    links = [
        Linked(CommitmentCoOwner, "commitment", "organisation", "owned together with"),
        Linked(CommitmentEvidence, "commitment", "evidence", "evidence"),
    ]
    return history(Commitment, pk, links)
