"""Citations proposed where a text speaks of concepts that are there, by title or another name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from concepts.folding import fold
from library.models import Document
from library.proposing.concepts import citation_of
from library.proposing.standing import Known, Standing
from library.proposing.wanted import Text, Wanted
from library.quotes import Sections, sentence_around
from library.recognizing.found import ConceptFound
from library.recognizing.terms import Mention, Term, TermIndex

# A concept that is named on every page is cited from the first few sections alone.
MOST_OF_A_CONCEPT = 3
_SCORE, _A_WORD_MORE, _A_MENTION_MORE = 0.5, 0.15, 0.02


@dataclass(frozen=True, slots=True)
class Places:
    """Where not to look: headings, and for each concept the passage that describes it under its own title."""

    headings: Sequence[tuple[int, int]]
    described: Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Named:
    """The concepts that a text names, by their folded title, and where it does."""

    concepts: Mapping[str, Sequence[Known]]
    mentions: Sequence[Mention[str]]


def concepts_named(text: str, known: Sequence[Known]) -> Named:
    """Look for concepts in a text. Cost: O(text + names)."""
    named: dict[str, list[Known]] = defaultdict(list)
    for concept in known:
        named[fold(concept.title)].append(concept)
    terms = (
        Term(name, concepts[0].title, tuple({alias for concept in concepts for alias in concept.aliases}))
        for name, concepts in named.items()
    )
    return Named(named, list(TermIndex(terms).mentions(text)))


def mention_proposals(
    document: Document, text: Text, standing: Standing, named: Named, found: Iterable[ConceptFound]
) -> Iterator[Wanted]:
    """For each concept that the text names, the first sentences that do, one a section."""
    places = _places(document, standing, found)
    sections = Sections(document.text, document.part_list)
    mentions = _outside(named.mentions, places.headings)
    for name, all_of_it in mentions.items():
        # What was made of this text needs no citation of each sentence of it.
        for concept in (one for one in named.concepts[name] if one.pk not in standing.made_of_it):
            own = places.described.get(concept.pk, (0, 0))
            elsewhere = [mention for mention in all_of_it if not own[0] <= mention.start < own[1]]
            yield from _citations(concept, elsewhere, text, standing, sections)


def _citations(
    concept: Known, mentions: Sequence[Mention[str]], text: Text, standing: Standing, sections: Sections
) -> Iterator[Wanted]:
    count = len(mentions)
    reason = "The text names it once." if count == 1 else f"The text names it {count:,} times."
    words = len(concept.title.split()) - 1
    score = _SCORE + _A_WORD_MORE * min(words, 3) + _A_MENTION_MORE * min(count, 10)
    seen: set[str] = set()
    for mention in mentions:
        if len(seen) == MOST_OF_A_CONCEPT:
            return
        section = sections.at(mention.start)
        if section in seen:
            continue
        seen.add(section)
        start, end = sentence_around(text.text, mention.start, mention.end)
        if not standing.is_cited(concept.pk, start, end):
            yield citation_of(concept, text, (start, end), reason=reason, score=min(score, 0.99))


def _places(document: Document, standing: Standing, found: Iterable[ConceptFound]) -> Places:
    described = {}
    for one in found:
        known = standing.concept(one.title)
        if known:
            described[known.pk] = (one.start, one.end)
    headings = [(part.start, part.end) for part in document.part_list if part.kind == "heading"]
    return Places(headings, described)


def _outside(
    mentions: Iterable[Mention[str]], stretches: Sequence[tuple[int, int]]
) -> dict[str, list[Mention[str]]]:
    """Mentions by name that are in none of the stretches, both in order."""
    kept: dict[str, list[Mention[str]]] = defaultdict(list)
    at = 0
    for mention in mentions:
        while at < len(stretches) and stretches[at][1] <= mention.start:
            at += 1
        if at == len(stretches) or mention.start < stretches[at][0]:
            kept[mention.id].append(mention)
    return kept
