"""The OpenAPI document is what a partner's tool reads."""

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from openapi_spec_validator import OpenAPIV31SpecValidator


@pytest.fixture
def document(call):
    GENERATOR_STATS.reset()
    return call("reader").get("/api/v1/openapi.json").json()


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
