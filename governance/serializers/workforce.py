"""The dashboard of a board's actions: each figure with the list that it counts."""

from rest_framework import serializers


class FigureSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    page = serializers.CharField(help_text="The page that lists just what it counts.")
    api = serializers.CharField(help_text="The query that does, with its count.")


class CodedFigureSerializer(FigureSerializer):
    code = serializers.CharField()
    label = serializers.CharField()


class ThemeFigureSerializer(CodedFigureSerializer):
    overdue = FigureSerializer()


class LeadFigureSerializer(FigureSerializer):
    id = serializers.UUIDField(allow_null=True, help_text="The organisation's; null where nobody leads.")
    name = serializers.CharField()
    overdue = FigureSerializer()


class AgeFigureSerializer(CodedFigureSerializer):
    first = serializers.DateField(allow_null=True, help_text="Raised on this day or later.")
    last = serializers.DateField(allow_null=True, help_text="Raised on this day or earlier.")


class QuarterFigureSerializer(FigureSerializer):
    label = serializers.CharField()
    first = serializers.DateField()
    last = serializers.DateField()


class BoardNamed(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    short_name = serializers.CharField()


class WorkforceSerializer(serializers.Serializer):
    today = serializers.DateField()
    board = BoardNamed(allow_null=True, help_text="Null where no board is recorded.")
    boards = BoardNamed(many=True, help_text="For which the same can be asked.")
    standing = serializers.CharField()
    actions = FigureSerializer()
    open = FigureSerializer()
    overdue = FigureSerializer(help_text="Of the open, those past their date.")
    unowned = FigureSerializer(help_text="Of the open, those without a lead.")
    unacted = FigureSerializer(
        help_text="Commitments that the board follows, neither complete nor superseded, that no live action of any board serves."
    )
    by_theme = ThemeFigureSerializer(many=True, help_text="Of the open.")
    by_lead = LeadFigureSerializer(many=True, help_text="Of the open; the organisation with most overdue first.")
    by_age = AgeFigureSerializer(many=True, help_text="Of the open, by the day on which they were raised.")
    done = serializers.CharField(help_text="What the quarters say, as a sentence.")
    by_quarter = QuarterFigureSerializer(many=True, help_text="Complete, by the day on which they were closed.")
