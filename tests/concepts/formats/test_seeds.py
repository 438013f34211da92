"""The maps that come with Kinapse are whole, and worth reading."""

from functools import cache

import pytest

from concepts.formats import MapDraft, read_map
from concepts.formats.markdown_writer import write_markdown
from concepts.formats.seeding import SEEDS, TOPICS
from graph.kinds import LinkKind

FIRST = "claude-code-architecture"
SLUGS = sorted(path.stem for path in SEEDS.glob("*.md"))
OTHERS = [slug for slug in SLUGS if slug != FIRST]

CLAUDE_CODE = {
    "Transformer Foundation": set(),
    "Context Management": set(),
    "Training & Optimization": set(),
    "Safety Architecture": set(),
    "API & Deployment": set(),
    "Massive Dataset Curation": {"Training & Optimization"},
    "RLHF Alignment": {"Training & Optimization"},
    "Iterative Fine-tuning": {"Training & Optimization"},
    "Distributed Training Paradigms": {"Training & Optimization"},
    "Long Context Windows Implementation": {"Context Management"},
    "Efficient Attention Mechanisms": {"Context Management"},
    "Contextual Information Retrieval": {"Context Management"},
    "Dynamic Context Window Management": {"Context Management"},
}


@cache
def seed(slug: str) -> MapDraft:
    return read_map(SEEDS / f"{slug}.md")


def parents(draft: MapDraft) -> dict[str, set[str]]:
    titles = {concept.slug: concept.title for concept in draft.concepts}
    found: dict[str, set[str]] = {title: set() for title in titles.values()}
    for link in draft.links:
        if link.kind is LinkKind.PARENT:
            found[titles[link.target]].add(titles[link.source])
    return found


def test_claude_code_architecture_has_its_thirteen_concepts_under_the_right_parents() -> None:
    assert parents(seed(FIRST)) == CLAUDE_CODE


def test_six_maps_or_more_are_there_and_the_first_is_the_one_on_claude_code() -> None:
    by_position = sorted((seed(slug).position, slug) for slug in SLUGS)
    assert len(SLUGS) >= 6
    assert [slug for _, slug in by_position][:3] == [FIRST, "large-language-models", "ai-agents"]
    assert len({position for position, _ in by_position}) == len(SLUGS)


def test_every_topic_leads_to_a_published_map() -> None:
    led_to = {topic for slug in SLUGS if seed(slug).published for topic in seed(slug).topics}
    assert led_to == set(TOPICS)


@pytest.mark.parametrize("slug", OTHERS)
def test_each_other_map_has_25_concepts_or_more(slug: str) -> None:
    assert len(seed(slug).concepts) >= 25


@pytest.mark.parametrize("slug", SLUGS)
def test_each_concept_has_a_summary_a_source_and_a_detail_worth_reading(slug: str) -> None:
    for concept in seed(slug).concepts:
        assert concept.summary, concept.title
        assert concept.sources, concept.title
        assert len(concept.detail.split()) >= 60, concept.title


@pytest.mark.parametrize("slug", SLUGS)
def test_each_prerequisite_and_related_link_says_why(slug: str) -> None:
    links = [link for link in seed(slug).links if link.kind is not LinkKind.PARENT]
    assert {link.kind for link in links} == {LinkKind.PREREQUISITE, LinkKind.RELATED}
    assert [link for link in links if not link.reason] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_a_seed_is_written_again_as_the_same_map(slug: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("seed") / f"{slug}.md"
    path.write_text(write_markdown(seed(slug)), encoding="utf-8")
    assert read_map(path) == seed(slug)
