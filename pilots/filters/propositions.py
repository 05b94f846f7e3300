from django.db.models import Q

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters
from governance.filters.opt_ins import functions
from governance.filters.shared import organisations

from ..models import Pilot, Proposition


def unowned() -> Q:
    return Q(pursued_by=None)


def measured() -> Q:
    return ~Q(effect="")


class PropositionFilter(FilterSet):
    q = Search("title", "detail", "could_grant_text", "effect", "pilot__name")
    pilot = Reference("pilot_id", lambda: Pilot.objects.order_by("name"), label="Pilot")
    state = AnyOf(Proposition.State, label="State")
    kind = AnyOf(Proposition.Kind, label="Kind of change")
    unowned = YesNo(unowned, label="Without an owner")
    measured = YesNo(measured, label="With a measured effect")
    pursued_by = Reference("pursued_by_id", organisations, label="Owner")
    could_grant = Reference("could_grant_id", organisations, label="Who could grant it")
    function = Reference("function_id", functions, label="Function")
    clause = django_filters.UUIDFilter("clause_id", label="Clause")
