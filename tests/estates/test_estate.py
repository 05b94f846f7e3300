"""The estate dashboard: what it adds up, how it is broken down, and that each figure has the list that it counts."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.models import Area, Organisation
from estates import selectors
from estates.eric.quality import FlagCode
from estates.models import EstateReturn, Site
from estates.rules.estate import DOUBTING, MEASURES
from tests.estates.conftest import eric, imported
from tests.factories import borough, london

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "eric_2016-17_site_london.csv"
NOWHERE = "01a20080-94d3-7764-868d-265fb93b013a"
MADE_FROM = sorted({name for measure in MEASURES for name in measure.needs})


def owner(name):
    return Organisation.objects.get_or_create(name=name, kind="trust")[0]


def sub_region(name):
    return Area.objects.get_or_create(kind="sub_region", name=name, defaults={"parent": london()})[0]


def place(kind, name):
    if kind == "borough":
        return borough(name, parent=sub_region("North"))
    return {"alone": lambda _: borough("Alone"), "sub_region": sub_region, "none": lambda _: None}[kind](name)


def site(trust, code, area=None, returns=None, **fields):
    """A site with returns by year, the last the latest: `{"2016-17": {"land_ha": 2}}`."""
    made = Site.objects.create(organisation=owner(trust), code=code, name=f"Site {code}", area=area, **{"type": "mixed", **fields})
    for year, values in sorted((returns or {}).items()):
        made.current_return = EstateReturn.objects.create(site=made, organisation=made.organisation, year=year, **values)
    made.save()
    return made


@pytest.fixture
def estate(db):
    """Two trusts, four sites, one without a return; the first has a gap in its years."""
    north, south = borough("Barnet", parent=sub_region("North")), borough("Alone")
    a = {"gross_internal_m2": 1000, "land_ha": 2, "land_not_delivering_ha": 1, "empty_pct": 2, "under_used_pct": 3, "energy_cost": 10}
    site(
        "Alpha",
        "A1",
        north,
        {"2013-14": {**a, "land_ha": 4}, "2015-16": {**a, "backlog_high": 50}, "2016-17": {**a, "backlog_high": 80, "backlog_low": 20}},
    )
    site("Alpha", "A2", None, {"2016-17": {"gross_internal_m2": 399, "land_ha": "103", "finance_cost": 7, "flags": ["land_unit"]}})
    site("Beta", "B1", south, {"2015-16": {"gross_internal_m2": 500, "backlog_significant": 900, "empty_pct": 1, "under_used_pct": 1}})
    site("Beta", "B2", south)


def ask(call, query="", role="reader"):
    answer = call(role).get(f"/api/v1/estate-dashboard/{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def figure(answer, key):
    return next(each for each in answer["figures"] if each["key"] == key)


def test_figures_say_what_is_reported_and_by_how_many(call, estate):
    answer = ask(call)
    assert (answer["sites"], answer["returned"], answer["organisations"], answer["flagged"]) == (4, 3, 2, 1)
    keys = (
        "gross_internal_m2",
        "land_ha",
        "land_not_delivering_ha",
        "idle_m2",
        "backlog_total",
        "backlog_critical",
        "backlog_moderate",
        "running_cost",
    )
    said = {key: tuple(figure(answer, key)[name] for name in ("value", "sites", "ratio")) for key in keys}
    assert said == {
        "gross_internal_m2": ("1899.00", 3, None),
        "land_ha": ("105.0000", 2, None),
        "land_not_delivering_ha": ("1.0000", 1, "50.00"),
        "idle_m2": ("60.00", 2, "4.00"),  # 50 of 1,000 and 10 of 500
        "backlog_total": ("1000.00", 2, "0.67"),
        "backlog_critical": ("980.00", 2, "0.65"),
        "backlog_moderate": (None, 0, None),
        "running_cost": (None, 0, None),  # nobody reports both its parts
    }
    assert answer["carter"]["stands"] == "over" and "4.00% of the floor" in answer["carter"]["said"]
    doubted = figure(answer, "land_ha")["doubted"]
    assert (doubted["value"], doubted["share"], doubted["sites"]) == ("103.0000", "98.1", 1)
    assert figure(answer, "gross_internal_m2")["doubted"] is None


def test_a_year_is_that_year_s_returns(call, estate):
    answer = ask(call, "?year=2015-16")
    assert (answer["sites"], answer["years"]) == (2, ["2016-17", "2015-16", "2013-14"])
    assert figure(answer, "backlog_total")["value"] == "950.00" and figure(answer, "land_ha")["doubted"] is None
    years = ask(call, "?by=year")
    assert [(row["name"], row["sites"], row["values"]["land_ha"]["value"]) for row in years["rows"]] == [
        ("2016-17", 2, "105.0000"),
        ("2015-16", 2, "2.0000"),
        ("2013-14", 1, "4.0000"),
    ]
    assert figure(years, "land_ha")["value"] == "105.0000"  # the latest of each, not the years together
    assert [row["name"] for row in ask(call, "?by=year&year=2015-16")["rows"]] == ["2015-16"]


def test_rows_of_boroughs_and_sub_regions(call, estate):
    assert [(row["name"], row["sites"]) for row in ask(call, "?by=borough")["rows"]] == [("Alone", 2), ("Barnet", 1), ("No borough recorded", 1)]
    assert [(row["name"], row["sites"]) for row in ask(call, "?by=sub_region")["rows"]] == [("North", 1), ("No sub-region recorded", 3)]
    only = ask(call, f"?by=owner&sub_region={sub_region('North').pk}")
    assert [(row["name"], row["sites"]) for row in only["rows"]] == [("Alpha", 1)]


QUERIES = (
    "",
    "?by=borough",
    "?by=sub_region",
    "?by=year",
    "?year=2016-17",
    "?year=2015-16&by=borough",
    "?flagged=true",
    "?type=mixed&type=support&by=year",
)


@pytest.mark.parametrize("query", QUERIES)
def test_each_figure_is_that_of_its_list(call, browse, estate, query):
    answer, reader, browser = ask(call, query), call("reader"), browse("reader")
    links = [(answer["all_sites"], answer["sites"]), (answer["flagged_sites"], answer["flagged"])]
    links += [(each, each["sites"]) for each in answer["figures"]] + [(row, row["sites"]) for row in answer["rows"]]
    links += [(each["doubted"], each["doubted"]["sites"]) for each in answer["figures"] if each["doubted"]]
    for link, count in links:
        assert reader.get(link["api"]).json()["count"] == count, link
        page = browser.get(link["page"])
        assert page.status_code == 200 and page.context["sites"]["count"] == count, link
    assert reader.get(answer["api"]).json() == answer


@pytest.mark.parametrize(
    "query", ["?by=colour", "?colour=red", "?year=1999-00", "?year=last", f"?organisation={NOWHERE[:-3]}", "?type=castle", "?flagged=perhaps"]
)
def test_what_is_not_known_is_refused_by_name(call, browse, estate, query):
    answer = call("reader").get(f"/api/v1/estate-dashboard/{query}")
    assert answer.status_code == 400 and query[1:].split("=")[0] in answer.content.decode()
    assert browse("reader").get(f"/estates/dashboard/{query}").status_code == 400


def test_a_site_list_s_new_questions_are_refused_when_they_mean_nothing(call, estate):
    for query in ("reports=colour", "returned=2016", "has_borough=perhaps", "sub_region=x"):
        assert call("reader").get(f"/api/v1/sites/?{query}").status_code == 400, query


def test_before_any_return_there_is_nothing_and_not_nought(call, browse):
    answer = ask(call)
    assert (answer["sites"], answer["rows"], answer["standing"]) == (0, [], "No site has been returned yet.")
    assert {each["value"] for each in answer["figures"]} == {None} and answer["carter"]["stands"] == "unknown"
    assert "It begins with an import" in browse("reader").get("/estates/dashboard/").content.decode()
    assert call("reader").get("/api/v1/estate-dashboard/?year=2016-17").status_code == 400


def test_nobody_reads_it_unasked(call, browse):
    assert call(None).get("/api/v1/estate-dashboard/").status_code == 401
    assert browse(None).get("/estates/dashboard/").status_code == 302


def test_flags_that_doubt_a_measure_are_flags():
    assert set(DOUBTING) <= set(FlagCode.values)


SQL = """
SELECT sum(gross_internal_m2), sum(land_ha), sum(land_not_delivering_ha), sum(round(gross_internal_m2 * empty_pct / 100, 2)),
       round(sum(gross_internal_m2 * (empty_pct + under_used_pct) / 100) * 100
             / sum(gross_internal_m2) FILTER (WHERE empty_pct IS NOT NULL AND under_used_pct IS NOT NULL), 2),
       sum(coalesce(backlog_high, 0) + coalesce(backlog_significant, 0)), sum(finance_cost + energy_cost),
       sum(land_ha) FILTER (WHERE 'land_unit' = ANY (flags))
  FROM estates_site site JOIN estates_estatereturn r ON r.id = site.current_return_id
