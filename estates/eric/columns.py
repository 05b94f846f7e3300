"""The columns of an ERIC site file that the portal reckons with, by every name that they have gone under.

The Estates Returns Information Collection (ERIC) names its columns anew now and then, and the pound and square signs
in them are often damaged on the way; so headings are compared by their letters and digits, without the unit.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django.core.exceptions import ValidationError

from ..models import EstateReturn, Site, TrustReturn
from ..reading import named_apart

_UNIT = re.compile(r"\s*\([^()]*\)\s*$")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_NUMBERED = re.compile(r"^\s*[0-9]+[.)]?\s*")
LONGEST_HEADING = 300
MISSING = "columns_missing"  # the code of what is told of a file whose headings are to be matched
_TOLD = 12  # strange headings that are named, where there are no more


@dataclass(frozen=True)
class Column:
    """One column. `kind` is text, area, land, percent, pounds, count or yes; `names` are its headings, that of 2016-17 first."""

    field: str
    kind: str
    names: tuple[str, ...]
    required: bool = False
    kept: bool = True  # has a column of its own in the register

    @property
    def name(self) -> str:
        return self.names[0]


# The headings by year, as published files have them; what is not named here is as in 2016-17.
#   2013-14, 2014-15: Gross internal site floor area, Site land area, Un-utilised space. Patient and non-patient floor stand in place of
#     clinical and non-clinical space; they divide the floor otherwise, and are only kept.
#   2013-14: Total energy cost (all energy supplies, utility, local and renewable). 2014-15: Energy cost (all energy supplies).
#   2015-16: Site land area.
#   2018-19 on: Trust Code, Trust Name, Trust Type.
#   2024-25, and perhaps some years before it: Floor area - empty and under used in m², not in %. Energy costs by kind alone.
# A unit may change while the name stays: `unit_of` reads it, and what is in another is reckoned over (`rows.py`).
IDENTITY = (
    Column("organisation_code", "text", ("Organisation Code", "Trust Code"), required=True),
    Column("organisation_name", "text", ("Organisation Name", "Trust Name"), required=True),
    Column("site_code", "text", ("Site Code",), required=True),
    Column("site_name", "text", ("Site Name",), required=True),
    Column("site_type", "text", ("Site Type",), required=True),
)
MEASURES = (
    # In no published file seen, and taken for what they plainly say: GIA, Total occupied floor area, Land area.
    Column("gross_internal_m2", "area", ("Gross internal floor area (m²)", "Gross internal site floor area (m²)", "GIA (m²)"), required=True),
    Column("occupied_m2", "area", ("Occupied floor area (m²)", "Total occupied floor area (m²)")),
    Column("clinical_m2", "area", ("Clinical space (m²)",)),
    Column("non_clinical_m2", "area", ("Non-clinical space (m²)",)),
    Column("land_ha", "land", ("Land area owned (Hectares)", "Site land area (Hectare)", "Land area (Hectares)"), required=True),
    Column("land_not_delivering_ha", "land", ("Land area not delivering services (Hectares)",)),
    Column("not_suitable_pct", "percent", ("Not functionally suitable - occupied floor area (%)",)),
    # Un-utilised space may have counted what later years call under used as well; those years have no such column, so the two add up alike.
    Column("empty_pct", "percent", ("Floor area - empty (%)", "Un-utilised space (%)")),
    Column("under_used_pct", "percent", ("Floor area - under used (%)",)),
    Column("backlog_high", "pounds", ("Cost to eradicate high risk backlog (£)",)),
    Column("backlog_significant", "pounds", ("Cost to eradicate significant risk backlog (£)",)),
    Column("backlog_moderate", "pounds", ("Cost to eradicate moderate risk backlog (£)",)),
    Column("backlog_low", "pounds", ("Cost to eradicate low risk backlog (£)",)),
    Column("finance_cost", "pounds", ("Estates and facilities finance costs (£)",)),
    Column(
        "energy_cost",
        "pounds",
        (
            "Energy costs (all energy supplies) (£)",
            "Energy cost (all energy supplies) (£)",
            "Total energy cost (all energy supplies, utility, local and renewable) (£)",
        ),
    ),
    Column("age_total_pct", "percent", ("Age profile - total (must equal 100%) (%)",), kept=False),
)
KNOWN = (*IDENTITY, *MEASURES)
# Columns that only the sheet of trusts has; by them it is told apart.
TRUST_SHEET = (
    "Number of sites - General acute hospital (No.)",
    "Number of sites - Non inpatient (No.)",
    "Number of sites - Non in-patient facilities (No.)",
    "Number of sites leased from NHS Property Services (No.)",
    "Total number of sites (No.)",
    "Estates Development Strategy (Yes/No)",
    "Investment to reduce backlog maintenance (£)",
)


@lru_cache(maxsize=4096)
def plain(heading: str) -> str:
    """A heading by its letters and digits, without the unit at its end: `grossinternalfloorarea`."""
    return _NOT_PLAIN.sub("", _UNIT.sub("", heading).casefold())


# What stands in the brackets at the end of a heading, however the signs were damaged on the way.
_UNITS = {
    "percent": re.compile(r"%|per ?cent"),
    "area": re.compile(r"m(2|²|â²|\ufffd)|sq\.? ?m|square met(re|er)s"),
    "land": re.compile(r"ha|hectares?"),
    "pounds": re.compile(r"(£|â£|\ufffd)"),
    "thousands": re.compile(r"(£|â£|\ufffd)? ?['’]?000'?s?|£k|£ ?thousands?"),
    "acres": re.compile(r"acres?"),
    "square feet": re.compile(r"ft(2|²|â²)|sq\.? ?ft|square feet"),
    "millions": re.compile(r"£ ?m|£ ?millions?"),
}
_SAID = {
    "percent": "%",
    "area": "square metres",
    "land": "hectares",
    "pounds": "pounds",
    "thousands": "thousands of pounds",
    "millions": "millions of pounds",
}
_CONVERTED = {("percent", "area"), ("land", "area"), ("pounds", "thousands")}


@lru_cache(maxsize=4096)
def unit_of(heading: str) -> str:
    """The kind of the unit in the brackets at a heading's end: `area` for `Floor area - empty (m²)`; empty where none is known."""
    found = _UNIT.search(heading)
    words = found.group().strip(" ()\t").casefold() if found else ""
    return next((kind for kind, pattern in _UNITS.items() if pattern.fullmatch(words)), "")


