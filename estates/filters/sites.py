"""What may be asked of sites."""

from django.db.models import Q

from devo_portal.core.filters import AnyOf, FilterSet, Reference, YesNo, django_filters
from devo_portal.core.models import Area, Organisation

from ..eric.quality import FlagCode
from ..models import Site
from .identifiers import Claimed, SiteSearch
from .places import InBorough, InBox, Intersects, WithinMetres, borough_differs
from .shared import AnyFlag


class SiteFilter(FilterSet):
    q = SiteSearch("name", "code")
    identifier = Claimed("site", label="Identifier")
    organisation = Reference("organisation_id", lambda: Organisation.objects.filter(kind=Organisation.Kind.TRUST).order_by("name"), label="Trust")
    type = AnyOf(Site.Type, label="Site type")
    aggregate = YesNo(lambda: Q(type=Site.Type.AGGREGATE), label="Aggregate of small sites")
    flagged = YesNo(lambda: Q(current_return__flags__len__gt=0), label="Flagged")
    flag = AnyFlag(FlagCode, field_name="current_return__flags", label="Quality flag")
    area = Reference("area_id", lambda: Area.objects.filter(kind=Area.Kind.AUTHORITY).order_by("name"), label="Borough")
    year = django_filters.CharFilter("current_return__year", label="Year of the latest return")
    located = YesNo(lambda: Q(latitude__isnull=False), label="Has a place on the map")
    outside_london = YesNo(lambda: Q(outside_london=True), label="Outside Greater London")
    borough_differs = YesNo(borough_differs, label="Named borough is not the point’s")
    borough = InBorough(label="In the outline of")
    bbox = InBox(label="In the box (west, south, east, north)")
    within_m = WithinMetres(label="Within a distance (latitude, longitude, metres)")
    intersects = Intersects(label="Touching a shape (GeoJSON or well-known text)")
