"""What may be read about agreements and principles."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from devo_portal.core.dates import parse_day
from devo_portal.core.history import Beneath, history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import AgreementFilter, PrincipleFilter
from ..models import Agreement, Principle, Signature
from ..serializers import AgreementDetail, AgreementSerializer, PrincipleSerializer, facts_beside


def visible_agreements(user: Any) -> QuerySet[Agreement]:
    require(user, Permission.PROGRAMME_VIEW)
    return Agreement.objects.annotate(**facts_beside())


def past_day(text: str) -> date:
    """A day of which something can be known: today or one before. Raises ValidationError in words."""
    day = parse_day(text)
    if day > timezone.localdate():
        raise ValidationError("Nobody knows yet how it will stand on a day to come: give today or a day before.", code="invalid_date")
    return day


def visible_principles(user: Any) -> QuerySet[Principle]:
    require(user, Permission.PROGRAMME_VIEW)
    return Principle.objects.all()


agreements = ReadModel(
    "agreements",
    visible_agreements,
    AgreementFilter,
    AgreementSerializer,
    order=("-signed", "name", "status", "updated_at"),
    detail=AgreementDetail,
    asks={"on": past_day},
)
principles = ReadModel("principles", visible_principles, PrincipleFilter, PrincipleSerializer, order=("number", "updated_at"))


def agreement_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Agreement, pk, beneath=[Beneath(Signature, "agreement", "organisation", "signatory")])
