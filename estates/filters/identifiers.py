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


_FEW = 10_000  # sites that cost less to find and sort than they may cost to meet on a walk


class SiteSearch(Search):
    """Words of the name or code; or one of the site's identifiers, or the code of one merged into it, whole."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        words = Q()
        for word in (value or "").split()[:8]:
            words &= Q(*(Q(**{f"{column}__icontains": word}) for column in self.columns), _connector=Q.OR)
        if not words:
            return qs
        if any(letter.isdigit() for letter in value):
            # As ids, so that the indexes of name and code still serve.
            words |= Q(pk__in=list(Identifier.objects.filter(claims(value)).values_list("site_id", flat=True)[:100]))
            words |= Q(pk__in=list(once_called(value).values_list("merged_into_id", flat=True)[:100]))
        asked = self.parent.form.cleaned_data
        return self._alone(qs, words) if not any(asked[name] for name in asked if name != "q") else qs.filter(words)

    @staticmethod
    def _alone(qs: QuerySet[Any], words: Q) -> QuerySet[Any]:
        """Where nothing else narrows the list, PostgreSQL walks it by name until a page is full. The sites of a word that all
        names of its kind begin with stand together, and may stand last: so few are found first, and then sorted."""
        ids = list(Site.objects.order_by().filter(words).values_list("pk", flat=True)[: _FEW + 1])
        return qs.filter(pk__in=ids) if len(ids) <= _FEW else qs.filter(words)


class IdentifierFilter(FilterSet):
    q = Search("value", "site__name")
    identifier = Claimed(label="Identifier")
    scheme = AnyOf(Identifier.Scheme, label="Scheme")
    conflict = YesNo(lambda: Q(conflict=True), label="Claimed for another site too")
    site = django_filters.UUIDFilter("site_id", label="Site")
    organisation = django_filters.UUIDFilter("organisation_id", label="Whose reference")
