from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from devo_portal.core.filters import AnyOf, FilterSet, PartialDateFilter, Reference, Search, YesNo
from governance.filters.shared import organisations, passed

from ..models import Assumption, PilotDependency
from .shared import all_pilots


class AssumptionFilter(FilterSet):
    q = Search("text", "note", "pilot__name")
    pilot = Reference("pilot_id", all_pilots, label="Pilot")
    state = AnyOf(Assumption.State, label="State")
    owned_by = Reference("owned_by_id", organisations, label="Owner")


class EitherEnd(Reference):
    """Dependencies that a pilot has, and those that others have on it."""

    def filter(self, qs: QuerySet[Any], value: UUID | None) -> QuerySet[Any]:
        return qs.filter(Q(pilot_id=value) | Q(on_pilot_id=value)) if value else qs


def dependency_overdue() -> Q:
    return passed("needed_by") & Q(state__in=[PilotDependency.State.WAITING, PilotDependency.State.AGREED])


class PilotDependencyFilter(FilterSet):
    q = Search("what", "note", "pilot__name", "on_pilot__name", "on_organisation__name")
    either = EitherEnd("pilot_id", all_pilots, label="Pilot, at either end")
    pilot = Reference("pilot_id", all_pilots, label="Needed by")
    on_pilot = Reference("on_pilot_id", all_pilots, label="From the pilot")
    on_organisation = Reference("on_organisation_id", organisations, label="From the organisation")
    state = AnyOf(PilotDependency.State, label="State")
    overdue = YesNo(dependency_overdue, label="Past its date")
    needed_by__gte = PartialDateFilter("needed_by", "gte", label="Needed from")
    needed_by__lte = PartialDateFilter("needed_by", "lte", label="Needed to")
