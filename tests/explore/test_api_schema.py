"""The schema of the API is true: it validates, and generated requests get the answers that it promises."""

import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from openapi_spec_validator import validate
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from concepts.models import KnowledgeMap
from explore.api.documents_in import ENDINGS
from explore.api.schema import schema_document

CHECKS = [
    schemathesis.checks.not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
# Files are bytes, whatever they are of.
schemathesis.serializer.alias(
    [kind for kind in ENDINGS if kind.startswith("application/")], "application/octet-stream"
)
described = schemathesis.openapi.from_wsgi("/api/schema/", get_wsgi_application())
bounded = settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def open_connection(small_map: KnowledgeMap) -> Iterator[None]:
    """Django closes the connection after each request; what a test has written lives as long as the connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_schema_is_made_without_a_warning_and_validates():
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())
    validate(schema_document())
    assert schema_document()["openapi"].startswith("3.1")


def test_the_schema_names_every_address_of_the_api():
    assert set(schema_document()["paths"]) == {
        "/api/v1/maps/",
        "/api/v1/maps/{map}/",
        "/api/v1/maps/{map}/graph/",
        "/api/v1/maps/{map}/concepts/",
        "/api/v1/maps/{map}/concepts/{concept}/",
        "/api/v1/maps/{map}/concepts/{concept}/children/",
        "/api/v1/maps/{map}/concepts/{concept}/links/{role}/",
        "/api/v1/maps/{map}/concepts/{concept}/neighborhood/",
        "/api/v1/maps/{map}/concepts/{concept}/path/",
        "/api/v1/maps/{map}/connection/",
        "/api/v1/maps/{map}/places/",
        "/api/v1/maps/{map}/tops/",
        "/api/v1/maps/{map}/tiles/{z}/{x}/{y}/",
        "/api/v1/maps/{map}/trails/",
        "/api/v1/documents/",
        "/api/v1/intakes/{intake}/",
        "/api/v1/documents/{document}/",
        "/api/v1/facts/",
        "/api/v1/models/",
        "/api/v1/models/{model}/",
        "/api/v1/search/",
        "/api/v1/topics/",
        "/api/v1/waitlist/",
    }


@described.parametrize()
@bounded
def test_any_request_gets_an_answer_that_was_promised(case: schemathesis.Case[Any], open_connection: None):
    case.call_and_validate(checks=CHECKS)


@described.include(path_regex="{map}").parametrize()
@bounded
def test_any_request_for_a_map_that_is_there_gets_an_answer_that_was_promised(
    case: schemathesis.Case[Any], open_connection: None
):
    case.path_parameters = {
        name: {"map": "trees", "concept": "leaves"}.get(name, case.path_parameters[name])
        for name in case.path_parameters
    }
    case.call_and_validate(checks=CHECKS)


def test_the_schema_is_served_to_any_site_and_not_twice_to_the_same_reader(client: Client):
    answer = client.get("/api/schema/")
    assert answer.json()["info"]["title"] == "Kinapse API"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/api/schema/", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.django_db
def test_the_page_that_explains_the_api_holds_every_operation_shape_and_problem(client: Client):
    text = client.get("/api/docs/").content.decode()
    for name in ("get_neighborhood", "join_waitlist", "Neighborhood", "bad-parameter", "server-error"):
        assert f'id="{name}"' in text
    anchors = set(re.findall(r'href="#([^"]+)"', text)) - {"content"}
    assert anchors <= set(re.findall(r'id="([^"]+)"', text))
    assert "<script>" not in text
    assert "style=" not in text
