"""What a merge of two sites would do: what moves, what meets, whose value stays, and what stands in the way. It writes nothing."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404

from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import Refused, check, segment

from ..models import Building, EstateReturn, Holding, Identifier, Occupation, Plot, QualityWaiver, Site, SiteConfirmation
from ..rules.merging import BOTH, GOES, STAYS, circles, joined, newly_over, renamed, resolved
from ..rules.periods import Period, most_at_once
from .sites import visible_sites

# What of a site is chosen as one, with its columns.
FIELDS = {
    "name": ("name",),
    "type": ("type",),
    "address": ("address",),
    "postcode": ("postcode",),
    "area": ("area_id",),
    "place": ("latitude", "longitude", "outline", "outline_box", "location_source", "located_in_id", "outside_london"),
    "sensitive": ("sensitive",),
    "source": ("source",),
    "illustrative": ("illustrative",),
}
LABELS = {"name": "Name", "type": "Site type", "address": "Address", "postcode": "Postcode", "area": "Borough", "place": "Place on the map",
          "sensitive": "Sensitive", "source": "Source", "illustrative": "Illustrative"}  # fmt: skip
MOVED: tuple[Any, ...] = (Identifier, Building, Holding, Occupation, Plot, EstateReturn, QualityWaiver, SiteConfirmation)
TO_MEND = "site-to-mend"  # the rule of one that breaks another: it is mended first


@dataclass
class Merging:
    """A merge that has been thought through. `becomes` says of each building and interest that is kept once which other it is."""

    goes: Site
    stays: Site
    keep: Mapping[str, str]
    rows: dict[Any, dict[str, list[Any]]]  # by model, of either site
    fields: list[dict[str, Any]] = field(default_factory=list)
    meets: list[dict[str, Any]] = field(default_factory=list)
    becomes: dict[Any, Any] = field(default_factory=dict)
    dropped: dict[Any, list[Any]] = field(default_factory=dict)  # by model, rows that are the same as another
    areas: dict[Any, dict[str, Decimal | None]] = field(default_factory=dict)  # of interests that take in another, the areas of both
    names: list[tuple[Any, str]] = field(default_factory=list)  # rows that move under another name
    exchanged: list[Any] = field(default_factory=list)  # returns of the staying site that stand no longer
    obstacles: list[dict[str, str]] = field(default_factory=list)

    def of(self, model: Any, side: str) -> list[Any]:
        return self.rows[model][side]

    def chosen(self, key: str, default: str | None, allowed: Iterable[str] = (STAYS, GOES)) -> str | None:
        said = self.keep.get(key, default)
        if said is not None and said not in allowed:
            raise ValidationError({f"keep/{segment(key)}": f"{key}: choose one of {', '.join(allowed)}."})
        return said

    def drop(self, gone: Any, kept: Any) -> None:
        self.dropped.setdefault(type(gone), []).append(gone)
        if isinstance(gone, Building | Holding):
            self.becomes[gone.pk] = kept.pk

    def moving(self, model: Any) -> list[Any]:
        """The rows that go to the staying site."""
        left = {each.pk for each in self.dropped.get(model, ())}
        kept = {each["goes_id"] for each in self.meets if each["kind"] == "return" and each["chosen"] != GOES} if model is EstateReturn else set()
        return [each for each in self.of(model, GOES) if each.pk not in left and each.pk not in kept]


def merging(user: Any, pk: Any, into: Any, keep: Mapping[str, str] | None = None) -> Merging:
    """Raises Http404 for the one that goes; ValidationError for the one that stays and for a choice that is none; Refused
    (`same-site`, `sites-of-two-owners`, `aggregate-site`) where the two cannot be one."""
    require(user, Permission.SITE_EDIT)
    sites = {str(each.pk): each for each in visible_sites(user).filter(pk__in=[pk, into]).select_related("organisation", "area")}
    goes, stays = sites.get(str(pk)), sites.get(str(into))
    if goes is None:
        raise Http404("There is no such record, or you may not see it.")
    require(user, Permission.SITE_EDIT, goes)
    if stays is None:
        raise ValidationError({"into": "There is no such site in the register, or you may not see it."})
    _can_be_one(goes, stays)
    rows = {
        model: {STAYS: [each for each in found if each.site_id == stays.pk], GOES: [each for each in found if each.site_id == goes.pk]}
        for model, found in ((model, _rows(model, (goes, stays))) for model in MOVED)
    }
    plan = Merging(goes, stays, keep or {}, rows)
    for step in (_fields, _identifiers, _buildings, _holdings, _returns, _plots, _quality, _fit, _sound, _known):
        step(plan)
    return plan


def _rows(model: Any, sites: tuple[Site, Site]) -> list[Any]:
    found = model.objects.filter(site__in=sites).order_by("pk")
    found = found.defer("as_reported") if model is EstateReturn else found
    return list(found.select_related("organisation", "building") if model is Holding else found)


def _can_be_one(goes: Site, stays: Site) -> None:
    if goes.pk == stays.pk:
        raise Refused("same-site", "This is the same record: choose another site that stays.")
    if goes.organisation_id != stays.organisation_id:
        said = (
            f"{goes} is reported by {goes.organisation}, and {stays} by {stays.organisation}. Two bodies at one place hold distinct interests, "
            "each with its own returns: they stay two sites."
        )
        raise Refused("sites-of-two-owners", said, {"into": said})
    if Site.Type.AGGREGATE in (goes.type, stays.type):
        raise Refused("aggregate-site", "An aggregate stands for many small sites together: it is the same as no one of them.")


# --- whose value stays ---------------------------------------------------------------------------------------------------
def _fields(plan: Merging) -> None:
    for name, columns in FIELDS.items():
        stays, goes = ([getattr(site, column) for column in columns] for site in (plan.stays, plan.goes))
        if stays == goes:
            continue
        default = GOES if _says_nothing(name, stays) or (name == "sensitive" and plan.goes.sensitive) else STAYS
        said = {"key": name, "label": LABELS[name], "stays": _said(plan.stays, name), "goes": _said(plan.goes, name)}
        chosen = plan.chosen(name, default)
        plan.fields.append({**said, "chosen": chosen, "default": default})
        if name == "sensitive" and chosen != (GOES if plan.goes.sensitive else STAYS):
            detail = (
                "One of the two is sensitive, so the site that stays is: its history tells of both. Open it afterwards, with a reason of its own."
            )
            plan.obstacles.append({"rule": "sensitive-stays", "detail": detail, "key": name})


def _says_nothing(name: str, values: list[Any]) -> bool:
    if name == "type":
        return values[0] == Site.Type.UNKNOWN
    if name == "illustrative":
        return False
    return all(each in (None, "") for each in values)


def _said(site: Site, name: str) -> str:
    if name == "type":
        return site.get_type_display()
    if name == "area":
        return str(site.area) if site.area else "Not recorded"
    if name == "place":
        if site.latitude is None:
            return "No place"
        return f"{site.latitude}, {site.longitude}{', with an outline' if site.outline else ''}"
    value = getattr(site, name)
    return ("Yes" if value else "No") if isinstance(value, bool) else value or "Not recorded"


# --- what meets --------------------------------------------------------------------------------------------------------------
def _identifiers(plan: Merging) -> None:
    held = {(each.scheme, each.organisation_id, each.value): each for each in plan.of(Identifier, STAYS)}
    for each in plan.of(Identifier, GOES):
        if (each.scheme, each.organisation_id, each.value) in held:
            plan.drop(each, held[each.scheme, each.organisation_id, each.value])


def _meet(plan: Merging, kind: str, goes: Any, stays: Any, key: str, label: str, words: tuple[str, str], *, same: bool, both: str = "") -> str | None:
    """Two of which one holds. What is the same on both is kept once; else somebody chooses."""
    choices = [{"value": STAYS, "label": words[0]}, {"value": GOES, "label": words[1]}, *([{"value": BOTH, "label": both}] if both else [])]
    chosen = plan.chosen(key, STAYS if same else None, [each["value"] for each in choices])
    plan.meets.append(
        {"key": key, "kind": kind, "label": label, "choices": choices, "chosen": chosen, "same": same, "goes_id": goes.pk, "stays_id": stays.pk}
    )
    return chosen


def _buildings(plan: Merging) -> None:
    held = {each.name: each for each in plan.of(Building, STAYS)}
    names = {*held, *(each.name for each in plan.of(Building, GOES))}
    alike = ("gross_internal_m2", "storeys", "built", "use", "condition", "demolished_on")
    for each in plan.of(Building, GOES):
        other = held.get(each.name)
        if other is None:
            continue
        words = (f"One building, as {plan.stays.code} has it: {_floor(other)}", f"One building, as {plan.goes.code} has it: {_floor(each)}")
        same = all(getattr(each, name) == getattr(other, name) for name in alike)
        other_name = renamed(each.name, plan.goes.code, names)
        both = f"Two buildings: the other becomes “{other_name}”"
        chosen = _meet(plan, "building", each, other, f"building:{each.ref}", f"Building “{each.name}” is on both", words, same=same, both=both)
        if chosen == BOTH:
            plan.names.append((each, other_name))
        elif chosen == GOES:
            plan.drop(other, each)
        elif chosen == STAYS:
            plan.drop(each, other)


def _floor(row: Any) -> str:
    floor = row.gross_internal_m2 if hasattr(row, "gross_internal_m2") else row.floor_m2
    land = getattr(row, "land_ha", None)
    parts = [f"{floor:,} m²" if floor is not None else "", f"{land:f} ha" if land is not None else ""]
    return ", ".join(filter(None, parts)) or "no area"


_INTEREST = ("tenure_category", "floor_m2", "land_ha", "landlord_id", "landlord_name", "starts_on", "ends_on", "break_on", "review_on")


def _holdings(plan: Merging) -> None:
    for each in plan.of(Holding, GOES):
        rivals = [other for other in plan.of(Holding, STAYS) if other.pk not in plan.becomes and _overlap(plan, each, other)]
        for other in rivals:
            words = (f"As {plan.stays.code} has it: {_floor(other)}", f"As {plan.goes.code} has it: {_floor(each)}")
            same = all(getattr(each, name) == getattr(other, name) for name in _INTEREST)
            label = f"Both have an interest of {each.organisation} (tenure: {each.get_tenure_display().lower()})"
            held = plan.areas.get(other.pk) or {name: getattr(other, name) for name in ("floor_m2", "land_ha")}
            areas = {name: _added(held[name], getattr(each, name)) for name in ("floor_m2", "land_ha")}
            both = f"Both are parts of it, which add up to {_floor(Holding(**areas))}"
            chosen = _meet(plan, "holding", each, other, f"holding:{each.ref}", label, words, same=same, both=both)
            if chosen == GOES:
                plan.drop(other, each)
            elif chosen in (STAYS, BOTH):
                plan.drop(each, other)
                if chosen == BOTH:
                    plan.areas[other.pk] = areas
                break


def _added(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None and other is None else (one or Decimal()) + (other or Decimal())


def _overlap(plan: Merging, one: Holding, other: Holding) -> bool:
    """Would the two break a rule of interests on one site?"""
    places = {resolved(plan.becomes, each.building_id) for each in (one, other)}
    if (one.organisation_id, one.tenure, one.part) != (other.organisation_id, other.tenure, other.part) or len(places) > 1:
        return False
    if one.tenure == Holding.Tenure.UNKNOWN:
        return one.ends_on is None and other.ends_on is None
    _, most = most_at_once([Period(each.starts_on, each.ends_on, Decimal(1)) for each in (one, other)])
    return most > 1


def _returns(plan: Merging) -> None:
    held = {each.year: each for each in plan.of(EstateReturn, STAYS)}
    for each in sorted(plan.of(EstateReturn, GOES), key=lambda row: row.year):
        other = held.get(each.year)
        if other is None:
            continue
        same = bool(each.row_hash) and each.row_hash == other.row_hash
        label = f"Both have a return for {each.year}"
        words = (f"The one of {plan.stays.code}: {_returned(other)}", f"The one of {plan.goes.code}: {_returned(each)}")
        if _meet(plan, "return", each, other, f"return:{each.year}", label, words, same=same) == GOES:
            plan.exchanged.append(other)


def _returned(row: EstateReturn) -> str:
    floor = "no floor" if row.gross_internal_m2 is None else f"{row.gross_internal_m2:,} m²"
    land = "no land" if row.land_ha is None else f"{row.land_ha:f} ha"
    return f"{floor}, {land}, £{row.backlog_total:,} of backlog"


def _plots(plan: Merging) -> None:
    names = {each.name for each in (*plan.of(Plot, STAYS), *plan.of(Plot, GOES))}
    held = {each.name for each in plan.of(Plot, STAYS)}
    for each in plan.of(Plot, GOES):
        if each.name in held:
            plan.names.append((each, renamed(each.name, plan.goes.code, names)))


def _quality(plan: Merging) -> None:
    """A waiver of the same finding and a confirmation of the same day are kept once; the staying site's are."""
    for model, name in ((QualityWaiver, "rule"), (SiteConfirmation, "confirmed_on")):
        held = {getattr(each, name): each for each in plan.of(model, STAYS)}
        for each in plan.of(model, GOES):
            if getattr(each, name) in held:
                plan.drop(each, held[getattr(each, name)])


