"""Where sites are, asked in every way: each fast answer against a slow and obvious one over all rows."""

import json
import math
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import MultiPolygon, Point, Polygon, box, from_geojson, to_geojson, to_wkt

from devo_portal.core.wire import dumps
from estates import selectors, services
from estates.models import AreaOutline, Site, SiteCell
from estates.rules import grid
from estates.rules.cells import LEVELS, size
from governance.outlines import boroughs
from tests.factories import borough, organisation

EARTH = Geod(ellps="WGS84")
LONDON = {"min_value": -0.52, "max_value": 0.34}, {"min_value": 51.28, "max_value": 51.7}
longitudes, latitudes = (st.floats(**bounds, allow_nan=False).map(lambda value: round(value, 6)) for bounds in LONDON)
slowly = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def estate(people):
    """80 sites spread over London and beyond, some with outlines, some beside each other, some nowhere; five owners."""
    import random

    from django.core.management import call_command

    for name, _ in boroughs():
        borough(name)
    call_command("load_outlines", verbosity=0)
    chance = random.Random(7)
    owners = [organisation(f"Trust {number}", kind="trust", ods_code=f"T{number}") for number in range(5)]
    for number in range(80):
        point: Any = (round(chance.uniform(51.2, 51.8), 6), round(chance.uniform(-0.6, 0.5), 6))
        if number % 10 == 0:
            point = (51.5 + number % 3 * 1e-6, -0.1)  # heaps upon one spot
        if number % 16 == 0:
            point = (round(45 / 2**13 * 9 + 51.5, 6), -0.140625)  # upon the very edge of a cell
        given_: dict[str, Any] = {"latitude": point[0], "longitude": point[1]}
        if number % 4 == 1:
            side = chance.uniform(0.0005, 0.02)
            given_["outline"] = json.loads(to_geojson(box(point[1] - side, point[0] - side / 2, point[1] + side, point[0] + side / 3)))
        site = Site.objects.create(
            organisation=owners[number % 5], code=f"S{number:03}", name=f"Site {number}", type="community" if number % 2 else "support"
        )
        if number % 13:
            services.place_site(by=people["officer"], pk=site.pk, version=1, **given_)
    return list(Site.objects.order_by("pk"))


def asked(user, **params):
    """The codes that the list answers with, and its count."""
    body = selectors.sites.list(user, QueryDict(urlencode({**params, "limit": "500", "count": "true"})))
    assert body["count"] == len(body["results"])
    return {row["code"] for row in body["results"]}


@pytest.fixture
def reader(people):
    return people["reader"]


def codes(estate, holds):
    return {site.code for site in estate if site.latitude is not None and holds(site)}


@st.composite
def boxes(draw):
    west, east = sorted((draw(longitudes), draw(longitudes)))
    south, north = sorted((draw(latitudes), draw(latitudes)))
    return west, south, east, north


def test_bbox_is_what_lies_between_its_edges(reader, estate):
    @slowly
    @given(asked_box=boxes())
    def check(asked_box):
        west, south, east, north = asked_box
        expected = codes(estate, lambda site: west <= site.longitude <= east and south <= site.latitude <= north)
        assert asked(reader, bbox=",".join(map(str, asked_box))) == expected

    check()
    site = next(site for site in estate if site.latitude is not None)
    at = f"{site.longitude},{site.latitude}"
    assert site.code in asked(reader, bbox=f"{at},{at}"), "the edges are in the box"


def test_within_m_is_the_distance_over_the_ellipsoid(reader, estate):
    @slowly
    @given(latitude=latitudes, longitude=longitudes, metres=st.floats(1, 40_000))
    def check(latitude, longitude, metres):
        far = {site.code: EARTH.inv(longitude, latitude, site.longitude, site.latitude)[2] for site in estate if site.latitude is not None}
        found = asked(reader, within_m=f"{latitude},{longitude},{metres}")
        assert {code for code, distance in far.items() if distance < metres * 0.9999 - 0.01} <= found
        assert found <= {code for code, distance in far.items() if distance <= metres * 1.0001 + 0.01}

    check()


@st.composite
def shapes(draw):
    """Triangles and quadrilaterals, some with a hole, some of two parts."""
    first = draw(boxes())
    west, south, east, north = first
    if east - west < 0.001 or north - south < 0.001:
        return Point(west, south)
    whole = box(*first)
    kind = draw(st.sampled_from(["box", "triangle", "hole", "parts"]))
    if kind == "triangle":
        return Polygon([(west, south), (east, south), (draw(st.floats(west, east)), north)])
    if kind == "hole":
        third = (east - west) / 3, (north - south) / 3
        return whole.difference(box(west + third[0], south + third[1], east - third[0], north - third[1]))
    if kind == "parts":
        middle = (west + east) / 2
        return MultiPolygon([box(west, south, middle - 1e-4, north), box(middle + 1e-4, south, east, north)])
    return whole


