"""What may be read about the posts that answer for a pilot."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import PilotRoleFilter, in_post
from ..models import PilotRole
from ..serializers import PilotRoleSerializer


def visible_pilot_roles(user: Any) -> QuerySet[PilotRole]:
    require(user, Permission.PROGRAMME_VIEW)
    held = ExpressionWrapper(in_post(), output_field=BooleanField())
    return PilotRole.objects.select_related("pilot").annotate(in_post=held)  # the pilot's lead keeps them


pilot_roles = ReadModel(
    "pilot-roles",
    visible_pilot_roles,
    PilotRoleFilter,
    PilotRoleSerializer,
    order=("pilot__name", "role", "post", "organisation__name", "updated_at"),
)
