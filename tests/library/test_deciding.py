"""Proposals are accepted singly or together, refused with a reason, and taken back."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from concepts.models import Concept, KnowledgeMap, Link, Topic
from library.deciding import accept, last_acceptance, refuse, reopen, undo
from library.errors import DecisionRefused, UndoRefused
from library.models import Acceptance, AIModel, Citation, Document, Fact, LibraryState, Proposal
from tests.concepts.atlas import make_concepts, make_map
from tests.library.deciding import (
    LEARNING,
    disclosure,
    everything,
    hand_in,
    ids_of,
    map_text,
    proposal_of,
)

Kind, State = Proposal.Kind, Proposal.State
GPT_3 = (
    ("GPT-3 has 175 billion parameters.", "GPT-3", "params", "175 billion parameters", 175e9),
    ("It was made in the United States.", "GPT-3", "country", "United States", None),
)


@pytest.fixture
def document(db: None) -> Document:
    return hand_in(map_text(topics=("LLM", "Learning")))[0]


def test_accepting_all_makes_a_draft_map_with_its_concepts_links_and_citations(document: Document) -> None:
    acceptance = accept(document=document, proposal_ids=ids_of(document), by=None)
    made = KnowledgeMap.objects.get()
    assert (made.title, made.published) == ("How Models Learn", False)
    assert [topic.title for topic in made.topics.all()] == ["LLM", "Learning"]
    assert list(made.concepts.values_list("title", flat=True)) == [told[0] for told in LEARNING]
    assert set(Link.objects.values_list("source__title", "target__title")) == {
        ("Training", "Loss"),
        ("Loss", "Gradient Descent"),
    }
    cited = Citation.objects.get(concept__title="Loss")
    assert cited.quote == document.text[cited.start : cited.end]
    assert cited.section == "Loss"
    document.refresh_from_db()
    assert document.map == made
    assert not ids_of(document)
    assert last_acceptance(document) == acceptance


def test_accepting_raises_each_revision_by_one(document: Document) -> None:
    into = make_map()
    document.map = into
    document.save()
    before = LibraryState.objects.get().revision
    accept(document=document, proposal_ids=ids_of(document), by=None)
    assert LibraryState.objects.get().revision == before + 1
    assert KnowledgeMap.objects.get().revision == into.revision + 1


def test_what_was_edited_first_is_what_is_made(document: Document) -> None:
    training = proposal_of(document, Kind.CONCEPT, "Training")
    loss = proposal_of(document, Kind.CONCEPT, "Loss")
    link = proposal_of(document, Kind.LINK, "Loss")
    edits = {
        training.pk: {"title": " Learning ", "summary": "How weights come about."},
        link.pk: {"reason": "So."},
    }
    accept(document=document, proposal_ids=[training.pk, loss.pk, link.pk], by=None, edits=edits)
    concept = Concept.objects.get(title="Learning")
    assert concept.summary == "How weights come about."
    assert concept.detail == training.payload["detail"]
    # The link still finds it by the title that the text gives it.
    assert list(Link.objects.values_list("source__title", "reason")) == [("Learning", "So.")]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"title": " "}, "Write a title"),
        ({"title": "x" * 201}, "at most 200 fit"),
        ({"summary": "x" * 301}, "at most 300 fit"),
        ({"title": "Loss"}, "The map has a concept “Loss” already"),
        ({"same_as": "99"}, "no longer there"),
        ({"same_as": "nine"}, "no longer there"),
    ],
)
def test_an_edit_that_cannot_be_taken_is_told_and_nothing_is_done(
    document: Document, edit: dict[str, str], said: str
) -> None:
    before = everything()
    first = proposal_of(document, Kind.CONCEPT, "Training")
    wanted = [first.pk, proposal_of(document, Kind.CONCEPT, "Loss").pk]
    with pytest.raises(DecisionRefused) as refused:
        accept(document=document, proposal_ids=wanted, by=None, edits={first.pk: edit})
    assert said in " ".join(refused.value.messages)
    assert everything() == before


def test_a_link_waits_for_both_of_its_ends(document: Document) -> None:
    link = proposal_of(document, Kind.LINK, "Loss")
    loss = proposal_of(document, Kind.CONCEPT, "Loss")
    before = everything()
    with pytest.raises(DecisionRefused, match="“Training” is not in the map yet"):
        accept(document=document, proposal_ids=[loss.pk, link.pk], by=None)
    assert everything() == before
    accept(
        document=document, proposal_ids=[loss.pk, proposal_of(document, Kind.CONCEPT, "Training").pk], by=None
    )
    accept(document=document, proposal_ids=[link.pk], by=None)
    assert Link.objects.count() == 1


@pytest.mark.django_db
def test_a_circle_is_refused_by_name_and_nothing_is_done() -> None:
    told = [("Chicken", "A bird.", "", "Egg"), ("Egg", "A shell.", "", "Chicken")]
    document, _ = hand_in(map_text(told))
    before = everything()
    with pytest.raises(DecisionRefused, match=r"run in a circle: .*Chicken"):
        accept(document=document, proposal_ids=ids_of(document), by=None)
    assert everything() == before


@pytest.mark.django_db
def test_the_same_as_a_concept_that_is_there_takes_its_links_and_citations() -> None:
    into = make_map()
    (backpropagation,) = make_concepts(into, "Backpropagation")
    document, _ = hand_in(map_text(), into)
    descent = proposal_of(document, Kind.CONCEPT, "Gradient Descent")
    edits = {descent.pk: {"same_as": str(backpropagation.pk)}}
    accept(document=document, proposal_ids=ids_of(document), by=None, edits=edits)
    assert not Concept.objects.filter(title="Gradient Descent").exists()
    assert Link.objects.filter(source__title="Loss", target=backpropagation).exists()
    assert Citation.objects.get(concept=backpropagation).quote.startswith("Gradient Descent")


@pytest.mark.django_db
def test_the_same_as_a_concept_of_another_map_makes_no_map_and_no_link() -> None:
    (elsewhere,) = make_concepts(make_map(), "Training")
    document, _ = hand_in(map_text())
    training = proposal_of(document, Kind.CONCEPT, "Training")
    edits = {training.pk: {"same_as": str(elsewhere.pk)}}
    accept(document=document, proposal_ids=[training.pk], by=None, edits=edits)
    assert KnowledgeMap.objects.count() == 1
    with pytest.raises(DecisionRefused, match="“Training” is in another map"):
        accept(document=document, proposal_ids=ids_of(document, Kind.CONCEPT, Kind.LINK), by=None)


@pytest.mark.django_db
def test_any_concept_can_be_named_as_the_same_by_title_or_address() -> None:
    (here,) = make_concepts(make_map("Physics"), "Descent")
    (there,) = make_concepts(make_map("Alpinism"), "Descent")
    (only,) = make_concepts(make_map("Schools"), "Teaching")
    document, _ = hand_in(map_text())
    training = proposal_of(document, Kind.CONCEPT, "Training")
    descent = proposal_of(document, Kind.CONCEPT, "Gradient Descent")
    for name, said in (
        ("Nothing", "There is no concept “Nothing”"),
        ("descent", "physics/descent, alpinism/descent"),
    ):
        with pytest.raises(DecisionRefused, match=said):
            accept(
                document=document,
                proposal_ids=[descent.pk],
                by=None,
                edits={descent.pk: {"same_named": name}},
            )
    edits = {training.pk: {"same_named": "teaching"}, descent.pk: {"same_named": "alpinism/descent"}}
    accept(document=document, proposal_ids=list(edits), by=None, edits=edits)
    assert Concept.objects.count() == 3
    assert set(Citation.objects.values_list("concept", flat=True)) == {only.pk, there.pk}
    assert not here.citations.exists()


@pytest.mark.django_db
def test_a_citation_is_given_other_words_and_another_concept() -> None:
    into = make_map()
    loss, other = make_concepts(into, "Loss", "Weights")
    document, _ = hand_in(map_text(), into)
    cited = document.proposals.filter(kind=Kind.CITATION, payload__concept=loss.pk)[0]
    with pytest.raises(DecisionRefused, match="Its words are not in the document"):
        accept(document=document, proposal_ids=[cited.pk], by=None, edits={cited.pk: {"quote": "Not said."}})
    edits = {cited.pk: {"title": "Weights", "quote": "how wrong a  model is"}}
    accept(document=document, proposal_ids=[cited.pk], by=None, edits=edits)
    made = Citation.objects.get()
    assert (made.concept, made.quote) == (other, "how wrong a model is")
    assert document.text[made.start : made.end] == made.quote
    assert not loss.citations.exists()


@pytest.mark.django_db
def test_either_end_of_a_link_and_what_a_fact_states_are_edited() -> None:
    document, _ = hand_in(map_text())
    link = proposal_of(document, Kind.LINK, "Loss")
    accept(
        document=document,
        proposal_ids=[*ids_of(document, Kind.CONCEPT), link.pk],
        by=None,
        edits={link.pk: {"target": "Gradient Descent"}},
    )
    assert Link.objects.get().target.title == "Gradient Descent"
    told, _ = hand_in(disclosure(*GPT_3))
    fact = proposal_of_fact(told, "params")
    edits = {fact.pk: {"attribute": "gpu_count", "number": "10,000"}}
    accept(document=told, proposal_ids=[fact.pk], by=None, edits=edits)
    made = Fact.objects.get()
    assert (made.attribute, made.number) == ("gpu_count", 10_000)


@pytest.mark.django_db
def test_a_text_that_says_other_things_of_a_concept_proposes_to_change_it() -> None:
    into = make_map()
    (loss,) = make_concepts(into, "Loss")
    document, _ = hand_in(map_text(), into)
    change = proposal_of(document, Kind.CHANGE, "Loss")
    assert change.payload["after"] == {"summary": LEARNING[1][1], "detail": LEARNING[1][2]}
    accept(document=document, proposal_ids=[change.pk], by=None, edits={change.pk: {"detail": "Mine."}})
    loss.refresh_from_db()
    assert (loss.summary, loss.detail) == ("What training makes small.", "Mine.")
    acceptance = last_acceptance(document)
    assert acceptance
    Concept.objects.filter(pk=loss.pk).update(summary="Someone else's.")
    with pytest.raises(UndoRefused, match="The concept “Loss” was changed since"):
        undo(acceptance=acceptance, by=None)


@pytest.mark.django_db
def test_a_change_of_what_was_changed_since_it_was_proposed_is_refused() -> None:
    into = make_map()
    (loss,) = make_concepts(into, "Loss")
    document, _ = hand_in(map_text(), into)
    Concept.objects.filter(pk=loss.pk).update(summary="Someone else's.")
    with pytest.raises(DecisionRefused, match="changed since this was proposed"):
        accept(document=document, proposal_ids=ids_of(document, Kind.CHANGE), by=None)


@pytest.mark.django_db
def test_facts_are_stated_of_models_by_any_of_their_names_and_confirmed(admin_user: User) -> None:
    AIModel.objects.create(name="Generative Pre-trained Transformer 3", aliases="GPT-3")
    document, _ = hand_in(disclosure(*GPT_3))
    number = proposal_of_fact(document, "params")
    edits = {number.pk: {"number": "1.75e11", "unit": "parameters"}}
    accept(document=document, proposal_ids=ids_of(document), by=admin_user, edits=edits)
    assert AIModel.objects.count() == 1
    fact = Fact.objects.get(attribute="params")
    assert (fact.number, fact.unit, fact.confirmed_by) == (175e9, "parameters", admin_user)
    assert fact.quote == document.text[fact.start : fact.end]


def proposal_of_fact(document: Document, attribute: str) -> Proposal:
    return next(
        row for row in document.proposals.filter(kind=Kind.FACT) if row.payload["attribute"] == attribute
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"model": ""}, "Write the model"),
        ({"number": "many"}, "“many” is no number"),
        ({"number": "inf"}, "“inf” is no number"),
        ({"number": "nan"}, "“nan” is no number"),
        ({"number": "1,5"}, "“1,5” is no number"),
        ({"number": "1,50,000"}, "“1,50,000” is no number"),
        ({"attribute": "weight"}, "“weight” is nothing that a fact can state"),
    ],
)
def test_a_figure_that_cannot_be_read_is_told(edit: dict[str, str], said: str) -> None:
    document, _ = hand_in(disclosure(*GPT_3))
    fact = proposal_of_fact(document, "params")
    with pytest.raises(DecisionRefused, match=said):
        accept(document=document, proposal_ids=[fact.pk], by=None, edits={fact.pk: edit})
    assert not AIModel.objects.exists()


def test_what_is_refused_keeps_its_reason_and_can_be_opened_again(
    document: Document, admin_user: User
) -> None:
    ids = ids_of(document, Kind.LINK)
    with pytest.raises(DecisionRefused, match="Say in a few words why"):
        refuse(document=document, proposal_ids=ids, reason=" ", by=admin_user)
    assert refuse(document=document, proposal_ids=ids, reason="The other way round.", by=admin_user) == 2
    refused = Proposal.objects.get(pk=ids[0])
    assert (refused.state, refused.refusal, refused.decided_by) == (
        State.REFUSED,
        "The other way round.",
        admin_user,
    )
    with pytest.raises(DecisionRefused, match="Somebody else has decided"):
        accept(document=document, proposal_ids=ids, by=None)
    assert reopen(document=document, proposal_ids=ids) == 2
    assert len(ids_of(document, Kind.LINK)) == 2


def test_nothing_chosen_is_told(document: Document) -> None:
    with pytest.raises(DecisionRefused, match="Choose at least one"):
        accept(document=document, proposal_ids=[], by=None)


def test_proposals_of_another_document_are_not_accepted_with_it(document: Document) -> None:
    other, _ = hand_in(map_text([("Other", "One.", "", "")], title="Other"))
    accept(document=document, proposal_ids=[*ids_of(document), *ids_of(other)], by=None)
    assert ids_of(other)


def test_undoing_takes_back_the_map_and_all_in_it(document: Document, admin_user: User) -> None:
    before = everything()
    acceptance = accept(document=document, proposal_ids=ids_of(document), by=None)
    assert undo(acceptance=acceptance, by=admin_user) == 5
    assert everything() == before
    acceptance.refresh_from_db()
    assert acceptance.undone_by == admin_user
    with pytest.raises(UndoRefused, match="undone already"):
        undo(acceptance=acceptance, by=None)


def test_what_was_built_on_it_since_stands_in_the_way(document: Document) -> None:
    acceptance = accept(document=document, proposal_ids=ids_of(document), by=None)
    made = KnowledgeMap.objects.get()
    (mine,) = make_concepts(made, "Mine")
    loss = Concept.objects.get(title="Loss")
    Link.objects.create(map=made, source=loss, target=mine, kind=1)
    before = everything()
    with pytest.raises(UndoRefused) as refused:
        undo(acceptance=acceptance, by=None)
    assert refused.value.obstacles == (
        "The concept “Mine” has come into the map since.",
        "The link “Loss → Mine (parent)” was made since.",
    )
    assert everything() == before


def test_a_topic_that_others_use_by_now_stays(document: Document) -> None:
    acceptance = accept(document=document, proposal_ids=ids_of(document), by=None)
    make_map().topics.add(Topic.objects.get(title="LLM"))
    undo(acceptance=acceptance, by=None)
    assert [topic.title for topic in Topic.objects.all()] == ["LLM"]


@pytest.mark.django_db(transaction=True)
def test_two_curators_who_accept_the_same_at_once_make_it_once() -> None:
    document, _ = hand_in(map_text())
    ids = ids_of(document)
    together = Barrier(2)

    def decide(_: int) -> str:
        together.wait(timeout=20)
        try:
            accept(document=document, proposal_ids=ids, by=None)
        except DecisionRefused as refused:
            return refused.messages[0]
        finally:
            connection.close()
        return "accepted"

    with ThreadPoolExecutor(2) as curators:
        said = sorted(curators.map(decide, range(2)))
    assert said == ["Somebody else has decided this in the meantime. Nothing was done.", "accepted"]
    assert (Concept.objects.count(), KnowledgeMap.objects.count(), Acceptance.objects.count()) == (3, 1, 1)


class Undone(TestCase):
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_accepting_any_and_undoing_it_leaves_all_as_it_was(self, data: st.DataObject) -> None:
        into = make_map() if data.draw(st.booleans()) else None
        if into:
            make_concepts(into, "Loss", "Other")
        chosen = []
        for recognized in (map_text(topics=("LLM",)), disclosure(*GPT_3)):
            document, _ = hand_in(recognized, into)
            ids = ids_of(document)
            chosen.append((document, data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))))
        states = []
        for document, ids in chosen:
            states.append(everything())
            try:
                acceptance = accept(document=document, proposal_ids=ids, by=None)
            except DecisionRefused:
                assert everything() == states.pop()
                continue
            undo(acceptance=acceptance, by=None)
            assert everything() == states[-1]
