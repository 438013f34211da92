"""The documents that come along: created once, updated with their files, and left alone once they were edited."""

import io
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from concepts.formats.seeding import Seeding
from concepts.models import Topic
from library.models import AIModel, Citation, Document, Fact, LibraryState
from library.seeding import seed_documents
from library.services import confirm_facts
from tests.concepts.atlas import make_concepts, make_map

pytestmark = pytest.mark.django_db

DIGEST = """---
kind: digest
title: "On Learning: A Paper"
slug: on-learning
authors: [Ada One, Bob Two]
publisher: arXiv
published: 2020-01-23
source: https://arxiv.org/abs/2001.08361
licence: CC BY 4.0
topics: [LLM]
citations:
  - concept: physics/loss
    quote: "The loss falls as a power law"
  - concept: physics/not-there
    quote: "The loss falls as a power law"
---

## Executive overview

A paper on how models learn, told in a paragraph.

The central insight: scale is what counts.

## What was found

- The loss falls as a power law.
- Nothing else matters much.
"""
DISCLOSURE = """---
kind: disclosure
title: What is known of GPT-3
slug: gpt-3
authors: [Ada One]
publisher: arXiv
published: 2020-05-28
source: https://arxiv.org/abs/2005.14165
licence: CC BY 4.0
topics: [LLM]
---

The model <model>GPT-3</model> has <params>175 billion parameters</params> and came out in <year>2020</year>.
"""
MODELS = "- name: GPT-3\n  maker: OpenAI\n  aliases: [GPT-3 175B]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (
        ("digests/on-learning.md", DIGEST),
        ("disclosures/gpt-3.md", DISCLOSURE),
        ("models.yaml", MODELS),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    make_concepts(make_map(), "Loss")
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> None:
    file = next(folder.glob(f"*/{name}.md"))
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_missing_documents_are_created_with_all_that_their_files_say(folder: Path) -> None:
    assert seed_documents(folder) == Seeding(created=("on-learning", "gpt-3"))
    digest = Document.objects.get(slug="on-learning")
    assert (digest.title, digest.kind, digest.status) == ("On Learning: A Paper", "digest", "published")
    assert digest.author_list == ("Ada One", "Bob Two")
    assert (digest.summary, str(digest.published_on)) == ("Scale is what counts.", "2020-01-23")
    assert [topic.title for topic in digest.topics.all()] == ["LLM"]
    assert "insight" in {part.kind for part in digest.part_list}
    citation = Citation.objects.get()
    assert (citation.concept.title, citation.section) == ("Loss", "What was found")
    assert digest.text[citation.start : citation.end] == citation.quote
    model = AIModel.objects.get()
    assert (model.maker, model.alias_list) == ("OpenAI", ("GPT-3 175B",))
    facts = {fact.attribute: fact for fact in Fact.objects.all()}
    assert facts.keys() == {"params", "year"}
    assert (facts["params"].number, facts["params"].confirmed_by) == (175e9, None)
    text = Document.objects.get(slug="gpt-3").text
    assert "<" not in text
    assert text[facts["params"].start : facts["params"].end] == "175 billion parameters"


def test_seeding_again_changes_nothing(
    folder: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    seed_documents(folder)
    before = LibraryState.objects.get().stamp
    # A savepoint and its release stand around the one.
    with django_assert_num_queries(3):
        assert seed_documents(folder) == Seeding()
    assert LibraryState.objects.get().stamp == before


def test_an_untouched_document_follows_its_file(folder: Path) -> None:
    seed_documents(folder)
    for old, new in (("175 billion", "174 billion"), ("2020</year>", "2021</year>")):
        change(folder, "gpt-3", old, new)
        assert seed_documents(folder) == Seeding(updated=("gpt-3",))
    assert sorted(Fact.objects.values_list("value", flat=True)) == ["174 billion parameters", "2021"]
    change(folder, "on-learning", "physics/loss", "physics/other")
    assert seed_documents(folder) == Seeding(updated=("on-learning",))
    assert not Citation.objects.exists()


def _edit_title() -> None:
    document = Document.objects.get(slug="gpt-3")
    document.title = "Mine"
    document.save()


EDITS = {
    "its title": _edit_title,
    "its status": lambda: Document.objects.filter(slug="gpt-3").update(status="draft"),
    "a fact": lambda: Fact.objects.filter(attribute="year").update(value="2019"),
    "a fact taken away": lambda: Fact.objects.filter(attribute="year").delete(),
    "a topic": lambda: Topic.objects.all().delete(),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edited_document_is_left_alone(folder: Path, edit: object) -> None:
    seed_documents(folder)
    assert callable(edit)
    edit()
    assert seed_documents(folder) == Seeding()
    change(folder, "gpt-3", "175 billion", "174 billion")
    assert seed_documents(folder) == Seeding(kept=("gpt-3",))
    assert Fact.objects.filter(value="175 billion parameters").exists()


def test_a_confirmed_fact_is_a_curators(folder: Path, admin_user: object) -> None:
    seed_documents(folder)
    confirm_facts(fact_ids=list(Fact.objects.values_list("pk", flat=True)), by=admin_user)  # type: ignore[arg-type]
    change(folder, "gpt-3", "175 billion", "174 billion")
    assert seed_documents(folder) == Seeding(kept=("gpt-3",))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("slug: gpt-3", "slug: gpt-4", "named for its slug"),
        ("<year>2020</year>", "<year>2020", r"gpt-3\.md"),
        ("kind: disclosure", "kind: [", "cannot be read"),
    ],
)
def test_a_faulty_seed_is_told_by_its_file_and_nothing_is_stored(
    folder: Path, old: str, new: str, said: str
) -> None:
    change(folder, "gpt-3", old, new)
    with pytest.raises(ValidationError, match=said):
        seed_documents(folder)
    assert not Document.objects.exists()


def test_a_quote_that_does_not_stand_in_its_text_is_told(folder: Path) -> None:
    change(folder, "on-learning", 'quote: "The loss falls as', 'quote: "The loss rises as')
    with pytest.raises(ValidationError, match=r"on-learning\.md: The words “The loss rises"):
        seed_documents(folder)


def test_the_documents_that_come_along_are_seeded_by_the_command() -> None:
    said = io.StringIO()
    call_command("seed", stdout=said)
    assert "react: created" in said.getvalue()
    assert "gpt-3: created" in said.getvalue()
    assert Document.objects.filter(kind="digest").count() >= 6
    assert Document.objects.filter(kind="disclosure").count() >= 8
    assert Citation.objects.count() > 30
    for document in Document.objects.prefetch_related("citations", "facts"):
        for row in [*document.citations.all(), *document.facts.all()]:
            assert document.text[row.start : row.end] == row.quote
    said = io.StringIO()
    call_command("seed", stdout=said)
    assert said.getvalue() == ""
