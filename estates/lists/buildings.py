"""The lists of buildings and of who occupies them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from devo_portal.core.writes import Refused

from ..models import Building, Import, Occupation
from ..models.buildings import refuse_overfull
from ..selectors import visible_buildings, visible_occupations
from .check import Line
from .columns import Column, Given, of, of_site, organisation, record_id, short, shown, text_of
from .listing import Listing
from .look import Look
from .standing import laid_over, put, written

_SPACE = {"building", "area_m2", "starts_on", "ends_on"}
_TAKEN = ("site", "building", "area_m2", "starts_on", "ends_on")


# --- buildings --------------------------------------------------------------------------------------------------------
def _built(lines: Sequence[Line], look: Look) -> None:
    columns = BUILDINGS.written
    taken = _occupations([line.held.pk for line in lines if line.held and "gross_internal_m2" in line.moved])
    for line in lines:
        building: Any = put(Building(), line, columns, ("built", "demolished_on", "gross_internal_m2", "storeys"))
        if building.storeys == 0:
            line.wrong("storeys", "A building has a storey")
        if building.built and building.demolished_on and building.demolished_on < building.built.first:
            line.wrong("demolished_on", "A building cannot be demolished before it is built")
        if building.gross_internal_m2 is not None and line.held and line.held.pk in taken:
            _told(line, "gross_internal_m2", building.gross_internal_m2, taken[line.held.pk])


def _occupations(buildings: Any) -> dict[str, list[Occupation]]:
    found: defaultdict[str, list[Occupation]] = defaultdict(list)
    for each in Occupation.objects.filter(building__in=buildings) if buildings else ():
        found[str(each.building_id)].append(each)
    return found


def _told(line: Line, name: str, floor: Any, occupations: list[Occupation]) -> None:
    try:
        refuse_overfull(floor, occupations, name)
    except ValidationError as error:
        line.wrong(name, " ".join(error.messages).rstrip("."))


def _not_overfull(buildings: set[str]) -> None:
    """Once everything is written: no building has more floor taken than it has. Raises Refused."""
    taken = _occupations(buildings)
    for each in Building.objects.select_for_update().filter(pk__in=taken, gross_internal_m2__isnull=False):
        floor: Any = each.gross_internal_m2
        try:
            refuse_overfull(floor, taken[str(each.pk)], "area_m2")
        except ValidationError as error:
            raise Refused("building-overfull", f"{each.name}: {' '.join(error.messages)}") from None


def _after_buildings(record: Import, params: dict[str, Any]) -> None:
    _not_overfull(written(record, "id"))


BUILDINGS = Listing(
    "buildings",
    "The register's own list of buildings",
    "building",
    Building,
    columns=(
        record_id("Building ID"),
        *of_site(),
        of(Building, "name", "Building"),
        of(Building, "gross_internal_m2", "Gross internal floor area (m²)"),
        of(Building, "storeys", "Storeys"),
        of(Building, "built", "Built"),
        of(Building, "use", "Used for"),
        of(Building, "condition", "Condition"),
        of(Building, "demolished_on", "Demolished"),
    ),
    rows=visible_buildings,
    key=("site_code", "name"),
    rules=_built,
    after=_after_buildings,
)


# --- occupations ------------------------------------------------------------------------------------------------------
def _building(cell: str, row: Given) -> str:
    site = row.values.get("site_code")
    if not cell.strip() or not site:
        return ""
    found = row.look.buildings.get((site, cell))
    if found is None:
        raise ValueError(f"“{short(cell)}” is no building of this site; expected the name of one that the register has")
    return found


def _holding(name: str) -> Any:
    def read(cell: str, row: Given) -> str:
        site = row.values.get("site_code")
        if not cell.strip() or not site:
            return ""
        pk, where = row.look.holdings.get(cell.strip(), ("", ""))
        if where != site:
            raise ValueError(f"“{short(cell)}” is no holding of this site; expected the reference of one, such as HOL-12")
        return pk

    return read


def building_column() -> Column:
    return Column("building", "Building", text_of("building__name"), _building)


def holding_column(name: str, heading: str) -> Column:
    return Column(name, heading, text_of(f"{name}__ref"), _holding(name))


def _occupied(lines: Sequence[Line], look: Look) -> None:
    for line in lines:
        said: Any = put(Occupation(), line, OCCUPATIONS.written, (*_TAKEN, "holding", "occupier", "occupier_name", "vacant"))
        if not said.building_id and not said.holding_id:
            line.wrong("building", "is empty; expected the building or the holding that is occupied")
        if [bool(said.occupier_id), bool(said.occupier_name), said.vacant].count(True) != 1:
            line.wrong("vacant", "Give one occupier, by code or by name; or Yes where nobody uses it")
        if said.starts_on and said.ends_on and said.ends_on < said.starts_on:
            line.wrong("ends_on", "An occupation cannot end before it begins")
    _roomy([line for line in lines if not line.row.errors and (line.held is None or _SPACE & set(line.moved))])


def _roomy(moved: list[Line]) -> None:
    """No building is taken for more floor than it has, by those who are there and those who come with the file."""
    floors = dict(Building.objects.filter(pk__in={line.values["building"] for line in moved} - {""}).values_list("pk", "gross_internal_m2"))
    if not floors:
        return
    together: defaultdict[Any, list[tuple[Line | None, Any]]] = defaultdict(list)
    own = [line.held.pk for line in moved if line.held]
    for line, each in laid_over(Occupation.objects.filter(Q(building__in=floors) | Q(pk__in=own)), moved, OCCUPATIONS.written, _TAKEN):
        together[each.building_id].append((line, each))
    for building, pairs in together.items():
        if (floor := floors.get(building)) is not None:
            for line, _ in pairs:
                if line:
                    _told(line, "area_m2", floor, [each for _, each in pairs])


def _after_occupations(record: Import, params: dict[str, Any]) -> None:
    held = Occupation.objects.filter(pk__in=written(record, "id"), building__isnull=False).values_list("building_id", flat=True)
    _not_overfull(written(record, "building") | {str(pk) for pk in held})


OCCUPATIONS = Listing(
    "occupations",
    "The register's own list of occupations",
    "occupation",
    Occupation,
    columns=(
        record_id("Occupation ID"),
        *of_site(),
        building_column(),
        holding_column("holding", "Under the holding"),
        organisation("occupier", "Occupier code", "occupier", beside="occupier_organisation", optional=True),
        shown("occupier_organisation", "Occupier", "occupier__name"),
        of(Occupation, "occupier_name", "Occupier without a code"),
        of(Occupation, "vacant", "Vacant"),
        of(Occupation, "area_m2", "Floor area (m²)"),
        of(Occupation, "starts_on", "From"),
        of(Occupation, "ends_on", "To"),
    ),
    rows=visible_occupations,
    rules=_occupied,
    after=_after_occupations,
)
