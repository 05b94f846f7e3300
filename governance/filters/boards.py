from datetime import date

from django.db.models import Q, Value
from django.db.models.functions import Left, Length

from devo_portal.core.filters import FilterSet, Reference, Search

from .shared import boards


def sits(day: date, *, surely: bool = False) -> Q:
    """Of seats: those that were held on a day; as far as their dates, which may be a month or a year, let it be. `surely`: beyond doubt."""
    joined, left = (Left(Value(day.isoformat()), Length(name)) for name in ("joined", "left"))
    if surely:
        return (Q(joined__lt=joined) | Q(joined=day.isoformat())) & (Q(left=None) | Q(left__gt=left))
    return (Q(joined=None) | Q(joined__lte=joined)) & (Q(left=None) | (Q(left__gte=left) & ~Q(left=day.isoformat())))


class BoardFilter(FilterSet):
    q = Search("name", "short_name", "purpose", "chaired_by", "membership")
    reports_to = Reference("reports_to_id", boards, label="Reports to")
