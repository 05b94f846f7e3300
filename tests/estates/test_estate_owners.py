"""The estate of one organisation: among its peers, and over the years."""

from decimal import Decimal
from itertools import pairwise
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devo_portal.core.models import Organisation
from estates.models import EstateReturn, Import, Site
from estates.rules.estate import BY_KEY, LEAST_PEERS, quartiles, stands, trend, years_between
from tests.estates.test_estate import NOWHERE, owner, site


def ask(call, trust, query=""):
    answer = call("reader").get(f"/api/v1/organisations/{owner(trust).pk}/estate/{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def benchmark(answer, key="backlog_total"):
    return next(each for each in answer["benchmarks"] if each["key"] == key)


def backlog(pounds):
    return {"2016-17": {"gross_internal_m2": 100, "backlog_high": pounds}}


@pytest.fixture
def trusts(db):
    """Five trusts with a general hospital of 1 to 5 pounds of backlog a m², a sixth of another type, and one that reports none."""
    for number in range(1, 6):
        site(f"Trust {number}", f"T{number}", None, backlog(number * 100), type="general_acute")
    site("Other", "O1", None, backlog(100_000), type="community")
    site("Silent", "S1", None, {"2016-17": {"gross_internal_m2": 100}}, type="general_acute")


def test_it_stands_among_those_with_sites_of_its_main_type_where_no_type_is_returned(call, trusts):
    answer = ask(call, "Trust 4")
    assert (answer["peers"]["how"], answer["peers"]["organisations"]) == ("site_type", 5)
    said = benchmark(answer)
    assert (said["value"], said["place"], said["of"], said["peers"]) == ("4.00", 2, 5, 6)
    assert (said["lower"], said["median"], said["upper"], said["quarter"]) == ("2.00", "3.00", "4.00", "upper")
    assert said["said"] == "Maintenance backlog: £4.00 per m², 2nd highest of 5 and above the median; the median is £3.00."
    assert "where the median of its peers is £3.00" in answer["standing"]
    assert benchmark(ask(call, "Silent"))["said"].endswith("not reported together with the floor, so it cannot be compared.")
    assert "too few for a quartile" in benchmark(ask(call, "Other"))["said"]


def test_its_peers_are_those_of_the_type_that_their_returns_say(call, people, trusts):
    made = Import.objects.create(
        file_name="eric.csv", year="2016-17", headers=["Trust  type", "Site Code"], started_by=people["officer"], organisation=owner("Trust 1")
    )
    for number, kind in ((1, "ACUTE - LARGE"), (2, "ACUTE - LARGE"), (3, "ACUTE -  SMALL")):
        EstateReturn.objects.filter(site__code=f"T{number}").update(imported_by=made, as_reported=[kind, f"T{number}"])
    answer = ask(call, "Trust 1")
    assert (answer["type"], answer["peers"]["how"], answer["peers"]["organisations"]) == ("ACUTE - LARGE", "organisation_type", 1)
    assert benchmark(answer)["quarter"] is None  # two are too few
    assert ask(call, "Trust 3")["type"] == "ACUTE - SMALL"


def test_a_year_without_a_return_is_a_gap_and_not_nought(call, browse, db):
    site("Trust", "T1", None, {"2013-14": {"land_ha": 4, "energy_cost": 0}, "2015-16": {"land_ha": 2}, "2016-17": {"land_ha": 3, "energy_cost": 5}})
    answer = ask(call, "Trust")
    assert [(each["year"], each["returned"]) for each in answer["years"]] == [("2013-14", 1), ("2014-15", 0), ("2015-16", 1), ("2016-17", 1)]
    lines = {line["key"]: [(point["value"], point["change"], point["change_percent"]) for point in line["years"]] for line in answer["trend"]}
    assert lines["land_ha"] == [("4.0000", None, None), (None, None, None), ("2.0000", None, None), ("3.0000", "1.0000", "50.0")]
    assert [value for value, _, _ in lines["energy_cost"]] == ["0.00", None, None, "5.00"]
    assert lines.keys() == {"land_ha", "energy_cost"}
    page = browse("reader").get(f"/estates/organisations/{owner('Trust').pk}/").content.decode()
    assert "No return" in page and "up 50.0%" in page
    assert ask(call, "Trust", "?year=2015-16")["figures"][1]["value"] == "2.0000"


def test_an_organisation_without_sites_says_so(call, browse, db):
    answer = ask(call, "Nobody")
    assert (answer["sites"], answer["figures"], answer["standing"]) == (0, [], "Nobody reports no site.")
    assert "No site of Nobody is in the register" in browse("reader").get(f"/estates/organisations/{owner('Nobody').pk}/").content.decode()


def test_what_is_not_known_is_refused(call, browse, db):
    pk = owner("Nobody").pk
    for query in ("?year=2016-17", "?colour=red", "?by=owner"):
        assert call("reader").get(f"/api/v1/organisations/{pk}/estate/{query}").status_code == 400, query
        assert browse("reader").get(f"/estates/organisations/{pk}/{query}").status_code == 400, query
    assert call("reader").get(f"/api/v1/organisations/{NOWHERE}/estate/").status_code == 404
    assert browse("reader").get(f"/estates/organisations/{NOWHERE}/").status_code == 404
    assert call(None).get(f"/api/v1/organisations/{pk}/estate/").status_code == 401


def test_its_figures_have_their_lists_and_its_pages_lead_to_it(call, browse, trusts):
    answer = ask(call, "Trust 1")
    for each in [*answer["figures"], answer["all_sites"] | {"sites": answer["sites"]}]:
        assert call("reader").get(each["api"]).json()["count"] == each["sites"]
    link = f"/estates/organisations/{owner('Trust 1').pk}/"
    for page in (f"/organisations/{owner('Trust 1').pk}/", "/estates/dashboard/"):
        assert link in browse("reader").get(page).content.decode()
    assert Site.objects.count() == 7 and Organisation.objects.filter(kind="trust").count() >= 7


values = st.lists(st.decimals(0, 1000, places=2), max_size=12)


@given(values)
def test_quartiles_are_those_of_the_statistics_module(values):
    cuts = quartiles(values)
    if len(values) < LEAST_PEERS:
        assert cuts is None
    else:
        assert all(abs(mine - theirs) <= Decimal("0.005") for mine, theirs in zip(cuts, quantiles(values, n=4, method="inclusive"), strict=True))


@given(values.filter(bool))
def test_the_place_is_counted_from_the_highest(values):
    ordered = sorted(values, reverse=True)
    for value in values:
        assert stands(value, values)["place"] == ordered.index(value) + 1


@given(st.dictionaries(st.sampled_from(years_between("2008-09", "2018-19")), st.none() | st.integers(0, 9), min_size=1))
def test_a_change_is_against_the_year_before_and_nothing_else(held):
    years = years_between(min(held), max(held))
    points = {point["year"]: point for point in trend(BY_KEY["land_ha"], {year: {"land_ha": value} for year, value in held.items()}, years)}
    for before, year in pairwise(years):
        both = held.get(before) is not None and held.get(year) is not None
        assert points[year]["change"] == (held[year] - held[before] if both else None)
        assert points[year]["value"] == held.get(year)


def test_financial_years_turn_the_century():
    assert years_between("1998-99", "2001-02") == ["1998-99", "1999-00", "2000-01", "2001-02"]
