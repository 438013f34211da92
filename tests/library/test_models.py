"""Every write to the library raises its revision, and renews the pages of the maps that show it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from concepts.models import Concept, KnowledgeMap
from concepts.services import add_concept
from concepts.snapshots import read_state
from library.models import AIModel, Attribute, Document, Fact, LibraryState, revising
from tests.library.shelf import TEXT, cite, document

pytestmark = pytest.mark.django_db


def revision() -> int:
    return LibraryState.objects.get(pk=1).revision


def _two_documents_of_which_one_is_refused() -> None:
    document()
    document("…")


@pytest.fixture
def concept() -> Concept:
    knowledge_map = KnowledgeMap.objects.create(title="Models", summary="How they learn.", published=True)
    return add_concept(knowledge_map=knowledge_map, title="Few-Shot Learning")


def test_a_document_is_known_by_its_text_and_has_an_address() -> None:
    made = document()
    assert made.slug == "learning-from-few-examples"
    assert len(made.fingerprint) == 64
    assert made.fingerprint == document("Another title", text=TEXT).fingerprint
    assert made.minutes == 1
    assert document("Long", text="word " * 2_200).minutes == 10


def test_each_write_raises_the_revision_by_one_however_much_is_nested() -> None:
    before = revision()
    made = document()
    assert revision() == before + 1
    with revising():
        made.status = Document.Status.DRAFT
        made.save()
        AIModel.objects.create(name="GPT-3")
    assert revision() == before + 2
    Document.objects.all().delete()
    assert revision() == before + 3


def test_a_change_that_fails_leaves_revision_and_rows_as_they_were() -> None:
    before = revision()
    with pytest.raises(ValidationError), revising():
        _two_documents_of_which_one_is_refused()
    assert (revision(), Document.objects.count()) == (before, 0)


def test_a_citation_renews_the_pages_of_the_map_and_not_its_graph(concept: Concept) -> None:
    made = document()
    state = read_state(concept.map.slug)
    cited = cite(concept, made, "few examples")
    after = read_state(concept.map.slug)
    assert (after.revision, after.stamp) == (state.revision, state.stamp)
    assert after.etag != state.etag
    cited.delete()
    assert read_state(concept.map.slug).etag != after.etag


def test_what_is_said_of_a_cited_document_renews_the_pages_too(concept: Concept) -> None:
    made = document()
    cite(concept, made, "few examples")
    for change in (
        made.save,
        lambda: Document.objects.update(status=Document.Status.DRAFT),
        lambda: Document.objects.all().delete(),
    ):
        before = read_state(concept.map.slug).etag
        change()
        assert read_state(concept.map.slug).etag != before


def test_texts_are_cleaned_and_too_long_ones_refused() -> None:
    made = document("  Two\nlines ", authors="Ada \n\nAda\nBob")
    assert (made.title, made.author_list) == ("Two lines", ("Ada", "Bob"))
    with pytest.raises(ValidationError, match="At most 200 characters"):
        document("x" * 201)
    with pytest.raises(ValidationError, match="No address can be made"):
        document("…")


def test_a_documents_texts_are_not_changed_behind_its_back() -> None:
    document()
    with pytest.raises(ValueError, match="Save each document"):
        Document.objects.update(title="Other")


def test_a_fact_is_stated_once_at_one_place() -> None:
    made, model = document(text="It has 175 billion parameters."), AIModel.objects.create(name="GPT-3")
    given = {"model": model, "attribute": Attribute.PARAMS, "document": made, "start": 7, "end": 29}
    Fact.objects.create(**given, value="175 billion parameters", number=175e9, quote="175 billion parameters")
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.create(**given, value="175 billion parameters", quote="175 billion parameters")


def test_models_whose_names_differ_by_a_point_have_addresses_of_their_own() -> None:
    assert AIModel.objects.create(name="Llama 3.1").slug == "llama-3-1"
    assert AIModel.objects.create(name="Llama 31").slug == "llama-31"