_TRUST_MARKS = {plain(name) for name in TRUST_SHEET}
_BY_NAME = {plain(name): column for column in KNOWN for name in column.names}


def is_known(heading: str) -> bool:
    return len(heading) <= LONGEST_HEADING and plain(heading) in _BY_NAME


@cache
def places(kind: str) -> int:
    return {"area": 2, "land": 4, "percent": 3, "pounds": 2, "thousands": 5, "count": 0}[kind]


@cache
def most(kind: str) -> Decimal:
    """The least number that a measure's column can no longer hold."""
    digits = {"area": 12, "land": 10, "percent": 7, "pounds": 14, "thousands": 14, "count": 6}[kind]
    return Decimal(10) ** (digits - places(kind))


@cache
def label(name: str) -> str:
    """What the portal calls a measure: `High-risk backlog (£)`."""
    model = EstateReturn if name in {field.name for field in EstateReturn._meta.get_fields()} else TrustReturn
    column: Any = model._meta.get_field(name)
    text = str(getattr(column, "output_field", column).verbose_name)  # a generated column's name stands on what it gives
    return text[0].upper() + text[1:]


@dataclass
class Layout:
    """Where the known columns stand in a file, what its headings are, and the unit of each column that is not in its own."""

    headers: list[str]
    at: dict[str, int] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)


def layout(headers: list[str]) -> Layout:
    """Find the known columns. Raises ValidationError for a file of another kind, a missing, misspelt or repeated column."""
    found, strangers = located(headers, _BY_NAME)
    if is_trust_sheet(headers):
        raise refusal(
            "This is the trust sheet of the ERIC return: it has a row for each trust. Choose the site sheet, which has a row for each site."
        )
    if not {"site_code", "gross_internal_m2"} & found.at.keys() and len(found.at) < 3:
        raise refusal(
            "This is not an ERIC site file: it has none of its columns. It must have headings such as "
            "“Organisation Code”, “Site Code” and “Gross internal floor area (m²)”."
        )
    missing(found, strangers, KNOWN, "ERIC site return")
    return found


def is_trust_sheet(headers: list[str]) -> bool:
    return bool(_TRUST_MARKS & {plain(heading) for heading in headers}) and "sitecode" not in {plain(heading) for heading in headers}


def located(headers: list[str], by_name: Mapping[str, Column]) -> tuple[Layout, list[str]]:
    """The known columns of a sheet, and the headings that are none. Raises ValidationError for a column that stands twice or in an odd unit."""
    found = Layout(named_apart(headers))
    strangers = []
    for place, heading in enumerate(headers):
        column = by_name.get(plain(heading))
        if column is None:
            strangers.append(heading)
        elif column.field in found.at:
            raise refusal(f"The column “{column.name}” stands twice in the file. Leave one of them.")
        else:
            found.at[column.field] = place
            _unit(found, column, heading)
    return found, strangers


