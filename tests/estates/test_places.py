"""Placing sites: by form, by API, from a file; what is refused, what is flagged, and what history says."""

import contextlib
import csv
import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from devo_portal.core.history import history
from devo_portal.core.wire import dumps
from estates.models import AreaOutline, Site
from estates.rules.outlines import read_outline
from governance.outlines import boroughs
from tests.factories import borough, organisation

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
LOCATED = SHARED / "eric_2016-17_london_sites_located.csv"
SQUARE = {"type": "Polygon", "coordinates": [[[-0.08, 51.58], [-0.07, 51.58], [-0.07, 51.59], [-0.08, 51.59], [-0.08, 51.58]]]}


@pytest.fixture
def outlines(people):
    for name, _ in boroughs():
        borough(name)
    call_command("load_outlines", verbosity=0)


@pytest.fixture
def site(outlines):
    return Site.objects.create(organisation=organisation("Haringey"), code="H1", name="Depot")


def place(call, site, role="officer", **body):
    site.refresh_from_db()
    answer = call(role)("post", f"/api/v1/sites/{site.pk}/place/", body, **{"If-Match": f'"{site.version}"'})
    site.refresh_from_db()
    return answer


def test_a_point_in_any_of_three_ways_says_its_borough(call, site):
    haringey = site.organisation
    answer = place(call, site, latitude=51.5871234567, longitude=-0.0723, location_source="Title plan", reason="From the deeds")
    assert answer.status_code == 200, answer.json()
    body = answer.json()["place"]
    assert (body["latitude"], body["longitude"], body["source"]) == (51.587123, -0.0723, "Title plan")
    assert body["borough"]["name"] == "Haringey" and answer.json()["area"]["name"] == "Haringey"
    assert body["outside_london"] is False and body["borough_differs"] is False and body["grid_reference"].startswith("TQ 33")
    by_grid = place(call, site, easting=body["easting"], northing=body["northing"]).json()["place"]
    assert abs(by_grid["latitude"] - 51.587123) < 2e-6 and by_grid["source"] == "Title plan", "what is not given stays"
    by_reference = place(call, site, grid_reference="tq 33 89").json()["place"]
    assert (round(by_reference["easting"]), round(by_reference["northing"])) == (533_500, 189_500)
    acts = history(Site, site.pk)
    assert acts[-2]["event"] == "site.placed" and acts[-2]["reason"] == "From the deeds"
    assert {change["field"] for change in acts[-2]["changes"]} == {"latitude", "longitude", "location_source", "area", "located_in", "outside_london"}
    assert haringey.pk == site.organisation_id


def test_the_borough_follows_the_point_unless_a_person_named_another(call, site):
    place(call, site, latitude=51.587, longitude=-0.0723)
    assert site.area.name == site.located_in.name == "Haringey"
    place(call, site, latitude=51.545, longitude=-0.055)
    assert site.area.name == "Hackney"
    caller = call("officer")
    assert caller.patch(f"/api/v1/sites/{site.pk}/", {"area": str(borough("Camden").pk)}, site.version).status_code == 200
    assert place(call, site, latitude=51.546, longitude=-0.055).json()["place"]["borough_differs"] is True
    assert site.area.name == "Camden" and site.located_in.name == "Hackney"
    assert [row["code"] for row in caller.get("/api/v1/sites/?borough_differs=true").json()["results"]] == ["H1"]
    away = place(call, site, latitude=51.75, longitude=-0.34).json()["place"]
    assert away["outside_london"] is True and away["borough_differs"] is True and site.located_in is None
    assert [row["code"] for row in caller.get("/api/v1/sites/?outside_london=true").json()["results"]] == ["H1"]
    assert caller.get("/api/v1/sites/?outside_london=false").json()["results"] == []
    assert place(call, site, latitude=None).json()["place"] is None
    assert (site.outside_london, site.latitude, site.longitude) == (None, None, None)


