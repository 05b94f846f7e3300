"""What may be read about agreements, their signatories and principles."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from devo_portal.core.history import Beneath, history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import AgreementFilter, SignatureFilter
from ..models import Agreement, Signature
from ..serializers import AgreementDetail, AgreementSerializer, SignatureSerializer


def visible_agreements(user: Any) -> QuerySet[Agreement]:
    require(user, Permission.PROGRAMME_VIEW)
    current = Signature.objects.filter(agreement=OuterRef("pk"), ended_on=None).order_by().values("agreement")

    def count(where: Q) -> Coalesce:
        return Coalesce(Subquery(current.filter(where).values(n=Count("pk")), output_field=IntegerField()), 0)

    return Agreement.objects.annotate(
        parties=count(Q()),
        signed_count=count(Q(status="signed")),
        outstanding_count=count(~Q(status="signed")),
        last_signed_on=Subquery(current.values(last=Max("signed_on"))),
    )


def visible_signatures(user: Any) -> QuerySet[Signature]:
    require(user, Permission.PROGRAMME_VIEW)
    return Signature.objects.all()


agreements = ReadModel(
    "agreements", visible_agreements, AgreementFilter, AgreementSerializer, order=("-signed", "name", "status", "updated_at"), detail=AgreementDetail
)
signatures = ReadModel("signatures", visible_signatures, SignatureFilter, SignatureSerializer, order=("order", "signed_on", "status", "updated_at"))


def signature_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures over the places that the filter leaves and that are not ended."""
    figures = (
        signatures.found(user, params)
        .filter(ended_on=None)
        .order_by()
        .aggregate(
            signatures=Count("pk"),
            **{status: Count("pk", filter=Q(status=status)) for status in Signature.Status.values},
            **{f"{side}_signed": Count("pk", filter=Q(side=side, status="signed")) for side in Signature.Side.values},
            **{f"{side}_outstanding": Count("pk", filter=Q(side=side) & ~Q(status="signed")) for side in Signature.Side.values},
        )
    )
    return {
        "signatures": figures["signatures"],
        **{status: figures[status] for status in Signature.Status.values},
        "outstanding": figures["signatures"] - figures["signed"],
        "by_side": [
            {"code": side.value, "label": str(side.label), "signed": figures[f"{side}_signed"], "outstanding": figures[f"{side}_outstanding"]}
            for side in Signature.Side
        ],
    }


def by_side(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An agreement's signatures as a page groups them: `[{label, signatures}]`, each side in the order of the text."""
    sides = [{"label": str(side.label), "signatures": [each for each in answers if each["side"] == side]} for side in Signature.Side]
    return [side for side in sides if side["signatures"]]


def agreement_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Agreement, pk, beneath=[Beneath(Signature, "agreement", "organisation", "signatory")])
