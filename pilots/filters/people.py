from django.db.models import Q
from django.utils import timezone

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo
from governance.filters.shared import organisations

from ..models import PilotRole
from .shared import all_pilots


def in_post() -> Q:
    """Held today. One without a first day has been held for as long as anybody knows."""
    today = timezone.localdate()
    return (Q(starts_on=None) | Q(starts_on__lte=today)) & (Q(ends_on=None) | Q(ends_on__gt=today))


class PilotRoleFilter(FilterSet):
    q = Search("post", "organisation__name", "pilot__name")
    pilot = Reference("pilot_id", all_pilots, label="Pilot")
    organisation = Reference("organisation_id", organisations, label="Organisation")
    role = AnyOf(PilotRole.Role, label="Role")
    in_post = YesNo(in_post, label="In post today")
