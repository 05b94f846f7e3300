"""Shapes of buildings and occupations, and what each takes in."""

from collections.abc import Sequence

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, May, One, Part, PartDate, Shape, Url

from ..models import Building, Holding, Occupation
from .flags import FLAGS_SCHEMA, extend_schema_field
from .sites import SiteBrief


def _measured(help_text: str) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=20, decimal_places=2, allow_null=True, help_text=help_text)


class BuildingBrief(Shape):
    url = Url("buildings")

    class Meta:
        model = Building
        fields = ("id", "ref", "name", "url")


class HoldingBrief(Shape):
    url = Url("holdings")
    organisation = One(OrganisationBrief, "organisation")
    tenure_label = Label("tenure", Holding.Tenure)

    class Meta:
        model = Holding
        fields = ("id", "ref", "organisation", "tenure", "tenure_label", "part", "url")


@extend_schema_field(FLAGS_SCHEMA)
class Over(Part):
    """A flag where one figure is larger than another that bounds it."""

    def __init__(self, part: str, whole: str, code: str, label: str, explanation: str, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.part, self.whole = part, whole
        self.flag = {"code": code, "label": label, "explanation": explanation}

    def paths(self) -> Sequence[str]:
        return [self.part, self.whole]

    def finisher(self, answering: Answering) -> Finish:
        part, whole, flag = answering.at[self.part], answering.at[self.whole], self.flag
        return lambda row: [flag] if row[part] is not None and row[whole] is not None and row[part] > row[whole] else []


class BuildingSerializer(Shape):
    url = Url("buildings")
    site = One(SiteBrief, "site")
    built = PartDate("built")
    condition_label = Label("condition", Building.Condition)
    occupied_m2 = _measured("In use today.")
    vacant_m2 = _measured("Vacant today.")
    flags = Over(
        "taken_m2", "gross_internal_m2", "building-overfull", "More floor taken than there is",
        "The areas of its occupations today add up to more than its gross internal floor area."
    )  # fmt: skip
    may_edit = May(Permission.SITE_EDIT, "site__organisation_id")

    class Meta:
        model = Building
        fields = (
            "id",
            "ref",
            "url",
            "site",
            "name",
            "gross_internal_m2",
            "storeys",
            "built",
            "use",
            "condition",
            "condition_label",
            "demolished_on",
            "occupied_m2",
            "vacant_m2",
            "flags",
            "source",
            "illustrative",
            "version",
            "updated_at",
            "may_edit",
        )


class BuildingInput(Input):
    site = serializers.UUIDField()

    class Meta:
        model = Building
        fields = ("site", "name", "gross_internal_m2", "storeys", "built", "use", "condition", "demolished_on", "source", "illustrative", "reason")


class OccupationSerializer(Shape):
    url = Url("occupations")
    site = One(SiteBrief, "site")
    building = One(BuildingBrief, "building")
    holding = One(HoldingBrief, "holding")
    occupier = One(OrganisationBrief, "occupier")
    may_edit = May(Permission.SITE_EDIT, "site__organisation_id")

    class Meta:
        model = Occupation
        fields = (
            "id",
            "ref",
            "url",
            "site",
            "building",
            "holding",
            "occupier",
            "occupier_name",
            "vacant",
            "area_m2",
            "starts_on",
            "ends_on",
            "source",
            "illustrative",
            "version",
            "updated_at",
            "may_edit",
        )


class OccupationInput(Input):
    site = serializers.UUIDField()
    building = serializers.UUIDField(required=False, allow_null=True)
    holding = serializers.UUIDField(required=False, allow_null=True)

    class Meta:
        model = Occupation
        fields = (
            "site",
            "building",
            "holding",
            "occupier",
            "occupier_name",
            "vacant",
            "area_m2",
            "starts_on",
            "ends_on",
            "source",
            "illustrative",
            "reason",
        )
