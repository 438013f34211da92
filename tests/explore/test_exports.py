"""Maps to take along."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client

from concepts.formats import EXPORT_FORMATS, export_map
from concepts.models import Concept, KnowledgeMap
from concepts.services import add_concept


@pytest.mark.parametrize("ending", EXPORT_FORMATS)
def test_an_export_is_a_file_named_for_its_map(client: Client, small_map: KnowledgeMap, ending: str):
    answer = client.get(f"/maps/trees/export.{ending}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == EXPORT_FORMATS[ending].media_type
    assert answer.headers["Content-Disposition"] == f'attachment; filename="trees.{ending}"'


def test_an_export_holds_the_map(client: Client, small_map: KnowledgeMap):
    assert client.get("/maps/trees/export.md").content == export_map(small_map, "md")
    concepts = json.loads(client.get("/maps/trees/export.json").content)["concepts"]
    assert [concept["title"] for concept in concepts] == ["Water", "Roots", "Bark", "Leaves", "Light"]
    packed = ZipFile(BytesIO(client.get("/maps/trees/export.csv.zip").content))
    assert {"concepts.csv", "links.csv"} <= set(packed.namelist())


@pytest.mark.parametrize("ending", ["md", "json"])
def test_drafts_are_exported_for_staff_alone(
    client: Client, staff_client: Client, draft_concept: Concept, ending: str
):
    assert b"Stomata" not in client.get(f"/maps/trees/export.{ending}").content
    assert b"Stomata" in staff_client.get(f"/maps/trees/export.{ending}").content
    KnowledgeMap.objects.update(published=False)
    assert client.get(f"/maps/trees/export.{ending}").status_code == 404
    assert staff_client.get(f"/maps/trees/export.{ending}").status_code == 200


def test_an_unchanged_map_is_not_exported_again(
    client: Client, small_map: KnowledgeMap, django_assert_num_queries
):
    etag = client.get("/maps/trees/export.md").headers["ETag"]
    with django_assert_num_queries(1):
        assert client.get("/maps/trees/export.md", headers={"If-None-Match": etag}).status_code == 304
    assert client.get("/maps/trees/export.json", headers={"If-None-Match": etag}).status_code == 200
    add_concept(knowledge_map=small_map, title="Another")
    assert client.get("/maps/trees/export.md", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("ending", ["pdf", "MD", "md.exe", "csv", "..", "%00", "a" * 3000])
def test_an_unknown_format_is_not_there(client: Client, small_map: KnowledgeMap, ending: str):
    assert client.get(f"/maps/trees/export.{ending}").status_code == 404


@pytest.mark.parametrize("ending", ["md", "json"])
def test_a_large_map_is_sent_while_it_is_written(
    client: Client, small_map: KnowledgeMap, monkeypatch, ending: str
):
    whole = client.get(f"/maps/trees/export.{ending}").content
    monkeypatch.setattr("explore.exports.MOST_AT_ONCE", 4)
    monkeypatch.setattr("explore.exports._BYTES_A_PART", 100)
    answer: Any = client.get(f"/maps/trees/export.{ending}")
    parts = list(answer.streaming_content)
    assert b"".join(parts) == whole
    assert len(parts) > 2


def test_an_export_is_only_read(client: Client, small_map: KnowledgeMap):
    assert client.post("/maps/trees/export.md").status_code == 405
    assert client.head("/maps/trees/export.md").status_code == 200


def test_the_number_of_queries_stays_as_rows_double(
    client: Client, small_map: KnowledgeMap, django_assert_max_num_queries
):
    for number in range(20):
        add_concept(knowledge_map=small_map, title=f"More {number}")
    client.get("/maps/trees/")
    with django_assert_max_num_queries(6):
        client.get("/maps/trees/export.md")