def test_an_outline_is_put_right_and_has_a_point_in_it(call, site):
    clockwise = {"type": "Polygon", "coordinates": [SQUARE["coordinates"][0][::-1]]}
    body = place(call, site, outline={"type": "Feature", "properties": {}, "geometry": clockwise}).json()["place"]
    assert body["outline"]["coordinates"][0][1] in ([-0.07, 51.58], [-0.07, 51.59]) and read_outline(body["outline"]) == body["outline"]
    assert 51.58 < body["latitude"] < 51.59 and -0.08 < body["longitude"] < -0.07, "a point inside it, for it had none"
    assert site.outline_box == [-0.08, 51.58, -0.07, 51.59]
    refused = place(call, site, latitude=51.5, longitude=-0.1)
    assert refused.status_code == 409 and refused.json()["type"].endswith("/point-outside-outline")
    assert place(call, site, latitude=51.5, longitude=-0.1, outline=None).json()["place"]["outline"] is None
    assert site.outline_box is None and site.latitude == 51.5


RINGS = [
    ({"type": "Point", "coordinates": [0, 51]}, "Polygon or a MultiPolygon"),
    ({"type": "Polygon", "coordinates": [[[0, 51], [0, 51.1], [0.1, 51]]]}, "four positions"),
    ({"type": "Polygon", "coordinates": [[[0, 51], [0, 51.1], [0.1, 51], [0.1, 51.1]]]}, "not closed"),
    ({"type": "Polygon", "coordinates": [[[0, 51], [0.1, 51.1], [0.1, 51], [0, 51.1], [0, 51]]]}, "crosses itself"),
    ({"type": "Polygon", "coordinates": [[[51, 0], [51.1, 0], [51, 0.1], [51, 0]]]}, "not in Great Britain"),
    ({"type": "Polygon", "coordinates": [[[530000, 180000], [530100, 180000], [530000, 180100], [530000, 180000]]]}, "not in Great Britain"),
    ({"type": "Polygon", "coordinates": [[["0", 51], [0, 51.1], [0.1, 51], ["0", 51]]]}, "both numbers"),
    ({"type": "Polygon", "coordinates": []}, "has no ring"),
    ({"type": "MultiPolygon", "coordinates": []}, "no coordinates"),
    ({"type": "Polygon", "coordinates": [[[0, 51]] * 4]}, "sound"),
    ({"type": "FeatureCollection", "features": []}, "several features, or of none"),
    ({"type": "Polygon", "coordinates": [[[0, 51], *([[0.1, 51.1]] * 5_001), [0, 51]]]}, "5,000 positions at most"),
    ("not json", "cannot be read as JSON"),
    ([1, 2], "not GeoJSON"),
]


@pytest.mark.parametrize(("given", "said"), RINGS, ids=[said for _, said in RINGS])
def test_an_outline_that_cannot_be_one_is_refused_in_words(call, site, given, said):
    answer = place(call, site, outline=given)
    assert answer.status_code == 400, answer.json()
    assert said in json.dumps(answer.json()) and "/outline" in json.dumps(answer.json()) and site.outline is None


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"latitude": 51.5}, "longitude", "as well"),
        ({"latitude": 51.5, "longitude": -0.1, "easting": 1}, "easting", "one way only"),
        ({"latitude": -0.1, "longitude": 51.5}, "latitude", "each other’s place"),
        ({"latitude": 48.8, "longitude": 2.3}, "longitude", "In Great Britain"),
        ({"easting": 1e9, "northing": 0}, "easting", "not in Great Britain"),
        ({"grid_reference": "TQ 3"}, "grid_reference", "no grid reference"),
        ({"grid_reference": "AA 33 89"}, "grid_reference", "no square"),
        ({"elevation": 5}, "elevation", "no such field"),
    ],
)
def test_a_point_that_cannot_be_one_is_refused_beside_its_field(call, site, given, field, said):
    answer = place(call, site, **given)
    errors = {each["pointer"].strip("/"): each["detail"] for each in answer.json().get("errors", [])}
    assert answer.status_code == 400 and said in errors[field], answer.json()


def test_only_who_may_change_the_site_may_place_it(call, browse, site):
    assert place(call, site, "hackney", latitude=51.5, longitude=-0.1).status_code == 403
    assert place(call, site, "reader", latitude=51.5, longitude=-0.1).status_code == 403
    assert place(call, site, "haringey", latitude=51.587, longitude=-0.0723).status_code == 200
    assert call("officer").post(f"/api/v1/sites/{site.pk}/place/", {"latitude": 51, "longitude": 0}).status_code == 428
    stale = call("officer")("post", f"/api/v1/sites/{site.pk}/place/", {"latitude": 51, "longitude": 0}, **{"If-Match": '"1"'})
    assert stale.status_code == 412
    assert browse("hackney").get(f"/estates/sites/{site.pk}/place/").status_code == 403


