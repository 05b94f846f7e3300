"""The columns of an ERIC site file that the portal reckons with, by every name that they have gone under.

The Estates Returns Information Collection (ERIC) names its columns anew now and then, and the pound and square signs
in them are often damaged on the way; so headings are compared by their letters and digits, without the unit.
"""

import difflib
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django.core.exceptions import ValidationError

from ..models import EstateReturn, Site
from ..reading import named_apart

_UNIT = re.compile(r"\s*\([^()]*\)\s*$")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_NUMBERED = re.compile(r"^\s*[0-9]+[.)]?\s*")
LONGEST_HEADING = 300


@dataclass(frozen=True)
class Column:
    """One column. `kind` is text, area, land, percent or pounds; `names` are its headings, the newest last."""

    field: str
    kind: str
    names: tuple[str, ...]
    required: bool = False
    kept: bool = True  # has a column of its own on EstateReturn

    @property
    def name(self) -> str:
        return self.names[0]


IDENTITY = (
    Column("organisation_code", "text", ("Organisation Code", "Trust Code"), required=True),
    Column("organisation_name", "text", ("Organisation Name", "Trust Name"), required=True),
    Column("site_code", "text", ("Site Code",), required=True),
    Column("site_name", "text", ("Site Name",), required=True),
    Column("site_type", "text", ("Site Type",), required=True),
)
MEASURES = (
    Column("gross_internal_m2", "area", ("Gross internal floor area (m²)", "Gross internal site floor area (m²)"), required=True),
    Column("occupied_m2", "area", ("Occupied floor area (m²)",)),
    Column("clinical_m2", "area", ("Clinical space (m²)",)),
    Column("non_clinical_m2", "area", ("Non-clinical space (m²)",)),
    Column("land_ha", "land", ("Land area owned (Hectares)", "Site land area (Hectare)"), required=True),
    Column("land_not_delivering_ha", "land", ("Land area not delivering services (Hectares)",)),
    Column("not_suitable_pct", "percent", ("Not functionally suitable - occupied floor area (%)",)),
    Column("empty_pct", "percent", ("Floor area - empty (%)",)),
    Column("under_used_pct", "percent", ("Floor area - under used (%)",)),
    Column("backlog_high", "pounds", ("Cost to eradicate high risk backlog (£)",)),
    Column("backlog_significant", "pounds", ("Cost to eradicate significant risk backlog (£)",)),
    Column("backlog_moderate", "pounds", ("Cost to eradicate moderate risk backlog (£)",)),
    Column("backlog_low", "pounds", ("Cost to eradicate low risk backlog (£)",)),
    Column("finance_cost", "pounds", ("Estates and facilities finance costs (£)",)),
    Column("energy_cost", "pounds", ("Energy costs (all energy supplies) (£)",)),
    Column("age_total_pct", "percent", ("Age profile - total (must equal 100%) (%)",), kept=False),
)
KNOWN = (*IDENTITY, *MEASURES)
# Columns that only the sheet of trusts has; by them it is told apart.
TRUST_SHEET = ("Number of sites - General acute hospital (No.)", "Number of sites - Non inpatient (No.)", "Estates Development Strategy (Yes/No)")


@lru_cache(maxsize=4096)
def plain(heading: str) -> str:
    """A heading by its letters and digits, without the unit at its end: `grossinternalfloorarea`."""
    return _NOT_PLAIN.sub("", _UNIT.sub("", heading).casefold())


_BY_NAME = {plain(name): column for column in KNOWN for name in column.names}


def is_known(heading: str) -> bool:
    return len(heading) <= LONGEST_HEADING and plain(heading) in _BY_NAME


@cache
def places(kind: str) -> int:
    return {"area": 2, "land": 4, "percent": 3, "pounds": 2}[kind]


@cache
def most(kind: str) -> Decimal:
    """The least number that a measure's column can no longer hold."""
    digits = {"area": 12, "land": 10, "percent": 7, "pounds": 14}[kind]
    return Decimal(10) ** (digits - places(kind))