def test_intersects_is_what_touches_the_shape(reader, estate):
    outlines = {
        site.code: from_geojson(json.dumps(site.outline)) if site.outline else Point(site.longitude, site.latitude)
        for site in estate
        if site.latitude
    }

    @slowly
    @given(shape=shapes(), text=st.booleans())
    def check(shape, text):
        expected = {code for code, outline in outlines.items() if shape.intersects(outline)}
        assert asked(reader, intersects=to_wkt(shape, rounding_precision=-1) if text else to_geojson(shape)) == expected

    check()


def test_the_borough_is_the_outline_that_the_point_is_in(reader, estate):
    shapes_of = {each.area: from_geojson(json.dumps(each.geometry)) for each in AreaOutline.objects.select_related("area")}
    assert len(shapes_of) == 33 and all(shape.is_valid for shape in shapes_of.values())
    for site in estate:
        if site.latitude is None:
            assert site.located_in_id is None and site.outside_london is None
            continue
        found = [area for area, shape in shapes_of.items() if shape.covers(Point(site.longitude, site.latitude))]
        assert site.outside_london is (not found)
        assert (site.located_in in found) if found else site.located_in is None
        assert site.area_id == site.located_in_id
    for area in list(shapes_of)[::5]:
        expected = codes(estate, lambda site, area=area: site.located_in_id == area.pk)
        assert asked(reader, borough=area.name) == expected
        assert asked(reader, borough=area.name, located="true", organisation=str(estate[0].organisation_id)) == {
            site.code for site in estate if site.code in expected and site.organisation_id == estate[0].organisation_id
        }
    assert asked(reader, outside_london="true") == codes(estate, lambda site: site.outside_london)
    assert asked(reader, located="false") == {site.code for site in estate if site.latitude is None}


def as_map(user, **params):
    return json.loads(dumps(selectors.site_map(user, QueryDict(urlencode(params)))))


def check_map(reader, estate, **params):
    """The map's counts add up to the list, its lone sites are of the list, and its clusters stand in their cells."""
    found = as_map(reader, **params)
    listed = asked(reader, located="true", **{name: value for name, value in params.items() if name != "zoom"})
    counts = [feature["properties"]["count"] for feature in found["features"]]
    assert sum(counts) == found["count"] == len(listed) and len(counts) <= 500
    by_id = {str(site.pk): site for site in estate}
    for feature in found["features"]:
        x, y = feature["geometry"]["coordinates"]
        if "id" in feature:
            site = by_id[feature["id"]]
            assert (site.code in listed) and [site.longitude, site.latitude] == [x, y]
        else:
            west, south, east, north = feature["bbox"]
            assert west - 1e-6 <= x <= east + 1e-6 and south - 1e-6 <= y <= north + 1e-6 and feature["properties"]["count"] > 1
    assert found["features"] == sorted(
        found["features"],
        key=lambda each: (-math.floor((each["geometry"]["coordinates"][1] + 90) / found["cell"][1]), each["geometry"]["coordinates"][0]),
    )


def test_the_map_counts_the_sites_of_the_list(reader, estate):
    owner = str(estate[3].organisation_id)

    @slowly
    @given(asked_box=boxes(), zoom=st.integers(0, 18), filters=st.sampled_from([{}, {"organisation": owner}, {"type": "support"}, {"q": "site 1"}]))
    def check(asked_box, zoom, filters):
        check_map(reader, estate, bbox=",".join(map(str, asked_box)), zoom=zoom, **filters)

    check()
    for zoom in (5, 9, 11, 14, 17):
        check_map(reader, estate, zoom=zoom)
        width, height = size(zoom + 2)  # a view as the map's own script asks for it, to whole cells
        west, south = math.floor(179.8 / width) * width - 180, math.floor(141.4 / height) * height - 90
        check_map(reader, estate, zoom=zoom, bbox=f"{west},{south},{west + 6 * width},{south + 6 * height}")


def recounted():
    """What the cells should hold, counted slowly."""
    cells: dict[Any, list[int]] = {}
    for site in Site.objects.filter(latitude__isnull=False, sensitive=False):
        for level in LEVELS:
            width, height = size(level)
            held = cells.setdefault((level, math.floor((site.longitude + 180) / width), math.floor((site.latitude + 90) / height)), [0, 0, 0])
            for place, more in enumerate((1, round(site.longitude * 1e6), round(site.latitude * 1e6))):
                held[place] += more
    return cells


def kept():
    rows = SiteCell.objects.values_list("level", "x", "y", "count", "longitudes", "latitudes")
    return {key: rest for *key_, a, b, c in rows if (key := tuple(key_)) and (rest := [a, b, c]) != [0, 0, 0]}