def test_the_form_reads_the_way_that_is_chosen(browse, site):
    browser, path = browse("haringey"), f"/estates/sites/{site.pk}/place/"
    assert "Say where it is" in browser.get(f"/estates/sites/{site.pk}/").content.decode()
    start = {"version": 1, "given_as": "reference", "grid_reference": "TQ 336 894", "latitude": "not read", "outline": ""}
    assert browser.post(path, start).status_code == 302
    site.refresh_from_db()
    assert site.located_in.name == "Haringey"
    page = browser.get(path).content.decode()
    assert f'value="{site.latitude}"' in page and "TQ 33650 89450" in page, "each way begins with the point as it is"
    wrong = browser.post(path, {"version": site.version, "given_as": "grid", "easting": "many", "northing": "", "outline": "{"})
    said = wrong.content.decode()
    assert wrong.status_code == 422 and "number of metres" in said and "Enter the northing." in said and "cannot be read as JSON" in said
    file = SimpleUploadedFile("depot.geojson", json.dumps(SQUARE).encode())
    outside = browser.post(path, {"version": site.version, "given_as": "degrees", "latitude": "51.5", "longitude": "-0.1", "outline_file": file})
    assert outside.status_code == 409 and "(Rule: point outside outline.)" in outside.content.decode()
    file.seek(0)
    assert browser.post(path, {"version": site.version, "given_as": "none", "outline_file": file, "location_source": "Survey"}).status_code == 302
    site.refresh_from_db()
    assert site.outline["type"] == "Polygon" and site.location_source == "Survey" and site.latitude
    shown = browser.get(f"/estates/sites/{site.pk}/").content.decode()
    assert "A polygon" in shown and "right to a few metres" in shown
    assert "Polygon with 5 positions" in browser.get(f"/estates/sites/{site.pk}/history/").content.decode()


def test_the_page_of_the_map_lists_what_the_api_does(call, browse, site):
    place(call, site, latitude=51.587, longitude=-0.0723)
    Site.objects.create(organisation=site.organisation, code="H2", name="Nowhere yet")
    for asked in ("bbox=-0.2,51.5,0,51.7", "bbox=-0.2,51.5,0,51.7&organisation=" + str(site.organisation_id), "bbox=0,51,0.1,51.1"):
        page = browse("reader").get(f"/estates/map/?{asked}&zoom=12&limit=5")
        listed = call("reader").get(f"/api/v1/sites/?{asked}&limit=5").json()
        assert json.loads(dumps(page.context["sites"]))["results"] == listed["results"]
        assert page.context["map"]["count"] == len(listed["results"])
    page = browse("reader").get("/estates/map/")
    assert [row["code"] for row in page.context["sites"]["results"]] == ["H1"], "a site without a place is not on the map"
    assert "https://" not in page.headers["Content-Security-Policy"] and 'data-tile-url=""' in page.content.decode()


def test_tiles_only_from_the_address_that_is_set():
    code = "from django.conf import settings; print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'])"
    environment = {**os.environ, "ESTATES_TILE_URL": "https://{s}.tiles.example/{z}/{x}/{y}.png", "DJANGO_SETTINGS_MODULE": "devo_portal.settings"}
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, cwd=ROOT)
    assert "https://*.tiles.example" in said.stdout


