"""Citations proposed where a text speaks of concepts that are there, by title or another name."""

from collections import Counter, defaultdict
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
# One everyday word, such as "gas", means a concept only where the text names so many more of its map.
_COMPANY = 2


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
    document: Document,
    text: Text,
    standing: Standing,
    named: Named,
    found: Iterable[ConceptFound],
    *,
    of_topic: bool,
) -> Iterator[Wanted]:
    """For each concept that the text names, the first sentences that do, one a section.

    `of_topic`: whether `named` are concepts of the topics of the document.
    """
    places = _places(document, standing, found)
    sections = Sections(document.text, document.part_list)
    mentions = _outside(named.mentions, places.headings)
    # A map that was chosen by hand, or by a topic, is what the text is about.
    alone = {} if document.map_id or of_topic else _missing_company(mentions, named)
    for name, all_of_it in mentions.items():
        # What was made of this text needs no citation of each sentence of it.
        for concept in (one for one in named.concepts[name] if one.pk not in standing.made_of_it):
            own = places.described.get(concept.pk, (0, 0))
            if alone.get(concept.map_id) and _is_one_word(all_of_it, text.text):
                continue
            elsewhere = [mention for mention in all_of_it if not own[0] <= mention.start < own[1]]
            yield from _citations(concept, elsewhere, text, standing, sections)


def _missing_company(mentions: Mapping[str, Sequence[Mention[str]]], named: Named) -> dict[int, bool]:
    """For each map, whether too few of its concepts are named for one word to mean one; a small map needs fewer."""
    sizes: Counter[int] = Counter(concept.map_id for group in named.concepts.values() for concept in group)
    met: Counter[int] = Counter(concept.map_id for name in mentions for concept in named.concepts[name])
    return {map_id: met[map_id] <= min(_COMPANY, sizes[map_id] - 1) for map_id in met}


def _is_one_word(mentions: Sequence[Mention[str]], text: str) -> bool:
    return all(len(text[one.start : one.end].split()) == 1 for one in mentions)


def _citations(
    concept: Known, mentions: Sequence[Mention[str]], text: Text, standing: Standing, sections: Sections
) -> Iterator[Wanted]:
    count = len(mentions)
    reason = "The text names it once." if count == 1 else f"The text names it {count:,} times."
    # The words that stand there, not those of a title that another name stands for.
    words = max(len(text.text[one.start : one.end].split()) for one in mentions) - 1 if mentions else 0
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
