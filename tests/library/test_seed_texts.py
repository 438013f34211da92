"""The documents that come with Kinapse are whole, and say what their heads promise. No parser is needed to see it."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from concepts.formats import read_map
from concepts.formats.seeding import SEEDS, TOPICS
from concepts.text import clean_block, clean_line

FOLDER = Path(__file__).resolve().parents[2] / "library" / "seeds"
DIGESTS = sorted(FOLDER.glob("digests/*.md"))
DISCLOSURES = sorted(FOLDER.glob("disclosures/*.md"))
DOCUMENTS = DIGESTS + DISCLOSURES

HEAD = {"kind", "title", "slug", "authors", "publisher", "published", "source", "licence", "topics"}
OVERVIEW = "Executive overview"
INSIGHT = "The central insight: "
TAG = re.compile(r"<(/?)(\w+)>")
FACT = re.compile(r"<(\w+)>([^<>\n]+)</\1>")
ATTRIBUTES = {"params", "hardware", "gpu_count", "training", "country", "year"}
# Of these two documents may give different numbers; the others are words that can be chosen in several ways.
NUMBERS = {"params", "gpu_count", "training"}


@dataclass(frozen=True, slots=True)
class Seed:
    head: dict[str, Any]
    body: str


@cache
def seed(path: Path) -> Seed:
    before, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    assert before == "", path.name
    return Seed(yaml.safe_load(head), body)


@cache
def concepts_of_maps() -> frozenset[str]:
    """`map/concept` for each concept of the maps that come with Kinapse."""
    maps = [read_map(path) for path in SEEDS.glob("*.md")]
    return frozenset(f"{draft.slug}/{concept.slug}" for draft in maps for concept in draft.concepts)


def sections(body: str) -> dict[str, list[str]]:
    """The lines that hold something, under the heading they stand below."""
    found: dict[str, list[str]] = {}
    for line in filter(None, body.split("\n")):
        if line.startswith("## "):
            found[line.removeprefix("## ")] = []
        else:
            assert found, f"a line before the first heading: {line}"
            list(found.values())[-1].append(line)
    return found


def facts(path: Path) -> Iterator[tuple[str, str, str]]:
    """Model, attribute and words of each tagged figure.

    A figure belongs to the model named last before it in its paragraph, or else to the only one of the document.
    """
    models = set(re.findall(r"<model>(.*?)</model>", seed(path).body))
    for paragraph in seed(path).body.split("\n\n"):
        model = "".join(models) if len(models) == 1 else ""
        for match in FACT.finditer(paragraph):
            if match[1] == "model":
                model = match[2]
            else:
                yield model, match[1], match[2]


def name(path: Path) -> str:
    return path.stem


def test_there_are_eight_digests_or_more_and_twelve_disclosures_or_more() -> None:
    assert len(DIGESTS) >= 8
    assert len(DISCLOSURES) >= 12


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_each_document_has_a_head_that_is_complete_and_fits_its_file(path: Path) -> None:
    head = seed(path).head
    kind = path.parent.name.removesuffix("s")
    assert set(head) == (HEAD | {"citations"} if kind == "digest" else HEAD)
    assert (head["kind"], head["slug"]) == (kind, path.stem)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem)
    assert isinstance(head["published"], dt.date)
    assert head["published"] <= dt.date(2024, 12, 31)
    assert re.fullmatch(r"https://[a-z0-9.]+\.[a-z]+/\S+", head["source"])
    assert head["authors"]
    assert set(head["topics"]) <= set(TOPICS)
    assert head["topics"]


def test_no_two_documents_share_a_title_or_a_slug() -> None:
    titles = [seed(path).head["title"] for path in DOCUMENTS]
    slugs = [path.stem for path in DOCUMENTS]
    assert len(set(titles)) == len(titles)
    assert len(set(slugs)) == len(slugs)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_each_text_is_clean_as_it_stands(path: Path) -> None:
    head, body = seed(path).head, seed(path).body.strip("\n")
    assert clean_block(body) == body
    assert all(clean_line(words) == words for words in [head["title"], head["publisher"], *head["authors"]])
    assert "http" not in body


def test_the_digests_touch_every_topic_of_the_site() -> None:
    assert {topic for path in DIGESTS for topic in seed(path).head["topics"]} == set(TOPICS)


def test_the_digests_cite_every_map_that_comes_with_kinapse() -> None:
    cited = {
        citation["concept"].split("/")[0] for path in DIGESTS for citation in seed(path).head["citations"]
    }
    assert cited == {path.stem for path in SEEDS.glob("*.md")}


@pytest.mark.parametrize("path", DIGESTS, ids=name)
def test_a_digest_has_an_overview_one_insight_and_sections_of_short_points(path: Path) -> None:
    (overview, prose), *rest = sections(seed(path).body).items()
    *paragraphs, insight = prose
    assert overview == OVERVIEW
    assert 80 <= len(" ".join(paragraphs).split()) <= 150
    assert insight.startswith(INSIGHT)
    assert seed(path).body.count(INSIGHT) == 1
    assert 4 <= len(rest) <= 6
    for heading, points in rest:
        assert 3 <= len(points) <= 5, heading
        assert all(point.startswith("- ") and len(point.split()) <= 60 for point in points), heading


@pytest.mark.parametrize("path", DIGESTS, ids=name)
def test_a_digest_is_between_450_and_900_words_long(path: Path) -> None:
    assert 450 <= len(seed(path).body.split()) <= 900


@pytest.mark.parametrize("path", DIGESTS, ids=name)
def test_a_digest_cites_four_to_ten_concepts_that_exist_with_words_that_stand_once_in_it(path: Path) -> None:
    citations = seed(path).head["citations"]
    assert 4 <= len({citation["concept"] for citation in citations}) == len(citations) <= 10
    for citation in citations:
        assert set(citation) == {"concept", "quote"}
        assert citation["concept"] in concepts_of_maps()
        assert "\n" not in citation["quote"]
        assert seed(path).body.count(citation["quote"]) == 1, citation["quote"]


@pytest.mark.parametrize("path", DISCLOSURES, ids=name)
def test_a_disclosure_is_prose_of_150_to_350_words(path: Path) -> None:
    body = TAG.sub("", seed(path).body)
    assert 150 <= len(body.split()) <= 350
    assert not re.search(r"^[#\-*•]", body, re.MULTILINE)


@pytest.mark.parametrize("path", DISCLOSURES, ids=name)
def test_the_tags_of_a_disclosure_are_known_balanced_and_never_nested(path: Path) -> None:
    marks = [(match[1], match[2]) for match in TAG.finditer(seed(path).body)]
    opened, closed = marks[::2], marks[1::2]
    assert [mark for mark, _ in opened] == [""] * len(opened)
    assert closed == [("/", tag) for _, tag in opened]
    assert {tag for _, tag in opened} <= ATTRIBUTES | {"model"}
    assert len(FACT.findall(seed(path).body)) == len(opened)
    assert not re.search(r"[<>]", FACT.sub("", seed(path).body))


@pytest.mark.parametrize("path", DISCLOSURES, ids=name)
def test_a_disclosure_states_four_attributes_or_more_of_a_named_model_each_once(
    path: Path,
) -> None:
    stated = defaultdict(list)
    for model, attribute, _ in facts(path):
        stated[model].append(attribute)
    assert "" not in stated
    assert all(len(set(attributes)) == len(attributes) for attributes in stated.values())
    assert len(stated[next(iter(stated))]) >= 4


@pytest.mark.parametrize("path", DISCLOSURES, ids=name)
def test_each_number_of_a_disclosure_is_one_that_a_reader_of_numbers_can_take(path: Path) -> None:
    for _, attribute, words in facts(path):
        if attribute == "year":
            assert re.fullmatch(r"20[12]\d", words)
        elif attribute == "params":
            assert re.fullmatch(r"\d+(\.\d+)? (b|tr)illion parameters", words)
        elif attribute == "gpu_count":
            assert re.fullmatch(r"\d{1,3}(,\d{3})* (processors|chips)", words)
        elif attribute == "training":
            assert re.search(r"\d|two", words)
            assert re.search(r"\b(days|months|hours)\b", words)


def test_three_models_or_more_are_described_differently_by_two_documents() -> None:
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in DISCLOSURES:
        for model, attribute, words in facts(path):
            said[model, attribute].add(words)
    disputed = {
        model for (model, attribute), words in said.items() if attribute in NUMBERS and len(words) > 1
    }
    assert disputed >= {"BLOOM", "DeepSeek-V3", "Megatron-Turing NLG 530B", "OPT-175B"}


def test_every_document_stands_in_the_list_of_sources() -> None:
    listed = re.findall(
        r"^### `(\w+/[\w-]+\.md)`$", (FOLDER / "SOURCES.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(listed) == sorted(f"{path.parent.name}/{path.name}" for path in DOCUMENTS)