# --- what stands in the way ----------------------------------------------------------------------------------------------------
def _fit(plan: Merging) -> None:
    for each in plan.meets:
        if each["chosen"] is None:
            plan.obstacles.append({"rule": f"{each['kind']}s-meet", "detail": f"{each['label']}: say which holds.", "key": each["key"]})
    before = [[row.interest() for row in plan.of(Holding, side)] for side in (STAYS, GOES)]
    after = [
        each._replace(floor=plan.areas[each.key]["floor_m2"]) if each.key in plan.areas else each
        for each in joined([each for side in before for each in side], plan.becomes)
    ]
    named = {row.pk: row for side in (STAYS, GOES) for row in plan.of(Holding, side)}
    if found := circles(after):
        said = ", granted out of ".join(named[key].ref for key in found)
        plan.obstacles.append({"rule": "interest-circle", "detail": f"An interest would lie beneath itself: {said}.", "key": ""})
    for crowded in newly_over(before, [after]):
        said = f"{crowded.taken:,} m² would lie beneath {named[crowded.interest].ref}, which has {crowded.floor:,} m²."
        plan.obstacles.append({"rule": "interest-too-large", "detail": said, "key": ""})
    _overfull(plan)


def _overfull(plan: Merging) -> None:
    """A building that is kept once has the occupations of both."""
    occupations = [*plan.of(Occupation, STAYS), *plan.of(Occupation, GOES)]
    for building in [each for side in (STAYS, GOES) for each in plan.of(Building, side) if each.pk in plan.becomes.values()]:
        within = [each for each in occupations if each.building_id and resolved(plan.becomes, each.building_id) == building.pk]
        _, taken = most_at_once([Period(each.starts_on, each.ends_on, each.area_m2) for each in within if each.area_m2 is not None])
        if building.gross_internal_m2 is not None and taken > building.gross_internal_m2:
            said = f"{taken:,} m² of {building.name} would be taken, and it has {building.gross_internal_m2:,} m². End or withdraw an occupation."
            plan.obstacles.append({"rule": "building-overfull", "detail": said, "key": ""})


