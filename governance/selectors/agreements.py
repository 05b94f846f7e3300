"""What may be read about agreements and principles."""

from typing import Any

from django.db.models import Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from devo_portal.core.history import Beneath, history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import AgreementFilter, PrincipleFilter
from ..models import Agreement, Principle, Signature
from ..serializers import AgreementDetail, AgreementSerializer, PrincipleSerializer


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


def visible_principles(user: Any) -> QuerySet[Principle]:
    require(user, Permission.PROGRAMME_VIEW)
    return Principle.objects.all()


agreements = ReadModel(
    "agreements", visible_agreements, AgreementFilter, AgreementSerializer, order=("-signed", "name", "status", "updated_at"), detail=AgreementDetail
)
principles = ReadModel("principles", visible_principles, PrincipleFilter, PrincipleSerializer, order=("number", "updated_at"))


def agreement_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Agreement, pk, beneath=[Beneath(Signature, "agreement", "organisation", "signatory")])
