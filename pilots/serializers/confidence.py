"""Shapes of confidence ratings, and what one takes in."""

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.shapes import Label, One, Shape, Url

from ..models import ConfidenceRating
from .pilots import PilotBrief


class ConfidenceSerializer(Shape):
    url = Url("confidence-ratings")
    pilot = One(PilotBrief, "pilot")
    kind_label = Label("kind", ConfidenceRating.Kind)
    scale_label = Label("scale", ConfidenceRating.Scale)
    rating_label = Label("rating", ConfidenceRating.Rating)

    class Meta:
        model = ConfidenceRating
        fields = (
            "id",
            "ref",
            "url",
            "pilot",
            "kind",
            "kind_label",
            "scale",
            "scale_label",
            "rating",
            "rating_label",
            "rated_on",
            "commentary",
            "source",
            "illustrative",
            "version",
            "updated_at",
        )


class ConfidenceInput(Input):
    """The scale follows from the day."""

    class Meta:
        model = ConfidenceRating
        fields = ("pilot", "kind", "rating", "rated_on", "commentary", "source", "illustrative", "reason")


class PilotConfidence(serializers.Serializer):
    """A pilot's ratings over time."""

    pilot = PilotBrief()
    may_rate = serializers.BooleanField()
    ratings = ConfidenceSerializer(many=True, help_text="All of them, newest first.")
