"""A refused concept takes the links to it along, and brings them back."""

import pytest

from library.deciding import accept, refuse, reopen
from library.models import Proposal
from tests.library.deciding import hand_in, ids_of, map_text

pytestmark = pytest.mark.django_db


def links(document) -> dict[str, str]:
    found = document.proposals.filter(kind=Proposal.Kind.LINK)
    return {link.payload["target"]: link.state for link in found}


def concept(document, title: str) -> int:
    return int(document.proposals.get(kind=Proposal.Kind.CONCEPT, payload__title=title).pk)


def test_links_to_a_refused_concept_do_not_stop_accepting_all_the_others() -> None:
    document, _ = hand_in(map_text())
    refuse(document=document, proposal_ids=[concept(document, "Loss")], reason="Too short.", by=None)
    assert links(document) == {"Loss": "refused", "Gradient Descent": "refused"}
    told = document.proposals.get(kind=Proposal.Kind.LINK, payload__target="Gradient Descent").refusal
    assert told == "The concept “Loss” was refused."
    open_now = document.proposals.filter(state="open").values_list("pk", flat=True)
    assert accept(document=document, proposal_ids=list(open_now), by=None)


def test_they_are_open_again_with_it_unless_their_other_end_is_refused() -> None:
    document, _ = hand_in(map_text())
    both = [concept(document, "Loss"), concept(document, "Training")]
    refuse(document=document, proposal_ids=both, reason="Too short.", by=None)
    assert reopen(document=document, proposal_ids=both[:1]) == 1
    assert links(document) == {"Loss": "refused", "Gradient Descent": "open"}
    reopen(document=document, proposal_ids=both[1:])
    assert links(document) == {"Loss": "open", "Gradient Descent": "open"}
    assert accept(document=document, proposal_ids=ids_of(document), by=None)