def settled(plan: Merging, site: Site) -> Site:
    """Give a site the fields that hold, in place of the one that stays."""
    for each in plan.fields:
        if each["chosen"] == GOES:
            for column in FIELDS[each["key"]]:
                setattr(site, column, getattr(plan.goes, column))
    return site


def _sound(plan: Merging) -> None:
    """Both are written, and a write holds them to every rule: those as well that came after them."""
    plan.obstacles += [{"rule": TO_MEND, "detail": words, "key": ""} for _, words in unsound(plan.goes)]
    taken = {column: each["key"] for each in plan.fields if each["chosen"] == GOES for column in FIELDS[each["key"]]}
    for name, words in unsound(settled(plan, copy(plan.stays))):
        plan.obstacles.append({"rule": TO_MEND, "detail": words, "key": taken.get(name, "")})


def unsound(site: Site) -> list[tuple[str, str]]:
    """The fields of a site that break a rule which a change of it is held to, each with what is wrong."""
    try:
        check(site)
    except Refused as refused:
        return [(name, f"{site}: {text}") for name, text in refused.errors.items()] or [("", f"{site}: {refused.detail}")]
    except ValidationError as error:
        return [(name, f"{site}: {' '.join(words)}") for name, words in error.message_dict.items()]
    return []


def _known(plan: Merging) -> None:
    known = {each["key"] for each in (*plan.fields, *plan.meets)} | set(FIELDS)
    if unknown := sorted(set(plan.keep) - known):
        raise ValidationError({f"keep/{segment(each)}": f"There is nothing to choose for {each}." for each in unknown})


