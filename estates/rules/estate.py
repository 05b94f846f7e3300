"""What the estate dashboard measures, how sums of it are added and divided, and how an owner stands among its peers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

FLOOR, LAND = "gross_internal_m2", "land_ha"
# The most floor that a provider should leave unoccupied or under-used: Lord Carter's review of hospital productivity, 2016.
CARTER_MOST = Decimal("2.5")
LEAST_PEERS = 4  # a quartile of fewer says nothing


@dataclass(frozen=True)
class Measure:
    """Something that can be added over sites.

    `of` are the columns of a return that it is made from. `how`: "sum" adds those that are returned, and a site reports
    it that returns one of them; "all" needs every one; "share" is the floor that percentages make, and needs the floor.
    `beside` is the column that it is divided by, over the sites that report both. `doubted_by` are the flags that doubt it.
    """

    key: str
    title: str
    unit: str
    of: tuple[str, ...]
    how: str = "sum"
    beside: str = ""
    doubted_by: tuple[str, ...] = ()

    @property
    def places(self) -> int:
        return 4 if self.unit == "ha" else 2

    @property
    def as_percent(self) -> bool:
        """Divided by what it is a part of; else a figure for each m²."""
        return self.unit != "£"

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns without which a site does not report it; for "sum", one of them is enough."""
        return (*self.of, FLOOR) if self.how == "share" else self.of


_LAND = ("land_unit", "not_delivering_over_owned")
_COST = ("negative_cost",)
_RISKS = ("backlog_high", "backlog_significant", "backlog_moderate", "backlog_low")
MEASURES = (
    Measure("gross_internal_m2", "Floor area", "m²", (FLOOR,), doubted_by=("occupied_over_gross",)),
    Measure("land_ha", "Land owned", "ha", (LAND,), doubted_by=_LAND),
    Measure("land_not_delivering_ha", "Land not delivering services", "ha", ("land_not_delivering_ha",), beside=LAND, doubted_by=_LAND),
    Measure("empty_m2", "Floor empty", "m²", ("empty_pct",), "share", FLOOR, ("percent_over_100",)),
    Measure("under_used_m2", "Floor under-used", "m²", ("under_used_pct",), "share", FLOOR, ("percent_over_100",)),
    Measure("idle_m2", "Floor empty or under-used", "m²", ("empty_pct", "under_used_pct"), "share", FLOOR, ("percent_over_100",)),
    Measure("backlog_total", "Maintenance backlog", "£", _RISKS, beside=FLOOR),
    Measure("backlog_critical", "Critical infrastructure risk", "£", _RISKS[:2], beside=FLOOR),
    Measure("backlog_high", "High-risk backlog", "£", _RISKS[:1], beside=FLOOR),
    Measure("backlog_significant", "Significant-risk backlog", "£", _RISKS[1:2], beside=FLOOR),
    Measure("backlog_moderate", "Moderate-risk backlog", "£", _RISKS[2:3], beside=FLOOR),
    Measure("backlog_low", "Low-risk backlog", "£", _RISKS[3:], beside=FLOOR),
    Measure("running_cost", "Running cost", "£", ("finance_cost", "energy_cost"), "all", FLOOR, _COST),
    Measure("finance_cost", "Estates and facilities finance cost", "£", ("finance_cost",), beside=FLOOR, doubted_by=_COST),
    Measure("energy_cost", "Energy cost", "£", ("energy_cost",), beside=FLOOR, doubted_by=_COST),
)
BY_KEY = {measure.key: measure for measure in MEASURES}
DOUBTING = tuple(sorted({flag for measure in MEASURES for flag in measure.doubted_by}))

Parts = Mapping[str, Any]  # sums and counts by name: `land_ha`, `land_ha_sites`, and for a ratio `…_over`, `…_under`, `…_both`


def added(groups: Iterable[Parts]) -> dict[str, Any]:
    """The parts of several groups together. A sum of nothing stays None: nothing was reported."""
    total: dict[str, Any] = {}
    for group in groups:
        for name, value in group.items():
            held = total.get(name)
            total[name] = value if held is None else held if value is None else held + value
    return total


def told(measure: Measure, parts: Parts) -> dict[str, Any]:
    """`{value, sites, ratio, ratio_sites}`: the sum or None, how many sites report it, the ratio or None and of how many sites."""
    value = parts.get(measure.key)
    over, under = parts.get(f"{measure.key}_over"), parts.get(f"{measure.key}_under")
    return {
        "value": None if value is None else rounded(value, measure.places),
        "sites": parts.get(f"{measure.key}_sites") or 0,
        "ratio": rounded(over * (100 if measure.as_percent else 1) / under) if over is not None and under else None,
        "ratio_sites": parts.get(f"{measure.key}_both") or 0,
    }


def rounded(value: Any, places: int = 2) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-places))


def against_carter(idle: Mapping[str, Any]) -> dict[str, Any]:
    """`{most, share, stands}` of the measure `idle_m2` as told: over, within, or not known."""
    share = idle["ratio"]
    return {"most": CARTER_MOST, "share": share, "stands": "unknown" if share is None else "over" if share > CARTER_MOST else "within"}


def years_between(first: str, last: str) -> list[str]:
    """Every financial year from the one to the other: 2015-16, 2016-17."""
    return [f"{year}-{(year + 1) % 100:02}" for year in range(int(first[:4]), int(last[:4]) + 1)]


def trend(measure: Measure, by_year: Mapping[str, Parts], years: list[str]) -> list[dict[str, Any]]:
    """For each year `{year, value, sites, change, change_percent}`. A year without the measure is a gap, and there is no
    change to or from a gap."""
    rows: list[dict[str, Any]] = []
    before: Decimal | None = None
    for year in years:
        said = told(measure, by_year.get(year, {}))
        value = said["value"]
        change: Decimal | None = value - before if value is not None and before is not None else None
        percent: Decimal | None = rounded(change * 100 / before, 1) if change is not None and before else None
        rows.append({"year": year, "value": value, "sites": said["sites"], "change": change, "change_percent": percent})
        before = value
    return rows


def quartiles(values: list[Decimal]) -> tuple[Decimal, Decimal, Decimal] | None:
    """The lower quartile, the median and the upper, between the nearest two where none stands there (as PostgreSQL's
    percentile_cont); None of fewer than LEAST_PEERS."""
    if len(values) < LEAST_PEERS:
        return None
    ordered = sorted(values)

    def at(share: Decimal) -> Decimal:
        place = share * (len(ordered) - 1)
        below = int(place)
        above = min(below + 1, len(ordered) - 1)
        return rounded(ordered[below] + (ordered[above] - ordered[below]) * (place - below))

    return at(Decimal("0.25")), at(Decimal("0.5")), at(Decimal("0.75"))


def stands(value: Decimal | None, values: list[Decimal]) -> dict[str, Any]:
    """Where a value stands among those of its peers, itself among them: `{place, of, lower, median, upper, quarter}`.

    `place` counts from the highest; `quarter` is lowest, lower, upper or highest, None where no quartile is given.
    """
    cuts = quartiles(values)
    lower, median, upper = cuts or (None, None, None)
    quarter = None
    if cuts and value is not None:
        quarter = "highest" if value > cuts[2] else "upper" if value > cuts[1] else "lower" if value >= cuts[0] else "lowest"
    place = None if value is None else 1 + sum(each > value for each in values)
    return {"place": place, "of": len(values), "lower": lower, "median": median, "upper": upper, "quarter": quarter}
