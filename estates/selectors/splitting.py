"""What a split of a site would do: which of what is recorded of it goes with which part, and what stands in the way. It writes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone

from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import Refused

from ..models import Building, EstateReturn, Holding, Identifier, Occupation, Plot, Site
from ..rules.identifiers import LONGEST_CODE, SITE_CODE
from ..rules.interests import Interest, floor_of, on_day
from ..rules.merging import newly_over
from .merging import TO_MEND, called, unsound
from .sites import visible_sites

NAMED = {"buildings": Building, "holdings": Holding, "plots": Plot, "identifiers": Identifier}
DIVIDED: tuple[Any, ...] = (Building, Holding, Occupation, Plot, Identifier)
FIRST = 0  # the place of the site itself among its parts


@dataclass(frozen=True)
class Share:
    """As much of an interest as goes with a part."""

    holding: Holding
    part: int
    floor_m2: Decimal | None
    land_ha: Decimal | None
    path: str  # in what was sent


def pointer(place: int) -> str:
    """Where in what was sent a part stands; the first of all, the site itself, stands in none."""
    return f"parts/{place - 1}"


@dataclass
class Splitting:
    """A split that has been thought through. `goes` says of each row the place of the part with which it goes; FIRST is left out."""

    site: Site
    parts: Sequence[Mapping[str, Any]]  # without the first
    rows: dict[Any, dict[Any, Any]]  # by model and id
    goes: dict[Any, int] = field(default_factory=dict)
    shares: list[Share] = field(default_factory=list)
    returns: int = 0
    obstacles: list[dict[str, str]] = field(default_factory=list)

    def place(self, row: Any) -> int:
        return self.goes.get(row.pk, FIRST)

    def of(self, part: int, model: Any) -> list[Any]:
        return [row for row in self.rows[model].values() if self.place(row) == part]

    def share(self, holding: Any, part: int) -> Share | None:
        return next((each for each in self.shares if each.holding.pk == holding and each.part == part), None)

    def refuse(self, rule: str, detail: str, key: str = "") -> None:
        self.obstacles.append({"rule": rule, "detail": detail, "key": key})


def splitting(user: Any, pk: Any, parts: Sequence[Mapping[str, Any]]) -> Splitting:
    """Raises Http404; ValidationError for what is named and is not there, or twice; Refused (`aggregate-site`)."""
    require(user, Permission.SITE_EDIT)
    site = visible_sites(user).filter(pk=pk).select_related("organisation").first()
    if site is None:
        raise Http404("There is no such record, or you may not see it.")
    require(user, Permission.SITE_EDIT, site)
    if site.type == Site.Type.AGGREGATE:
        raise Refused("aggregate-site", "An aggregate stands for many small sites that the register does not know one by one.")
    if not parts:
        raise ValidationError({"parts": "Say which part becomes a site of its own."})
    rows = {model: {row.pk: row for row in _rows(model, site)} for model in DIVIDED}
    plan = Splitting(site, parts, rows, returns=EstateReturn.objects.filter(site=site).count())
    for step in (_codes, _named, _follow, _share, _together, _fit, _sound):
        step(plan)
    return plan


def _rows(model: Any, site: Site) -> Any:
    rows = model.objects.filter(site=site).order_by("pk")
    return rows.select_related("organisation", "building") if model is Holding else rows


def _codes(plan: Splitting) -> None:
    codes = [str(part.get("code", "")).strip() for part in plan.parts]
    for place, code in enumerate(codes):
        if not SITE_CODE.fullmatch(code):
            said = f"“{code}” is not a code; expected capital letters and digits, such as R1H12, {LONGEST_CODE} at most."
            raise ValidationError({f"parts/{place}/code": said})
        if code in codes[:place]:
            raise ValidationError({f"parts/{place}/code": f"{code} is given to two parts; expected a code of its own for each."})
    used = set(Site.objects.filter(organisation=plan.site.organisation_id, code__in=codes).values_list("code", flat=True))
    for place, code in enumerate(codes):
        if code in used:
            raise ValidationError(
                {f"parts/{place}/code": f"{plan.site.organisation} has a site with the code {code} already, or had one that was merged."}
            )


def _named(plan: Splitting) -> None:
    for place, part in enumerate(plan.parts, 1):
        for name, model in NAMED.items():
            for number, pk in enumerate(part.get(name) or ()):
                path = f"{pointer(place)}/{name}/{number}"
                if pk not in plan.rows[model]:
                    raise ValidationError({path: f"{part['name']}: there is no such record among the site’s {name}."})
                if pk in plan.goes:
                    raise ValidationError({path: f"{called(plan.rows[model][pk])} goes with one part only."})
                plan.goes[pk] = place
        for number, each in enumerate(part.get("shares") or ()):
            holding = plan.rows[Holding].get(each["holding"])
            path = f"{pointer(place)}/shares/{number}"
            if holding is None:
                raise ValidationError({f"{path}/holding": f"{part['name']}: there is no such holding on the site."})
            plan.shares.append(Share(holding, place, each.get("floor_m2"), each.get("land_ha"), path))


def _follow(plan: Splitting) -> None:
    """An interest in a building goes with it, one granted out of another with that, and who occupies either with what is occupied."""
    holdings = plan.rows[Holding]

    def found(row: Any, seen: tuple[Any, ...] = ()) -> int:
        if row.pk in plan.goes:
            return plan.goes[row.pk]
        if row.building_id:
            return plan.goes.get(row.building_id, FIRST)
        above = holdings.get(row.superior_id)
        return found(above, (*seen, row.pk)) if above is not None and above.pk not in seen else FIRST

    places = {row.pk: found(row) for row in holdings.values()}
    plan.goes |= {pk: place for pk, place in places.items() if place != FIRST}
    for each in plan.rows[Occupation].values():
        place = plan.goes.get(each.building_id or each.holding_id, FIRST)
        if place != FIRST:
            plan.goes[each.pk] = place


def _share(plan: Splitting) -> None:
    seen = set()
    for each in plan.shares:
        if (each.holding.pk, each.part) in seen:
            raise ValidationError({f"{each.path}/holding": f"{each.holding.ref} is shared with this part twice."})
        seen.add((each.holding.pk, each.part))
        if plan.place(each.holding) != FIRST:
            plan.refuse("share-of-what-goes", f"{each.holding.ref} goes with a part whole: no share of it is left to give.", f"{each.path}/holding")
        for name, unit in (("floor_m2", "m²"), ("land_ha", "ha")):
            has, given = getattr(each.holding, name), [getattr(share, name) for share in plan.shares if share.holding.pk == each.holding.pk]
            asked = sum((share for share in given if share), Decimal())
            if asked and (has is None or asked > has):
                said = f"{each.holding.ref} has {f'{has:,f}' if has is not None else 'no known'} {unit}, and {asked:,f} {unit} would go."
                plan.refuse("share-too-large", said, f"{each.path}/{name}")


def _together(plan: Splitting) -> None:
    """What one record is granted out of, or lies in, is on the same site: else its area would be counted on both."""
    holdings, buildings = plan.rows[Holding], plan.rows[Building]
    for row in holdings.values():
        place = plan.place(row)
        if row.building_id and plan.goes.get(row.building_id, FIRST) != place:
            plan.refuse("pieces-apart", f"{called(row)} is in {buildings[row.building_id].name}, and goes with it.")
        beneath = [place, *(each.part for each in plan.shares if each.holding.pk == row.pk)]
        for part in beneath if row.superior_id in holdings else ():
            above = holdings[row.superior_id]
            if plan.place(above) != part and plan.share(above.pk, part) is None:
                plan.refuse("pieces-apart", f"{called(row)} is granted out of {called(above)}: say how much of that goes with it.")
    for row in plan.rows[Occupation].values():
        for noun, pk in (("building", row.building_id), ("holding", row.holding_id)):
            if pk and plan.goes.get(pk, FIRST) != plan.place(row) and not (noun == "holding" and plan.share(pk, plan.place(row))):
                plan.refuse("pieces-apart", f"{row.ref} is of a {noun} that goes elsewhere.")


def interests_of(plan: Splitting, part: int) -> list[Interest]:
    """The interests of a part, those shared cut as they will be; a share's key is `(holding, part)`."""
    found = []
    for row in plan.rows[Holding].values():
        if plan.place(row) == part:
            gone = sum((each.floor_m2 or Decimal() for each in plan.shares if each.holding.pk == row.pk), Decimal())
            floor = None if row.floor_m2 is None else row.floor_m2 - gone
            found.append(row.interest()._replace(floor=floor, superior=_above(plan, row, part)))
    found += [
        each.holding.interest()._replace(key=(each.holding.pk, part), floor=each.floor_m2, superior=_above(plan, each.holding, part))
        for each in plan.shares
        if each.part == part
    ]
    return found


