"""What a check of a list looks up in the register: organisations and areas once, the records that rows name once a batch."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any
from uuid import UUID

from devo_portal.core.models import Area, Organisation
from devo_portal.core.policy import ALL, Permission, reach

from ..rules.outlines import Boroughs
from ..selectors import boroughs, visible_buildings, visible_holdings, visible_sites


class Look:
    """Ids are texts. A site, building or holding that the person may not see is as one that is not there."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.reached = reach(user, Permission.ESTATES_IMPORT)
        self.sites: dict[tuple[str, str], str] = {}  # by owner and code
        self.buildings: dict[tuple[str, str], str] = {}  # by site and name
        self.holdings: dict[str, tuple[str, str]] = {}  # by reference: the id and its site
        self._by_code: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self._by_name: dict[str, str] = {}
        self.codes: dict[str, str] = {}
        for pk, ods, gss, ref, name in Organisation.objects.values_list("pk", "ods_code", "gss_code", "ref", "name"):
            self._by_name[name] = str(pk)
            self.codes[str(pk)] = ods or gss or ref
            for code in {ods, gss, ref} - {""}:
                self._by_code[code].append((str(pk), name))

    @cached_property
    def areas(self) -> dict[str, str]:
        rows = list(Area.objects.values_list("pk", "gss_code", "name"))
        return {name: str(pk) for pk, _, name in rows} | {code: str(pk) for pk, code, _ in rows if code}

    @cached_property
    def area_codes(self) -> dict[str, str]:
        return {str(pk): code or name for pk, code, name in Area.objects.values_list("pk", "gss_code", "name")}

    @cached_property
    def boroughs(self) -> Boroughs:
        return boroughs()

    def organisation(self, code: str, name: str) -> str | None:
        found = self._by_code.get(code, [])
        if len(found) > 1:
            return next((pk for pk, called in found if called == name), None)
        return found[0][0] if found else self._by_name.get(name)

    def acts_for(self, organisation: str) -> bool:
        return self.reached == ALL or UUID(organisation) in self.reached

    def prepare(self, texts: Iterable[Any]) -> None:
        """Find what these rows name: a query for each kind of record that any of them names, however many rows."""
        rows = list(texts)
        codes = {each.get("site_code", "") for each in rows} - {""}
        owners: Any = {self.organisation(each.get("organisation_code", "").strip(), each.get("organisation_name", "")) for each in rows} - {None}
        self.sites, self.buildings, self.holdings = {}, {}, {}
        if codes and owners:
            found = visible_sites(self.user).filter(code__in=codes, organisation__in=owners).order_by()
            self.sites = {(str(owner), code): str(pk) for pk, owner, code in found.values_list("pk", "organisation_id", "code")}
        if names := {each.get("building", "") for each in rows} - {""}:
            sites: Any = list(self.sites.values())
            held = visible_buildings(self.user).filter(site__in=sites, name__in=names).order_by()
            self.buildings = {(str(site), name): str(pk) for pk, site, name in held.values_list("pk", "site_id", "name")}
        if refs := {each.get(name, "").strip() for each in rows for name in ("holding", "superior")} - {""}:
            interests = visible_holdings(self.user).filter(ref__in=refs).order_by()
            self.holdings = {ref: (str(pk), str(site)) for pk, site, ref in interests.values_list("pk", "site_id", "ref")}
