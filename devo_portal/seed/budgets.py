"""Pooled budgets: City and Hackney's plan as published, and one made up to show how a year goes.

The published plan says who puts in what. No source seen says how its risk is shared, who hosts it or what was spent.
"""

from decimal import Decimal
from typing import Any, NamedTuple

from . import sources
from .organisations import ccg, council
from .pilots import BHR
from .pilots import HACKNEY as HACKNEY_PILOT
from .sources import cited

HACKNEY, SELECTED = "City and Hackney pooled budget", "Pooled budget for selected services"


class Budget(NamedTuple):
    name: str
    pilot: str
    year: int
    rule: str
    exclusions: str
    excluded_functions: tuple[str, ...]
    schedule_text: str
    status_note: str
    source: str
    host: str = ""
    fund_manager: str = ""
    illustrative: bool = False


class Partner(NamedTuple):
    budget: str
    organisation: str
    amount: Decimal
    kind: str = "pooled"
    source: str = ""
    illustrative: bool = False


def budgets() -> tuple[Budget, ...]:
    return (
        Budget(
            HACKNEY,
            HACKNEY_PILOT,
            2017,
            "by_contribution",
            "Core primary care stays outside the pool.\nSome services may not be pooled under section 75; the pilot asks to commission these too.",
            ("F-02",),
            "Health, social care and prevention together, by two integrated commissioning boards.",
            "Paused: planned for April 2017, and held up by a review of its governance. No source seen says how its partners share risk, so the "
            "portal's own first choice stands: by contribution.",
            cited(sources.HEALTHWATCH_HACKNEY, sources.HSJ_HACKNEY),
        ),
        Budget(
            SELECTED,
            BHR,
            2018,
            "by_contribution",
            "Core primary care",
            ("F-02",),
            "Joint planning and pooled money for selected services, planned from April 2018. Which services, and how much, is made up.",
            "Made up, month by month, to show how a pooled budget is followed. Sources say only that pooled budgets were planned from April 2018.",
            "",
            council("Redbridge"),
            "Pooled fund manager, London Borough of Redbridge",
            illustrative=True,
        ),
    )


def partners() -> tuple[Partner, ...]:
    published = ((ccg("City and Hackney"), 335), (council("Hackney"), 111), (council("City of London"), 6))
    made_up = (("Redbridge", 24, 9), ("Havering", 22, 8), ("Barking and Dagenham", 18, 7))
    return (
        *(Partner(HACKNEY, who, _millions(money), source=sources.HEALTHWATCH_HACKNEY) for who, money in published),
        *(Partner(SELECTED, ccg(place), _millions(health), illustrative=True) for place, health, _ in made_up),
        *(Partner(SELECTED, council(place), _millions(care), illustrative=True) for place, _, care in made_up),
    )


def _millions(number: int) -> Decimal:
    return Decimal(number) * 1_000_000


# Thousands of pounds over plan in each month that is spent, and expected in each that is to come.
_OVER = (110, -40, 180, 260, 150, 310, 230)
_EXPECTED = (200, 180, 260, 150, 90)


def fill(made: list[Any]) -> None:
    """Put the months of the made-up year into its budget."""
    from pilots.models import BudgetMonth, PooledBudget
    from pilots.rules.budgets import months_of
    from pilots.rules.shares import split

    for budget in PooledBudget.objects.filter(pk__in=made, name=SELECTED):
        months = months_of(budget.year)
        plan = split(_millions(88), dict.fromkeys(months, Decimal(1)))
        for place, month in enumerate(months):
            spent = place < len(_OVER)
            over = Decimal((*_OVER, *_EXPECTED)[place]) * 1000
            row = BudgetMonth(budget=budget, month=month, plan=plan[month], forecast=plan[month] + (0 if spent else over))
            row.actual = plan[month] + over if spent else None
            row.full_clean()
            row.save(force_insert=True)
