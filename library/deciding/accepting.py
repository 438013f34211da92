"""Accepting proposals: what they say is done in one transaction, and written down so that it can be undone."""

import json
from collections.abc import Collection
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256

from django.contrib.auth.models import User
from django.utils import timezone

from concepts.errors import CircleRefused, UnknownMap
from concepts.models import changing
from concepts.text import clean_line
from library.deciding.concepts import add_concepts, change_concepts
from library.deciding.doing import Doing
from library.deciding.edits import Edits, edited
from library.deciding.evidence import cite_passages, make_facts, remove_passages
from library.deciding.links import add_links
from library.deciding.maps import find_or_make_map
from library.deciding.permissions import Allowed, everything_allowed, refuse_forbidden
from library.deciding.refused_ends import refuse_links_of, reopen_links_of
from library.errors import DecisionRefused
from library.models import Acceptance, Document, Proposal, revising

DECIDED = "Somebody else has decided this in the meantime. Nothing was done."
OTHERS = "Other proposals have come or gone in the meantime. Nothing was done: look through them first."
_IN_THE_MAP = (Proposal.Kind.CONCEPT, Proposal.Kind.LINK)


def accept(
    *,
    document: Document,
    proposal_ids: Collection[int],
    by: User | None,
    edits: Edits | None = None,
    seen: tuple[str, str] | None = None,
    allowed: Allowed = everything_allowed,
) -> Acceptance:
    """Do what these proposals of a document say, all or nothing, concepts first.

    Those that were decided before are left out: of two curators who accept the same, one does it. `edits`: what was
    written into the fields of proposals, by their ids; all of it is checked before anything is done. `seen`: a kind
    and its `stamp_of_open` as it was when somebody chose all of them. `allowed`: asked for the permission to each thing
    that is really made, changed or removed.
    Raises: DecisionRefused, which says of each proposal what is wrong.
    """
    try:
        # The library's row is its lock: what is open is read after any other decision has ended.
        with revising():
            document = _as_it_is(document)
            if seen and stamp_of_open(document, seen[0]) != seen[1]:
                raise DecisionRefused({0: OTHERS})
            proposals = _open(document, proposal_ids)
            acceptance = Acceptance.objects.create(document=document, by=by)
            doing = Doing(document, acceptance, by, edited(proposals, edits or {}))
            with _changing(doing):
                _do(doing)
            refuse_forbidden(doing.steps.done, allowed)
            _close(doing)
            return acceptance
    except CircleRefused as circle:
        raise DecisionRefused({0: circle.messages[0]}) from circle
    except UnknownMap as gone:
        raise DecisionRefused({0: "The map was deleted in the meantime. Nothing was done."}) from gone


def refuse(*, document: Document, proposal_ids: Collection[int], reason: str, by: User | None) -> int:
    """Refuse open proposals of a document for a reason, and with concepts the links to them. Returns how many.

    They are not made again.

    Raises: DecisionRefused.
    """
    reason = _checked_reason(reason)
    with revising():
        proposals = _open(document, proposal_ids)
        refused = Proposal.objects.filter(pk__in=[proposal.pk for proposal in proposals]).update(
            state=Proposal.State.REFUSED, refusal=reason, decided_by=by, decided_at=timezone.now()
        )
        refuse_links_of(document, proposals, by)
        return refused


def reopen(*, document: Document, proposal_ids: Collection[int]) -> int:
    """Refused proposals of a document are open again, and with concepts the links to them. Returns how many."""
    with revising():
        refused = document.proposals.filter(pk__in=proposal_ids, state=Proposal.State.REFUSED)
        concepts = list(refused.filter(kind=Proposal.Kind.CONCEPT))
        opened = refused.update(state=Proposal.State.OPEN, refusal="", decided_by=None, decided_at=None)
        reopen_links_of(document, concepts)
        return opened


def stamp_of_open(document: Document, kind: str) -> str:
    """What tells the open proposals of a kind, and what they say, from any others. Queries: 1."""
    rows = document.proposals.filter(state=Proposal.State.OPEN, kind=kind).order_by("pk")
    said = rows.values_list("pk", "payload", "quote", "reason", "score")
    stamp = sha256()
    for row in said.iterator(500):
        stamp.update(json.dumps(row, sort_keys=True).encode())
    return stamp.hexdigest()[:32]


def _as_it_is(document: Document) -> Document:
    """A document under the lock, with the text that the places of its proposals count in. Raises: DecisionRefused."""
    found = Document.objects.select_related("map").filter(pk=document.pk).first()
    if found is None:
        raise DecisionRefused({0: "The document was deleted in the meantime. Nothing was done."})
    return found


def _open(document: Document, proposal_ids: Collection[int]) -> list[Proposal]:
    found = document.proposals.filter(pk__in=proposal_ids, state=Proposal.State.OPEN)
    proposals = list(found.order_by("pk"))
    if not proposals:
        raise DecisionRefused({0: DECIDED if proposal_ids else "Choose at least one proposal."})
    return proposals


def _checked_reason(reason: str) -> str:
    limit = Proposal._meta.get_field("refusal").max_length or 0
    line = clean_line(reason)
    if not line:
        raise DecisionRefused({0: "Say in a few words why: who reads the same text again will want to know."})
    if len(line) > limit:
        raise DecisionRefused({0: f"The reason is too long: keep it to {limit} characters."})
    return line


def _changing(doing: Doing) -> AbstractContextManager[object]:
    """The change of the map that these belong to; when there is none yet, it is made first."""
    made = [one for one in doing.of(*_IN_THE_MAP) if one.same_as is None]
    if not made:
        return nullcontext()
    doing.map = find_or_make_map(doing)
    return changing(doing.map.pk)


def _do(doing: Doing) -> None:
    """Concepts before what joins them, and both before what rests on passages."""
    for works in (
        (add_concepts, change_concepts),
        (add_links,),
        (cite_passages, make_facts, remove_passages),
    ):
        for work in works:
            work(doing)
        doing.stop_at_faults()


def _close(doing: Doing) -> None:
    """Write down what was done, and that it was decided."""
    doing.acceptance.undo = doing.steps.done
    doing.acceptance.save(update_fields=["undo"])
    Proposal.objects.filter(pk__in=[one.proposal.pk for one in doing.wanted]).update(
        state=Proposal.State.ACCEPTED,
        acceptance=doing.acceptance,
        decided_by=doing.by,
        decided_at=timezone.now(),
    )
    became = [one.proposal for one in doing.wanted if one.proposal.pk in doing.became]
    for proposal in became:
        proposal.became = doing.became[proposal.pk]
    Proposal.objects.bulk_update(became, ["became"], batch_size=500)
