"""Shapes of holdings and of what is reckoned from them, and what a holding takes in."""

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Label, May, One, Shape, Url

from ..models import Holding
from .buildings import BuildingBrief, HoldingBrief
from .sites import SiteBrief

_WRITTEN = (
    "tenure",
    "tenure_category",
    "part",
    "land_ha",
    "floor_m2",
    "area_source",
    "landlord_name",
    "starts_on",
    "ends_on",
    "break_on",
    "review_on",
    "source",
    "illustrative",
)


class HoldingSerializer(Shape):
    url = Url("holdings")
    site = One(SiteBrief, "site")
    organisation = One(OrganisationBrief, "organisation")
    tenure_label = Label("tenure", Holding.Tenure)
    tenure_category_label = Label("tenure_category", Holding.Category)
    building = One(BuildingBrief, "building")
    superior = One(HoldingBrief, "superior")
    landlord = One(OrganisationBrief, "landlord")
    may_edit = May(Permission.SITE_EDIT, "site__organisation_id")

    class Meta:
        model = Holding
        fields = (
            "id",
            "ref",
            "url",
            "site",
            "organisation",
            "building",
            "superior",
            "landlord",
            *_WRITTEN,
            "tenure_label",
            "tenure_category_label",
            "version",
            "updated_at",
            "may_edit",
        )


class HoldingInput(Input):
    site = serializers.UUIDField()
    building = serializers.UUIDField(required=False, allow_null=True)
    superior = serializers.UUIDField(required=False, allow_null=True)

    class Meta:
        model = Holding
        fields = ("site", "organisation", "building", "superior", "landlord", *_WRITTEN, "reason")


def _floor(help_text: str) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=20, decimal_places=2, help_text=help_text)


class OwnerSerializer(HoldingSerializer):
    net_floor_m2 = _floor("Its floor less what is held beneath it.")
    since_known = serializers.BooleanField(help_text="False where the day from which it is held is not known.")

    class Meta(HoldingSerializer.Meta):
        fields = (*HoldingSerializer.Meta.fields, "net_floor_m2", "since_known")


class HolderSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    interests = serializers.IntegerField()
    floor_m2 = _floor("Held most nearly: each m² is counted once.")


class OwnersSerializer(serializers.Serializer):
    """Who holds a site on a day."""

    on = serializers.DateField()
    floor_m2 = _floor("Of all interests, each m² counted once.")
    owners = serializers.ListField(child=serializers.DictField(), help_text="The interests of the day, as holdings, each with `net_floor_m2`.")
    holders = HolderSerializer(many=True)
    flags = serializers.ListField(child=serializers.DictField(), help_text="Interests beneath which more floor lies than they have.")


class HoldingTotalsSerializer(serializers.Serializer):
    """Over the interests that the filter leaves and that hold on the day."""

    on = serializers.DateField()
    interests = serializers.IntegerField()
    floor_m2 = _floor("Each m² counted once.")
    holders = HolderSerializer(many=True)
