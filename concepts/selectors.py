"""What is read of maps. Costs are in queries; what belongs to the graph comes from snapshots, without any."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Max, Q, Sum

from concepts.errors import UnknownConcept, UnknownMap, UnknownTopic
from concepts.models import Concept, KnowledgeMap, Topic
from concepts.models.knowledge_map import KnowledgeMaps
from concepts.snapshots import MapState


def maps_listed(*, staff: bool = False) -> KnowledgeMaps:
    """Maps with their topics, in their order; drafts for staff alone. Queries: 2 when it is read."""
    maps = KnowledgeMap.objects.all() if staff else KnowledgeMap.objects.filter(published=True)
    return maps.prefetch_related("topics")


def find_map(slug: str, *, staff: bool = False) -> KnowledgeMap:
    """A map with its topics. Queries: 2. Raises: UnknownMap, for a draft too unless for staff."""
    found = maps_listed(staff=staff).filter(slug=slug).first()
    if found is None:
        raise UnknownMap(f"There is no map at “{slug}”.")
    return found


def state_of(knowledge_map: KnowledgeMap) -> MapState:
    """The state in which a map was read. Queries: 0."""
    return MapState(
        knowledge_map.pk,
        knowledge_map.revision,
        knowledge_map.stamp,
        knowledge_map.published,
        knowledge_map.sources_stamp,
    )


def find_concept(map_id: int, slug: str, *, staff: bool = False) -> Concept:
    """A concept with all its text. Queries: 1. Raises: UnknownConcept, for a draft too unless for staff."""
    found = Concept.objects.filter(map_id=map_id, slug=slug).first()
    if found is None or not (found.published or staff):
        raise UnknownConcept(slug)
    return found


def drafts_among(concept_ids: Collection[int]) -> frozenset[str]:
    """The slugs of those of some concepts that are drafts. Queries: 1."""
    drafts = Concept.objects.filter(pk__in=concept_ids, published=False).order_by()
    return frozenset(drafts.values_list("slug", flat=True))


def updates_of_concepts(concept_ids: Collection[int]) -> dict[int, datetime]:
    """When concepts were last updated, by id. Queries: 1."""
    return dict(Concept.objects.filter(pk__in=concept_ids).order_by().values_list("pk", "updated"))


def has_drafts(map_id: int) -> bool:
    """Whether a map has draft concepts. Queries: 1."""
    return Concept.objects.filter(map_id=map_id, published=False).exists()


def topics_listed(*, staff: bool = False) -> list[tuple[Topic, int]]:
    """Topics in their order, each with the number of its maps. Queries: 1."""
    seen = Q() if staff else Q(maps__published=True)
    topics = Topic.objects.annotate(map_count=Count("maps", filter=seen, distinct=True)).order_by(
        "position", "title"
    )
    return [(topic, vars(topic)["map_count"]) for topic in topics]


def find_topic(slug: str) -> Topic:
    """A topic. Queries: 1. Raises: UnknownTopic."""
    found = Topic.objects.filter(slug=slug).first()
    if found is None:
        raise UnknownTopic(f"There is no topic at “{slug}”.")
    return found


def atlas_etag(*, staff: bool = False) -> str:
    """A tag that changes with any map or topic, for pages that list them. Queries: 2."""
    maps = KnowledgeMap.objects.all() if staff else KnowledgeMap.objects.filter(published=True)
    state = maps.order_by().aggregate(count=Count("pk"), revisions=Sum("revision"), last=Max("updated"))
    topics = Topic.objects.order_by().aggregate(count=Count("pk"), last=Max("updated"))
    return "-".join(str(part).replace(" ", "T") for part in (*state.values(), *topics.values()))
