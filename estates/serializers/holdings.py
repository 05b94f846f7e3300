"""Shape of a holding."""

from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Label, One, Shape, Url

from ..models import Holding
from .sites import SiteBrief


class HoldingSerializer(Shape):
    url = Url("holdings")
    site = One(SiteBrief, "site")
    organisation = One(OrganisationBrief, "organisation")
    tenure_label = Label("tenure", Holding.Tenure)

    class Meta:
        model = Holding
        fields = (
            "id",
            "ref",
            "url",
            "site",
            "organisation",
            "tenure",
            "tenure_label",
            "land_ha",
            "starts_on",
            "ends_on",
            "source",
            "illustrative",
            "version",
            "updated_at",
        )
