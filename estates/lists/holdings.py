"""The list of holdings."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from devo_portal.core.writes import Refused, change_many

from ..models import Holding, Import
from ..rules.interests import chain_to, over
from ..selectors import visible_holdings
from .buildings import building_column, holding_column
from .check import Line
from .columns import of, of_site, organisation, record_id, shown
from .listing import Listing
from .look import Look
from .standing import Pairs, laid_over, put, written

_ASKED = (
    *("site", "organisation", "tenure", "tenure_category", "part", "building", "superior"),
    *("floor_m2", "landlord", "landlord_name", "starts_on", "ends_on"),
)
_ABOVE = {"superior", "floor_m2", "starts_on", "ends_on"}
_ONCE = {"holder_code", "tenure", "part", "building", "starts_on", "ends_on"}


def _held(lines: Sequence[Line], look: Look) -> None:
    columns = HOLDINGS.written
    for line in lines:
        _alone(line, put(Holding(), line, columns, _ASKED))
    sound = [line for line in lines if not line.row.errors]
    sites: defaultdict[Any, Pairs] = defaultdict(list)
    for row, each in laid_over(Holding.objects.filter(site__in={line.values["site_code"] for line in sound}), sound, columns, _ASKED):
        sites[each.site_id].append((row, each))
    for pairs in sites.values():
        _beneath(pairs)
        _overlapping(pairs)


def _alone(line: Line, said: Any) -> None:
    if said.starts_on and said.ends_on and said.ends_on < said.starts_on:
        line.wrong("ends_on", "A holding cannot end before it begins")
    allowed = Holding.CATEGORIES_OF.get(said.tenure)
    if said.tenure_category and allowed is not None and said.tenure_category not in allowed:
        line.wrong("tenure_category", "This category does not go with the tenure")
    if said.landlord_id and said.landlord_name:
        line.wrong("landlord_name", "Give the landlord by code or by name, not both")


def _beneath(pairs: Pairs) -> None:
    """The interests of a site as they will stand: in no circle, and nothing larger beneath than what it is granted out of."""
    moved = [(line, each) for line, each in pairs if line and (line.held is None or _ABOVE & set(line.moved))]
    interests = [each.interest() for _, each in pairs] if moved else []
    too_large = over(interests)
    for line, each in moved:
        if chain_to(interests, each.pk):
            line.wrong("superior", "An interest cannot lie beneath itself")
        for one in too_large:
            if each.pk in (one.interest, *one.beneath):
                line.wrong("floor_m2", f"{one.taken:,} m² would lie beneath an interest in {one.floor:,} m²; expected a part of it")
                break


def _overlapping(pairs: Pairs) -> None:
    for line, each in pairs:
        if line is None or not (line.held is None or _ONCE & set(line.moved)):
            continue
        for _, other in pairs:
            if other is not each and _clash(each, other):
                line.wrong("tenure", "This organisation holds the same interest in these days already; expected the part that each covers")
                break


def _clash(one: Any, other: Any) -> bool:
    if any(getattr(one, name) != getattr(other, name) for name in ("organisation_id", "tenure", "building_id", "part")):
        return False
    if one.tenure == Holding.Tenure.UNKNOWN:
        return one.ends_on is None and other.ends_on is None
    return (one.starts_on or date.min) <= (other.ends_on or date.max) and (other.starts_on or date.min) <= (one.ends_on or date.max)


def _after(record: Import, params: dict[str, Any]) -> None:
    """Once everything is written: the interests of each site that was touched. Raises Refused."""
    change_many("SELECT pg_advisory_xact_lock(hashtext('estates.interests'))", {})
    at: Any = written(record, "site") | {str(pk) for pk in Holding.objects.filter(pk__in=written(record, "id")).values_list("site_id", flat=True)}
    together: defaultdict[Any, list[Any]] = defaultdict(list)
    for each in Holding.objects.filter(site__in=at).select_related("organisation"):
        together[each.site_id].append(each)
    for every in together.values():
        interests = [each.interest() for each in every]
        named = {each.pk: each for each in every}
        for each in every:
            if chain_to(interests, each.pk):
                raise Refused("interest-circle", f"An interest cannot lie beneath itself: {each}.")
        for one in over(interests):
            raise Refused("interest-too-large", f"{one.taken:,} m² would lie beneath an interest in {one.floor:,} m²: {named[one.interest]}.")


HOLDINGS = Listing(
    "holdings",
    "The register's own list of holdings",
    "holding",
    Holding,
    columns=(
        record_id("Holding ID"),
        shown("ref", "Reference", "ref"),
        *of_site(),
        organisation("holder_code", "Holder code", "organisation", beside="holder", writes="organisation"),
        shown("holder", "Holder", "organisation__name"),
        of(Holding, "tenure", "Tenure"),
        of(Holding, "tenure_category", "Tenure category"),
        of(Holding, "part", "Part of the site"),
        building_column(),
        holding_column("superior", "Granted out of"),
        of(Holding, "land_ha", "Land (hectares)"),
        of(Holding, "floor_m2", "Floor area (m²)"),
        of(Holding, "area_source", "Where the areas come from"),
        organisation("landlord", "Landlord code", "landlord", beside="landlord_organisation", optional=True),
        shown("landlord_organisation", "Landlord", "landlord__name"),
        of(Holding, "landlord_name", "Landlord without a code"),
        of(Holding, "starts_on", "From"),
        of(Holding, "ends_on", "To"),
        of(Holding, "break_on", "Next break"),
        of(Holding, "review_on", "Next rent review"),
    ),
    rows=visible_holdings,
    rules=_held,
    after=_after,
)