def _unit(found: Layout, column: Column, heading: str) -> None:
    """Keep the unit of a heading that is not the column's own. Raises ValidationError where it cannot be reckoned over."""
    unit = unit_of(heading)
    if column.kind not in _SAID or unit in ("", column.kind):
        return
    if (column.kind, unit) not in _CONVERTED:
        own = _SAID[column.kind]
        raise refusal(f"The column “{heading}” is in {_SAID.get(unit, unit)}; expected {own}, as in “{column.name}”. Give its figures in {own}.")
    found.units[column.field] = unit


def missing(found: Layout, strangers: list[str], known: tuple[Column, ...], label: str) -> None:
    """Raises ValidationError where a required column is missing, or another is misspelt."""
    absent = [column for column in known if column.field not in found.at]
    wanted = [(column.name, column.names) for column in absent if column.required]
    free = {plain(heading): heading for heading in strangers if heading.strip()}
    # A column that may be absent is taken for misspelt only where something is very like it.
    like = {column.name: _like(column.names, free, 0.92) for column in absent if not column.required}
    if wanted or any(like.values()):
        raise lacking(label, wanted, strangers, {heading: name for name, heading in like.items() if heading})


def lacking(
    label: str, wanted: Sequence[tuple[str, Sequence[str]]], strangers: Sequence[str], misspelt: Mapping[str, str] | None = None
) -> ValidationError:
    """What to tell of a file that was taken for a kind, named by its label, without all the columns that it needs.

    `wanted` are the missing ones, each with its other names; `strangers` the file's headings that the kind does not know;
    `misspelt` gives for a stranger the column that it nearly names.
    """
    free = {plain(heading): heading for heading in strangers if heading.strip()}
    perhaps = dict(misspelt or {})
    for name, names in wanted:
        if (found := _like(names, free, 0.6)) and found not in perhaps:
            perhaps[found] = name
    names = [f"“{name}”" for name, _ in wanted]
    said = [f"The headings are those of: {label}."]
    if names:
        said.append(f"The column {names[0]} is missing." if len(names) == 1 else f"The columns {', '.join(names[:-1])} and {names[-1]} are missing.")
    said += [f"Perhaps “{heading}” is “{name}”." for heading, name in perhaps.items()]
    others = [f"“{heading}”" for heading in free.values() if heading not in perhaps]
    if len(perhaps) < len(names) and 0 < len(others) <= _TOLD:
        said.append(f"{'Other headings' if perhaps else 'Headings'} that are not known: {', '.join(others)}.")
    said.append("Say which column holds what, or correct the headings and upload the file again.")
    return ValidationError({"file": [ValidationError(" ".join(said), code=MISSING)]})


def _like(names: Sequence[str], free: Mapping[str, str], cutoff: float) -> str:
    """The heading that is likest to one of a column's names; empty where none is like it."""
    scored = [
        (difflib.SequenceMatcher(None, plain(name), close).ratio(), heading)
        for name in names
        for close, heading in free.items()
        if close in difflib.get_close_matches(plain(name), [close], 1, cutoff)
    ]
    return max(scored, default=(0.0, ""))[1]


def refusal(*messages: str) -> ValidationError:
    return ValidationError({"file": list(messages)})


# The types of 2013-14 and 2014-15 that later years no longer have stand last in their lines. That a long-stay hospital is among the other
# inpatient ones, and a place for patients that is no hospital among the non-inpatient, is ours to say: no publication maps the one onto the other.
_TYPES = {
    plain(text): code
    for code, texts in {
        Site.Type.GENERAL_ACUTE: ("General acute hospital",),
        Site.Type.SPECIALIST: ("Specialist hospital (acute only)", "Specialist hospital"),
        Site.Type.MIXED: ("Mixed service hospital", "Multi-service hospital"),
        Site.Type.MENTAL_HEALTH: ("Mental Health (including Specialist services)", "Mental Health"),
        Site.Type.LEARNING_DISABILITIES: ("Learning Disabilities",),
        Site.Type.MH_AND_LD: ("Mental Health and Learning Disabilities",),
        Site.Type.COMMUNITY: ("Community hospital (with inpatient beds)", "Community hospital"),
        Site.Type.OTHER_INPATIENT: ("Other inpatient", "Short term non-acute hospital", "Long stay hospital"),
        Site.Type.NON_INPATIENT: ("Non inpatient", "Non in-patient facilities", "Non-hospital (patient)"),
        Site.Type.SUPPORT: ("Support facilities", "Support"),
        Site.Type.AGGREGATE: ("Aggregate Site", "Aggregate", "Other reportable sites"),
    }.items()
    for text in texts
}


@lru_cache(maxsize=4096)
def site_type(text: str) -> str:
    """The type that the file's words mean, with or without the number before them; `unknown` where none is."""
    if len(text) > LONGEST_HEADING:
        return str(Site.Type.UNKNOWN)
    return str(_TYPES.get(plain(_NUMBERED.sub("", text)), Site.Type.UNKNOWN))
