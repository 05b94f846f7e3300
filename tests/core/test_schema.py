"""The OpenAPI document is what a partner's tool reads."""

import pytest
from django.db import transaction
from drf_spectacular.drainage import GENERATOR_STATS
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from devo_portal.urls import RESOURCES
from tests import world
from tests.conftest import Caller


@pytest.fixture(scope="module")
def document(filled, django_db_blocker):
    """Made once: it takes two seconds."""
    GENERATOR_STATS.reset()
    with django_db_blocker.unblock(), transaction.atomic():
        read = Caller(world.people()["reader"]).get("/api/v1/openapi.json").json()
        transaction.set_rollback(True)
    return read


@pytest.fixture
def officer(filled, db):
    """An officer of a portal with something in every room."""
    return Caller(world.people()["officer"])


def test_document_is_valid_and_made_without_a_warning(document):
    OpenAPIV31SpecValidator(document).validate()
    assert document["openapi"] == "3.1.0"
    assert not GENERATOR_STATS._warn_cache, list(GENERATOR_STATS._warn_cache)
    assert not GENERATOR_STATS._error_cache, list(GENERATOR_STATS._error_cache)


def test_document_names_filters_paging_and_refusals(document):
    listing = document["paths"]["/api/v1/pilots/"]["get"]
    assert {"stage", "place", "q", "limit", "cursor", "count", "order", "fields", "omit", "brief"} <= {p["name"] for p in listing["parameters"]}
    assert "application/problem+json" in listing["responses"]["default"]["content"]
    patch = document["paths"]["/api/v1/pilots/{id}/"]["patch"]
    assert any(p["name"] == "If-Match" and p["required"] for p in patch["parameters"])
    envelope = next(iter(listing["responses"]["200"]["content"].values()))["schema"]
    resolved = document["components"]["schemas"][envelope["$ref"].rsplit("/", 1)[1]] if "$ref" in envelope else envelope
    assert set(resolved["required"]) == {"count", "next", "previous", "results"}


def parameters(document, path, method="get"):
    return {p["name"]: p for p in document["paths"][f"/api/v1/{path}/"][method]["parameters"]}


def described(document, path, method="get", status="200"):
    """The schema of an answer, able to find what it refers to."""
    content = document["paths"][f"/api/v1/{path}/"][method]["responses"][status]["content"]
    return {**content["application/json"]["schema"], "components": document["components"]}


def test_lists_and_items_answer_as_the_document_says(officer, document):
    wrong, seen = [], set()

    def compare(path, answer):
        found = Draft202012Validator(described(document, path)).iter_errors(answer)
        wrong.extend((path, error.json_path, error.message[:200]) for error in found)

    for plural, _ in RESOURCES:
        listing = officer.get(f"/api/v1/{plural}/?limit=500").json()
        compare(plural, listing)
        for row in listing["results"][:20]:
            compare(f"{plural}/{{id}}", officer.get(f"/api/v1/{plural}/{row['id']}/").json())
            seen.add(plural)
    for path in ("sites/summary", "signatures/summary", "commitments/summary", "milestones/summary", "actions/summary", "pilots/portfolio"):
        compare(path, officer.get(f"/api/v1/{path}/").json())
    record = officer.get("/api/v1/imports/").json()["results"][0]
    compare("imports/{id}/rows", officer.get(f"{record['url']}rows/").json())
    assert not wrong, wrong[:10]
    assert seen == {plural for plural, _ in RESOURCES}


def test_list_is_described_by_its_own_shape(document):
    schemas = document["components"]["schemas"]
    assert schemas["PaginatedPilotList"]["properties"]["results"]["items"] == {"$ref": "#/components/schemas/Pilot"}
    rows = document["paths"]["/api/v1/imports/{id}/rows/"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert rows["$ref"].endswith("ImportRowList")


def test_what_may_be_written_is_no_promise_about_what_is_answered(document):
    schemas = document["components"]["schemas"]
    assert not {"pattern", "maxLength"} & schemas["Site"]["properties"]["postcode"].keys()
    assert "" in schemas["Return"]["properties"]["site_type"]["enum"]  # a return may leave it out


def test_figures_take_the_filters_of_their_list_and_no_paging(document):
    for path, name in (("sites/summary", "q"), ("pilots/portfolio", "stage"), ("milestones/summary", "owner")):
        said = parameters(document, path)
        assert name in said
        assert not {"limit", "cursor", "order", "fields"} & said.keys()


def test_verbs_on_a_record_need_its_version(document):
    for path in ("imports/{id}/confirm", "imports/{id}/cancel"):
        assert parameters(document, path, "post")["If-Match"]["required"]
    assert "If-Match" not in {p["name"] for p in document["paths"]["/api/v1/pilots/"]["post"].get("parameters", [])}


def test_date_is_written_as_words_or_as_it_was_read(officer, document):
    body = document["paths"]["/api/v1/milestones/{id}/"]["patch"]["requestBody"]["content"]["application/json"]["schema"]
    validator = Draft202012Validator({**body, "components": document["components"]})
    row = officer.get("/api/v1/milestones/").json()["results"][0]
    read = {"date": "2017-11", "precision": "month", "text": "November 2017"}
    for version, planned in enumerate(("1 December 2017", read, {"date": "2017"}), row["version"]):
        sent = {"planned": planned, "reason": "As told."}
        assert validator.is_valid(sent)
        assert officer.patch(row["url"], sent, version=version).status_code == 200, planned
    assert not validator.is_valid({"planned": {"precision": "year"}})
    assert not validator.is_valid({"planned": 2017})
