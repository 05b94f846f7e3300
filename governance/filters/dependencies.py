from django.db.models import Q, QuerySet

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search

from ..models import Meeting, Milestone


def milestones() -> QuerySet[Milestone]:
    return Milestone.objects.order_by("name")


def meetings() -> QuerySet[Meeting]:
    return Meeting.objects.select_related("board").order_by("-held_on")


class Before:
    """Kinds of thing that a milestone may wait for."""

    choices = (("milestone", "Milestone"), ("clearance", "Clearance"), ("window", "Statutory window"), ("meeting", "Board meeting"))


class Kinds(AnyOf):
    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        wanted = Q()
        for kind in value or ():
            wanted |= Q(**{f"before_{kind}__isnull": False})
        return qs.filter(wanted)


class DependencyFilter(FilterSet):
    q = Search("after__name", "before_milestone__name", "before_clearance__holder", "before_window__name", "before_meeting__board__name", "note")
    after = Reference("after_id", milestones, label="The milestone that waits")
    before_milestone = Reference("before_milestone_id", milestones, label="The milestone waited for")
    before_meeting = Reference("before_meeting_id", meetings, label="The meeting waited for")
    kind = Kinds(Before, label="What is waited for")


class WindowFilter(FilterSet):
    q = Search("name", "note", "source")