def test_better_outlines_are_asked_anew_of_every_site(call, site, tmp_path, people):
    place(call, site, latitude=51.587, longitude=-0.0723)
    ring = [[-0.2, 51.5], [0.0, 51.5], [0.0, 51.7], [-0.2, 51.7], [-0.2, 51.5]]
    file = tmp_path / "better.geojson"
    file.write_text(json.dumps({"features": [{"properties": {"name": "Barnet"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}]}))
    out = StringIO()
    call_command("load_outlines", file, source="A better survey", stdout=out)
    site.refresh_from_db()
    assert out.getvalue() == "outlines 1  sites 1\n" and site.located_in.name == site.area.name == "Barnet"
    assert AreaOutline.objects.get(area__name="Barnet").source == "A better survey"
    out = StringIO()
    call_command("load_outlines", file, stdout=out)
    assert out.getvalue() == "outlines 0  sites 0\n"
    assert call("reader").get("/api/v1/sites/boroughs/").json()["features"][0]["geometry"]["type"] in ("Polygon", "MultiPolygon")
    file.write_text('{"features": [{"properties": {"name": "Atlantis"}, "geometry": {}}]}')
    with pytest.raises(CommandError, match="Atlantis"):
        call_command("load_outlines", file)


def located(tmp_path, *rows, header="Site Code,Latitude,Longitude", **options):
    file, out, err = tmp_path / "points.csv", StringIO(), StringIO()
    file.write_text("\n".join([header, *rows]))
    with contextlib.suppress(SystemExit):
        call_command("locate_sites", file, stdout=out, stderr=err, **options)
    return out.getvalue().strip(), err.getvalue()


def test_sites_are_located_from_a_file_all_or_none(site, people, tmp_path):
    Site.objects.create(organisation=organisation("Hackney Homes", ods_code="HK"), code="H2", name="Yard")
    Site.objects.create(organisation=organisation("Camden Homes", ods_code="CM"), code="H2", name="Other yard")
    rows = ["H1,51.587,-0.0723", "H1,51.5,-0.1", "H9,51.5,-0.1", "H2,51.5,-0.1", "H1,north,west", "H1,,"]
    said, errors = located(tmp_path, *rows)
    assert said == "new 0 changed 1 unchanged 1 errors 4", errors
    assert "row 3: The site H1 is in row 2 too." in errors and "There is no site H9" in errors and "2 sites have the code H2" in errors
    assert Site.objects.filter(latitude__isnull=False).count() == 0, "one row in error, and nothing is saved"
    good = ["H1,,51.587,-0.0723", "H2,HK,51.75,-0.34"]
    header = "site_code,organisation,lat,lng"
    assert located(tmp_path, *good, header=header, dry_run=True)[0] == "new 0 changed 2 unchanged 0 errors 0"
    assert Site.objects.filter(latitude__isnull=False).count() == 0
    said, errors = located(tmp_path, *good, header=header)
    assert said == "new 0 changed 2 unchanged 0 errors 0" and "1 of the points lie outside Greater London" in errors
    site.refresh_from_db()
    assert site.area.name == "Haringey" and site.location_source == "points.csv"
    assert history(Site, site.pk)[0]["event"] == "sites.located" and history(Site, site.pk)[0]["reason"] == "points.csv"
    assert located(tmp_path, *good, header=header)[0] == "new 0 changed 0 unchanged 2 errors 0"
    with pytest.raises(CommandError, match="no column for the latitude, the longitude"):
        located(tmp_path, header="site code")


@pytest.mark.skipif(not LOCATED.exists(), reason="the real file is not beside this checkout")
def test_the_real_file_flags_twelve_sites_outside_london(call, outlines, tmp_path):
    with LOCATED.open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        trust = organisation(row["Organisation Name"], kind="trust", ods_code=row["Organisation Code"])
        Site.objects.create(organisation=trust, code=row["Site Code"], name=row["Site Name"])
    for dry_run in (True, False):
        out, err = StringIO(), StringIO()
        call_command("locate_sites", LOCATED, stdout=out, stderr=err, dry_run=dry_run)
        assert out.getvalue() == "new 0 changed 120 unchanged 52 errors 0\n" and "12 of the points" in err.getvalue()
    outside = {row["Site Code"] for row in rows if row["latitude"] and not row["borough_gss"]}
    assert set(Site.objects.filter(outside_london=True).values_list("code", flat=True)) == outside and len(outside) == 12
    named = {(row["Organisation Code"], row["Site Code"]): row["borough_name"] for row in rows if row["borough_name"]}
    found = {
        (site.organisation.ods_code, site.code): site.area.name for site in Site.objects.exclude(area=None).select_related("organisation", "area")
    }
    wrong = {key for key, name in named.items() if found.get(key) != name}
    assert len(wrong) <= 5, "the outlines are simplified: five hospitals near a border get the neighbour"
