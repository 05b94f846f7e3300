"""Shapes of what is claimed, and what the writes take in."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.models import Area
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import AreaBrief
from devo_portal.core.shapes import Answering, Finish, Label, Many, May, One, Part, Row, Shape, Url, extend_schema_field

from ..models import Claim, ClaimedThing, Pilot
from ..rules import shares as rules
from .pilots import PilotBrief

SHARE = {"max_digits": 7, "decimal_places": 4, "min_value": Decimal(0), "max_value": Decimal(100)}


def step(measure: str) -> Decimal:
    """The least by which parts of a thing of this measure differ."""
    return rules.PENNY if measure == ClaimedThing.Measure.MONEY else rules.WHOLE


def shares_on(things: Any) -> dict[Any, dict[Any, Decimal | None]]:
    """Every claim on these things with its share, by thing."""
    held: dict[Any, dict[Any, Decimal | None]] = {}
    for thing, claim, share in Claim.objects.filter(thing__in=things).values_list("thing_id", "pk", "share"):
        held.setdefault(thing, {})[claim] = share
    return held


class ThingBrief(Shape):
    url = Url("claimed-things")
    measure_label = Label("measure", ClaimedThing.Measure)

    class Meta:
        model = ClaimedThing
        fields = ("id", "ref", "url", "name", "measure", "measure_label", "amount", "unit", "illustrative")


@extend_schema_field(serializers.DecimalField(max_digits=16, decimal_places=2, allow_null=True, help_text="Null while the thing is left out."))
class Counted(Part):
    """What of its thing a claim is counted with."""

    COLUMNS = ("id", "thing_id", "thing__amount", "thing__measure")

    def paths(self) -> Sequence[str]:
        return self.COLUMNS

    def finisher(self, answering: Answering) -> Finish:
        held = shares_on(Claim.objects.filter(pk__in=answering.ids).values("thing_id"))
        places = [answering.at[column] for column in self.COLUMNS]
        parts: dict[Any, dict[Any, Decimal] | None] = {}

        def counted(row: Row) -> Decimal | None:
            pk, thing, amount, measure = (row[place] for place in places)
            if thing not in parts:
                parts[thing] = rules.claimed(amount, held.get(thing, {}), step(measure))
            found = parts[thing]
            return found.get(pk) if found else None

        return counted


class ClaimOfThing(Shape):
    url = Url("claims")
    pilot = One(PilotBrief, "pilot")
    area = One(AreaBrief, "area")
    amount = Counted()
    may_edit = May(Permission.PILOT_EDIT, "pilot__lead_id")

    class Meta:
        model = Claim
        fields = ("id", "ref", "url", "pilot", "area", "share", "amount", "source", "illustrative", "version", "updated_at", "may_edit")


class ClaimSerializer(ClaimOfThing):
    thing = One(ThingBrief, "thing")
    counted = serializers.BooleanField(help_text="False while the thing is left out of the totals.")

    class Meta(ClaimOfThing.Meta):
        fields = ("thing", "counted", *ClaimOfThing.Meta.fields)


def claims_in_order(user: Any = None) -> QuerySet[Claim]:
    return Claim.objects.order_by("pilot__name", "area__name", "id")


class ClaimedThingSerializer(ThingBrief):
    claims = Many(ClaimOfThing, claims_in_order, by="thing_id")
    shares_total = serializers.DecimalField(max_digits=9, decimal_places=4, allow_null=True, help_text="Percent, of the shares that are given.")
    counted = serializers.BooleanField(help_text="One claim alone and whole, or every share given and 100% in all.")
    may_edit = May(Permission.PILOT_EDIT, "owner")

    class Meta(ThingBrief.Meta):
        fields = (
            *(name for name in ThingBrief.Meta.fields if name != "illustrative"),
            "as_at",
            "claims",
            "shares_total",
            "counted",
            "source",
            "illustrative",
            "version",
            "updated_at",
            "may_edit",
        )


class MeasureTotal(serializers.Serializer):
    measure = serializers.ChoiceField(ClaimedThing.Measure.choices)
    measure_label = serializers.CharField()
    total = serializers.DecimalField(max_digits=20, decimal_places=2, help_text="What is claimed and counted, each thing once.")
    things = serializers.IntegerField(help_text="Things counted.")
    left_out = serializers.IntegerField(help_text="Things left out until they are shared.")
    left_out_amount = serializers.DecimalField(max_digits=20, decimal_places=2, help_text="The whole of these.")


class ClaimedBy(serializers.Serializer):
    money = serializers.DecimalField(max_digits=20, decimal_places=2)
    homes = serializers.DecimalField(max_digits=20, decimal_places=2)
    people = serializers.DecimalField(max_digits=20, decimal_places=2)


class ClaimedByPilot(ClaimedBy):
    pilot = PilotBrief()


class ClaimedByArea(ClaimedBy):
    area = AreaBrief()


class HeldClaim(serializers.Serializer):
    id = serializers.UUIDField()
    pilot = PilotBrief()
    area = AreaBrief()
    share = serializers.DecimalField(max_digits=7, decimal_places=4, allow_null=True)
    amount = serializers.DecimalField(max_digits=16, decimal_places=2, allow_null=True)


class ThingWithClaims(serializers.Serializer):
    thing = ThingBrief()
    why = serializers.ChoiceField([("no_share", "A claim has no share"), ("not_100", "The shares are not 100%"), ("", "Counted")])
    shares_total = serializers.DecimalField(max_digits=9, decimal_places=4)
    may_share = serializers.BooleanField(help_text="Whether the reader may share it; only asked of what is left out.")
    claims = HeldClaim(many=True)


class ClaimSummarySerializer(serializers.Serializer):
    """The totals over the claims that the filter leaves: by pilot and by borough they come to the same."""

    claims = serializers.IntegerField()
    counted = serializers.IntegerField(help_text="Things counted.")
    left_out = serializers.IntegerField(help_text="Things left out until they are shared.")
    without_share = serializers.IntegerField(help_text="Of these, with a claim that has no share.")
    not_100 = serializers.IntegerField(help_text="Of these, whose shares come to more or less than 100%.")
    illustrative = serializers.IntegerField(help_text="Things among both that are made up.")
    measures = MeasureTotal(many=True)
    by_pilot = ClaimedByPilot(many=True)
    by_area = ClaimedByArea(many=True)
    unshared = ThingWithClaims(many=True)
    shared = ThingWithClaims(many=True, help_text="Claimed by two or more, and counted once.")


# --- What writes take in ---------------------------------------------------------------------------------------------------
class ClaimInput(Input):
    class Meta:
        model = Claim
        fields = ("thing", "pilot", "area", "share", "source", "illustrative", "reason")


class ClaimChange(Input):
    """What may change of a claim: another pilot, borough or thing is another claim."""

    class Meta:
        model = Claim
        fields = ("share", "source", "illustrative", "reason")


class ClaimedThingInput(Input):
    """A thing comes with its first claim."""

    pilot = serializers.PrimaryKeyRelatedField(queryset=Pilot.objects.all(), help_text="The first to claim it; only where the thing is new.")
    area = serializers.PrimaryKeyRelatedField(
        queryset=Area.objects.filter(kind=Area.Kind.AUTHORITY), help_text="The borough of that claim; only where the thing is new."
    )

    class Meta:
        model = ClaimedThing
        fields = ("name", "measure", "amount", "unit", "as_at", "pilot", "area", "source", "illustrative", "reason")


class ClaimedThingChange(Input):
    class Meta:
        model = ClaimedThing
        fields = ("name", "measure", "amount", "unit", "as_at", "source", "illustrative", "reason")


class ShareInput(serializers.Serializer):
    claim = serializers.PrimaryKeyRelatedField(queryset=Claim.objects.all())
    share = serializers.DecimalField(max_digits=7, decimal_places=4, allow_null=True)


class SharesInput(serializers.Serializer):
    shares = ShareInput(many=True, allow_empty=False, help_text="A claim that is not named keeps its share.")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, help_text="Needed where a share that was set changes.")
