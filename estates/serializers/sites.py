"""Shapes of sites and of the register's totals."""

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import AreaBrief, OrganisationBrief
from devo_portal.core.shapes import Label, May, One, Shape, Url

from ..models import Site
from .flags import Flags
from .places import Place, WholePlace


def _measure(name: str, places: int, digits: int) -> serializers.DecimalField:
    return serializers.DecimalField(source=f"current_return.{name}", max_digits=digits, decimal_places=places, allow_null=True)


class SiteBrief(Shape):
    url = Url("sites")

    class Meta:
        model = Site
        fields = ("id", "ref", "name", "code", "url")


class SiteSerializer(Shape):
    url = Url("sites")
    type_label = Label("type", Site.Type)
    organisation = One(OrganisationBrief, "organisation")
    area = One(AreaBrief, "area")
    place = Place()
    year = serializers.CharField(source="current_return.year", allow_null=True, help_text="Of the latest return, whose measures these are.")
    gross_internal_m2 = _measure("gross_internal_m2", 2, 12)
    land_ha = _measure("land_ha", 4, 10)
    land_not_delivering_ha = _measure("land_not_delivering_ha", 4, 10)
    backlog_total = _measure("backlog_total", 2, 15)
    backlog_high = _measure("backlog_high", 2, 14)
    flags = Flags("current_return__flags")
    may_edit = May(Permission.SITE_EDIT, "organisation_id")

    class Meta:
        model = Site
        brief = ("code",)
        fields = (
            "id",
            "ref",
            "url",
            "name",
            "code",
            "type",
            "type_label",
            "organisation",
            "address",
            "postcode",
            "area",
            "place",
            "year",
            "gross_internal_m2",
            "land_ha",
            "land_not_delivering_ha",
            "backlog_total",
            "backlog_high",
            "flags",
            "sensitive",
            "removed_on",
            "source",
            "illustrative",
            "version",
            "updated_at",
            "may_edit",
        )


class SiteDetail(SiteSerializer):
    """A site with its outline and its place on the British National Grid."""

    place = WholePlace()


class SiteInput(Input):
    class Meta:
        model = Site
        fields = ("name", "type", "address", "postcode", "area", "sensitive", "source", "illustrative", "reason")


class TotalsSerializer(serializers.Serializer):
    """Over the sites that the filter leaves, from the latest return of each."""

    organisations = serializers.IntegerField(help_text="That report a site.")
    sites = serializers.IntegerField(help_text="Aggregates included.")
    aggregates = serializers.IntegerField(help_text="Rows that stand for a trust's small sites together.")
    sites_named = serializers.IntegerField(help_text="Without the aggregates.")
    gross_internal_m2 = serializers.DecimalField(max_digits=20, decimal_places=2)
    land_ha = serializers.DecimalField(max_digits=20, decimal_places=4)
    land_not_delivering_ha = serializers.DecimalField(max_digits=20, decimal_places=4)
    backlog_total = serializers.DecimalField(max_digits=20, decimal_places=2)
    backlog_high = serializers.DecimalField(max_digits=20, decimal_places=2)
    backlog_significant = serializers.DecimalField(max_digits=20, decimal_places=2)
    backlog_moderate = serializers.DecimalField(max_digits=20, decimal_places=2)
    backlog_low = serializers.DecimalField(max_digits=20, decimal_places=2)
    flagged = serializers.IntegerField(help_text="With at least one quality flag.")
    years = serializers.ListField(child=serializers.CharField(), help_text="Of the returns counted, the latest first.")


class PublishedSerializer(serializers.Serializer):
    """Of the whole register, rounded. It counts sensitive sites only where they are enough to hide among."""

    sites = serializers.IntegerField()
    organisations = serializers.IntegerField()
    gross_internal_m2 = serializers.IntegerField(help_text="To the nearest 1,000 m².")
    land_ha = serializers.IntegerField(help_text="To the nearest hectare.")
    land_not_delivering_ha = serializers.IntegerField(help_text="To the nearest hectare.")
    backlog_total = serializers.IntegerField(help_text="To the nearest £1 million.")
