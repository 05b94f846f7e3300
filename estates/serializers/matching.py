"""Shapes of near matches, and what decides them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ..rules.likeness import RULES


class MatchedSiteSerializer(serializers.Serializer):
    """A site that a row may be, in brief."""

    id = serializers.UUIDField()
    ref = serializers.CharField()
    url = serializers.CharField()
    name = serializers.CharField()
    code = serializers.CharField()
    postcode = serializers.CharField()
    organisation = serializers.CharField()


class CandidateSerializer(serializers.Serializer):
    """A site of the register, or another row of the file, that a row may be the same as."""

    site = MatchedSiteSerializer(allow_null=True)
    row = serializers.IntegerField(allow_null=True, help_text="The number of another row of the file.")
    level = serializers.ChoiceField([("high", "Very like"), ("low", "Like")], help_text="high is decided before the file can be confirmed.")
    offered = serializers.BooleanField(help_text="May the row be said to be this site? Only one of its own organisation that no other row has.")
    likeness = serializers.FloatField(help_text="Of the names, by trigram: from 0 to 1.")
    postcode = serializers.BooleanField(help_text="The same postcode.")
    metres = serializers.IntegerField(allow_null=True)
    identifier = serializers.CharField(help_text="The identifier that both have; empty for none.")
    why = serializers.CharField()
    note = serializers.CharField(help_text="What follows, or why it is not offered.")


@extend_schema_field(CandidateSerializer(many=True))
class Candidates(serializers.JSONField):
    """The first three; selectors give them the sites that the reader may see."""


@extend_schema_field({"oneOf": [{"$ref": "#/components/schemas/MatchedSite"}, {"type": "null"}]})
class SameAs(serializers.UUIDField):
    """The site that the row was said to be."""


class ChoiceInput(serializers.Serializer):
    row = serializers.IntegerField(min_value=1, help_text="The row's number in the file.")
    site = serializers.UUIDField(allow_null=True, help_text="One of the sites offered; null for a new site.")


class ChoicesInput(serializers.Serializer):
    """What rows with a near match are: row by row, then by rule for those that are still open."""

    choices = ChoiceInput(many=True, required=False)
    rules = serializers.ListField(child=serializers.ChoiceField(list(RULES.items())), required=False)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, help_text="Why; kept in the history.")
