"""What may be read about pooled budgets."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, DecimalField, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Coalesce, JSONObject

from devo_portal.core.history import Beneath, Linked, event_model, history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import BudgetFilter, over_plan
from ..models import BudgetExclusion, BudgetMonth, BudgetPartner, PooledBudget
from ..rules import budgets as rules
from ..serializers import BudgetDetail, BudgetSerializer

_MONEY: Any = DecimalField(max_digits=18, decimal_places=2)
_SPENT = Q(actual__isnull=False)


def visible_budgets(user: Any) -> QuerySet[PooledBudget]:
    """With what is put in, the year's plan, how the year goes so far and what is expected of it: see BudgetSerializer."""
    require(user, Permission.PROGRAMME_VIEW)
    partners = BudgetPartner.objects.filter(budget=OuterRef("pk")).order_by().values("budget")
    months = BudgetMonth.objects.filter(budget=OuterRef("pk")).order_by().values("budget")
    planned = months.annotate(known=Count("plan"), money=Sum("plan")).filter(known=12)
    spent = months.filter(_SPENT).annotate(money=Sum("actual"), last=Max("month"))
    against = months.filter(_SPENT).annotate(money=Sum("plan"), lacking=Count("pk", filter=Q(plan=None))).filter(lacking=0)
    likely = Coalesce("actual", "forecast", "plan")
    expected = months.annotate(known=Count(likely), told=Count(Coalesce("actual", "forecast")), money=Sum(likely)).filter(known=12, told__gt=0)
    alike = PooledBudget.objects.filter(pilot=OuterRef("pilot"), name=OuterRef("name")).order_by("year")
    years = alike.annotate(money=Cast(Sum("partners__amount"), CharField())).values(said=JSONObject(id="pk", year="year", money="money"))
    # The pilot comes along because its lead owns the budget.
    return PooledBudget.objects.select_related("pilot").annotate(
        pooled=_one(partners.filter(kind=BudgetPartner.Kind.POOLED).annotate(money=Sum("amount"))),
        aligned=_one(partners.filter(kind=BudgetPartner.Kind.ALIGNED).annotate(money=Sum("amount"))),
        plan=Coalesce(_one(planned), _one(partners.annotate(money=Sum("amount")))),
        last_month=Subquery(spent.values("last")),
        planned_to_date=_one(against),
        actual_to_date=_one(spent),
        outturn=_one(expected),
        years=ArraySubquery(years),
    )


def _one(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.values("money"), output_field=_MONEY)


budgets = ReadModel("budgets", visible_budgets, BudgetFilter, BudgetSerializer, order=("-year", "name", "updated_at"), detail=BudgetDetail)


def budget_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """Sums over the budgets that the filter leaves: see BudgetSummarySerializer."""
    both, ends = Q(actual_to_date__isnull=False, planned_to_date__isnull=False), Q(outturn__isnull=False, plan__isnull=False)
    told = (
        budgets.found(user, params)
        .order_by()
        .aggregate(
            budgets=Count("pk"),
            made_up=Count("pk", filter=Q(illustrative=True)),
            over=Count("pk", filter=over_plan()),
            plans=Sum("plan"),
            planned=Sum("planned_to_date"),
            spent=Sum("actual_to_date"),
            difference=Sum(F("actual_to_date") - F("planned_to_date"), filter=both),
            held_against=Sum("planned_to_date", filter=both),
            expected=Sum("outturn"),
            against=Sum("plan", filter=ends),
            at_the_end=Sum(F("outturn") - F("plan"), filter=ends),
        )
    )
    return {
        "budgets": told["budgets"],
        "illustrative": told["made_up"],
        "over": told["over"],
        "plan": told["plans"],
        "planned_to_date": told["planned"],
        "actual_to_date": told["spent"],
        "variance_to_date": told["difference"],
        "variance_to_date_percent": rules.percent(told["difference"], told["held_against"]),
        "forecast": told["expected"],
        "forecast_against": told["against"],
        "variance": told["at_the_end"],
        "variance_percent": rules.percent(told["at_the_end"], told["against"]),
    }


def months_seen(budget: PooledBudget, version: int) -> dict[tuple[str, str], Any]:
    """The figures of a budget as they were at one of its versions, by month and name: all that later acts wrote is left out."""
    later = event_model(PooledBudget).objects.filter(pgh_obj_id=budget.pk, version__gt=version).values("pgh_context_id")
    seen: dict[tuple[str, str], Any] = {(month, name): None for month in rules.months_of(budget.year) for name in ("plan", "forecast", "actual")}
    events = event_model(BudgetMonth).objects.filter(budget_id=budget.pk).exclude(pgh_context_id__in=later).order_by("pgh_id")
    for month, *figures in events.values_list("month", "plan", "forecast", "actual"):
        seen |= {(month, name): figure for name, figure in zip(("plan", "forecast", "actual"), figures, strict=True)}
    return seen


def budget_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    beneath = [Beneath(BudgetPartner, "budget", "organisation", "partner"), Beneath(BudgetMonth, "budget", "month", "month")]
    return history(PooledBudget, pk, [Linked(BudgetExclusion, "budget", "function", "function left out")], beneath)
