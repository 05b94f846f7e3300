"""What may be asked of identifiers, and how a site is asked for by one."""

from typing import Any

from django.db.models import Q, QuerySet

from devo_portal.core.filters import AnyOf, FilterSet, Search, YesNo, django_filters

from ..models import Identifier, Site
from ..rules.identifiers import asked


def claims(text: str) -> Q:
    """The identifiers that a text may mean; none where it can mean none."""
    wanted = Q(pk__in=[])
    for scheme, value in asked(text):
        wanted |= Q(scheme=scheme, value=value)
    return wanted


class Claimed(django_filters.CharFilter):
    """`?identifier=uprn:100023336956`, or a bare value: the identifier in any scheme that it fits. `through` leads to the identifier."""

    def __init__(self, through: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.through = through

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return qs
        if self.through:
            former = once_called(value.rpartition(":")[2]).values("merged_into")
            return qs.filter(Q(pk__in=Identifier.objects.filter(claims(value)).values(self.through)) | Q(pk__in=former))
        return qs.filter(claims(value))


def once_called(code: str) -> QuerySet[Any]:
    """Sites of this code that were merged into another, and whose code tells its readers of nothing that they may not see."""
    rows = Site.objects.filter(merged_into__isnull=False, code__iexact=code.strip())
    return rows.filter(Q(sensitive=False) | Q(merged_into__sensitive=True)).order_by()


class SiteSearch(Search):
    """Words of the name or code; or one of the site's identifiers, or the code of one merged into it, whole."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not any(letter.isdigit() for letter in value or ""):
            return super().filter(qs, value)
        # As ids, so that the indexes of name and code still serve.
        wanted = Q(pk__in=list(Identifier.objects.filter(claims(value)).values_list("site_id", flat=True)[:100]))
        wanted |= Q(pk__in=list(once_called(value).values_list("merged_into_id", flat=True)[:100]))
        words = Q()
        for word in value.split()[:8]:
            anywhere = Q()
            for column in self.columns:
                anywhere |= Q(**{f"{column}__icontains": word})
            words &= anywhere
        return qs.filter(wanted | words)


class IdentifierFilter(FilterSet):
    q = Search("value", "site__name")
    identifier = Claimed(label="Identifier")
    scheme = AnyOf(Identifier.Scheme, label="Scheme")
    conflict = YesNo(lambda: Q(conflict=True), label="Claimed for another site too")
    site = django_filters.UUIDFilter("site_id", label="Site")
    organisation = django_filters.UUIDFilter("organisation_id", label="Whose reference")
