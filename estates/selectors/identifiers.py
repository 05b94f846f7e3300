"""What may be read about identifiers."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import IdentifierFilter
from ..models import Identifier
from ..serializers import IdentifierSerializer
from .sensitive import open_to


def visible_identifiers(user: Any) -> QuerySet[Identifier]:
    """Each with `conflict`: another site is claimed to have it too, as far as this person may see sites."""
    require(user, Permission.PROGRAMME_VIEW)
    seen = Identifier.objects.filter(open_to(user)).order_by()
    rivals = seen.filter(Q(organisation=OuterRef("organisation")) | Q(organisation=None), scheme=OuterRef("scheme"), value=OuterRef("value")).exclude(
        site=OuterRef("site")
    )
    return seen.annotate(conflict=Exists(rivals))


identifiers = ReadModel("identifiers", visible_identifiers, IdentifierFilter, IdentifierSerializer, order=("value", "scheme", "ref", "updated_at"))
