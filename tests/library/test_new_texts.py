"""A document with a new text: what everyone reads waits for a curator, what was quoted follows its words or is lost."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db.models import F
from django.test import Client
from django.urls import reverse

from library import services
from library.ai_models import slugs_of_models, stated_models
from library.deciding import accept, undo
from library.documents import Outcome
from library.models import Acceptance, AIModel, Citation, Document, Fact, Proposal, WaitingText
from library.selectors import library_tag
from library.taking_in import Taken, take_in
from tests.library.deciding import LEARNING, everything, hand_in, ids_of, map_text
from tests.staff import sign_in, with_second_step

pytestmark = pytest.mark.django_db
Kind, State = Proposal.Kind, Proposal.State

TRAINED = (
    "# Eight\n\n<model>Foo-1</model> was trained on <gpu_count>1,024</gpu_count> processors.\n"
    "Since 2018 nothing else is known of it.\n"
)
UNTOLD = "# Eight\n\n<model>Foo-1</model> was trained on some processors, as everybody knows by now.\n"
CALM = "The first text says this, quite calmly and at some length.\n"
LOUD = "Unreviewed words of somebody else altogether, never looked at.\n"


def taken(text: str, name: str = "notes.md") -> Taken:
    return take_in(file_name=name, content=text.encode())


def accepted(document: Document, by: User | None = None) -> Acceptance:
    return accept(document=document, proposal_ids=ids_of(document), by=by)


def published(document: Document) -> Document:
    services.publish_documents(document_ids=[document.pk], published=True)
    return Document.objects.get(pk=document.pk)


def new_text_page(document: Document) -> str:
    return reverse("admin:library_document_new_text", args=[document.pk])


# --- what everyone reads ------------------------------------------------------------------------------------------


def test_the_text_that_everyone_reads_stays_until_a_curator_takes_the_new_one(
    client: Client, staff_client: Client
) -> None:
    document = published(taken(CALM, "readme.txt").document)
    second = taken(LOUD, "readme.txt")
    assert second.outcome is Outcome.WAITING
    assert "its new text waits" in second.sentence()
    assert "Unreviewed words" not in client.get(document.get_absolute_url()).content.decode()

    review = staff_client.get(reverse("admin:library_document_review", args=[document.pk])).content.decode()
    assert new_text_page(document) in review
    page = staff_client.get(new_text_page(document)).content.decode()
    assert "<del>The first text says this" in page
    assert "<ins>Unreviewed words" in page
    waiting = WaitingText.objects.get()
    staff_client.post(new_text_page(document), {"do": "take", "fingerprint": waiting.fingerprint})
    assert "Unreviewed words" in client.get(document.get_absolute_url()).content.decode()
    assert not WaitingText.objects.exists()


def test_what_a_new_text_proposes_is_proposed_when_it_is_taken(staff_client: Client) -> None:
    document = published(taken(CALM + "\n# Foo\n", "readme.md").document)
    taken("# Foo\n\n<model>Foo-1</model> was trained on <gpu_count>1,024</gpu_count> processors.\n", "x.md")
    assert not document.proposals.filter(kind=Kind.FACT).exists()
    waiting = WaitingText.objects.get()
    staff_client.post(new_text_page(document), {"do": "take", "fingerprint": waiting.fingerprint})
    assert document.proposals.get(kind=Kind.FACT).payload["number"] == 1024


def test_a_new_text_can_be_left(staff_client: Client) -> None:
    document = published(taken(CALM, "readme.txt").document)
    taken(LOUD, "readme.txt")
    waiting = WaitingText.objects.get()
    staff_client.post(new_text_page(document), {"do": "keep", "fingerprint": waiting.fingerprint})
    assert not WaitingText.objects.exists()
    document.refresh_from_db()
    assert document.text == CALM.strip()


def test_a_text_that_came_after_the_one_that_was_read_is_not_taken(staff_client: Client) -> None:
    document = published(taken(CALM, "readme.txt").document)
    taken(LOUD, "readme.txt")
    read = WaitingText.objects.get().fingerprint
    taken(LOUD + "Another line.\n", "readme.txt")
    page = staff_client.post(new_text_page(document), {"do": "take", "fingerprint": read}).content.decode()
    assert "Another new text was handed in" in page
    document.refresh_from_db()
    assert document.text == CALM.strip()


def test_who_may_only_hand_in_decides_about_no_new_text(client: Client) -> None:
    document = published(taken(CALM, "readme.txt").document)
    taken(LOUD, "readme.txt")
    staff = with_second_step(User.objects.create_user("intern", is_staff=True))
    staff.user_permissions.set(
        Permission.objects.filter(codename__in=["add_intake", "view_document", "view_proposal"])
    )
    sign_in(client, staff)
    waiting = WaitingText.objects.get()
    answer = client.post(new_text_page(document), {"do": "take", "fingerprint": waiting.fingerprint})
    assert answer.status_code == 403


# --- which document a text is of ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two"),
    [("C++ in practice", "C# in practice"), ("模型 A", "训练 A"), ("Notes: v1.1", "Notes v11")],
)
def test_documents_whose_titles_make_one_address_are_two(one: str, two: str) -> None:
    first = taken(f"# {one}\n\nThe first text says this.\n", "x.md").document
    second = taken(f"# {two}\n\nQuite another one says that.\n", "y.md").document
    assert first.pk != second.pk
    assert first.slug != second.slug
    changed = taken(f"# {two}\n\nQuite another one says that, and more.\n", "y.md")
    assert (changed.outcome, changed.document.pk) == (Outcome.CHANGED, second.pk)


def test_a_document_that_was_given_another_title_is_known_by_its_first() -> None:
    document = taken("# Rough notes\n\nThe first text says this.\n").document
    document.title = "A guide"
    document.save()
    assert taken("# Rough notes\n\nThe first text says that.\n").document.pk == document.pk


def test_tags_that_are_added_later_are_taken_in() -> None:
    plain = "# Foo\n\nFoo-7B was made in spring. Its weights hold numbers, 7 billion of them. It is good.\n"
    tagged = plain.replace("Foo-7B", "<model>Foo-7B</model>").replace(
        "7 billion", "<params>7 billion</params>"
    )
    first, second = taken(plain), taken(tagged)
    assert first.document.text == second.document.text
    assert second.outcome is Outcome.CHANGED
    assert second.document.proposals.filter(kind=Kind.FACT, state=State.OPEN).count() == 1


def test_a_tag_that_is_put_right_is_taken_in() -> None:
    wrong = "# Foo\n\n<model>Foo-7B</model> has <params>7 billion</params> weights. <model>Bar-9B</model> has not.\n"
    taken(wrong)
    second = taken(wrong.replace("<model>Foo-7B</model>", "Foo-7B"))
    assert second.outcome is Outcome.CHANGED
    facts = second.document.proposals.filter(kind=Kind.FACT, state=State.OPEN)
    assert [fact.payload["model"] for fact in facts] == ["Bar-9B"]
    before = everything()
    assert taken(wrong.replace("<model>Foo-7B</model>", "Foo-7B")).outcome is Outcome.SAME
    assert everything() == before


# --- what was quoted ----------------------------------------------------------------------------------------------


def test_a_figure_moves_into_no_other_number_and_no_other_sentence() -> None:
    first = "# Eight\n\n<model>Foo-1</model> was trained on <gpu_count>8</gpu_count> processors.\n"
    document = taken(first).document
    accepted(document)
    taken(
        "# Eight\n\n<model>Foo-1</model> was trained on a few processors. Since 2018 no more is known.\n\n"
        "Bar-2 has 8 layers.\n"
    )
    fact = Fact.objects.get()
    assert (fact.start, fact.end) == (0, 0)
    assert Document.objects.get().proposals.filter(kind=Kind.REMOVAL, state=State.OPEN).count() == 1


def test_a_figure_follows_its_sentence() -> None:
    document = taken(TRAINED).document
    accepted(document)
    text = TRAINED.replace("# Eight\n\n", "# Eight\n\nAn opening with 1,024 words of its own.\n\n")
    document = taken(text).document
    fact = Fact.objects.get()
    assert document.text[fact.start - 11 : fact.end + 11] == "trained on 1,024 processors"
    assert not document.proposals.filter(kind=Kind.REMOVAL).exists()


def test_other_signs_between_the_words_lose_no_passage() -> None:
    document, _ = hand_in(map_text())
    accepted(document)
    told = [
        (title, line.replace(".", "!"), detail.replace(".", "!"), above)
        for title, line, detail, above in LEARNING
    ]
    document, proposed = hand_in(map_text(told))
    assert not document.proposals.filter(kind__in=[Kind.REMOVAL, Kind.CITATION]).exists()
    assert set(proposed.new) == {Kind.CHANGE}
    for citation in Citation.objects.all():
        assert citation.start < citation.end
        assert citation.quote == document.text[citation.start : citation.end]
    undo(acceptance=Acceptance.objects.get(), by=None)
    assert not Citation.objects.exists()


def test_what_has_lost_its_words_is_shown_to_nobody(client: Client) -> None:
    bread = "An unrelated sentence about bread. " * 20
    text = f"# Eight\n\n{bread}\n\n<model>Foo-1</model> was trained on <gpu_count>1,024</gpu_count> processors.\n"
    document = taken(text).document
    accepted(document)
    taken(text.replace("1,024", "1,025"))
    published(document)
    fact = Fact.objects.get()
    assert (fact.start, fact.end) == (0, 0)
    assert slugs_of_models() == []
    for staff in (True, False):
        for model in stated_models(library_tag(), staff=staff):
            assert not model.figure("gpu_count").statements
    assert client.get(AIModel.objects.get().get_absolute_url()).status_code == 404
    assert client.get("/api/v1/facts/").json()["facts"] == []
    assert "1,024" not in client.get(document.get_absolute_url()).content.decode()


def test_a_citation_that_lost_its_words_stands_under_no_heading_and_on_no_page(client: Client) -> None:
    document, _ = hand_in(map_text())
    accepted(document)
    hand_in(map_text([("Gamma", "Third of all.", "Nothing else at all, " * 20, "")]))
    lost = Citation.objects.filter(start=F("end"))
    assert lost.count() == 3
    assert set(lost.values_list("section", "start")) == {("", 0)}
    published(document)
    page = client.get(f"/api/v1/documents/{document.slug}/").json()
    assert page["concepts"] == []


def test_words_that_return_are_proposed_again() -> None:
    document = taken(TRAINED).document
    accepted(document)
    accepted(taken(UNTOLD).document)
    assert not Fact.objects.exists()
    document = taken(TRAINED).document
    fact = document.proposals.get(kind=Kind.FACT)
    assert (fact.state, fact.acceptance, fact.decided_at) == (State.OPEN, None, None)
    accepted(document)
    assert Fact.objects.get().value == "1,024"


def test_words_that_return_before_anybody_decided_are_evidence_again() -> None:
    accepted(taken(TRAINED).document)
    taken(UNTOLD)
    document = taken(TRAINED).document
    fact = Fact.objects.get()
    assert document.text[fact.start : fact.end] == "1,024"
    assert not ids_of(document)


def test_a_figure_that_a_curator_took_away_is_not_proposed_again() -> None:
    accepted(taken(TRAINED).document)
    Fact.objects.all().delete()
    document = taken(TRAINED.replace("nothing else", "no more")).document
    assert not ids_of(document)


def test_a_passage_that_returns_is_proposed_for_the_concept_that_was_made_of_it() -> None:
    document, _ = hand_in(map_text())
    accepted(document)
    document, _ = hand_in(map_text([("Gamma", "Third of all.", "Nothing else at all, " * 20, "")]))
    accept(document=document, proposal_ids=ids_of(document, Kind.REMOVAL), by=None)
    document, _ = hand_in(map_text())
    cited = document.proposals.filter(kind=Kind.CITATION, state=State.OPEN)
    assert {row.payload["title"] for row in cited} == {"Training", "Loss", "Gradient Descent"}


# --- undone afterwards --------------------------------------------------------------------------------------------


def test_what_the_text_no_longer_says_is_withdrawn_when_its_acceptance_is_undone() -> None:
    document = taken(TRAINED).document
    acceptance = accepted(document)
    document = taken(UNTOLD).document
    assert undo(acceptance=acceptance, by=None) == 0
    assert document.proposals.get(kind=Kind.FACT).state == State.WITHDRAWN


@pytest.mark.django_db(transaction=True)
def test_a_removal_is_undone_after_who_confirmed_the_fact_was_erased() -> None:
    curator = User.objects.create_user("ada")
    accepted(taken(TRAINED).document, by=curator)
    removal = accepted(taken(UNTOLD).document, by=curator)
    curator.delete()
    undo(acceptance=Acceptance.objects.get(pk=removal.pk), by=None)
    fact = Fact.objects.get()
    assert (fact.confirmed_by, fact.confirmed_at) == (None, None)
