"""Merges, splits, removals and restorations at random, held against a slow and obvious model of what the register is."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.models import Organisation
from devo_portal.core.writes import Refused
from estates import selectors, services
from estates.models import Building, EstateReturn, Holding, Plot, Site

YEARS = ("2014-15", "2015-16", "2016-17")


@dataclass
class Place:
    """A site as the model has it: what is on it, by name, and what became of it."""

    things: set[str] = field(default_factory=set)
    returns: dict[str, str] = field(default_factory=dict)  # year: who returned it
    floor: Decimal = Decimal(0)
    into: int | None = None
    removed: bool = False
    aside: list[tuple[str, str]] = field(default_factory=list)  # returns that a merge left behind


class Model:
    def __init__(self, places: list[Place]) -> None:
        self.places = places

    def stays(self, place: int) -> int:
        while self.places[place].into is not None:
            place = self.places[place].into
        return place

    def here(self, place: int) -> bool:
        return self.places[place].into is None and not self.places[place].removed

    def merge(self, goes: int, stays: int, choice: str) -> bool:
        if goes == stays or not (self.here(goes) and self.here(stays)):
            return False
        one, other = self.places[goes], self.places[stays]
        other.things |= one.things
        other.floor += one.floor
        for year, who in one.returns.items():
            if year in other.returns:
                standing, former = (who, other.returns[year]) if choice == "goes" else (other.returns[year], who)
                other.returns[year] = standing
                one.aside.append((year, former))
            else:
                other.returns[year] = who
        one.things, one.returns, one.floor, one.into = set(), {}, Decimal(0), stays
        return True

    def split(self, place: int, floor: Decimal) -> bool:
        if not self.here(place):
            return False
        whole = self.places[place]
        taken = set(sorted(whole.things)[::2])
        whole.things -= taken
        share = min(floor, whole.floor)
        whole.floor -= share
        self.places.append(Place(things=taken, floor=share))
        return True


class Register:
    """The same acts on the real one."""

    def __init__(self, by: Any, trust: Any, many: int) -> None:
        self.by, self.ids, self.model = by, [], Model([])
        for number in range(many):
            site = Site.objects.create(organisation=trust, code=f"R1H{number:02}", name=f"Site {number}")
            things = set()
            for kind, make in (("B", services.create_building), ("P", services.create_plot)):
                things |= {make(by=by, site=site.pk, name=f"{kind}{number}-{each}").name for each in range(2)}
            holding = {"tenure": "freehold", "part": f"part {number}", "floor_m2": Decimal(100 + number)}
            services.create_holding(by=by, site=site.pk, organisation=trust, **holding)
            years = dict.fromkeys(YEARS[: number + 1], f"{number}")
            for year, who in years.items():
                EstateReturn.objects.create(site=site, organisation=trust, year=year, site_name=who, row_hash=f"{number}{year}")
            self.ids.append(site.pk)
            self.model.places.append(Place(things, years, Decimal(100 + number)))

    def act(self, step: tuple[str, int, int, str, Decimal]) -> None:
        name, one, other, choice, floor = step
        one, other = one % len(self.ids), other % len(self.ids)
        place = self.model.places[one]
        if name == "merge":
            self._merge(one, other, choice)
        elif name == "split":
            self._split(one, floor)
        elif name == "remove":
            allowed, place.removed = self.model.here(one), place.removed or self.model.here(one)
            self._try(allowed, lambda: services.remove_site(by=self.by, pk=self.ids[one], version=self._version(one), reason="x"))
        else:
            allowed = place.removed and place.into is None
            place.removed = place.removed and not allowed
            self._try(allowed, lambda: services.restore_site(by=self.by, pk=self.ids[one], version=self._version(one), reason="x"))

    def _version(self, place: int) -> int:
        return Site.objects.get(pk=self.ids[place]).version

    def _try(self, allowed: bool, act: Any) -> None:
        if allowed:
            act()
        else:
            with pytest.raises(Exception), transaction.atomic():  # noqa: B017  # of several kinds, by what became of the site
                act()

    def _merge(self, goes: int, stays: int, choice: str) -> None:
        keep = {}
        if self.model.here(goes) and self.model.here(stays) and goes != stays:
            met = selectors.merge_preview(self.by, self.ids[goes], self.ids[stays])["meets"]
            keep = {each["key"]: choice if each["kind"] == "return" else "both" for each in met}
        given = {"into": self.ids[stays], "into_version": self._version(stays), "keep": keep, "reason": "x"}
        allowed = self.model.merge(goes, stays, choice)
        self._try(allowed, lambda: services.merge_sites(by=self.by, pk=self.ids[goes], version=self._version(goes), **given))

    def _split(self, place: int, floor: Decimal) -> None:
        rows = {each.name: each for model in (Building, Plot) for each in model.objects.filter(site=self.ids[place])}
        taken = sorted(rows)[::2]
        part: dict[str, Any] = {"name": "Part", "code": f"R1HX{len(self.ids)}"}
        part["buildings"] = [rows[name].pk for name in taken if name[0] == "B"]
        part["plots"] = [rows[name].pk for name in taken if name[0] == "P"]
        left, part["shares"] = floor, []
        for each in Holding.objects.filter(site=self.ids[place]).order_by("pk"):
            share = min(left, each.floor_m2 or Decimal(0))
            left -= share
            if share:
                part["shares"].append({"holding": each.pk, "floor_m2": share})
        allowed = self.model.split(place, floor)
        split = {"by": self.by, "pk": self.ids[place], "version": self._version(place), "parts": [part], "reason": "x"}
        self._try(allowed, lambda: services.split_site(**split))
        if allowed:
            self.ids.append(Site.objects.get(code=part["code"]).pk)

    def agrees(self) -> None:
        seen = {each.pk for each in selectors.visible_sites(self.by)}
        assert seen == {self.ids[place] for place in range(len(self.ids)) if self.model.here(place)}
        for place, said in enumerate(self.model.places):
            pk = self.ids[place]
            things = {each.name for model in (Building, Plot) for each in model.objects.filter(site=pk)}
            assert things == said.things
            assert sum((each.floor_m2 or Decimal(0) for each in Holding.objects.filter(site=pk)), Decimal(0)) == said.floor
            kept = list(EstateReturn.objects.filter(site=pk).values_list("year", "site_name"))
            assert sorted(kept) == sorted([*said.returns.items(), *said.aside])
            became = selectors.became(self.by, pk)
            if self.model.here(place):
                assert became is None
            elif said.into is None:
                assert became == {"into": None}
            else:  # straight to the one that stays, which is in the register or was removed
                assert became == {"into": self.ids[self.model.stays(place)]}
        latest = {pk: max(years) if years else None for pk, years in ((self.ids[at], each.returns) for at, each in enumerate(self.model.places))}
        assert {
            each.pk: each.current_return and each.current_return.year for each in Site.objects.all() if each.merged_into_id and latest[each.pk]
        } == {}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "merge", "split", "remove", "restore"]),
        st.integers(0, 7),
        st.integers(0, 7),
        st.sampled_from(["stays", "goes"]),
        st.integers(1, 300).map(Decimal),
    ),
    max_size=6,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_areas_and_returns_are_conserved_and_every_id_leads_to_one_site(people, steps):
    with transaction.atomic():
        trust = Organisation.objects.create(name="Barts", kind="trust", ods_code="R1H")
        register = Register(people["officer"], trust, 3)
        areas, returns = Decimal(303), EstateReturn.objects.count()
        for step in steps:
            register.act(step)
            register.agrees()
            assert sum((each.floor_m2 or Decimal(0) for each in Holding.objects.all()), Decimal(0)) == areas
            assert EstateReturn.objects.count() == returns
        transaction.set_rollback(True)


def test_the_model_refuses_what_the_register_refuses(people):
    trust = Organisation.objects.create(name="Barts", kind="trust", ods_code="R1H")
    register = Register(people["officer"], trust, 2)
    assert not register.model.merge(0, 0, "stays")
    with pytest.raises(Refused):
        services.merge_sites(by=people["officer"], pk=register.ids[0], version=1, into=register.ids[0], into_version=1, reason="x")
