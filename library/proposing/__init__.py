"""What a document says that the atlas does not, as proposals for a curator."""

from collections.abc import Iterator

from library.models import Document, revising
from library.proposing.concepts import concept_proposals, link_proposals
from library.proposing.facts import fact_proposals
from library.proposing.likeness import likes_among
from library.proposing.mentions import mention_proposals
from library.proposing.removals import removal_proposals
from library.proposing.standing import concepts_to_cite, standing_of
from library.proposing.syncing import Proposed, sync_proposals
from library.proposing.wanted import Text, Wanted
from library.recognizing.found import Recognized

__all__ = ["Proposed", "propose"]


def propose(document: Document, recognized: Recognized) -> Proposed:
    """Propose what was recognised in a document's text, compared with the atlas and with what was proposed before.

    Queries: up to 15, and 1 for each 500 proposals that are written.
    """
    with revising():
        return sync_proposals(document, _wanted(document, recognized))


def _wanted(document: Document, recognized: Recognized) -> Iterator[Wanted]:
    text = Text(recognized.text)
    standing = standing_of(document)
    known = concepts_to_cite(document)
    yield from concept_proposals(recognized, text, standing, likes_among(known))
    yield from link_proposals(recognized, text, standing)
    yield from mention_proposals(document, text, standing, known, recognized.concepts)
    yield from fact_proposals(document, recognized, text)
    yield from removal_proposals(document)
