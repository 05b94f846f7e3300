"""Shapes of organisations and areas, and their brief forms that other answers hold."""

from .models import Area, Organisation
from .shapes import Label, Many, One, Shape, Url


class OrganisationBrief(Shape):
    url = Url("organisations")

    class Meta:
        model = Organisation
        fields = ("id", "ref", "name", "ods_code", "gss_code", "url")


class AreaBrief(Shape):
    url = Url("areas")

    class Meta:
        model = Area
        fields = ("id", "ref", "name", "gss_code", "url")


class AreaSerializer(Shape):
    url = Url("areas")
    kind_label = Label("kind", Area.Kind)
    parent = One(AreaBrief, "parent")

    class Meta:
        model = Area
        fields = ("id", "ref", "url", "name", "kind", "kind_label", "gss_code", "parent", "source", "illustrative", "version", "updated_at")


class AreaDetail(AreaSerializer):
    children = Many(AreaBrief, lambda user: Area.objects.order_by("name"), by="parent_id")

    class Meta(AreaSerializer.Meta):
        fields = (*AreaSerializer.Meta.fields, "children")


class OrganisationSerializer(Shape):
    url = Url("organisations")
    kind_label = Label("kind", Organisation.Kind)
    part_of = One(OrganisationBrief, "part_of")
    areas = Many(AreaBrief, lambda user: Area.objects.order_by("name"), by="organisations")

    class Meta:
        model = Organisation
        fields = (
            "id",
            "ref",
            "url",
            "name",
            "short_name",
            "kind",
            "kind_label",
            "ods_code",
            "gss_code",
            "part_of",
            "areas",
            "source",
            "illustrative",
            "version",
            "updated_at",
        )


class OrganisationDetail(OrganisationSerializer):
    members = Many(OrganisationBrief, lambda user: Organisation.objects.order_by("name"), by="part_of_id")

    class Meta(OrganisationSerializer.Meta):
        fields = (*OrganisationSerializer.Meta.fields, "members")
