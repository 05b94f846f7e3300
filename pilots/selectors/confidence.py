"""What may be read about confidence ratings."""

from typing import Any

from django.db.models import QuerySet

from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import ConfidenceFilter
from ..models import ConfidenceRating
from ..serializers import ConfidenceSerializer
from .pilots import _all, pilots


def visible_ratings(user: Any) -> QuerySet[ConfidenceRating]:
    require(user, Permission.PROGRAMME_VIEW)
    return ConfidenceRating.objects.all()


ratings = ReadModel("confidence-ratings", visible_ratings, ConfidenceFilter, ConfidenceSerializer, order=("-rated_on",))


def pilot_confidence(user: Any, pk: Any) -> dict[str, Any]:
    """`{pilot, may_rate, ratings}`: every rating of a pilot, of both kinds, newest first. Raises Http404."""
    pilot = pilots.one(user, pk, {"fields": "id,ref,name,url,may_rate"})
    may_rate = pilot.pop("may_rate")
    rated = _all(ConfidenceSerializer, visible_ratings(user).filter(pilot=pk).order_by("-rated_on", "-id"), user)
    return {"pilot": pilot, "may_rate": may_rate, "ratings": rated}
