"""What may be read about who sits on boards."""

from typing import Any

from django.db.models import QuerySet

from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import SeatFilter, parse_on
from ..models import BoardMember
from ..serializers import SeatSerializer


def visible_seats(user: Any) -> QuerySet[BoardMember]:
    require(user, Permission.PROGRAMME_VIEW)
    return BoardMember.objects.all()


seats = ReadModel(
    "board-members",
    visible_seats,
    SeatFilter,
    SeatSerializer,
    order=("post", "capacity", "joined", "left", "updated_at"),
    asks={"on": parse_on},  # a filter as well: it says both which seats and, of each, whether it is sure
)
