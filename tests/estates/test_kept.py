"""Figures kept by owner are those of a reckoning anew, whatever was written in between and by whom."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from devo_portal.core.models import Area, Organisation, Role, User
from estates import selectors, services
from estates.models import EstateReturn, Holding, Identifier, OwnerChange, QualityWaiver, Site, SiteConfirmation
from tests.estates.conftest import ROWS, eric, imported
from tests.factories import borough, london, organisation, person

NAMES = ("Barts Health NHS Trust", "Homerton University Hospital NHS Foundation Trust")


@pytest.fixture
def estate(people, db):
    for name, code in zip(NAMES, ("R1H", "RQX"), strict=True):
        Organisation.objects.create(name=name, kind="trust", ods_code=code)
    for name in ("North East London", "North Central London"):
        Area.objects.get_or_create(name=name, kind="sub_region", parent=london())
    people["barts"] = person(Role.PARTNER_EDITOR, NAMES[0])
    imported(people["officer"], eric())
    imported(people["officer"], eric(ROWS[:1]), name="eric_2015-16.csv")
    return people


def dashboard(user: Any, params: dict[str, str]) -> Any:
    """The answer, or what is said where there is none: somebody may see no return of a year."""
    try:
        return selectors.estate_dashboard(user, params)
    except ValidationError as error:
        return error.message_dict


def told(user: Any) -> dict[str, Any]:
    """Every figure that is kept by owner, as a page would have it."""
    owners = Organisation.objects.filter(name__in=NAMES).order_by("name")
    return {
        "years": selectors.estate_years(user),
        "totals": [selectors.register_totals(user, params) for params in ({}, {"flagged": "true"}, {"type": ["aggregate"]})],
        "dashboards": [
            dashboard(user, params)
            for params in ({"by": "owner"}, {"by": "borough"}, {"by": "sub_region"}, {"by": "year"}, {"year": "2016-17"}, {"flagged": "true"})
        ],
        "owners": [selectors.estate_of(user, owner.pk, {}) for owner in owners],
        "quality": [selectors.estate_quality(user, params) for params in ({}, *({"organisation": str(owner.pk)} for owner in owners))],
    }


def _site(number: int) -> Site:
    sites = list(Site.objects.order_by("name", "pk"))
    return sites[number % len(sites)]


def claim(number: int) -> None:
    for each in (number, number + 1):  # two sites, and so two owners, that claim the same
        held = Identifier.objects.filter(scheme="uprn", value=str(number), contested=False).exists()
        Identifier.objects.get_or_create(site=_site(each), scheme="uprn", value=str(number), defaults={"contested": held})


def hold(number: int) -> None:
    owner = organisation(NAMES[number % 2], "trust")
    Holding.objects.get_or_create(site=_site(number), organisation=owner, tenure="freehold", defaults={"floor_m2": 90_000})  # once at a time


def owned_by_the_other(number: int) -> None:
    site = _site(number)
    Site.objects.filter(pk=site.pk).update(
        organisation=organisation(NAMES[0 if site.organisation.name == NAMES[1] else 1], "trust"), code=f"M{number}"
    )


def waived(number: int) -> None:
    someone = User.objects.get(name="Programme officer, Programme office")
    QualityWaiver.objects.get_or_create(
        site=_site(number), rule="no_postcode", defaults={"value": "No postcode", "why": "It has none.", "given_by": someone}
    )


def confirmed(number: int) -> None:
    someone = User.objects.get(name="Programme officer, Programme office")
    SiteConfirmation.objects.get_or_create(site=_site(number), confirmed_on=timezone.localdate(), defaults={"confirmed_by": someone})


WRITES = {
    "measure": lambda n: EstateReturn.objects.filter(site=_site(n)).update(gross_internal_m2=n, flags=["land_unit"] if n % 2 else []),
    "year gone": lambda n: EstateReturn.objects.filter(site=_site(n), year="2015-16").delete(),
    "no return": lambda n: Site.objects.filter(pk=_site(n).pk).update(current_return=None),
    "borough": lambda n: Site.objects.filter(pk=_site(n).pk).update(area=borough("Hackney" if n % 2 else "Haringey")),
    "sub-region": lambda n: Area.objects.filter(pk=borough("Hackney").pk).update(
        parent=Area.objects.filter(kind="sub_region").order_by("name")[n % 2]
    ),
    "type": lambda n: Site.objects.filter(pk=_site(n).pk).update(type="specialist" if n % 2 else "aggregate"),
    "sensitive": lambda n: Site.objects.filter(pk=_site(n).pk).update(sensitive=bool(n % 2)),
    "outside": lambda n: Site.objects.filter(pk=_site(n).pk).update(postcode="E1 4DG" if n % 2 else ""),
    "kind": lambda n: Organisation.objects.filter(name=NAMES[n % 2]).update(kind="trust" if n % 3 else "authority"),
    "claim": claim,
    "withdraw": lambda n: Identifier.objects.filter(site=_site(n), scheme="uprn").delete(),
    "hold": hold,
    "let go": lambda n: Holding.objects.filter(site=_site(n)).delete(),
    "owner": owned_by_the_other,
    "waive": waived,
    "confirm": confirmed,
    "compact": lambda n: services.compact_owner_changes(),
}


@example(steps=[("claim", 0), ("sensitive", 1), ("withdraw", 0)])  # another owner's site settles what this one is found to dispute
@example(steps=[("kind", 3), ("borough", 1), ("sub-region", 1)])  # and so does what an owner or a borough is
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(sorted(WRITES)), st.integers(0, 7)), min_size=1, max_size=6))
def test_what_is_kept_is_what_is_reckoned(estate, steps):
    readers = [estate["reader"], estate["barts"], estate["officer"]]
    with transaction.atomic():
        for name, number in steps:
            WRITES[name](number)
            kept = [told(reader) for reader in readers]
            cache.clear()
            assert kept == [told(reader) for reader in readers], (name, number)
        transaction.set_rollback(True)  # each example begins as the first


def test_only_the_owner_who_changed_is_reckoned_anew(estate):
    officer = estate["officer"]
    told(officer)
    site = Site.objects.get(code="RQXM1")
    services.update_site(by=officer, pk=site.pk, version=site.version, name="Homerton Hospital")
    with CaptureQueriesContext(connection) as asked:
        selectors.estate_dashboard(officer, {"by": "owner"})
    walks = [each["sql"] for each in asked if "GROUP BY" in each["sql"] and "estates_estatereturn" in each["sql"]]
    barts = str(Organisation.objects.get(ods_code="R1H").pk)
    assert walks and all(str(site.organisation_id) in sql and barts not in sql for sql in walks)


def test_many_marks_become_one_and_nothing_is_reckoned_wrongly(estate):
    for number in range(5):
        Site.objects.filter(code="R1H13").update(postcode=f"E{number + 1} 4DG")
    owners = set(OwnerChange.objects.values_list("organisation_id", flat=True))
    assert OwnerChange.objects.count() > len(owners)
    before = told(estate["officer"])
    services.compact_owner_changes()
    assert sorted(OwnerChange.objects.values_list("organisation_id", flat=True)) == sorted(owners)
    assert told(estate["officer"]) == before
