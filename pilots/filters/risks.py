from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import CombinedExpression

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters
from governance.filters.shared import boards, organisations

from ..models import Risk
from ..rules import risks as rules
from .shared import all_pilots


class Bands:
    choices = tuple(rules.LABELS.items())


class Said(django_filters.ChoiceFilter):
    """A choice that `RiskFilter` reads together with the others; by itself it leaves every row."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs


_POINTS = [(str(number), str(number)) for number in range(1, 6)]


class RiskFilter(FilterSet):
    """`likelihood`, `impact` and `band` speak of the scores of `basis`: current, unless another is given."""

    q = Search("title", "cause", "event", "effect", "countermeasures", "pilot__name")
    pilot = Reference("pilot_id", all_pilots, label="Pilot")
    status = AnyOf(Risk.Status, label="Status")
    kind = AnyOf(Risk.Kind, label="Risk or issue")
    category = AnyOf(Risk.Category, label="Category")
    basis = Said(choices=rules.BASES, label="Score", empty_label=None)
    likelihood = Said(choices=_POINTS, label="Likelihood", empty_label="Any")
    impact = Said(choices=_POINTS, label="Impact", empty_label="Any")
    band = django_filters.MultipleChoiceFilter(choices=Bands.choices, label="Band", method="all_rows")
    escalated = YesNo(lambda: Q(escalated_to__isnull=False), label="Escalated to a board")
    escalated_to = Reference("escalated_to_id", boards, label="Escalated to")
    target_above_current = YesNo(lambda: Q(target_above_current=True), label="Target above current")
    response = AnyOf(Risk.Response, label="Response")
    owned_by = Reference("owned_by_id", organisations, label="Owner")
    raised_by = Reference("raised_by_id", organisations, label="Raised by")

    def all_rows(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return queryset

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        basis = asked.get("basis") or rules.CURRENT
        for side in ("likelihood", "impact"):
            if asked.get(side):
                found = found.filter(**{f"{basis}_{side}": int(asked[side])})
        if asked.get("band"):
            spans = [(least, most) for name, least, most in rules.BANDS if name in asked["band"]]
            product: CombinedExpression = F(f"{basis}_likelihood") * F(f"{basis}_impact")
            within = Q(*(Q(asked_score__gte=least, asked_score__lte=most) for least, most in spans), _connector=Q.OR)
            found = found.alias(asked_score=product).filter(within)
        return found
