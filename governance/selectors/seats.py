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


def gathered(acts: list[dict[str, Any]], noun: str, several: str) -> list[dict[str, Any]]:
    """A history in which an act that made more than a few of a noun says how many, and not each."""
    for act in acts:
        came = [each for each in act["changes"] if each["field"] == noun and each["after"]]
        if len(came) > 5:
            rest = [each for each in act["changes"] if each not in came]
            act["changes"] = [*rest, {"field": noun, "label": several, "before": "", "after": f"{len(came)} added"}]
    return acts


seats = ReadModel(
    "board-members",
    visible_seats,
    SeatFilter,
    SeatSerializer,
    order=("post", "capacity", "joined", "left", "updated_at"),
    asks={"on": parse_on},  # a filter as well: it says both which seats and, of each, whether it is sure
)
