"""What is odd in a return that is nevertheless well formed. A flag hides nothing and refuses nothing: it asks a person
to look. Each rule has caught something in a published return, or guards a rule that the return's own notes state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import models

Values = Mapping[str, float]  # measures by field; one that the return leaves out is absent

LEASED_FLOOR_M2 = 5_000
LAND_TO_FLOOR = 100  # the widest grounds of a London hospital are 31 times its floor
M2_IN_HECTARE = 10_000


class FlagCode(models.TextChoices):
    LAND_UNIT = "land_unit", "Land area implausible"
    LEASED = "leased_or_nhsps", "No land for a large building"
    NOT_DELIVERING = "not_delivering_over_owned", "More land unused than owned"
    OCCUPIED = "occupied_over_gross", "More floor occupied than there is"
    AGE_TOTAL = "age_profile_total", "Age profile does not add up"
    PERCENT = "percent_over_100", "A percentage over 100"
    NEGATIVE_COST = "negative_cost", "A cost below nothing"
    TYPE = "type_not_known", "Site type not known"


class RowFlag(models.TextChoices):
    """Why a row of a file is told and not taken. Such flags stay with the file: no return carries one."""

    CLOSED = "closed", "Closed"
    CLOSED_HELD = "closed_and_held", "Closed, and in the register"
    ITSELF = "organisation_itself", "The organisation itself"
    UNKNOWN = "organisation_not_known", "Organisation not known"
    NOT_PUBLIC = "not_public_land", "Not public land"


ROW_FLAGS: list[tuple[str, str]] = [*FlagCode.choices, *RowFlag.choices]
FLAG_LABELS = {code: str(name) for code, name in ROW_FLAGS}


@dataclass(frozen=True)
class Rule:
    code: FlagCode
    explanation: str
    breaks: Callable[[Values], bool] | None = None  # None: told from the row's text, in rows.py


def _land_unit(values: Values) -> bool:
    land, floor = values.get("land_ha"), values.get("gross_internal_m2")
    return land is not None and floor is not None and floor > 0 and land * M2_IN_HECTARE > floor * LAND_TO_FLOOR


def _over(one: str, other: str) -> Callable[[Values], bool]:
    return lambda values: one in values and other in values and values[one] > values[other]


RULES = (
    Rule(
        FlagCode.LAND_UNIT,
        f"The land is more than {LAND_TO_FLOOR} times the floor area. It was probably returned in another unit, such as "
        "acres, square metres or hundredths of a hectare.",
        _land_unit,
    ),
    Rule(
        FlagCode.LEASED,
        f"Over {LEASED_FLOOR_M2:,} m² of floor and 0 hectares of land. The building is probably leased, or owned by NHS Property Services.",
        lambda values: values.get("land_ha") == 0 and values.get("gross_internal_m2", 0) > LEASED_FLOOR_M2,
    ),
    Rule(FlagCode.NOT_DELIVERING, "The land that delivers no services is larger than the land owned.", _over("land_not_delivering_ha", "land_ha")),
    Rule(FlagCode.OCCUPIED, "The occupied floor area is larger than the gross internal floor area.", _over("occupied_m2", "gross_internal_m2")),
    Rule(
        FlagCode.AGE_TOTAL,
        "The shares of floor area by age of building do not add up to 100%.",
        lambda values: "age_total_pct" in values and abs(values["age_total_pct"] - 100) > 1,
    ),
    Rule(
        FlagCode.PERCENT,
        "A share of the floor area is larger than the whole.",
        lambda values: any(values.get(name, 0) > 100 for name in ("not_suitable_pct", "empty_pct", "under_used_pct")),
    ),
    Rule(FlagCode.NEGATIVE_COST, "A cost was returned as a negative number: a credit, or a correction of another year."),
    Rule(FlagCode.TYPE, "The return's type of site is not one that the portal knows."),
)
EXPLANATIONS = {str(rule.code): rule.explanation for rule in RULES}
_OF_ROWS = {
    RowFlag.CLOSED: "The file says that it has closed or ended. The register does not have it, and it is not added.",
    RowFlag.CLOSED_HELD: "The file says that it has closed or ended, and the register has it. It is left as it is: look at whether it should stay.",
    RowFlag.ITSELF: "The row is of an organisation, not of a site of it. It is left out.",
    RowFlag.UNKNOWN: "The site belongs to an organisation that the register does not have. It is left out: import a return of that trust first.",
    RowFlag.NOT_PUBLIC: "The file does not say that a public authority owns any of the land. It is left out: the register is of public land.",
}


READ = frozenset(
    {"land_ha", "land_not_delivering_ha", "gross_internal_m2", "occupied_m2", "age_total_pct", "not_suitable_pct", "empty_pct", "under_used_pct"}
)


def told(codes: list[str]) -> list[dict[str, str]]:
    """`[{code, label, explanation}]`."""
    return [{"code": code, "label": FLAG_LABELS[code], "explanation": EXPLANATIONS.get(code) or _OF_ROWS[RowFlag(code)]} for code in codes]


def broken(values: Values) -> list[str]:
    """The codes of the rules that a row's measures break."""
    return [str(rule.code) for rule in RULES if rule.breaks and rule.breaks(values)]