# --- in words -------------------------------------------------------------------------------------------------------------------
def merge_preview(user: Any, pk: Any, into: Any, keep: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What a merge would do (MergePreview), before anybody says that it shall be. Raises what `merging` does."""
    return told_merge(merging(user, pk, into, keep))


def told_merge(plan: Merging) -> dict[str, Any]:
    names = {row.pk: name for row, name in plan.names}
    moves = [(str(model._meta.verbose_name_plural), plan.moving(model)) for model in MOVED]
    once = [(str(model._meta.verbose_name), row) for model, found in plan.dropped.items() for row in found]
    private = ("goes_id", "stays_id")
    return {
        "goes": brief(plan.goes),
        "stays": brief(plan.stays),
        "fields": plan.fields,
        "meets": [{name: value for name, value in each.items() if name not in private} for each in plan.meets],
        "moves": [{"noun": noun, "count": len(rows), "names": [names.get(row.pk) or called(row) for row in rows]} for noun, rows in moves if rows],
        "once": [{"noun": noun, "name": called(row)} for noun, row in once],
        "obstacles": plan.obstacles,
    }


def called(row: Any) -> str:
    if isinstance(row, Holding):
        tenure = "tenure not known" if row.tenure == Holding.Tenure.UNKNOWN else row.get_tenure_display().lower()
        return f"{row.ref}: {row.organisation}, {tenure}, {_floor(row)}"
    if isinstance(row, EstateReturn):
        return row.year
    if isinstance(row, Occupation | QualityWaiver):
        return str(row.ref)
    return str(row.confirmed_on) if isinstance(row, SiteConfirmation) else str(row)


def brief(site: Any) -> dict[str, Any]:
    names = ("id", "ref", "name", "code", "version")
    return {**{name: getattr(site, name) for name in names}, "url": f"/api/v1/sites/{site.pk}/", "page": f"/estates/sites/{site.pk}/"}
