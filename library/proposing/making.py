"""Making the proposals of a document."""

from collections.abc import Iterator

from library.models import Document, revising
from library.proposing.ahead import Ahead, look_ahead
from library.proposing.concepts import concept_proposals, link_proposals
from library.proposing.facts import fact_proposals
from library.proposing.mentions import mention_proposals
from library.proposing.removals import removal_proposals
from library.proposing.standing import standing_of
from library.proposing.syncing import Proposed, sync_proposals
from library.proposing.wanted import Text, Wanted
from library.recognizing.found import Recognized


def propose(document: Document, recognized: Recognized, *, ahead: Ahead | None = None) -> Proposed:
    """Propose what was recognised in a document's text, compared with the atlas and with what was proposed before.

    `ahead`: what was looked up before the library was locked. It is done again if the document turns out to be of
    another map or other topics. Queries: up to 15, and 1 for each 500 proposals that are written.
    """
    with revising():
        topics = frozenset(document.topics.values_list("pk", flat=True))
        if ahead is None or (ahead.map_id, ahead.topics) != (document.map_id, topics):
            ahead = look_ahead(recognized, map_id=document.map_id, topics=topics)
        return sync_proposals(document, _wanted(document, recognized, ahead))


def _wanted(document: Document, recognized: Recognized, ahead: Ahead) -> Iterator[Wanted]:
    text = Text(recognized.text)
    standing = standing_of(document)
    yield from concept_proposals(recognized, text, standing, ahead.likes)
    yield from link_proposals(recognized, text, standing)
    yield from mention_proposals(
        document, text, standing, ahead.named, recognized.concepts, of_topic=bool(ahead.topics)
    )
    yield from fact_proposals(document, recognized, text)
    yield from removal_proposals(document)
