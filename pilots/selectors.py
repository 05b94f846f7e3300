"""What may be read about pilots."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from devo_portal.core.filters import AnyOf, FilterSet, django_filters
from devo_portal.core.history import Linked, history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from .filters import PilotFilter
from .models import ConfidenceRating, Pilot, PilotPartner, PilotPlace
from .serializers import ConfidenceSerializer, PilotDetail, PilotSerializer

LIVE = (Pilot.Stage.LAUNCHED, Pilot.Stage.TESTING, Pilot.Stage.CASE_SUBMITTED, Pilot.Stage.DECIDED)


def visible_pilots(user: Any) -> QuerySet[Pilot]:
    require(user, Permission.PROGRAMME_VIEW)
    latest = ConfidenceRating.objects.filter(pilot=OuterRef("pk")).order_by("-rated_on", "-id")
    return Pilot.objects.annotate(
        confidence=Subquery(latest.values("rating")[:1]),
        confidence_illustrative=Subquery(latest.values("illustrative")[:1]),
        confidence_on=Subquery(latest.values("rated_on")[:1]),
    )


def visible_ratings(user: Any) -> QuerySet[ConfidenceRating]:
    require(user, Permission.PROGRAMME_VIEW)
    return ConfidenceRating.objects.all()


class ConfidenceFilter(FilterSet):
    pilot = django_filters.UUIDFilter("pilot_id", label="Pilot")
    rating = AnyOf(ConfidenceRating.Rating, label="Rating")


pilots = ReadModel(
    "pilots", visible_pilots, PilotFilter, PilotSerializer, order=("name", "stage", "theme", "starts", "updated_at"), detail=PilotDetail
)
ratings = ReadModel("confidence-ratings", visible_ratings, ConfidenceFilter, ConfidenceSerializer, order=("-rated_on",))


def portfolio(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures over the pilots that the filter leaves. A borough in two pilots counts once."""
    found = pilots.found(user, params)
    figures = Pilot.objects.filter(pk__in=found.order_by().values("pk")).aggregate(
        pilots=Count("pk", distinct=True),
        live=Count("pk", filter=Q(stage__in=LIVE), distinct=True),
        boroughs=Count("places", distinct=True),
        links=Count("place_links", distinct=True),
        rated=Count("pk", filter=Q(ratings__isnull=False), distinct=True),
    )
    figures["unrated"] = figures["pilots"] - figures.pop("rated")
    return figures


def pilot_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Pilot, pk, [Linked(PilotPlace, "pilot", "area", "place"), Linked(PilotPartner, "pilot", "organisation", "partner")])
