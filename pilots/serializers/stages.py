"""Shapes of a pilot's gate: where it may go from its stage, and what each move needs."""

from rest_framework import serializers

from ..models import Pilot
from ..rules import stages as rules
from .pilots import PilotBrief


class NeedSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="Such as: senior_owner.")
    text = serializers.CharField(help_text="What is needed.")
    met = serializers.BooleanField()
    missing = serializers.CharField(allow_null=True, help_text="What to do; null where it is met.")
    page = serializers.CharField(help_text="The portal's page on which it is done.")


class MoveSerializer(serializers.Serializer):
    move = serializers.ChoiceField(list(rules.MOVES.items()))
    move_label = serializers.CharField()
    stage = serializers.ChoiceField(Pilot.Stage.choices)
    stage_label = serializers.CharField()
    met = serializers.BooleanField(help_text="Everything is there. The move needs its decision or delegation all the same.")
    needs = NeedSerializer(many=True)


class AuthoritySerializer(serializers.Serializer):
    type = serializers.ChoiceField(["delegation"])
    id = serializers.UUIDField()
    name = serializers.CharField(help_text="Such as: DLG-4, to the Programme director.")


class GateSerializer(serializers.Serializer):
    """Where a pilot may go from its stage."""

    pilot = PilotBrief()
    stage = serializers.ChoiceField(Pilot.Stage.choices)
    stage_label = serializers.CharField()
    may_edit = serializers.BooleanField()
    may_move = serializers.BooleanField(help_text="The reader may move it now, through a gate that is met. Anybody else needs a decision.")
    authority = AuthoritySerializer(allow_null=True, help_text="The delegation under which the reader would move it; null where there is none.")
    may_propose = serializers.BooleanField(help_text="The reader may propose it as an effect of a decision.")
    moves = MoveSerializer(many=True, help_text="On, back a stage, and closed.")


class MoveStageInput(serializers.Serializer):
    stage = serializers.ChoiceField(Pilot.Stage.choices)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, help_text="Why; kept in the history, and needed.")
