"""The list of identifiers."""

from collections.abc import Sequence
from typing import Any

from ..models import Identifier
from ..rules.identifiers import OWN, read
from ..selectors import visible_identifiers
from .check import Line
from .columns import Given, of, of_site, organisation, record_id, short, shown
from .listing import Listing
from .look import Look

_CLAIM = {"scheme", "value", "holder_code"}


def _value(cell: str, row: Given) -> str:
    scheme = row.values.get("scheme", "")
    try:
        return read(scheme, cell) if scheme else cell
    except ValueError as error:
        raise ValueError(f"“{short(cell)}” is not right: {str(error).rstrip('.')}") from None


def _whose(cell: str, row: Given) -> str:
    """An own reference is its site's owner's where the row does not say whose."""
    if row.values.get("scheme") == OWN and not cell.strip():
        return row.values.get("organisation_code", "")
    found = _BY_CODE.read(cell, row)
    if found and row.values.get("scheme") not in (OWN, None):
        raise ValueError("is said of an identifier that is nobody’s own; expected nothing")
    return found


def _claimed(lines: Sequence[Line], look: Look) -> None:
    """A claim that another site has, as far as the person sees, is in error; one that they do not see is contested, and they are told nothing."""
    moved = [line for line in lines if line.held is None or _CLAIM & set(line.moved)]
    values = {line.values["value"] for line in moved}
    held: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    rows = Identifier.objects.filter(value__in=values).order_by()
    for pk, site, scheme, value, whose in rows.values_list("pk", "site_id", "scheme", "value", "organisation_id"):
        held.setdefault((scheme, value, str(whose or "")), []).append((str(pk), str(site)))
    seen = {str(pk) for pk in visible_identifiers(look.user).filter(value__in=values).values_list("pk", flat=True)}
    taken: dict[tuple[str, ...], Line] = {}
    for line in moved:
        claim = tuple(line.values[name] for name in ("scheme", "value", "holder_code"))
        rivals = [each for each in held.get(claim, ()) if each[0] != (line.held.pk if line.held else "")]
        _settled(line, claim, rivals, seen, taken)


def _settled(line: Line, claim: Any, rivals: list[tuple[str, str]], seen: set[str], taken: dict[Any, Line]) -> None:
    site = line.values["site_code"]
    if any(where == site for _, where in rivals):
        line.wrong("value", "The site has this identifier already")
    elif any(pk in seen for pk, _ in rivals):
        line.wrong("value", "Another site has it already. Withdraw that claim first, or keep both as a conflict on the site’s page")
    elif (earlier := taken.setdefault(claim, line)) is not line:
        line.wrong("value", f"is claimed in row {earlier.row.number} already")
    line.derived["contested"] = str(bool(rivals)).lower()


_BY_CODE = organisation("holder_code", "Whose reference code", "organisation", beside="holder", optional=True, writes="organisation")

IDENTIFIERS = Listing(
    "identifiers",
    "The register's own list of identifiers",
    "identifier",
    Identifier,
    columns=(
        record_id("Identifier ID"),
        *of_site(),
        of(Identifier, "scheme", "Scheme"),
        of(Identifier, "value", "Identifier", read=_value),
        organisation("holder_code", "Whose reference code", "organisation", beside="holder", writes="organisation", read=_whose),
        shown("holder", "Whose reference", "organisation__name"),
    ),
    rows=visible_identifiers,
    key=("site_code", "scheme", "value", "holder_code"),
    derived=("contested",),
    rules=_claimed,
)