def _above(plan: Splitting, row: Holding, part: int) -> Any:
    return (row.superior_id, part) if row.superior_id and plan.share(row.superior_id, part) else row.superior_id


def _fit(plan: Splitting) -> None:
    before = [row.interest() for row in plan.rows[Holding].values()]
    after = [interests_of(plan, part) for part in range(len(plan.parts) + 1)]
    named = {row.pk: row for row in plan.rows[Holding].values()}
    for each in newly_over([before], after):
        row = named[each.interest[0] if isinstance(each.interest, tuple) else each.interest]
        said = f"{each.taken:,} m² would lie beneath {each.floor:,} m² of {row.ref}: share more of it, or less of what lies beneath."
        plan.refuse("interest-too-large", said)
    today = timezone.localdate()
    whole, together = _floor(before, today), sum((_floor(each, today) for each in after), Decimal())
    if not plan.obstacles and whole != together:
        plan.refuse("area-counted-twice", f"The interests cover {whole:,} m² now, and would cover {together:,} m² together.")


def _sound(plan: Splitting) -> None:
    for _, words in unsound(plan.site):
        plan.refuse(TO_MEND, words)


def _floor(interests: Sequence[Interest], day: date) -> Decimal:
    return floor_of(on_day(interests, day))


def told_split(plan: Splitting) -> dict[str, Any]:
    """What a split would do (SplitPreview)."""
    heads = [{"name": plan.site.name, "code": plan.site.code}, *({"name": each["name"], "code": each["code"]} for each in plan.parts)]
    return {
        "parts": [{**head, **_areas(plan, place), "moves": _listed(plan, place)} for place, head in enumerate(heads)],
        "returns": plan.returns,
        "obstacles": plan.obstacles,
    }