"""


def test_the_real_return_gives_the_published_figures(people, call):
    if not REAL.exists():
        pytest.skip("the real return is not there")
    imported(people["officer"], REAL.read_bytes(), REAL.name, year="2016-17")
    answer = ask(call)
    value = {each["key"]: float(each["value"]) for each in answer["figures"]}
    assert (answer["sites"], answer["organisations"]) == (172, 36)
    assert round(value["gross_internal_m2"] / 1e6, 3) == 4.855 and round(value["land_ha"]) == 826
    assert round(value["backlog_total"] / 1e6, 1) == 1863.6 and round(value["backlog_high"] / 1e6, 1) == 525.9
    assert round(value["land_not_delivering_ha"], 1) == 148.7
    assert round(float(figure(answer, "land_ha")["doubted"]["value"])) == 103 and figure(answer, "land_ha")["doubted"]["sites"] == 1
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        floor, land, unused, empty, idle, critical, running, wrong = cursor.fetchone()
    said = [
        figure(answer, key)["value"]
        for key in ("gross_internal_m2", "land_ha", "land_not_delivering_ha", "empty_m2", "backlog_critical", "running_cost")
    ]
    assert [Decimal(each) for each in said] == [floor, land, unused, empty, critical, running]
    assert abs(Decimal(figure(answer, "idle_m2")["ratio"]) - idle) <= Decimal("0.01")  # each site's floor is rounded to 0.01 m²
    assert Decimal(figure(answer, "land_ha")["doubted"]["value"]) == wrong
    imperial = Organisation.objects.get(ods_code="RYJ")
    estate = call("reader").get(f"/api/v1/organisations/{imperial.pk}/estate/").json()
    assert figure(estate, "backlog_total")["value"] == "679600381.00" and figure(estate, "backlog_high")["value"] == "313893647.00"
    assert estate["peers"]["how"] == "organisation_type" and estate["type"] == "ACUTE - TEACHING", estate["type"]
    backlog = next(each for each in estate["benchmarks"] if each["key"] == "backlog_total")
    assert (backlog["place"], backlog["quarter"]) == (1, "highest") and "the highest of" in backlog["said"]
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT round((percentile_cont(0.5) WITHIN GROUP (ORDER BY ratio))::numeric, 1), count(*) FROM (
               SELECT sum(backlog_total) / sum(gross_internal_m2) AS ratio FROM estates_estatereturn WHERE as_reported ->> 3 = 'ACUTE - TEACHING'
                  AND num_nonnulls(backlog_high, backlog_significant, backlog_moderate, backlog_low) > 0 GROUP BY organisation_id) each"""
        )
        assert cursor.fetchone() == (round(Decimal(backlog["median"]), 1), backlog["of"])