def test_cells_follow_every_way_of_writing(estate, people):
    assert kept() == recounted()
    Site.objects.filter(code__startswith="S1").delete()
    assert kept() == recounted()
    Site.objects.filter(latitude__gt=51.5).update(latitude=51.45, longitude=-0.2, outline=None, outline_box=None)
    assert kept() == recounted()
    Site.objects.filter(code__startswith="S05").update(
        latitude=None, longitude=None, located_in=None, outside_london=None, outline=None, outline_box=None
    )
    Site.objects.filter(code__startswith="S06").update(name="Another name")
    assert kept() == recounted()


def test_a_sensitive_site_is_on_no_map_but_theirs_who_see_it(people, estate):
    """The counts that the database keeps are of the sites for everybody; those who see more have the others counted."""
    reader, officer = people["reader"], people["officer"]
    before = {zoom: as_map(reader, zoom=zoom) for zoom in (6, 9, 16)}
    with_one = Site.objects.filter(latitude__isnull=False).order_by("code").first()
    hidden = Site.objects.create(organisation=with_one.organisation, code="HIDE", name="Hidden", latitude=51.5, longitude=-0.1, sensitive=True)
    assert {zoom: as_map(reader, zoom=zoom) for zoom in before} == before
    assert [as_map(officer, zoom=zoom)["count"] for zoom in before] == [each["count"] + 1 for each in before.values()]
    Site.objects.filter(pk=hidden.pk).update(sensitive=False)
    assert as_map(reader, zoom=9)["count"] == before[9]["count"] + 1
    assert kept() == recounted()


@settings(max_examples=300, deadline=None)
@given(latitude=st.floats(50, 58), longitude=st.floats(-5, 1.5))
def test_the_national_grid_goes_there_and_back(latitude, longitude):
    easting, northing = grid.to_grid(latitude, longitude)
    back = grid.from_grid(easting, northing)
    assert EARTH.inv(longitude, latitude, back[1], back[0])[2] < 0.12, "six places and a centimetre"
    if reference := grid.reference(easting, northing):
        east, north = grid.read_reference(reference)
        assert abs(east - easting) <= 0.51 and abs(north - northing) <= 0.51
        assert grid.read_reference(reference.replace(" ", "").lower()) == (east, north)


def test_the_national_grid_where_the_survey_says_it_is():
    """Ordnance Survey's own worked example, and PROJ's choice of transformations, to a few metres."""
    from pyproj import Transformer

    assert grid.reference(651409.9, 313177.3) == "TG 51409 13177"
    assert grid.read_reference("TQ 33 89") == (533_500, 189_500)
    theirs = Transformer.from_crs("EPSG:4326", "EPSG:27700")
    for latitude, longitude in ((51.519016, -0.058119), (51.3, -0.5), (55.95, -3.19), (50.1, -5.5)):
        assert math.dist(grid.to_grid(latitude, longitude), theirs.transform(latitude, longitude)) < 6


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("bbox", "1,2,3", "Give 4 numbers"),
        ("bbox", "a,b,c,d", "Give 4 numbers"),
        ("bbox", "nan,51,0,52", "Give 4 numbers"),
        ("bbox", "0.3,51,-0.3,52", "West comes before east"),
        ("bbox", "-500,51,0,52", "Give degrees"),
        ("within_m", "51.5,-0.1", "Give 3 numbers"),
        ("within_m", "51.5,-0.1,-5", "distance of more than 0"),
        ("within_m", "51.5,-0.1,1e9", "at most 100,000"),
        ("within_m", "151.5,-0.1,10", "latitude first"),
        ("intersects", "POLYGON((0 0", "well-known text"),
        ("intersects", '{"type":"Polygon","coordinates":"x"}', "well-known text"),
        ("intersects", "POLYGON EMPTY", "empty"),
        ("intersects", "POLYGON((-0.1 51.5, 0 51.6, 0 51.5, -0.1 51.6, -0.1 51.5))", "crosses itself"),
        ("intersects", "POINT(500000 180000)", "in degrees"),
        ("borough", "Atlantis", "no borough"),
        ("outside_london", "perhaps", "valid choice"),
        ("zoom", "19", "from 0 to 18"),
        ("zoom", "x", "from 0 to 18"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(call, browse, people, name, value, said):
    caller = call("reader")
    for path in ("/api/v1/sites/", "/api/v1/sites/map/")[name == "zoom" :]:
        answer = caller.get(f"{path}?{name}={quote(value)}")
        assert answer.status_code == 400 and said in json.dumps(answer.json()), answer.json()
    page = browse("reader").get(f"/estates/map/?{name}={quote(value)}")
    assert page.status_code == 400 and said in page.content.decode()
