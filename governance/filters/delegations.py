from django.db.models import Q
from django.utils import timezone

from devo_portal.core.filters import FilterSet, Reference, Search, YesNo, django_filters

from ..models import Decision
from .shared import organisations


def in_force() -> Q:
    """Holds today, by a decision that was agreed."""
    today = timezone.localdate()
    return Q(starts_on__lte=today, decision__status=Decision.Status.AGREED) & (Q(ends_on=None) | Q(ends_on__gt=today))


class DelegationFilter(FilterSet):
    q = Search("ref", "post", "scope", "organisation__name")
    in_force = YesNo(in_force, label="In force")
    organisation = Reference("organisation_id", organisations, label="Given to")
    decision = django_filters.UUIDFilter("decision_id", label="Decision")
