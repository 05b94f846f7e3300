"""What may be done to pooled budgets."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, change_many, check, create, need_reason, remove, set_links

from ..models import BudgetMonth, BudgetPartner, PooledBudget
from ..rules.shares import HUNDRED
from ..selectors import visible_budgets

MAY = Permission.PILOT_EDIT
FIGURES = ("plan", "forecast", "actual")
_KEEP = """
    INSERT INTO pilots_budgetmonth (budget_id, month, plan, forecast, actual) VALUES (%(budget)s, %(month)s, %(plan)s, %(forecast)s, %(actual)s)
    ON CONFLICT (budget_id, month) DO UPDATE SET plan = excluded.plan, forecast = excluded.forecast, actual = excluded.actual
"""


def create_budget(*, by: Any, reason: str = "", partners: Sequence[Mapping[str, Any]] | None = None, **fields: Any) -> PooledBudget:
    """Begin a pooled budget, with its partners where they are known. Raises Refused: `shares-not-100`, `budget-recorded`."""
    links = {"excluded_functions": fields.pop("excluded_functions")} if "excluded_functions" in fields else {}
    with transaction.atomic():
        budget = create(PooledBudget(**fields), by=by, may=MAY, event="pooledbudget.created", reason=reason, links=links)
        if partners or budget.rule == PooledBudget.Rule.FIXED:
            with change(visible_budgets(by), budget.pk, by=by, may=MAY, version=budget.version, event="pooledbudget.created", reason=reason) as held:
                _put_partners(held, by, partners or [])
                _shares_fit(held)
    return budget


def update_budget(
    *, by: Any, pk: Any, version: int, reason: str = "", partners: Sequence[Mapping[str, Any]] | None = None, **fields: Any
) -> PooledBudget:
    """`partners`, where given, are all of them: who is not named is taken out. Another rule, contribution or share needs a reason.

    Raises Refused: `shares-not-100`, `year-has-months`, `partner-recorded`, `budget-recorded`.
    """
    links = fields.pop("excluded_functions", None)
    with change(visible_budgets(by), pk, by=by, may=MAY, version=version, event="pooledbudget.updated", reason=reason) as budget:
        if fields.get("rule", budget.rule) != budget.rule:
            need_reason(reason, "Say why over- and underspend is shared in another way.")
        if fields.get("year", budget.year) != budget.year and budget.months.exists():
            raise Refused("year-has-months", f"The months of {budget.year_label} hold figures. Add another budget for another year.")
        assign(budget, fields)
        if links is not None:
            set_links(budget, "excluded_functions", links)
        if partners is not None and _put_partners(budget, by, partners):
            need_reason(reason, "Say why a contribution or share that was recorded changes.")
        if partners is not None or "rule" in fields:
            _shares_fit(budget)
    return budget


def _put_partners(budget: PooledBudget, by: Any, partners: Sequence[Mapping[str, Any]]) -> bool:
    """Make the budget's partners just these; answers whether a partner that stood there was altered or taken out."""
    held = {(each.organisation_id, each.kind): each for each in budget.partners.select_related("organisation", "budget__pilot")}
    named, altered, event = set(), False, "budgetpartner"
    for given in partners:
        key = (given["organisation"].pk, given.get("kind", BudgetPartner.Kind.POOLED))
        if key in named:
            raise Refused("partner-recorded", f"{given['organisation']} stands there twice as {BudgetPartner.Kind(key[1]).label.lower()}.")
        named.add(key)
        was = held.get(key)
        if was is None:
            create(BudgetPartner(**{"budget": budget, **given}), by=by, may=MAY, event=f"{event}.created")
            budget.links_changed = True  # type: ignore[attr-defined]  # what `change` asks, to count a version of the budget
        elif any(getattr(was, name) != value for name, value in given.items()):
            with change(BudgetPartner.objects.all(), was.pk, by=by, may=MAY, version=was.version, event=f"{event}.changed") as partner:
                assign(partner, given)
            altered = True
    for key, was in held.items():
        if key not in named:
            remove(BudgetPartner.objects.all(), was.pk, by=by, may=MAY, version=was.version, event=f"{event}.removed")
            altered = True
    if altered:
        budget.links_changed = True  # type: ignore[attr-defined]
    return altered


def _shares_fit(budget: PooledBudget) -> None:
    """Fixed shares come to the whole. Raises Refused (`shares-not-100`), naming the total and who holds what."""
    if budget.rule != PooledBudget.Rule.FIXED:
        return
    pooling = list(budget.partners.filter(kind=BudgetPartner.Kind.POOLED).select_related("organisation").order_by("organisation__name"))
    total = sum((each.share or Decimal(0) for each in pooling), Decimal(0))
    if total != HUNDRED:
        said = "; ".join(f"{each.organisation} {shown(each.share)}" for each in pooling) or "nobody pools yet"
        raise Refused("shares-not-100", f"Fixed shares must come to 100%, and these come to {shown(total)}: {said}.")


def shown(share: Decimal | None) -> str:
    """33.3333%, 50%; the column's zeros left away."""
    return "no share" if share is None else f"{share.normalize():f}%"


def record_months(*, by: Any, pk: Any, version: int, months: Iterable[Mapping[str, Any]], reason: str = "") -> PooledBudget:
    """Write figures into months: `[{month, plan?, forecast?, actual?}]`. What is left out stays; None is not known.

    A plan or an actual that was recorded changes only with a reason. Raises ValidationError and Refused
    (`actual-in-future`), by `months/<month>/<figure>`.
    """
    with change(visible_budgets(by), pk, by=by, may=MAY, version=version, event="pooledbudget.months-recorded", reason=reason) as budget:
        kept, corrected = {each.month: each for each in budget.months.all()}, False
        for given in months:
            row = kept.setdefault(given["month"], BudgetMonth(budget=budget, month=given["month"]))
            new = {name: given[name] for name in FIGURES if name in given and given[name] != getattr(row, name)}
            if not new:
                continue
            corrected = corrected or any(getattr(row, name) is not None for name in new if name != "forecast")
            assign(row, new)
            _check_month(row)
            change_many(_KEEP, {"budget": budget.pk, "month": row.month, **{name: getattr(row, name) for name in FIGURES}})
            budget.links_changed = True  # type: ignore[attr-defined]
        if corrected:
            need_reason(reason, "Say why a plan or an actual that was recorded changes.")
    return budget


def _check_month(row: BudgetMonth) -> None:
    """Raises what `check` does, with the month in the names of the fields."""
    try:
        check(row)
    except Refused as refused:
        raise Refused(refused.rule, refused.detail, {f"months/{row.month}/{name}": text for name, text in refused.errors.items()})
    except ValidationError as error:
        raise ValidationError({f"months/{row.month}/{name}": errors for name, errors in error.message_dict.items()})
