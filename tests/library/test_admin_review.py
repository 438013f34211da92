"""The review: a document's text beside what it proposes, decided on by forms alone."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from concepts.models import Concept, KnowledgeMap, Link
from library.admin.listing import ON_A_PAGE
from library.deciding import accept, stamp_of_open
from library.models import Document, Proposal
from tests.concepts.atlas import make_concepts, make_map
from tests.library.deciding import LEARNING, hand_in, ids_of, map_text, proposal_of
from tests.staff import sign_in, with_second_step

pytestmark = pytest.mark.django_db
Kind, State = Proposal.Kind, Proposal.State


def page_of(document: Document) -> str:
    return reverse("admin:library_document_review", args=[document.pk])


@pytest.fixture
def document() -> Document:
    return hand_in(map_text())[0]


def press(client: Client, document: Document, do: str, *chosen: Proposal, **typed: Any) -> Any:
    """Press a button of the form with these proposals chosen; one for all of a kind as it stands there now."""
    act, _, kind = do.partition(":")
    if act == "accept" and kind and ":" not in kind:
        do = f"{do}:{stamp_of_open(document, kind)}"
    values = {"do": do, "chosen": [proposal.pk for proposal in chosen], **typed}
    return client.post(page_of(document), values, follow=True)


def test_every_proposal_stands_beside_its_words(staff_client: Client, document: Document) -> None:
    page = staff_client.get(page_of(document)).content.decode()
    for proposal in document.proposals.all():
        assert f'id="proposal-{proposal.pk}"' in page
        assert f'id="mark-{proposal.pk}"' in page
        assert f'href="#mark-{proposal.pk}"' in page
        assert proposal.reason.replace("“", "“") in page
    assert "makes a draft map “How Models Learn”" in page
    assert "80 %" in page
    assert "<script>" not in page
    assert "style=" not in page.split('id="content-main"')[1]


def test_what_a_text_says_is_never_markup(staff_client: Client) -> None:
    bad = "<script>alert(1)</script>"
    document, _ = hand_in(map_text([(bad, bad, bad, "")], title=bad))
    page = staff_client.get(page_of(document)).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert bad not in page


def test_the_chosen_are_accepted_as_they_were_edited(staff_client: Client, document: Document) -> None:
    training = proposal_of(document, Kind.CONCEPT, "Training")
    typed = {f"{training.pk}-title": "Learning", f"{training.pk}-detail": "One.\r\n\r\nTwo."}
    answer = press(staff_client, document, "accept", training, **typed)
    assert answer.redirect_chain
    assert "Accepted: 1 proposal." in answer.content.decode()
    made = Concept.objects.get()
    assert (made.title, made.detail, made.summary) == ("Learning", "One.\n\nTwo.", LEARNING[0][1])
    proposal = document.proposals.get(pk=training.pk)
    assert proposal.decided_by == User.objects.get(username="curator")


def test_all_of_a_kind_are_accepted_at_once_and_undone(staff_client: Client, document: Document) -> None:
    page = press(staff_client, document, "accept:concept").content.decode()
    assert "Accepted: 3 proposals." in page
    assert "Undo it" in page
    press(staff_client, document, "accept:link")
    assert Link.objects.count() == 2
    last = document.acceptances.first()
    assert last is not None
    assert (
        "Undone: 2 proposals open again." in press(staff_client, document, f"undo:{last.pk}").content.decode()
    )
    assert not Link.objects.exists()
    said = press(staff_client, document, f"undo:{last.pk}").content.decode()
    assert "undone in the meantime" in said


def test_all_of_a_kind_are_those_that_were_seen(staff_client: Client, document: Document) -> None:
    seen = f"accept:concept:{stamp_of_open(document, Kind.CONCEPT)}"
    assert seen in staff_client.get(page_of(document)).content.decode()
    hand_in(map_text([*LEARNING, ("Unseen", "Nobody saw it.", "It came a moment ago.", "")]))
    said = press(staff_client, document, seen).content.decode()
    assert "Other proposals have come or gone in the meantime" in said
    assert not Concept.objects.exists()
    press(staff_client, document, "accept:concept:")
    assert not Concept.objects.exists()


def test_a_refusal_shows_what_was_typed_beside_what_is_wrong(
    staff_client: Client, document: Document
) -> None:
    training = proposal_of(document, Kind.CONCEPT, "Training")
    link = proposal_of(document, Kind.LINK, "Loss")
    typed = {f"{training.pk}-title": "Learning", "reason": "Half typed"}
    answer = press(staff_client, document, "accept", training, link, **typed)
    page = answer.content.decode()
    assert "“Loss” is not in the map yet" in page
    assert 'value="Learning"' in page
    assert 'value="Half typed"' in page
    assert page.count("checked") == 2
    assert not Concept.objects.exists()


def test_enter_in_a_field_decides_nothing_and_keeps_what_is_typed(
    staff_client: Client, document: Document
) -> None:
    training = proposal_of(document, Kind.CONCEPT, "Training")
    page = press(staff_client, document, "", training, **{f"{training.pk}-title": "Learning"})
    assert 'value="Learning"' in page.content.decode()
    assert ids_of(document, Kind.CONCEPT)


def test_the_chosen_are_refused_with_a_reason_and_opened_again(
    staff_client: Client, document: Document
) -> None:
    link = proposal_of(document, Kind.LINK, "Loss")
    assert "Say in a few words why" in press(staff_client, document, "refuse", link).content.decode()
    press(staff_client, document, "refuse", link, reason="The other way round.")
    page = staff_client.get(f"{page_of(document)}?state=refused").content.decode()
    assert "Refused by curator" in page
    assert "The other way round." in page
    press(staff_client, document, "reopen", link)
    assert link.pk in ids_of(document)


def test_the_same_as_a_concept_is_offered_and_taken(staff_client: Client) -> None:
    into = make_map()
    (known,) = make_concepts(into, "Gradient Descents")
    document, _ = hand_in(map_text(), into)
    descent = proposal_of(document, Kind.CONCEPT, "Gradient Descent")
    descent.payload["same_as"] = [{"concept": known.pk, "title": known.title, "map": "Physics", "score": 0.9}]
    descent.save()
    page = staff_client.get(page_of(document)).content.decode()
    assert "the same as “Gradient Descents” in Physics" in page
    press(staff_client, document, "accept", descent, **{f"{descent.pk}-same_as": str(known.pk)})
    assert Concept.objects.count() == 1
    assert known.citations.count() == 1


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", 5),
        ("?kind=link", 2),
        ("?state=refused", 0),
        ("?state=all&kind=concept", 3),
        ("?state=nonsense&kind=nonsense&page=nonsense", 5),
        ("?page=99999999999999999999", 5),
        ("?page=99", 5),
    ],
)
def test_the_list_is_filtered_by_kind_and_state(
    staff_client: Client, document: Document, asked: str, shown: int
) -> None:
    page = staff_client.get(f"{page_of(document)}{asked}").content.decode()
    assert page.count('id="proposal-') == shown


def test_a_thousand_proposals_cost_as_many_queries_as_a_hundred_and_come_in_pages(
    staff_client: Client,
) -> None:
    def queries(count: int) -> int:
        told = [(f"Idea {number}", "One line.", f"Text {number}.", "") for number in range(count)]
        document, _ = hand_in(map_text(told, title=f"{count} ideas"))
        accept(document=document, proposal_ids=ids_of(document)[:2], by=None)
        staff_client.get(page_of(document))
        with CaptureQueriesContext(connection) as captured:
            page = staff_client.get(page_of(document)).content.decode()
        assert page.count('id="proposal-') == min(count - 2, ON_A_PAGE)
        assert page.count('id="mark-') == count - 2
        return len(captured)

    assert queries(100) == queries(1_000)


def test_marks_of_other_pages_lead_there(staff_client: Client) -> None:
    told = [(f"Idea {number}", "One line.", "", "") for number in range(100)]
    document, _ = hand_in(map_text(told))
    last = document.proposals.order_by("start").last()
    assert last is not None
    page = staff_client.get(page_of(document)).content.decode()
    assert f'href="?state=open&amp;page=3#proposal-{last.pk}">100</a>' in page
    assert f'id="proposal-{last.pk}"' in staff_client.get(f"{page_of(document)}?page=3").content.decode()


def test_the_review_is_for_those_who_may_decide(client: Client, document: Document, curators: Group) -> None:
    assert client.get(page_of(document)).status_code == 302
    staff = with_second_step(User.objects.create_user("keeper", is_staff=True))
    sign_in(client, staff)
    assert client.get(page_of(document)).status_code == 403
    staff.groups.add(curators)
    assert press(client, document, "accept:concept").status_code == 200
    assert KnowledgeMap.objects.count() == 1
    assert client.get(reverse("admin:library_intake_add")).status_code == 200


def test_who_may_only_look_decides_nothing(client: Client, document: Document) -> None:
    staff = with_second_step(User.objects.create_user("reader", is_staff=True))
    staff.user_permissions.set(Permission.objects.filter(codename__in=["view_document", "view_proposal"]))
    sign_in(client, staff)
    page = client.get(page_of(document))
    assert page.status_code == 200
    assert "<button" not in page.content.decode().split("content-main")[1]
    assert press(client, document, "accept:concept").status_code == 403
    assert not Concept.objects.exists()


def test_a_document_that_is_not_there_has_no_review(staff_client: Client) -> None:
    assert staff_client.get(reverse("admin:library_document_review", args=[999])).status_code == 404


def curator_with(client: Client, *names: str) -> None:
    """Sign somebody in who may look, decide, undo, and these."""
    staff = with_second_step(User.objects.create_user("partly", is_staff=True))
    may = ["view_document", "view_proposal", "change_proposal", "change_acceptance", *names]
    staff.user_permissions.set(Permission.objects.filter(codename__in=may))
    sign_in(client, staff)


def test_what_accepting_would_make_must_be_allowed_to_who_accepts(client: Client, document: Document) -> None:
    curator_with(client, "add_concept", "change_concept", "add_link")
    page = press(client, document, "accept:concept").content.decode()
    assert "You may not add maps, change documents or add citations: ask somebody who may." in page
    assert not KnowledgeMap.objects.exists()
    assert len(ids_of(document, Kind.CONCEPT)) == 3


def test_what_undoing_would_delete_must_be_allowed_to_who_undoes(client: Client, document: Document) -> None:
    made = accept(document=document, proposal_ids=ids_of(document, Kind.CONCEPT), by=None)
    curator_with(client, "delete_citation", "change_document", "delete_concept")
    page = press(client, document, f"undo:{made.pk}").content.decode()
    assert "You may not delete maps: ask somebody who may." in page
    assert Concept.objects.count() == 3
