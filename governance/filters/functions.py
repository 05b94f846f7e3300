from django.db.models import QuerySet

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search

from ..models import Commitment, Function
from .shared import organisations


def commitments() -> QuerySet[Commitment]:
    return Commitment.objects.order_by("code")


class FunctionFilter(FilterSet):
    q = Search("code", "name", "summary", "to_whom", "decision_maker")
    status = AnyOf(Function.Status, label="Status")
    rung = AnyOf(Function.Rung, label="Rung of the ladder")
    from_body = Reference("from_body_id", organisations, label="From whom")
    accountable_body = Reference("accountable_body_id", organisations, label="Accountable body")
    commitment = Reference("commitment_id", commitments, label="Commitment")
