"""A text is stored once, a changed one follows its words, and only what is new is proposed."""

import pytest

from concepts.models import Concept, LinkKind, Topic
from concepts.services import add_link
from library.deciding import accept, last_acceptance, refuse, undo
from library.documents import Outcome, store_document
from library.errors import OtherMap
from library.models import Citation, Document, Fact, Proposal
from library.proposing import propose
from library.reading.text import Part
from library.recognizing.found import DocumentKind, Recognized
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

pytestmark = pytest.mark.django_db
Kind, State = Proposal.Kind, Proposal.State
CHANGED = [LEARNING[0], ("Loss", "What training makes small.", "The price of being wrong.", "Training")]
SHORT = ("GPT-3 has 175 billion parameters.", "GPT-3", "params", "175 billion parameters", 175e9)
YEAR = ("It came out in 2020.", "GPT-3", "year", "2020", 2020.0)


def states_of(document: Document) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for proposal in document.proposals.order_by("pk"):
        found.setdefault(proposal.kind, []).append(proposal.state)
    return found


def test_a_new_document_is_a_draft_with_what_was_recognised() -> None:
    document, proposed = hand_in(map_text())
    assert (document.status, document.kind, document.slug) == ("draft", "map-text", "how-models-learn")
    assert document.part_list[0].kind == "heading"
    assert proposed.new == {Kind.CONCEPT: 3, Kind.LINK: 2}
    for proposal in document.proposals.all():
        assert proposal.quote == document.text[proposal.start : proposal.end]
        assert proposal.reason


def test_the_same_text_again_changes_nothing_at_all() -> None:
    document, _ = hand_in(map_text())
    before = everything()
    stored = store_document(map_text(), file_name="other name.txt")
    assert (stored.outcome, stored.document) == (Outcome.SAME, document)
    assert not propose(document, map_text()).count
    assert everything() == before
    assert store_document(map_text(title="Another title"), file_name="x.txt").document == document


def test_what_was_refused_is_not_proposed_again() -> None:
    document, _ = hand_in(map_text())
    refuse(document=document, proposal_ids=ids_of(document, Kind.LINK), reason="No.", by=None)
    document, proposed = hand_in(map_text([*LEARNING, ("Momentum", "Speed that lasts.", "", "")]))
    assert proposed.new == {Kind.CONCEPT: 1}
    assert states_of(document)[Kind.LINK] == [State.REFUSED, State.REFUSED]


def test_a_changed_text_proposes_its_changes_and_withdraws_what_it_no_longer_says() -> None:
    document, _ = hand_in(map_text())
    changed, proposed = hand_in(map_text(CHANGED))
    assert changed == document
    # Loss is described anew; Gradient Descent and its link are gone.
    assert proposed.new == {Kind.CONCEPT: 1}
    assert proposed.withdrawn == 3
    assert states_of(document) == {
        Kind.CONCEPT: [State.OPEN, State.WITHDRAWN, State.WITHDRAWN, State.OPEN],
        Kind.LINK: [State.OPEN, State.WITHDRAWN],
    }
    again, proposed = hand_in(map_text())
    assert proposed.new == {Kind.CONCEPT: 2, Kind.LINK: 1}
    assert len(ids_of(again)) == 5


def test_after_acceptance_a_changed_text_proposes_to_change_the_concept_it_became() -> None:
    document, _ = hand_in(map_text())
    loss = proposal_of(document, Kind.CONCEPT, "Loss")
    accept(document=document, proposal_ids=ids_of(document), by=None, edits={loss.pk: {"title": "Error"}})
    _, proposed = hand_in(map_text([*CHANGED, LEARNING[2]]))
    assert proposed.new == {Kind.CHANGE: 1, Kind.CITATION: 1, Kind.REMOVAL: 1}
    change = Proposal.objects.get(kind=Kind.CHANGE)
    assert (change.payload["title"], change.payload["after"]) == (
        "Error",
        {"detail": "The price of being wrong."},
    )


def test_what_a_curator_wrote_is_not_proposed_away_by_a_text_that_is_as_it_was() -> None:
    document, _ = hand_in(map_text())
    accept(document=document, proposal_ids=ids_of(document), by=None)
    Concept.objects.filter(title="Training").update(summary="In my words.")
    _, proposed = hand_in(map_text([*LEARNING, ("Momentum", "Speed that lasts.", "", "")]))
    assert proposed.new == {Kind.CONCEPT: 1}


