"""Shape of a plot, and what it takes in."""

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Label, May, One, Shape, Url

from ..models import Plot
from .buildings import Over
from .sites import SiteBrief

_WRITTEN = (
    "name",
    "land_ha",
    "gross_internal_m2",
    "surplus_status",
    "stage",
    "disposal_status",
    "planned_year",
    "proposed_use",
    "homes_from",
    "homes_to",
    "planning_status",
    "market_value",
    "sensitive",
    "source",
    "illustrative",
)


class PlotSerializer(Shape):
    url = Url("plots")
    site = One(SiteBrief, "site")
    organisation = One(OrganisationBrief, "site__organisation")
    surplus_status_label = Label("surplus_status", Plot.Surplus)
    stage_label = Label("stage", Plot.Stage)
    disposal_status_label = Label("disposal_status", Plot.Disposal)
    proposed_use_label = Label("proposed_use", Plot.Use)
    planning_status_label = Label("planning_status", Plot.Planning)
    flags = Over(
        "plots_ha", "site__current_return__land_ha", "plots-over-land", "More land in plots than the site has",
        "The plots of the site add up to more land than its latest return gives."
    )  # fmt: skip
    may_edit = May(Permission.SITE_EDIT, "site__organisation_id")

    class Meta:
        model = Plot
        fields = (
            "id",
            "ref",
            "url",
            "site",
            "organisation",
            *_WRITTEN,
            "surplus_status_label",
            "stage_label",
            "disposal_status_label",
            "proposed_use_label",
            "planning_status_label",
            "flags",
            "version",
            "updated_at",
            "may_edit",
        )


class PlotInput(Input):
    site = serializers.UUIDField()

    class Meta:
        model = Plot
        fields = ("site", *_WRITTEN, "reason")
