"""Maps, topics, concepts and links. Every write raises the revision of its map, see `revisions`."""

from concepts.models.concept import Concept, Source
from concepts.models.knowledge_map import KnowledgeMap
from concepts.models.link import Link, LinkKind
from concepts.models.map_change import LoggedChange
from concepts.models.map_import import MapImport
from concepts.models.revisions import MapChange, changing, changing_all
from concepts.models.topic import Topic

__all__ = [
    "Concept",
    "KnowledgeMap",
    "Link",
    "LinkKind",
    "LoggedChange",
    "MapChange",
    "MapImport",
    "Source",
    "Topic",
    "changing",
    "changing_all",
]