amounts = st.none() | st.decimals(0, 5000, places=2)
percents = st.none() | st.decimals(0, 100, places=3)
returned = st.fixed_dictionaries({name: percents if name.endswith("_pct") else amounts for name in MADE_FROM}).map(
    lambda values: {**values, "flags": []}
)
built = st.lists(
    st.tuples(
        st.sampled_from("ABC"),
        st.sampled_from([("borough", "Barnet"), ("borough", "Enfield"), ("alone", ""), ("sub_region", "West"), ("none", "")]),
        st.dictionaries(st.sampled_from(["2014-15", "2015-16", "2016-17"]), returned, max_size=2),
    ),
    max_size=6,
)


def slowly(returns, measure):
    """The sum over the returns that report a measure, and how many they are: one after the other."""
    values = []
    for each in filter(None, returns):
        given = [getattr(each, name) for name in measure.of]
        floor = each.gross_internal_m2
        if measure.how == "share":
            if floor is not None and None not in given:
                values.append((sum(given) * floor / 100).quantize(Decimal("0.01"), "ROUND_HALF_UP"))
        elif measure.how == "all":
            if None not in given:
                values.append(sum(given))
        elif any(value is not None for value in given):
            values.append(sum(value for value in given if value is not None))
    return (sum(values) if values else None, len(values))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(built)