def test_passages_move_along_with_their_words() -> None:
    document, _ = hand_in(map_text())
    accept(document=document, proposal_ids=ids_of(document), by=None)
    document, _ = hand_in(map_text([("Data", "What all starts with.", "", ""), *LEARNING]))
    for citation in Citation.objects.all():
        assert citation.quote == document.text[citation.start : citation.end]
        assert citation.section == citation.concept.title
    for proposal in document.proposals.all():
        assert proposal.quote == document.text[proposal.start : proposal.end]


def test_a_fact_whose_words_are_gone_stays_until_a_curator_removes_it() -> None:
    document, _ = hand_in(disclosure(SHORT, YEAR))
    accept(document=document, proposal_ids=ids_of(document), by=None)
    first = Fact.objects.get(attribute="params")
    hand_in(disclosure(YEAR))
    gone = Fact.objects.get(pk=first.pk)
    assert (gone.start, gone.quote) == (gone.end, "175 billion parameters")
    removal = Proposal.objects.get(kind=Kind.REMOVAL)
    assert (removal.quote, removal.state) == ("175 billion parameters", State.OPEN)
    before = everything()
    accept(document=document, proposal_ids=[removal.pk], by=None)
    assert not Fact.objects.filter(pk=first.pk).exists()
    acceptance = last_acceptance(document)
    assert acceptance
    undo(acceptance=acceptance, by=None)
    assert everything() == before
    # The words come back: nothing is to be removed any more.
    hand_in(disclosure(YEAR, SHORT))
    back = Fact.objects.get(pk=first.pk)
    assert document_text(document)[back.start : back.end] == back.quote
    assert Proposal.objects.get(pk=removal.pk).state == State.WITHDRAWN


def document_text(document: Document) -> str:
    document.refresh_from_db()
    return document.text


def test_two_passages_that_become_one_are_not_lost() -> None:
    twice = ("GPT-3 has 1 node. GPT-3 has 1 node more.", "GPT-3", "gpu_count", "1 node", 1.0)
    document, _ = hand_in(disclosure(twice))
    accept(document=document, proposal_ids=ids_of(document), by=None)
    first = Fact.objects.get()
    second = document.text.rindex("1 node")
    Fact.objects.create(
        model=first.model, attribute=first.attribute, value="1 node", document=document, quote="1 node",
        start=second, end=second + 6,
    )  # fmt: skip
    hand_in(disclosure(("GPT-3 has 1 node.", "GPT-3", "gpu_count", "1 node", 1.0)))
    assert Fact.objects.count() == 2
    assert Proposal.objects.filter(kind=Kind.REMOVAL, state=State.OPEN).count() == 1


def test_what_a_curator_said_of_a_document_stays_when_its_text_changes() -> None:
    document, _ = hand_in(map_text())
    document.summary, document.publisher, document.status = "Mine.", "A house", Document.Status.PUBLISHED
    document.save()
    hand_in(map_text(CHANGED))
    document.refresh_from_db()
    assert (document.summary, document.publisher, document.status) == ("Mine.", "A house", "published")


def test_a_document_of_a_map_proposes_nothing_that_the_map_has() -> None:
    into = make_map()
    training, loss = make_concepts(into, "Training", "loss")
    add_link(source=training, target=loss, kind=LinkKind.PARENT)
    document, _ = hand_in(map_text(), into)
    assert [row.payload["title"] for row in document.proposals.filter(kind=Kind.CONCEPT)] == [
        "Gradient Descent"
    ]
    assert [row.payload["target"] for row in document.proposals.filter(kind=Kind.LINK)] == [
        "Gradient Descent"
    ]
    # What it says of those that are there is cited.
    assert {row.payload["concept"] for row in document.proposals.filter(kind=Kind.CITATION)} >= {
        training.pk,
        loss.pk,
    }


def test_a_document_goes_into_another_map_only_while_nothing_of_it_is_in_one() -> None:
    first, second = make_map("First"), make_map("Second")
    document, _ = hand_in(map_text(), first)
    hand_in(map_text(), second)
    document.refresh_from_db()
    assert document.map == second
    accept(document=document, proposal_ids=ids_of(document), by=None)
    with pytest.raises(OtherMap, match="in the map “Second” already"):
        hand_in(map_text(), first)


def test_a_document_without_a_title_is_called_as_its_file() -> None:
    assert store_document(map_text(title=""), file_name="My_notes.txt").document.title == "My notes"


def test_titles_that_make_no_address_are_told_apart() -> None:
    first, _ = hand_in(map_text(title="地図"))
    second, _ = hand_in(map_text(CHANGED, title="海図"))
    assert (first.slug, second.slug) == ("untitled", "untitled-2")
    again, _ = hand_in(map_text([LEARNING[0]], title="海図"))
    assert again == second