def _areas(plan: Splitting, part: int) -> dict[str, Decimal]:
    given = [each.land_ha or Decimal() for each in plan.shares if each.part == part and not each.holding.superior_id]
    whole = [row for row in plan.of(part, Holding) if not row.superior_id]
    left = [
        (row.land_ha or Decimal()) - sum((each.land_ha or Decimal() for each in plan.shares if each.holding.pk == row.pk), Decimal()) for row in whole
    ]
    floor = _floor(interests_of(plan, part), timezone.localdate())
    return {"floor_m2": floor.quantize(Decimal("0.01")), "land_ha": sum([*given, *left], Decimal("0.0000"))}


def _listed(plan: Splitting, part: int) -> list[dict[str, Any]]:
    found = []
    for model in DIVIDED:
        names = [called(row) for row in plan.of(part, model)]
        if model is Holding:
            names += [f"{each.holding.ref}, a share of it" for each in plan.shares if each.part == part]
        if names:
            found.append({"noun": str(model._meta.verbose_name_plural), "count": len(names), "names": names})
    return found


def pieces(user: Any, pk: Any) -> dict[str, list[dict[str, Any]]]:
    """`{buildings, holdings, plots, identifiers}` of a site, each `{id, ref, name}`; of holdings those in no building, with their areas.

    Raises Http404.
    """
    site = visible_sites(user).filter(pk=pk).first()
    if site is None:
        raise Http404("There is no such record, or you may not see it.")
    found: dict[str, list[dict[str, Any]]] = {}
    for noun, model in NAMED.items():
        rows = [row for row in _rows(model, site) if model is not Holding or row.building_id is None]
        found[noun] = [{"id": row.pk, "ref": row.ref, "name": called(row)} for row in rows]
        if model is Holding:
            found[noun] = [{**each, "floor_m2": row.floor_m2, "land_ha": row.land_ha} for each, row in zip(found[noun], rows, strict=True)]
    return found
