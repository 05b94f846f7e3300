"""Shapes of what became of sites, and what merging, splitting, removing and restoring take in."""

from typing import Any

from rest_framework import serializers

from ..models import Site
from ..rules.identifiers import LONGEST_CODE
from .imports import LaterEditsSerializer


class SiteNamed(serializers.Serializer):
    id = serializers.UUIDField()
    ref = serializers.CharField()
    name = serializers.CharField()
    code = serializers.CharField()
    version = serializers.IntegerField()
    url = serializers.CharField()
    page = serializers.CharField()


class MergedSite(SiteNamed):
    on = serializers.DateField(help_text="When it was merged.")
    history = serializers.CharField(help_text="The page of its history before the merge; by API, `history/` under its address.")


class LineageSerializer(serializers.Serializer):
    """What a site was made of: only what its reader may see."""

    merged = MergedSite(many=True)
    parts = SiteNamed(many=True, help_text="That were split from it and are in the register.")
    split_from = SiteNamed(allow_null=True)


class LeftSerializer(SiteNamed):
    removed_on = serializers.DateField()
    by = serializers.CharField(allow_null=True)
    reason = serializers.CharField()
    merged_into = SiteNamed(allow_null=True)
    history = serializers.CharField()
    may_edit = serializers.BooleanField()


class ChangeSaid(serializers.Serializer):
    field = serializers.CharField()
    label = serializers.CharField()
    before = serializers.JSONField()
    after = serializers.JSONField()


class ActSaid(serializers.Serializer):
    at = serializers.DateTimeField()
    by = serializers.CharField(allow_null=True)
    event = serializers.CharField()
    reason = serializers.CharField()
    version = serializers.IntegerField(allow_null=True)
    authority = serializers.JSONField(allow_null=True)
    changes = ChangeSaid(many=True)


class SiteHistorySerializer(serializers.Serializer):
    """Of a site in the register, or of one that has left it (`left` says what became of it)."""

    history = ActSaid(many=True)
    lineage = LineageSerializer()
    left = LeftSerializer(allow_null=True)


class MergeCandidate(SiteNamed):
    postcode = serializers.CharField()
    why = serializers.ListField(child=serializers.CharField())


class Candidates(serializers.Serializer):
    results = MergeCandidate(many=True)


class ChoiceSaid(serializers.Serializer):
    value = serializers.CharField()
    label = serializers.CharField()


class FieldSaid(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()
    stays = serializers.CharField()
    goes = serializers.CharField()
    chosen = serializers.CharField()
    default = serializers.CharField()


class MeetSaid(serializers.Serializer):
    key = serializers.CharField(help_text="By which `keep` chooses.")
    kind = serializers.CharField()
    label = serializers.CharField()
    choices = ChoiceSaid(many=True)
    chosen = serializers.CharField(allow_null=True, help_text="Null where somebody is to choose.")
    same = serializers.BooleanField()


class MoveSaid(serializers.Serializer):
    noun = serializers.CharField()
    count = serializers.IntegerField()
    names = serializers.ListField(child=serializers.CharField())


class OnceSaid(serializers.Serializer):
    noun = serializers.CharField()
    name = serializers.CharField()


class ObstacleSaid(serializers.Serializer):
    rule = serializers.CharField()
    detail = serializers.CharField()
    key = serializers.CharField(help_text="What is to be chosen, or which part of what was sent is to blame; empty where neither is.")


class MergePreview(serializers.Serializer):
    """What a merge would do; nothing is written."""

    goes = SiteNamed()
    stays = SiteNamed()
    fields = FieldSaid(many=True)
    meets = MeetSaid(many=True)
    moves = MoveSaid(many=True)
    once = OnceSaid(many=True, help_text="On both, and kept once.")
    obstacles = ObstacleSaid(many=True)


class _Reasoned(serializers.Serializer):
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, help_text="Why; kept in the history. It is needed.")


class MergeInput(_Reasoned):
    into = serializers.UUIDField(help_text="The site that stays.")
    into_version = serializers.IntegerField(min_value=0, help_text="Its version, as you read it.")
    keep = serializers.DictField(
        child=serializers.CharField(max_length=10),
        required=False,
        help_text="Whose value or record holds, by the keys of the preview: “stays”, “goes”, for a building or an interest “both”.",
    )
    dry_run = serializers.BooleanField(
        required=False, default=False, help_text="Check all that the act is held to, answer what it would do, and write nothing."
    )


class RemoveInput(_Reasoned):
    on = serializers.DateField(required=False, allow_null=True, help_text="The day on which it left; today where none is given.")


class RestoreInput(_Reasoned):
    pass


class UnmergingSerializer(serializers.Serializer):
    """The merge of a site, and what stands in the way of taking it back."""

    goes = SiteNamed()
    stays = SiteNamed()
    edits = LaterEditsSerializer()


class HoldingShareInput(serializers.Serializer):
    holding = serializers.UUIDField()
    floor_m2 = serializers.DecimalField(max_digits=12, decimal_places=2, min_value=0, required=False, allow_null=True)
    land_ha = serializers.DecimalField(max_digits=10, decimal_places=4, min_value=0, required=False, allow_null=True)


def _ids(what: str) -> Any:
    return serializers.ListField(child=serializers.UUIDField(), required=False, max_length=500, help_text=what)


class PartInput(serializers.Serializer):
    name = serializers.CharField(max_length=200)
    code = serializers.CharField(max_length=LONGEST_CODE)
    type = serializers.ChoiceField(choices=[each for each in Site.Type.choices if each[0] != Site.Type.AGGREGATE], required=False)
    address = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    postcode = serializers.CharField(required=False, allow_blank=True, max_length=8)
    latitude = serializers.FloatField(required=False, allow_null=True)
    longitude = serializers.FloatField(required=False, allow_null=True)
    buildings = _ids("Buildings that go with it; who occupies them and the interests in them follow.")
    holdings = _ids("Interests that go with it whole.")
    plots = _ids("Plots that go with it.")
    identifiers = _ids("Identifiers that go with it.")
    shares = HoldingShareInput(many=True, required=False, help_text="How much of an interest goes with it, where a part of it stays.")


class SplitInput(_Reasoned):
    parts = serializers.ListField(child=PartInput(), min_length=1, max_length=20)
    dry_run = serializers.BooleanField(
        required=False, default=False, help_text="Check all that the act is held to, answer what it would do, and write nothing."
    )


class SplitPart(serializers.Serializer):
    name = serializers.CharField()
    code = serializers.CharField()
    floor_m2 = serializers.DecimalField(max_digits=20, decimal_places=2, help_text="Of its interests, each m² counted once.")
    land_ha = serializers.DecimalField(max_digits=20, decimal_places=4, help_text="Of the topmost interests.")
    moves = MoveSaid(many=True)


class SplitPreview(serializers.Serializer):
    """What a split would do; nothing is written. The first of the parts is the site itself."""

    parts = SplitPart(many=True)
    returns = serializers.IntegerField(help_text="That stay with the first: they are of the whole.")
    obstacles = ObstacleSaid(many=True)
