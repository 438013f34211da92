"""Made-up maps of any size, to try the house with."""

import numpy as np

from concepts.formats.batches import Progress, no_progress
from concepts.formats.drafts import ConceptDraft, MapHead
from concepts.formats.faults import Faults
from concepts.formats.staged_concepts import StagedConcepts
from concepts.formats.staged_links import LinkTable, Reasons
from concepts.formats.staging import StagedMap, private_tables
from concepts.formats.storing import store_maps
from concepts.models import KnowledgeMap
from graph.synthetic import LinkTable as MadeLinks
from graph.synthetic import power_law_dag

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
    made = power_law_dag(concepts, links, seed)
    head = MapHead(
        slug=slug,
        title=f"Made-up map of {concepts:,} concepts",
        summary=f"{concepts:,} concepts and {made.sources.size:,} links, made up to try how a large map behaves.",
    )
    with private_tables() as file:
        made_concepts, faults = StagedConcepts(file), Faults(slug)
        for number in range(concepts):
            made_concepts.add(_concept(number, concepts), faults)
        made_map = StagedMap(head, made_concepts, _links(made, concepts), Reasons(file))
        ((knowledge_map, _),) = store_maps([made_map], progress=progress)
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


def _concept(number: int, count: int) -> ConceptDraft:
    title = made_up_title(number, count)
    return ConceptDraft(
        slug=title.lower(),
        title=title,
        summary=f"A made-up concept, number {number + 1:,} of {count:,}.",
        minutes=3 + number % 15,
    )


def _links(made: MadeLinks, concepts: int) -> LinkTable:
    table = LinkTable(
        made.sources.astype(np.int32),
        made.targets.astype(np.int32),
        made.kinds.astype(np.int8),
        np.arange(made.sources.size, dtype=np.int32),
    )
    return table.taken(np.argsort(table.ranks(concepts)))
