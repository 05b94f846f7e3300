"""What may be done with confidence ratings: one is added, and nothing else."""

from typing import Any

from django.db import transaction

from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import Refused, create

from ..models import ConfidenceRating
from ..rules.confidence import scale_on, worse
from ..selectors import visible_pilots


def rate_confidence(*, by: Any, reason: str = "", **fields: Any) -> ConfidenceRating:
    """Add a rating on the scale of its day. Those before it stay as they were.

    Who leads the pilot gives the owner's rating; assurance is the programme's. Raises PermissionDenied, ValidationError,
    and Refused: `rating-off-scale`; `commentary-missing` where it is worse than the one of its kind before its day.
    """
    rating = ConfidenceRating(**fields)
    may = Permission.CONFIDENCE_RATE if rating.kind == ConfidenceRating.Kind.OWNER else Permission.CONFIDENCE_ASSURE
    require(by, may, rating)
    if rating.rated_on:
        rating.scale = scale_on(rating.rated_on)
    with transaction.atomic():
        visible_pilots(by).select_for_update(of=("self",), no_key=True).get(pk=rating.pilot_id)  # two who rate at once do so one after the other
        create(rating, by=by, may=may, event="confidence.rated", reason=reason)
        if not rating.commentary.strip():
            _need_commentary(rating)
    return rating


def _need_commentary(rating: ConfidenceRating) -> None:
    """Raises Refused where a rating without a word is worse than the latest of its kind before it."""
    earlier = ConfidenceRating.objects.filter(pilot=rating.pilot_id, kind=rating.kind, rated_on__lte=rating.rated_on)
    before = earlier.exclude(pk=rating.pk).order_by("-rated_on", "-id").first()
    if before and worse(rating.rating, before.rating):
        words = (
            f"Say what it rests on: {rating.get_rating_display()} is worse than the {before.get_kind_display().lower()} rating before it, "
            f"{before.get_rating_display()} of {before.rated_on.day} {before.rated_on:%B %Y}."
        )
        raise Refused("commentary-missing", words, {"commentary": words})
