"""A small map to look at: two top concepts, a child of both, a prerequisite and a related link."""

import pytest

from concepts.models import Concept, KnowledgeMap, LinkKind
from concepts.services import add_concept, add_link, set_topics


@pytest.fixture
def small_map(db, var_dir) -> KnowledgeMap:
    """Roots → (Bark, Leaves), Light → Leaves; Water before Roots; Bark related to Light."""
    small = KnowledgeMap.objects.create(
        title="Trees", summary="How a tree lives.", published=True, featured=True
    )
    set_topics(knowledge_map=small, titles=["Botany"])
    titles = ("Water", "Roots", "Bark", "Leaves", "Light")
    water, roots, bark, leaves, light = (
        add_concept(knowledge_map=small, title=title, summary=f"{title} in a line.", minutes=number)
        for number, title in enumerate(titles, 1)
    )
    add_link(source=roots, target=bark, kind=LinkKind.PARENT, reason="Bark starts below.")
    add_link(source=roots, target=leaves, kind=LinkKind.PARENT)
    add_link(source=light, target=leaves, kind=LinkKind.PARENT, reason="Leaves eat light.")
    add_link(source=water, target=roots, kind=LinkKind.PREREQUISITE, reason="Roots drink.")
    add_link(source=bark, target=light, kind=LinkKind.RELATED, reason="Bark shades.")
    small.refresh_from_db()
    return small


@pytest.fixture
def draft_concept(small_map: KnowledgeMap) -> Concept:
    """A child of Leaves that only staff may see."""
    leaf = Concept.objects.get(map=small_map, slug="leaves")
    stomata = add_concept(knowledge_map=small_map, title="Stomata", published=False)
    add_link(source=leaf, target=stomata, kind=LinkKind.PARENT)
    return stomata
