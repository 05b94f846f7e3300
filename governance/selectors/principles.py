"""What may be read about principles and what serves them."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from devo_portal.core.history import history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import PrincipleFilter, PrincipleLinkFilter
from ..models import Principle, PrincipleLink
from ..serializers import PrincipleDetail, PrincipleLinkSerializer, PrincipleSerializer


def visible_principles(user: Any) -> QuerySet[Principle]:
    """With `served_by`, the number of commitments that serve it."""
    require(user, Permission.PROGRAMME_VIEW)
    links = PrincipleLink.objects.filter(principle=OuterRef("pk")).order_by().values("principle")
    return Principle.objects.annotate(served_by=Coalesce(Subquery(links.values(n=Count("pk")), output_field=IntegerField()), 0))


def visible_principle_links(user: Any) -> QuerySet[PrincipleLink]:
    require(user, Permission.PROGRAMME_VIEW)
    return PrincipleLink.objects.all()


principles = ReadModel(
    "principles", visible_principles, PrincipleFilter, PrincipleSerializer, order=("number", "served_by", "updated_at"), detail=PrincipleDetail
)
principle_links = ReadModel(
    "principle-links",
    visible_principle_links,
    PrincipleLinkFilter,
    PrincipleLinkSerializer,
    order=("principle__number", "commitment__code", "updated_at"),
)


def principle_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Principle, pk)
