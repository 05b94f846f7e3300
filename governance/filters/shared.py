"""What several lists of governance ask alike."""

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Left, Length
from django.utils import timezone

from devo_portal.core.models import Area, Organisation

from ..models import Agreement, AgreementVersion, Board, Commitment, Principle


def passed(path: str) -> Q:
    """A partial date lies wholly behind us: the last day that it may be was before today.

    The kept form compares as text, so a month is held against this month and a year against this year.
    """
    return Q(**{f"{path}__lt": Left(Value(timezone.localdate().isoformat()), Length(path))})


def organisations() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name")


def areas() -> QuerySet[Area]:
    return Area.objects.order_by("name")


def agreements() -> QuerySet[Agreement]:
    return Agreement.objects.order_by("-signed")


def versions() -> QuerySet[AgreementVersion]:
    return AgreementVersion.objects.select_related("agreement").order_by("agreement__name", "-number")


def boards() -> QuerySet[Board]:
    return Board.objects.order_by("name")


def commitments() -> QuerySet[Commitment]:
    return Commitment.objects.order_by("code")


def principles() -> QuerySet[Principle]:
    return Principle.objects.order_by("number")
