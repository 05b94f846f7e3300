"""The shape of a comparison."""

from rest_framework import serializers

KINDS = ["text", "label", "names", "count", "money", "variance", "gain", "confidence", "day", "days", "slip", "milestone"]


class ComparedPilot(serializers.Serializer):
    id = serializers.UUIDField()
    ref = serializers.CharField()
    name = serializers.CharField()
    illustrative = serializers.BooleanField()
    url = serializers.CharField()


class ComparedCell(serializers.Serializer):
    value = serializers.JSONField(allow_null=True, help_text="As the row's kind says; null where it is not known.")
    page = serializers.CharField(allow_null=True, help_text="The page that lists what it counts, or tells more.")
    api = serializers.CharField(allow_null=True, help_text="The query that lists it.")


class ComparedRow(serializers.Serializer):
    code = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(KINDS, help_text="How its values are to be read.")
    same = serializers.BooleanField(help_text="Every pilot has the same. Ratings are held together by their word, not by their day.")
    cells = ComparedCell(many=True, help_text="In the order of the pilots.")


class ComparedGroup(serializers.Serializer):
    code = serializers.CharField()
    title = serializers.CharField()
    rows = ComparedRow(many=True)


class PilotComparisonSerializer(serializers.Serializer):
    standing = serializers.CharField(help_text="One sentence; what is wrong comes first.")
    pilots = ComparedPilot(many=True, help_text="In the order asked.")
    rows = serializers.IntegerField(help_text="Rows in all.")
    differing = serializers.IntegerField(help_text="Of these, in which the pilots differ.")
    only_differences = serializers.BooleanField()
    groups = ComparedGroup(many=True)
