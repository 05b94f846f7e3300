"""Any list as a file, with its filters, its order and the columns that are asked for; the same rows as on its page."""

import csv
import json
from io import BytesIO, StringIO

import pytest
from python_calamine import CalamineWorkbook

from devo_portal.core.models import Role
from estates.lists.exports import EXPORTS
from estates.models import Site
from estates.pages.exports import FORMS
from estates.tables import bare
from tests.estates.conftest import eric, imported
from tests.estates.test_lists import estate
from tests.factories import person

EVERY = [(name, form) for name, forms in FORMS.items() for form in forms]
CHANNELS = ("/estates/export/", "/api/v1/")


def body(response):
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)


def table(content, form):
    """A file as rows of texts, its headings first."""
    if form == "csv":
        return [[bare(cell) for cell in row] for row in csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))]
    if form == "xlsx":
        return [
            ["" if cell == "" else str(cell) for cell in row]
            for row in CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
        ]
    features = json.loads(content)["features"]
    return [list(features[0]["properties"]), *(list(each["properties"].values()) for each in features)] if features else []


@pytest.mark.parametrize(("name", "form"), EVERY)
def test_each_list_is_a_file_on_the_page_and_by_api(officer, browse, call, name, form):
    imported(officer, eric())
    estate()
    by_page, by_api = (
        body(each) for each in (browse("officer").get(f"/estates/export/{name}.{form}"), call("officer").get(f"/api/v1/{name}.{form}"))
    )
    page, api = table(by_page, form), table(by_api, form)
    assert len(page) > 1 and page == api
    if name in EXPORTS:
        shown = call("officer").get(f"/api/v1/{name}/?limit=500").json()["results"]
        assert [row[0] for row in page[1:]] == sorted(row["id"] for row in shown)


def test_the_filters_and_the_order_are_those_of_the_page(officer, browse, call):
    imported(officer, eric())
    for asked in ("?q=hospital&order=-name", "?aggregate=true", "?order=-backlog_total", "?located=false&type=community&order=name"):
        shown = [row["id"] for row in call("officer").get(f"/api/v1/sites/{asked}").json()["results"]]
        assert [row[0] for row in table(body(browse("officer").get(f"/estates/export/sites.csv{asked}")), "csv")[1:]] == shown
        assert [each["id"] for each in json.loads(body(call("officer").get(f"/api/v1/sites.geojson{asked}")))["features"]] == shown


def test_columns_are_chosen_by_name(officer, call):
    imported(officer, eric())
    rows = table(body(call("officer").get("/api/v1/sites.csv?columns=code,gross_internal_m2,name&order=name")), "csv")
    assert rows == [
        ["Site code", "Gross internal floor area (m²)", "Site name"],
        *([each.code, "38000.00", each.name] for each in Site.objects.order_by("name")),
    ]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("columns=nam", "There is no column nam"),
        ("colums=name", "There is no parameter colums"),
        ("limit=5", "There is no parameter limit"),
        ("order=shape", "sort by"),
        ("bbox=here", ""),
    ],
)
def test_what_cannot_be_asked_is_400_in_words(officer, call, browse, asked, said):
    estate()
    answer = call("officer").get(f"/api/v1/sites.csv?{asked}")
    assert answer.status_code == 400 and said in answer.content.decode() and answer["Content-Type"] == "application/problem+json"
    assert browse("officer").get(f"/estates/export/sites.csv?{asked}").status_code == 400


def test_a_list_without_a_place_is_no_geojson(officer, call, browse):
    assert call("officer").get("/api/v1/holdings.geojson").status_code == 404
    assert browse("officer").get("/estates/export/holdings.geojson").status_code == 404


def test_geojson_has_each_site_s_outline_or_point_or_nothing(officer, call):
    site = estate()
    square = {"type": "Polygon", "coordinates": [[[-0.1, 51.5], [-0.09, 51.5], [-0.09, 51.51], [-0.1, 51.5]]]}
    Site.objects.filter(pk=site.pk).update(latitude=51.503, longitude=-0.093, outline=square, outline_box=[-0.1, 51.5, -0.09, 51.51])
    site.__class__.objects.create(organisation=site.organisation, code="X", name='"Quoted", and\nbroken')
    answer = json.loads(body(call("officer").get("/api/v1/sites.geojson?columns=code,name,latitude")))
    assert answer["type"] == "FeatureCollection"
    found = {each["properties"]["code"]: each for each in answer["features"]}
    assert found["RXX01"]["geometry"] == square and found["RXX01"]["properties"]["latitude"] == 51.503
    assert found["H1"]["geometry"] == {"type": "Point", "coordinates": [-0.11, 51.6]}
    assert found["X"]["geometry"] is None and found["X"]["properties"] == {"code": "X", "name": '"Quoted", and\nbroken', "latitude": None}


def test_a_cell_that_a_spreadsheet_would_run_is_text_and_a_number_is_a_number(officer, call):
    site = estate()
    Site.objects.filter(pk=site.pk).update(name="=1+1", address="@home")
    rows = list(csv.DictReader(StringIO(body(call("officer").get("/api/v1/sites.csv?q=1")).decode("utf-8-sig"))))
    assert (rows[0]["Site name"], rows[0]["Address"]) == ("'=1+1", "'@home")
    (near,) = [
        row for row in csv.DictReader(StringIO(body(call("officer").get("/api/v1/sites.csv")).decode("utf-8-sig"))) if row["Site code"] == "H1"
    ]
    assert near["Longitude"] == "-0.11"


def test_one_who_may_not_read_gets_no_file(call, client):
    assert client.get("/api/v1/sites.csv").status_code == 401
    assert client.get("/estates/export/sites.csv").status_code == 302
    assert person(Role.READER, "Homerton") and call("reader").get("/api/v1/sites.csv").status_code == 200


def test_the_forms_are_in_the_document_for_partners(client, call):
    paths = call("officer").get("/api/v1/openapi.json").json()["paths"]
    for name, form in EVERY:
        taken = paths[f"/api/v1/{name}.{form}"]["get"]
        assert "columns" in {each["name"] for each in taken["parameters"]} and taken["responses"]["200"]["content"]
    assert {"bbox", "q", "finding", "order"} <= {each["name"] for each in paths["/api/v1/sites.csv"]["get"]["parameters"]}


@pytest.mark.parametrize("name", EXPORTS)
def test_every_column_there_is_may_be_asked_for_at_once(officer, call, name):
    imported(officer, eric())
    estate()
    each = EXPORTS[name]
    columns = (*each.columns, *each.more)
    rows = table(body(call("officer").get(f"/api/v1/{name}.csv?columns={','.join(one.name for one in columns)}")), "csv")
    assert rows[0] == [one.heading for one in columns] and len(rows) > 1 and all(len(row) == len(columns) for row in rows)


@pytest.mark.parametrize("form", FORMS["sites"])
def test_a_question_that_no_site_can_meet_leaves_the_headings_alone(officer, call, form):
    imported(officer, eric())
    for asked in ("q=no+site+has+these+words", "identifier=!"):
        assert len(table(body(call("officer").get(f"/api/v1/sites.{form}?{asked}")), form)) == (0 if form == "geojson" else 1)