def test_long_texts_are_cut_to_what_fits() -> None:
    document, _ = hand_in(map_text([("T" * 300, "s " * 400, "word " * 9_000, "")]))
    proposal = document.proposals.get()
    assert len(proposal.payload["title"]) == 200
    assert len(proposal.quote) <= 2_000
    accept(document=document, proposal_ids=[proposal.pk], by=None)
    assert len(Concept.objects.get().detail) <= 20_000


def digest(text: str, title: str = "A digest", topics: tuple[str, ...] = ()) -> Recognized:
    """A text whose lines of one word are headings."""
    parts, start = [], 0
    for line in text.split("\n"):
        kind = "heading" if " " not in line else "paragraph"
        parts.append(Part(kind, start, start + len(line), 2 if kind == "heading" else 0))
        start += len(line) + 1
    return Recognized(DocumentKind.DIGEST, title, text, tuple(parts), topics=topics)


def cited(document: Document) -> list[tuple[str, str]]:
    rows = document.proposals.filter(kind=Kind.CITATION).order_by("start", "pk")
    return [(row.payload["title"], row.quote) for row in rows]


def test_sentences_that_name_a_concept_are_proposed_as_citations() -> None:
    concept = make_concepts(make_map(), "Learning Rate", "Loss")[0]
    concept.aliases = "Step Size"
    concept.save()
    text = (
        "Optimizers\nMost choose learning rates by hand. A learning-rate schedule helps. Losses fall.\n"
        "Schedules\nThe step size may decay. glossary"
    )
    document, _ = hand_in(digest(text))
    assert cited(document) == [
        ("Learning Rate", "Most choose learning rates by hand."),
        ("Loss", "Losses fall."),
        ("Learning Rate", "The step size may decay."),
    ]
    proposal = document.proposals.order_by("start")[0]
    assert proposal.reason == "The text names it 3 times."
    accept(document=document, proposal_ids=ids_of(document), by=None)
    assert Citation.objects.get(concept=concept, start=proposal.start).section == "Optimizers"


def test_drafts_and_maps_on_other_topics_are_not_cited() -> None:
    near, far, draft = make_map("Near"), make_map("Far"), make_map("Draft", published=False)
    near.topics.add(Topic.objects.create(title="LLM"))
    for knowledge_map in (near, far, draft):
        make_concepts(knowledge_map, "Loss")
    hidden = make_concepts(near, "Gradient")[0]
    Concept.objects.filter(pk=hidden.pk).update(published=False)
    document, _ = hand_in(digest("The loss falls along the gradient.", topics=("LLM",)))
    assert [row.payload["map"] for row in document.proposals.all()] == ["Near"]
    document, _ = hand_in(digest("The loss falls. It does so everywhere.", title="No topic"))
    assert sorted(row.payload["map"] for row in document.proposals.all()) == ["Far", "Near"]


def test_one_concept_is_cited_from_a_few_sections_alone() -> None:
    make_concepts(make_map(), "Loss")
    text = "\n".join(f"Part{number}\nThe loss of part {number} falls." for number in range(9))
    document, _ = hand_in(digest(text))
    assert len(cited(document)) == 3


def test_what_is_cited_already_is_not_proposed() -> None:
    (loss,) = make_concepts(make_map(), "Loss")
    document, _ = hand_in(digest("The loss falls."))
    document.proposals.all().delete()
    Citation.objects.create(concept=loss, document=document, start=4, end=8, quote="loss")
    assert not propose(document, digest("The loss falls.")).count


def test_concepts_that_are_nearly_the_same_are_offered() -> None:
    known = make_concepts(make_map(), "Gradient Descents", "Cooking")[0]
    document, _ = hand_in(map_text())
    offered = {
        row.payload["title"]: [one["concept"] for one in row.payload["same_as"]]
        for row in document.proposals.filter(kind=Kind.CONCEPT)
    }
    assert offered == {"Training": [], "Loss": [], "Gradient Descent": [known.pk]}


def test_one_everyday_word_means_a_concept_only_in_the_company_of_others_of_its_map() -> None:
    make_concepts(make_map(), "Gas", "Tokens", "Proof of Work", "Ledger")
    document, _ = hand_in(digest("Fermentation makes gas and acid."))
    assert cited(document) == []
    told = digest("Gas pays for a block of the ledger; tokens are sent along.", title="On ledgers")
    document, _ = hand_in(told)
    assert len(cited(document)) == 3
