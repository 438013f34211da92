"""Made-up maps of any size, to try the house with."""

from collections.abc import Iterator

import numpy as np

from concepts.formats.batches import ROWS_A_BATCH, Progress, batches, no_progress
from concepts.formats.storing import next_map_position
from concepts.models import Concept, KnowledgeMap, Link, LinkKind, changing
from graph.synthetic import LinkTable, power_law_dag

_BEGINNINGS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z")
_VOWELS = ("a", "e", "i", "o", "u")
_SYLLABLES = tuple(beginning + vowel for beginning in _BEGINNINGS for vowel in _VOWELS)
_FEWEST_SYLLABLES = 3
# Odd and no multiple of 5 or 7, so without a factor in common with the 70 syllables: neighbors get names far apart.
_STRIDE = 1_000_003


def generate_map(
    *, slug: str, concepts: int, links: int, seed: int, progress: Progress = no_progress
) -> KnowledgeMap:
    """A new map with hubs, the same for the same seed, in one transaction. Cost: one row a concept and a link."""
    table = power_law_dag(concepts, links, seed)
    knowledge_map = KnowledgeMap.objects.create(
        slug=slug,
        title=f"Made-up map of {concepts:,} concepts",
        summary=f"{concepts:,} concepts and {table.sources.size:,} links, made up to try how a large map behaves.",
        published=True,
        position=next_map_position(),
    )
    with changing(knowledge_map.pk) as change:
        ids = _write_concepts(knowledge_map.pk, concepts, progress)
        for some in batches(_links(knowledge_map.pk, table, ids), ROWS_A_BATCH):
            Link.objects.bulk_create(some)
            # Millions of pairs would be held until the end; the whole map is checked then anyway.
            change.new_links.clear()
            change.any_link = True
            progress(len(some))
    knowledge_map.refresh_from_db()
    return knowledge_map


def made_up_title(number: int, count: int) -> str:
    """A word that can be said, another one for each number below `count`."""
    syllables = _FEWEST_SYLLABLES
    while len(_SYLLABLES) ** syllables < count:
        syllables += 1
    left = number * _STRIDE % len(_SYLLABLES) ** syllables
    parts = []
    for _ in range(syllables):
        left, syllable = divmod(left, len(_SYLLABLES))
        parts.append(_SYLLABLES[syllable])
    return "".join(parts).capitalize()


def _write_concepts(map_id: int, count: int, progress: Progress) -> list[int]:
    ids: list[int] = []
    for some in batches(range(count), ROWS_A_BATCH):
        created = Concept.objects.bulk_create(_concept(map_id, number, count) for number in some)
        ids.extend(concept.pk for concept in created)
        progress(len(created))
    return ids


def _concept(map_id: int, number: int, count: int) -> Concept:
    title = made_up_title(number, count)
    return Concept(
        map_id=map_id,
        slug=title.lower(),
        title=title,
        summary=f"A made-up concept, number {number + 1:,} of {count:,}.",
        minutes=3 + number % 15,
        position=number,
    )


def _links(map_id: int, table: LinkTable, ids: list[int]) -> Iterator[Link]:
    of_places = np.array(ids, dtype=np.int64)
    ends = zip(
        of_places[table.sources].tolist(),
        of_places[table.targets].tolist(),
        table.kinds.tolist(),
        strict=True,
    )
    for source, target, kind in ends:
        yield Link(map_id=map_id, source_id=source, target_id=target, kind=LinkKind(kind))
