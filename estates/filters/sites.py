"""What may be asked of sites."""

from typing import Any

from django.core.validators import RegexValidator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from devo_portal.core.filters import AnyOf, FilterSet, Reference, YesNo, django_filters
from devo_portal.core.models import Area, Organisation

from ..eric.quality import FlagCode
from ..models import EstateReturn, Site
from ..rules.estate import BY_KEY, MEASURES
from .identifiers import Claimed, SiteSearch
from .places import InBorough, InBox, Intersects, WithinMetres, borough_differs
from .quality import JUDGED, Finding, stale
from .reporting import reported
from .shared import AnyFlag

LATEST = "current_return__"


class SubRegion(Reference):
    """Sites in a borough of the sub-region."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("area__parent_id", lambda: Area.objects.filter(kind=Area.Kind.SUB_REGION).order_by("name"), label="Sub-region", **kwargs)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs.filter(Q(area__parent=value) | Q(area=value)) if value else qs


class Reports(django_filters.ChoiceFilter):
    """Sites whose latest return reports a measure."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[(measure.key, measure.title) for measure in MEASURES], empty_label="Any", **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return qs.filter(reported(BY_KEY[value], LATEST)) if value else qs


class Stale(YesNo):
    """Yes or no of the sites that are still in the register."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return super().filter(qs.filter(JUDGED) if value else qs, value)


class SiteFilter(FilterSet):
    """With `returned`, what is asked of the return is asked of that year's and not of the latest."""

    q = SiteSearch("name", "code")
    identifier = Claimed("site", label="Identifier")
    organisation = Reference("organisation_id", lambda: Organisation.objects.filter(kind=Organisation.Kind.TRUST).order_by("name"), label="Trust")
    type = AnyOf(Site.Type, label="Site type")
    aggregate = YesNo(lambda: Q(type=Site.Type.AGGREGATE), label="Aggregate of small sites")
    flagged = YesNo(lambda: Q(current_return__flags__len__gt=0), label="Flagged")
    flag = AnyFlag(FlagCode, field_name="current_return__flags", label="Quality flag")
    area = Reference("area_id", lambda: Area.objects.filter(kind=Area.Kind.AUTHORITY).order_by("name"), label="Borough")
    sub_region = SubRegion()
    has_borough = YesNo(lambda: Q(area__kind=Area.Kind.AUTHORITY), label="In a borough")
    has_sub_region = YesNo(
        lambda: Q(area__kind=Area.Kind.SUB_REGION) | Q(area__kind=Area.Kind.AUTHORITY, area__parent__kind=Area.Kind.SUB_REGION),
        label="In a sub-region",
    )
    reports = Reports(label="Reports the measure")
    year = django_filters.CharFilter("current_return__year", label="Year of the latest return")
    located = YesNo(lambda: Q(latitude__isnull=False), label="Has a place on the map")
    outside_london = YesNo(lambda: Q(outside_london=True), label="Outside Greater London")
    borough_differs = YesNo(borough_differs, label="Named borough is not the point’s")
    borough = InBorough(label="In the outline of")
    bbox = InBox(label="In the box (west, south, east, north)")
    within_m = WithinMetres(label="Within a distance (latitude, longitude, metres)")
    intersects = Intersects(label="Touching a shape (GeoJSON or well-known text)")
    returned = django_filters.CharFilter(
        label="Has a return for the year", validators=[RegexValidator(r"^[0-9]{4}-[0-9]{2}$", "Give a financial year, such as 2016-17.")]
    )
    finding = Finding(label="Finding")
    finding_waived = Finding(waived=True, label="Finding waived")
    removed = django_filters.ChoiceFilter(
        choices=[("true", "Yes, only those"), ("false", "No")], empty_label="No", label="Left the register", method=lambda rows, name, value: rows
    )  # which rows are asked for: `selectors.sites`
    stale = Stale(lambda: stale(timezone.localdate()), label="To be confirmed")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = dict(self.form.cleaned_data)
        if not (year := asked.pop("returned")):
            return super().filter_queryset(queryset)
        kept = EstateReturn.objects.filter(site=OuterRef("pk"), year=year)
        if flagged := asked.pop("flagged"):
            kept = kept.filter(flags__len__gt=0) if flagged == "true" else kept.exclude(flags__len__gt=0)
        if flags := asked.pop("flag"):
            kept = kept.filter(flags__overlap=flags)
        if measure := asked.pop("reports"):
            kept = kept.filter(reported(BY_KEY[measure]))
        for name, value in asked.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset.filter(Exists(kept))
