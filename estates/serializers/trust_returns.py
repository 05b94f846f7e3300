"""Shapes of the returns of trusts about themselves."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema_field

from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, One, Part, Shape, Url

from ..models import TrustReturn
from ..models.trust_returns import COUNTED, INVESTED
from .returns import AsReported


@extend_schema_field(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["code", "label", "sites"],
            "properties": {"code": {"type": "string", "enum": list(COUNTED)}, "label": {"type": "string"}, "sites": {"type": "integer"}},
        },
    }
)
class SitesByType(Part):
    """How many sites of each type, those of none left out."""

    def paths(self) -> Sequence[str]:
        return [f"sites_{code}" for code in COUNTED]

    def finisher(self, answering: Answering) -> Finish:
        places = [(code, label, answering.at[f"sites_{code}"]) for code, label in COUNTED.items()]

        def counted(row: Any) -> list[dict[str, Any]]:
            return [{"code": code, "label": label, "sites": row[place]} for code, label, place in places if row[place]]

        return counted


class TrustReturnSerializer(Shape):
    url = Url("trust-returns")
    organisation = One(OrganisationBrief, "organisation")
    sites_by_type = SitesByType()

    class Meta:
        model = TrustReturn
        fields = (
            "id",
            "ref",
            "url",
            "organisation",
            "year",
            "as_at",
            "organisation_type",
            "sites_total",
            "sites_by_type",
            "sites_leased_nhsps",
            "estates_strategy",
            *INVESTED,
            "source",
            "illustrative",
            "version",
            "updated_at",
        )


class TrustReturnDetail(TrustReturnSerializer):
    as_reported = AsReported()

    class Meta(TrustReturnSerializer.Meta):
        fields = (*TrustReturnSerializer.Meta.fields, "as_reported")
