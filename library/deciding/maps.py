"""The map that a document's concepts go into."""

from collections.abc import Iterable

from concepts.folding import fold
from concepts.formats.storing import next_map_position
from concepts.models import KnowledgeMap, Topic
from concepts.text import SUMMARY_LENGTH
from concepts.topics import find_or_make_topics
from library.deciding.doing import Doing
from library.models import Proposal
from library.slugs import free_slug


def find_or_make_map(doing: Doing) -> KnowledgeMap:
    """The document's map; a draft of its title when it has none yet, under the topics that the text names."""
    document = doing.document
    document.refresh_from_db(fields=["map"])
    if document.map:
        return document.map
    topics = _topics(doing)
    summary = document.summary or f"What “{document.title}” speaks of."
    made = KnowledgeMap.objects.create(
        title=document.title,
        slug=free_slug(document.title, set(KnowledgeMap.objects.values_list("slug", flat=True))),
        summary=summary[:SUMMARY_LENGTH],
        position=next_map_position(),
    )
    made.topics.set(topics)
    doing.steps.made("map", made)
    document.map = made
    document.save(update_fields=["map", "updated"])
    doing.steps.changed("document", document, {"map_id": None})
    return made


def _topics(doing: Doing) -> list[Topic]:
    concepts = doing.of(Proposal.Kind.CONCEPT)
    titles: Iterable[str] = concepts[0].proposal.payload["topics"] if concepts else ()
    known = set(Topic.objects.values_list("pk", flat=True))
    topics = find_or_make_topics([title for title in titles if fold(title)])
    for topic in topics:
        if topic.pk not in known:
            doing.steps.made("topic", topic)
    return topics
