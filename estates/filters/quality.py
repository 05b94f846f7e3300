"""How the rules of quality are asked of the database, and what may be asked of what people say about them.

Each question is asked of a set of sites (`selectors.sites.rows`) that carries what depends on its reader: `latest_year`,
`plots_ha`, `in_dispute`, and `disputed`, the identifiers of each that another site claims, as far as the reader may see.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Sum, TextField, UUIDField, Value
from django.db.models.functions import Cast, Coalesce, Left
from django.utils import timezone

from devo_portal.core.filters import FilterSet, Reference, Search, YesNo, django_filters
from devo_portal.core.models import Organisation

from ..eric.quality import FlagCode
from ..models import Holding, Occupation, QualityWaiver, Site, SiteConfirmation
from ..rules.quality import CHOICES, due_by

JUDGED = Q(removed_on=None, merged_into=None)  # what has left the register is not found wanting
_NAMED = ~Q(type=Site.Type.AGGREGATE)
_TENURES = (Holding.Tenure.FREEHOLD, Holding.Tenure.LEASEHOLD)


def holds_today(day: date, path: str = "") -> Q:
    """Rows that hold on the day; `path` leads to them from the row."""
    return (Q(**{f"{path}starts_on": None}) | Q(**{f"{path}starts_on__lte": day})) & (
        Q(**{f"{path}ends_on": None}) | Q(**{f"{path}ends_on__gte": day})
    )


def _over(day: date, path: str) -> Q:
    """Rows whose record at `path` is not there, or does not hold on the day."""
    return Q(**{f"{path}__isnull": True}) | Q(**{f"{path}__starts_on__gt": day}) | Q(**{f"{path}__ends_on__lt": day})


def _topmost(day: date) -> QuerySet[Any]:
    """Interests of the day that lie beneath no other of the day, as far as two above them."""
    return Holding.objects.filter(holds_today(day), _over(day, "superior"), _over(day, "superior__superior")).order_by()


def _contested(day: date) -> QuerySet[Any]:
    """`{site, ...}` of the interests that more than one holds on the day."""
    today = Holding.objects.filter(holds_today(day), tenure__in=_TENURES).order_by()
    alike = today.values("site", "tenure", "part", "building", "superior")
    return alike.annotate(holders=Count("organisation", distinct=True)).filter(holders__gt=1)


def _rivals(day: date) -> QuerySet[Any]:
    """Interests of the day that somebody else is recorded with as well."""
    nowhere = Value(UUID(int=0), output_field=UUIDField())  # for all of the site, and for what is granted out of nothing
    others = Holding.objects.annotate(place=Coalesce("building", nowhere), above=Coalesce("superior", nowhere)).filter(
        holds_today(day),
        site=OuterRef("site"),
        tenure=OuterRef("tenure"),
        part=OuterRef("part"),
        place=Coalesce(OuterRef("building"), nowhere),
        above=Coalesce(OuterRef("superior"), nowhere),
    )
    return Holding.objects.filter(Exists(others.exclude(organisation=OuterRef("organisation"))), holds_today(day), tenure__in=_TENURES).order_by()


def _overfull(day: date) -> QuerySet[Any]:
    """`{site, building, taken}` of the buildings of which more is taken on the day than they have."""
    today = Occupation.objects.filter(holds_today(day), building__gross_internal_m2__isnull=False).order_by()
    return today.values("site", "building", "building__name", "building__gross_internal_m2").annotate(taken=Sum("area_m2")).filter(
        taken__gt=F("building__gross_internal_m2")
    )  # fmt: skip


def _held_over(day: date) -> QuerySet[Any]:
    sums = _topmost(day).values("site", "site__current_return__gross_internal_m2").annotate(floor=Sum("floor_m2"))
    return sums.filter(floor__gt=F("site__current_return__gross_internal_m2"))


def _breaks(code: str, day: date) -> Q:
    if code in FlagCode.values:
        flagged = Q(current_return__flags__contains=[code])
        return flagged & Q(type=Site.Type.UNKNOWN) if code == FlagCode.TYPE else flagged
    return {
        "no_return": lambda: (
            Q(organisation__kind=Organisation.Kind.TRUST, latest_year__isnull=False)
            & (Q(current_return=None) | Q(current_return__year__lt=F("latest_year")))
        ),
        "no_owner": lambda: ~Q(pk__in=Holding.objects.filter(holds_today(day)).values("site")),
        "holdings_over_gross": lambda: Q(pk__in=_held_over(day).values("site")),
        "overlapping_interests": lambda: Q(pk__in=_contested(day).values("site")),
        "occupied_over_building": lambda: Q(pk__in=_overfull(day).values("site")),
        "plots_over_land": lambda: Q(plots_ha__gt=F("current_return__land_ha")),
        "disputed_identifier": lambda: Q(in_dispute=True),
        "no_postcode": lambda: _NAMED & Q(postcode=""),
        "no_borough": lambda: _NAMED & Q(area=None),
        "outside_london": lambda: Q(outside_london=True),
    }[code]()


def _text(path: str) -> Coalesce:
    return Coalesce(Cast(path, TextField()), Value("not known", output_field=TextField()))


def _words(*parts: Any) -> Func:
    return Func(*(Value(part) if isinstance(part, str) else part for part in parts), function="concat", output_field=TextField())


def _listed(rows: QuerySet[Any], each: Any) -> Subquery:
    """One text of all the rows of a site, in order."""
    told = rows.filter(site=OuterRef("pk")).order_by().values("site").annotate(told=StringAgg(each, Value(", "), order_by=each))
    return Subquery(told.values("told"), output_field=TextField())


def _compared(code: str, day: date) -> Any:
    """What the rule compares, as text."""
    floor, land = _text("current_return__gross_internal_m2"), _text("current_return__land_ha")
    returned = {
        FlagCode.LAND_UNIT: lambda: _words("Land ", land, " ha; floor ", floor, " m²"),
        FlagCode.LEASED: lambda: _words("Land ", land, " ha; floor ", floor, " m²"),
        FlagCode.NOT_DELIVERING: lambda: _words("Not delivering ", _text("current_return__land_not_delivering_ha"), " ha; owned ", land, " ha"),
        FlagCode.OCCUPIED: lambda: _words("Occupied ", _text("current_return__occupied_m2"), " m²; floor ", floor, " m²"),
        FlagCode.PERCENT: lambda: _words(
            "Not suitable ", _text("current_return__not_suitable_pct"), "%; empty ", _text("current_return__empty_pct"),
            "%; under-used ", _text("current_return__under_used_pct"), "%"
        ),
    }  # fmt: skip
    rules = {
        "no_return": lambda: _words("Latest return ", _text("current_return__year"), "; latest year ", F("latest_year")),
        "no_owner": lambda: Value("No holding holds today", output_field=TextField()),
        "holdings_over_gross": lambda: _words(
            "Held ", _text_of(_topmost(day).filter(site=OuterRef("pk")).values("site").annotate(sum=Sum("floor_m2")).values("sum")),
            " m²; floor ", floor, " m²"
        ),
        "overlapping_interests": lambda: _listed(_rivals(day), F("ref")),
        "occupied_over_building": lambda: _words("Taken ", _text_of(_fullest(day)), " m² of one building"),
        "plots_over_land": lambda: _words("Plots ", _text("plots_ha"), " ha; land ", land, " ha"),
        "disputed_identifier": lambda: F("disputed"),
        "no_postcode": lambda: Value("No postcode", output_field=TextField()),
        "no_borough": lambda: Value("No borough", output_field=TextField()),
        "outside_london": lambda: _words("Point ", _text("latitude"), ", ", _text("longitude")),
    }  # fmt: skip
    if code in FlagCode.values and code not in returned:  # what it compares has no column: the row of the file stands for it
        return _words("Return for ", F("current_return__year"), ", row ", Left("current_return__row_hash", 8))
    return returned[FlagCode(code)]() if code in FlagCode.values else rules[code]()


def _fullest(day: date) -> QuerySet[Any]:
    return _overfull(day).filter(site=OuterRef("pk")).order_by("-taken", "building").values("taken")[:1]


def _text_of(rows: QuerySet[Any]) -> Any:
    return Cast(Subquery(rows), TextField())


def holding_waivers(day: date) -> QuerySet[QualityWaiver]:
    """Waivers that have not run out by the day, for whatever values."""
    return QualityWaiver.objects.filter(Q(until=None) | Q(until__gte=day)).order_by()


def finding(rows: QuerySet[Any], code: str, day: date | None = None) -> QuerySet[Any]:
    """The sites that break a rule, each with `compared`, what the rule compares as text, and `waived`."""
    day = day or timezone.localdate()
    found = rows.filter(JUDGED, _breaks(code, day)).annotate(compared=Cast(_compared(code, day), TextField()))
    return found.annotate(waived=Exists(holding_waivers(day).filter(site=OuterRef("pk"), rule=code, value=OuterRef("compared"))))


def stale(day: date) -> Q:
    """Sites that nobody has confirmed within a year."""
    return JUDGED & ~Q(pk__in=SiteConfirmation.objects.filter(confirmed_on__gt=due_by(day)).values("site"))


class Finding(django_filters.MultipleChoiceFilter):
    """`?finding=no_postcode`: sites with one of the findings named, not waived; `waived` asks for those that are."""

    def __init__(self, *, waived: bool = False, **kwargs: Any) -> None:
        super().__init__(choices=CHOICES, distinct=False, **kwargs)
        self.waived = waived

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        asked = Q()
        for code in value:
            asked |= Q(pk__in=finding(qs.order_by(), code).filter(waived=self.waived).values("pk"))
        return qs.filter(asked)


class WaiverFilter(FilterSet):
    q = Search("site__name", "why")
    site = django_filters.UUIDFilter("site_id", label="Site")
    organisation = Reference("site__organisation_id", lambda: Organisation.objects.exclude(sites=None).order_by("name"), label="Whose site")
    rule = django_filters.MultipleChoiceFilter(choices=CHOICES, distinct=False, label="Finding")
    holds = YesNo(lambda: Q(holds=True), label="Holds")


class ConfirmationFilter(FilterSet):
    site = django_filters.UUIDFilter("site_id", label="Site")
    organisation = django_filters.UUIDFilter("site__organisation_id", label="Whose site")