def test_owners_boroughs_and_sub_regions_each_add_up_to_the_whole(people, made):
    with transaction.atomic():
        for number, (trust, (kind, name), returns) in enumerate(made):
            site(f"Trust {trust}", f"S{number}", place(kind, name), returns)
        latest = [each.current_return for each in Site.objects.select_related("current_return")]
        for year in ("", *selectors.estate_years(people["reader"])):
            of_year = list(EstateReturn.objects.filter(year=year)) if year else latest
            for by in ("owner", "borough", "sub_region"):
                answer = selectors.estate_dashboard(people["reader"], {"by": by, "year": year})
                sums = defaultdict(lambda: (None, 0))
                for row in answer["rows"]:
                    for key, said in row["values"].items():
                        value, sites = sums[key]
                        sums[key] = (said["value"] if value is None else value + (said["value"] or 0), sites + said["sites"])
                for measure, said in zip(MEASURES, answer["figures"], strict=True):
                    assert (said["value"], said["sites"]) == slowly(of_year, measure) == sums[measure.key], (measure.key, by, year)
                assert sum(row["sites"] for row in answer["rows"]) == answer["sites"] == len(of_year)
        transaction.set_rollback(True)


HOUSE = {"Site Code": "R1H99", "Site Name": "SAFE HOUSE", "Gross internal floor area (m²)": "7000", "Land area owned (Hectares)": "900"}


@pytest.mark.parametrize("role", ["reader", "haringey", "secretary"])
def test_a_sensitive_site_changes_nothing_for_the_unentitled(people, call, browse, role):
    from tests.estates.conftest import MILE_END
    from tests.estates.test_sensitive import plain

    hackney = borough("Hackney")
    imported(people["officer"], eric())
    owner_pk = Organisation.objects.get(ods_code="R1H").pk
    queries = ("", "?by=borough", "?by=sub_region", "?by=year", "?year=2016-17", f"?organisation={owner_pk}", "?flagged=true")
    api = [*(f"/api/v1/estate-dashboard/{query}" for query in queries), f"/api/v1/organisations/{owner_pk}/estate/"]
    api += [f"/api/v1/sites/?{query}&count=true" for query in ("reports=land_ha", "returned=2016-17", "has_borough=false", "flag=land_unit")]
    pages = [*(f"/estates/dashboard/{query}" for query in queries), f"/estates/organisations/{owner_pk}/", f"/organisations/{owner_pk}/"]

    def everything(of):
        return {path: plain(call(of).get(path)) for path in api} | {path: plain(browse(of).get(path)) for path in pages}

    before, entitled = everything(role), everything("officer")
    imported(people["officer"], eric([{**MILE_END, **HOUSE}]), "eric_2016-17_more.csv")
    imported(people["officer"], eric([{**MILE_END, **HOUSE}]), "eric_2015-16_more.csv", year="2015-16")
    Site.objects.filter(code="R1H99").update(sensitive=True, area=hackney)
    after = everything(role)
    assert [path for path in before if before[path] != after[path]] == []
    assert call(role).get("/api/v1/estate-dashboard/?year=2015-16").status_code == 400  # as where nobody returned anything
    assert entitled[api[0]] != everything("officer")[api[0]]
