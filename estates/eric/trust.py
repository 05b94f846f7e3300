"""The trust sheet of an ERIC file: its columns by every name that they have gone under, and what each of its rows would do."""

from typing import Any

from ..models import TrustReturn
from ..models.trust_returns import COUNTED
from .columns import IDENTITY, Column, Layout, is_trust_sheet, located, missing, plain, refusal
from .names import as_written
from .numbers import read_number, read_yes
from .rows import Check, Row

# 2013-14 and 2014-15 have types of site that later years do not: short-term non-acute and long-stay hospitals, and places for patients
# that are no hospital. Those counts are only kept; the file's own total holds them.
# 2016-17 has no total. By 2024-25 there is one again, and investment in existing buildings is parted in improving and maintaining.
TRUST_IDENTITY = IDENTITY[:2]
TRUST_MEASURES = (
    Column("organisation_type", "text", ("Organisation Type", "Trust Type")),
    Column("sites_total", "count", ("Total number of sites (No.)",)),
    Column("sites_general_acute", "count", ("Number of sites - General acute hospital (No.)",)),
    Column("sites_specialist", "count", ("Number of sites - Specialist hospital (acute only) (No.)", "Number of sites - Specialist hospital (No.)")),
    Column("sites_mixed", "count", ("Number of sites - Mixed service hospital (No.)", "Number of sites - Multi-service hospital (No.)")),
    Column("sites_mental_health", "count", ("Number of sites - Mental Health (including Specialist services) (No.)",)),
    Column("sites_learning_disabilities", "count", ("Number of sites - Learning Disabilities (No.)",)),
    Column("sites_mh_and_ld", "count", ("Number of sites - Mental Health and Learning Disabilities (No.)",)),
    Column(
        "sites_community", "count", ("Number of sites - Community hospital (with inpatient beds) (No.)", "Number of sites - Community hospital (No.)")
    ),
    Column("sites_other_inpatient", "count", ("Number of sites - Other inpatient (No.)",)),
    Column("sites_non_inpatient", "count", ("Number of sites - Non inpatient (No.)", "Number of sites - Non in-patient facilities (No.)")),
    Column("sites_support", "count", ("Number of sites - Support facilities (No.)",)),
    Column("sites_unreported", "count", ("Number of sites - Unreported sites (No.)", "Number of sites - Not reported (No.)")),
    Column("sites_leased_nhsps", "count", ("Number of sites leased from NHS Property Services (No.)",)),
    Column("estates_strategy", "yes", ("Estates Development Strategy (Yes/No)",)),
    Column("capital_new_build", "pounds", ("Capital investment for new build (£)",)),
    Column(
        "capital_improving",
        "pounds",
        ("Capital investment for improving existing buildings (£)", "Capital investment for changing/improving existing buildings (£)"),
    ),
    Column("capital_maintaining", "pounds", ("Capital investment for maintaining (lifecycle) existing buildings (£)",)),
    Column("capital_equipment", "pounds", ("Capital investment for equipment (£)",)),
    Column("private_investment", "pounds", ("Private Sector investment (£)",)),
    Column("backlog_investment", "pounds", ("Investment to reduce backlog maintenance (£)",)),
)
KNOWN = (*TRUST_IDENTITY, *TRUST_MEASURES)
_BY_NAME = {plain(name): column for column in KNOWN for name in column.names}
_COUNTS = [f"sites_{code}" for code in COUNTED]
NAMES = frozenset(_BY_NAME)


def is_known(heading: str) -> bool:
    return len(heading) <= 300 and plain(heading) in _BY_NAME


def layout(headers: list[str]) -> Layout:
    """Find the known columns. Raises ValidationError for a file of another kind, a missing, misspelt or repeated column."""
    found, strangers = located(headers, _BY_NAME)
    if not is_trust_sheet(headers):
        raise refusal("This is not the trust sheet of an ERIC return: it has no column such as “Estates Development Strategy (Yes/No)”.")
    missing(found, strangers, KNOWN, "ERIC trust return")
    return found


class TrustCheck(Check):
    """What each row of a trust sheet would do. Its key is the organisation's code alone."""

    identity, measures = TRUST_IDENTITY, TRUST_MEASURES

    def _identify(self, row: Row) -> None:
        (code_at, name_at) = (place for _, place in self._identity)
        code, name = row.cells[code_at].strip(), row.cells[name_at].strip()
        row.organisation_code, row.organisation_name = code.upper()[:12], name[:200]
        row.name = as_written(row.organisation_name)[:200]
        self._organisation(row, self.headers[code_at], code)
        self._named(row, self.headers[name_at], name)

    def _measure(self, row: Row) -> list[str]:
        texts = []
        for column, place in self._measures:
            value, wrong = self._read(column, row.cells[place])
            if wrong:
                row.wrong(self.headers[place], wrong)
            texts.append(value or "")
            if value is not None:
                row.values[column.field] = value
        counts = [int(row.values[name]) for name in _COUNTS if name in row.values]
        if "sites_total" not in row.values and counts:
            row.values["sites_total"] = str(sum(counts))
        return texts

    def _read(self, column: Column, cell: str) -> tuple[str | None, str]:
        if column.kind == "text":
            text = " ".join(cell.split())
            return text[:100] or None, "is a formula; expected a plain value" if text[:1] in ("=", "@", "+", "-") else ""
        if column.kind == "yes":
            return read_yes(cell)
        return read_number(cell, self._units.get(column.field, column.kind))

    def _once(self, row: Row) -> None:
        first = self._seen.setdefault(row.key, row.number)
        if row.organisation_code and first != row.number:
            row.wrong(self.headers[self._identity[0][1]], f"{row.organisation_code} is in the file already, in row {first}")

    def _flags(self, row: Row, texts: list[str], together: str) -> list[str]:
        return []


def said(name: str, value: Any) -> Any:
    """A measure as a change tells it."""
    return {True: "yes", False: "no"}.get(value, value) if TrustReturn._meta.get_field(name).get_internal_type() == "BooleanField" else value