@cache
def label(name: str) -> str:
    """What the portal calls a measure: `High-risk backlog (£)`."""
    column: Any = EstateReturn._meta.get_field(name)
    text = str(getattr(column, "output_field", column).verbose_name)  # a generated column's name stands on what it gives
    return text[0].upper() + text[1:]


@dataclass
class Layout:
    """Where the known columns stand in a file, and what its headings are."""

    headers: list[str]
    at: dict[str, int] = field(default_factory=dict)


def layout(headers: list[str]) -> Layout:
    """Find the known columns. Raises ValidationError for a file of another kind, a missing, misspelt or repeated column."""
    found = Layout(named_apart(headers))
    strangers = []
    for place, heading in enumerate(headers):
        column = _BY_NAME.get(plain(heading))
        if column is None:
            strangers.append(heading)
        elif column.field in found.at:
            raise _refusal(f"The column “{column.name}” stands twice in the file. Leave one of them.")
        else:
            found.at[column.field] = place
    if {plain(name) for name in TRUST_SHEET} & {plain(heading) for heading in headers}:
        raise _refusal(
            "This is the trust sheet of the ERIC return: it has a row for each trust. Choose the site sheet, which has a row for each site."
        )
    if not {"site_code", "gross_internal_m2"} & found.at.keys() and len(found.at) < 3:
        raise _refusal(
            "This is not an ERIC site file: it has none of its columns. It must have headings such as "
            "“Organisation Code”, “Site Code” and “Gross internal floor area (m²)”."
        )
    _missing(found, strangers)
    return found


def _missing(found: Layout, strangers: list[str]) -> None:
    plain_strangers = {plain(heading): heading for heading in strangers if heading.strip()}
    problems = []
    for column in KNOWN:
        if column.field in found.at:
            continue
        # A column that may be absent is taken for misspelt only where something is very like it.
        near = [
            close for name in column.names for close in difflib.get_close_matches(plain(name), plain_strangers, 1, 0.7 if column.required else 0.92)
        ]
        if near:
            problems.append(
                f"The heading “{plain_strangers[near[0]]}” is not known. The nearest known one is “{column.name}”: correct it in the file."
            )
        elif column.required:
            problems.append(f"The column “{column.name}” is missing.")
    if problems:
        raise _refusal(*problems)


def _refusal(*messages: str) -> ValidationError:
    return ValidationError({"file": list(messages)})


_TYPES = {
    plain(text): code
    for code, texts in {
        Site.Type.GENERAL_ACUTE: ("General acute hospital",),
        Site.Type.SPECIALIST: ("Specialist hospital (acute only)", "Specialist hospital"),
        Site.Type.MIXED: ("Mixed service hospital",),
        Site.Type.MENTAL_HEALTH: ("Mental Health (including Specialist services)", "Mental Health"),
        Site.Type.LEARNING_DISABILITIES: ("Learning Disabilities",),
        Site.Type.MH_AND_LD: ("Mental Health and Learning Disabilities",),
        Site.Type.COMMUNITY: ("Community hospital (with inpatient beds)", "Community hospital"),
        Site.Type.OTHER_INPATIENT: ("Other inpatient",),
        Site.Type.NON_INPATIENT: ("Non inpatient",),
        Site.Type.SUPPORT: ("Support facilities", "Support"),
        Site.Type.AGGREGATE: ("Aggregate Site", "Aggregate"),
    }.items()
    for text in texts
}


@lru_cache(maxsize=4096)
def site_type(text: str) -> str:
    """The type that the file's words mean, with or without the number before them; `unknown` where none is."""
    if len(text) > LONGEST_HEADING:
        return str(Site.Type.UNKNOWN)
    return str(_TYPES.get(plain(_NUMBERED.sub("", text)), Site.Type.UNKNOWN))
