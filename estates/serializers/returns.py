"""Shapes of yearly returns."""

from collections.abc import Sequence

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, One, Part, Shape, Url

from ..models import EstateReturn, Site
from .flags import Flags
from .sites import SiteBrief

MEASURES = (
    "gross_internal_m2",
    "occupied_m2",
    "clinical_m2",
    "non_clinical_m2",
    "land_ha",
    "land_not_delivering_ha",
    "not_suitable_pct",
    "empty_pct",
    "under_used_pct",
    "backlog_high",
    "backlog_significant",
    "backlog_moderate",
    "backlog_low",
    "backlog_total",
    "finance_cost",
    "energy_cost",
)


@extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
class AsReported(Part):
    """Every cell of the row, by the file's own heading."""

    def paths(self) -> Sequence[str]:
        return ["as_reported", "imported_by__headers"]

    def finisher(self, answering: Answering) -> Finish:
        cells, headers = answering.at["as_reported"], answering.at["imported_by__headers"]
        return lambda row: dict(zip(row[headers] or [], row[cells] or [], strict=False))


class ReturnSerializer(Shape):
    url = Url("estate-returns")
    site = One(SiteBrief, "site")
    organisation = One(OrganisationBrief, "organisation")
    site_type_label = Label("site_type", Site.Type)
    flags = Flags("flags")

    class Meta:
        model = EstateReturn
        fields = (
            "id",
            "ref",
            "url",
            "site",
            "organisation",
            "year",
            "as_at",
            "site_name",
            "site_type",
            "site_type_label",
            *MEASURES,
            "flags",
            "source",
            "illustrative",
            "version",
            "updated_at",
        )


class ReturnDetail(ReturnSerializer):
    as_reported = AsReported()

    class Meta(ReturnSerializer.Meta):
        fields = (*ReturnSerializer.Meta.fields, "as_reported")


class FormerReturn(serializers.Serializer):
    """A return as it was until it was changed or taken back."""

    year = serializers.CharField()
    version = serializers.IntegerField()
    kept_at = serializers.DateTimeField(help_text="From when the register held it.")
    until = serializers.DateTimeField(help_text="When another took its place.")
    source = serializers.CharField()
    row_hash = serializers.CharField(help_text="Of the row of the file, where it came with one.")
    gross_internal_m2 = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    land_ha = serializers.DecimalField(max_digits=10, decimal_places=4, allow_null=True)
    land_not_delivering_ha = serializers.DecimalField(max_digits=10, decimal_places=4, allow_null=True)
    backlog_high = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)


class FormerReturns(serializers.Serializer):
    former = FormerReturn(many=True)
