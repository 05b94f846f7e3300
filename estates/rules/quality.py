"""The rules of quality: what each compares, in which units and within which bounds, why, and how it is mended.

A rule hides nothing and refuses nothing: a site that breaks one has a finding, which somebody mends, or a programme
officer waives with a reason. How a rule is asked of the database stands in `filters/quality.py`, under the same codes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from ..eric.quality import EXPLANATIONS, LAND_TO_FLOOR, LEASED_FLOOR_M2, FlagCode

STOPS, LOOK = "stops", "look"
SEVERITIES = {STOPS: "Stops a total", LOOK: "To look at"}
WEIGHTS = {STOPS: 20, LOOK: 5}  # points that a finding takes from a site's 100
FORMULA = (
    f"A site begins with 100 points. Each finding that is not waived takes {WEIGHTS[STOPS]} where it stops a total being trusted, "
    f"and {WEIGHTS[LOOK]} where it is to be looked at; nothing goes below 0. The score of an owner, or of the register, is the mean of its sites, "
    "to one decimal place."
)


@dataclass(frozen=True)
class QualityRule:
    code: str
    title: str
    compares: str  # with units and bounds
    severity: str
    why: str
    mend: str
    page: str  # that mends it; {} is the site's id
    of_return: bool = False  # told from the flags that an import gives a return

    @property
    def weight(self) -> int:
        return WEIGHTS[self.severity]


_EDIT, _HOLDINGS, _BUILDINGS = "/estates/sites/{}/edit/", "/estates/sites/{}/holdings/", "/estates/sites/{}/buildings/"
_PLOTS, _IDENTIFIERS, _IMPORT = "/estates/sites/{}/plots/", "/estates/sites/{}/identifiers/", "/estates/imports/new/"
_AGAIN = "Correct the row in the return, and import the file again."


def _returned(flag: FlagCode, compares: str, severity: str, mend: str = _AGAIN, page: str = _IMPORT) -> QualityRule:
    return QualityRule(flag.value, str(flag.label), compares, severity, EXPLANATIONS[flag.value], mend, page, True)


RULES = (
    _returned(FlagCode.LAND_UNIT, f"Land (hectares, as m²) with gross internal floor (m²): at most {LAND_TO_FLOOR} times the floor.", STOPS),
    _returned(
        FlagCode.LEASED,
        f"Land (hectares) with gross internal floor (m²): not 0 hectares where the floor is over {LEASED_FLOOR_M2:,} m².",
        LOOK,
        f"{_AGAIN} Where the building is leased, record the lease among the holdings, and ask a programme officer to waive the finding.",
        _HOLDINGS,
    ),
    _returned(FlagCode.NOT_DELIVERING, "Land not delivering services (hectares) with land owned (hectares): at most as much.", STOPS),
    _returned(FlagCode.OCCUPIED, "Occupied floor (m²) with gross internal floor (m²): at most as much.", STOPS),
    _returned(FlagCode.AGE_TOTAL, "The total of the age profile (%) with 100%: within 1 percentage point.", LOOK),
    _returned(FlagCode.PERCENT, "Floor not suitable, empty and under-used (%) with 100%: each at most that.", STOPS),
    _returned(FlagCode.NEGATIVE_COST, "Costs (£) with £0: none below.", LOOK),
    _returned(
        FlagCode.TYPE, "The return’s type of site with the types that the portal knows.", LOOK, "Choose the type on the page of the site.", _EDIT
    ),
    QualityRule(
        "no_return",
        "No return for the latest year",
        "The year of a trust’s site’s latest return with the latest year that any trust has returned.",
        STOPS,
        "Totals count the site as it was in an earlier year, or not at all.",
        "Import the return of the year.",
        _IMPORT,
    ),
    QualityRule(
        "no_owner",
        "No owner today",
        "Holdings that hold today: at least 1.",
        STOPS,
        "Nobody is recorded as holding the site, so it is in no owner’s total of holdings.",
        "Add the holding, or correct the days of one that has ended.",
        _HOLDINGS,
    ),
    QualityRule(
        "holdings_over_gross",
        "More floor held than there is",
        "Floor of the topmost interests today (m²) with the gross internal floor returned (m²): at most as much.",
        STOPS,
        "The holdings add up to more floor than the site’s latest return gives; each m² should be counted once.",
        "Correct the floor of a holding, or say out of which interest it is granted.",
        _HOLDINGS,
    ),
    QualityRule(
        "overlapping_interests",
        "Two hold the same interest",
        "Freeholds and leases that hold today of the same building and part, out of the same interest: at most 1 holder.",
        STOPS,
        "Two organisations are recorded with the same interest on the same day, so its floor would be counted twice.",
        "End one of them, or say which part each covers.",
        _HOLDINGS,
    ),
    QualityRule(
        "occupied_over_building",
        "More floor occupied than the building has",
        "Occupations of a building today (m²) with its gross internal floor (m²): at most as much.",
        STOPS,
        "The building’s occupied and vacant floor add up to more than it has.",
        "Correct the area of an occupation, or the floor of the building.",
        _BUILDINGS,
    ),
    QualityRule(
        "plots_over_land",
        "More land in plots than the site has",
        "Land of the site’s plots (hectares) with the land returned (hectares): at most as much.",
        STOPS,
        "The land that may be released would be counted as more than there is.",
        "Correct the land of a plot.",
        _PLOTS,
    ),
    QualityRule(
        "disputed_identifier",
        "An identifier that another site claims",
        "Identifiers of the site with those of other sites: none the same.",
        STOPS,
        "What others send about one of the two sites may be kept with the other.",
        "Withdraw the claim that is wrong.",
        _IDENTIFIERS,
    ),
    QualityRule(
        "no_postcode",
        "No postcode",
        "The postcode of a site that is not an aggregate: given.",
        LOOK,
        "The site cannot be matched with other registers by its postcode.",
        "Enter the postcode.",
        _EDIT,
    ),
    QualityRule(
        "no_borough",
        "No borough",
        "The borough of a site that is not an aggregate: given.",
        LOOK,
        "The site is missing from its borough’s totals.",
        "Choose the borough.",
        _EDIT,
    ),
    QualityRule(
        "outside_london",
        "Outside Greater London",
        "The site’s point with the outlines of the 33 boroughs: in one of them.",
        LOOK,
        "The register is London’s: the point is a slip, or the site is one that London’s figures should leave out.",
        "Correct the point. Where the site does lie outside London, ask a programme officer to waive the finding.",
        "/estates/sites/{}/place/",
    ),
)
BY_CODE = {rule.code: rule for rule in RULES}
OF_READER = frozenset({"plots_over_land", "disputed_identifier"})  # whose values depend on what is sensitive, and so on who reads them
CHOICES = [(rule.code, rule.title) for rule in RULES]


def site_score(codes: Iterable[str]) -> int:
    """0 to 100 points, from the codes of a site's findings that are not waived."""
    return max(0, 100 - sum(BY_CODE[code].weight for code in codes))


def mean_score(scores: Iterable[int]) -> Decimal | None:
    """The mean of sites' scores to one decimal place, a half rounded up; None of no sites."""
    every = list(scores)
    return (Decimal(sum(every)) / len(every)).quantize(Decimal("0.1"), ROUND_HALF_UP) if every else None


def due_on(confirmed_on: date) -> date:
    """When a site is to be confirmed again: the same day of the next year; 28 February after a 29th."""
    try:
        return confirmed_on.replace(year=confirmed_on.year + 1)
    except ValueError:
        return date(confirmed_on.year + 1, 2, 28)


def due_by(today: date) -> date:
    """The last day of which a confirmation is due again today: `due_on(day) <= today` for it and every day before."""
    after = today + timedelta(days=1)
    try:
        return after.replace(year=after.year - 1) - timedelta(days=1)
    except ValueError:
        return date(after.year - 1, 2, 28)
