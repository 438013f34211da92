"""Proposals for a map: new concepts, other texts for those that are there, and the links above them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from concepts.models import LinkKind
from concepts.text import DETAIL_LENGTH, SUMMARY_LENGTH, TITLE_LENGTH, clean_block
from library.models import Proposal
from library.proposing.standing import Known, Standing
from library.proposing.wanted import Text, Wanted, fitted, key_of
from library.recognizing.found import ConceptFound, DocumentKind, Recognized

# Existing concepts that a new one is like, each with a score.
Likes = Callable[[ConceptFound], Sequence[tuple[Known, float]]]
_DESCRIBED = "The text describes it under this title."


def concept_proposals(
    recognized: Recognized, text: Text, standing: Standing, likes: Likes
) -> Iterator[Wanted]:
    """For each concept of the text: to make it, or what it says anew of one that is there, and a citation of that."""
    for found in recognized.concepts:
        told = _told(found)
        known = standing.concept(found.title)
        is_decided = key_of(Proposal.Kind.CONCEPT, told.values()) in standing.decided
        if known is None or is_decided:
            yield _new(found, told, text, recognized, likes)
        elif recognized.kind is DocumentKind.MAP_TEXT:
            yield from _change(found, told, text, known)
        # One that was made of it may have lost its passage, and the words are back.
        may_cite = known is not None and (not is_decided or known.pk in standing.made_of_it)
        if known and may_cite and not standing.is_cited(known.pk, found.start, found.end):
            yield citation_of(known, text, (found.start, found.end), reason=_DESCRIBED)


def link_proposals(recognized: Recognized, text: Text, standing: Standing) -> Iterator[Wanted]:
    """For each concept of the text the one that it stands under, unless the two are linked already."""
    for found in recognized.concepts:
        if found.parent is None:
            continue
        above, below = standing.concept(found.parent.title), standing.concept(found.title)
        if above and below and {(above.pk, below.pk), (below.pk, above.pk)} & standing.links:
            continue
        titles = (fitted(found.parent.title, TITLE_LENGTH), fitted(found.title, TITLE_LENGTH))
        yield text.wanted(
            Proposal.Kind.LINK,
            titles,
            {"kind": LinkKind.PARENT.value, "source": titles[0], "target": titles[1]},
            (found.start, found.end),
            score=found.parent.score,
            reason=found.parent.reason,
        )


def citation_of(known: Known, text: Text, at: tuple[int, int], *, reason: str, score: float = 1.0) -> Wanted:
    """The proposal that a concept rests on a passage. It is known again by its words, wherever they stand."""
    payload = {"concept": known.pk, "title": known.title, "map": known.map}
    words = text.text[at[0] : at[1]]
    return text.wanted(Proposal.Kind.CITATION, (known.pk, words), payload, at, score=score, reason=reason)


def offered(found: ConceptFound, likes: Likes) -> list[dict[str, Any]]:
    """The concepts that a new one may be the same as, as its proposal keeps them."""
    return [
        {"concept": known.pk, "title": known.title, "map": known.map, "score": round(score, 3)}
        for known, score in likes(found)
    ]


def _told(found: ConceptFound) -> dict[str, str]:
    """What the text says of a concept, cut to what fits."""
    detail = clean_block(found.detail)
    if len(detail) > DETAIL_LENGTH:
        detail = f"{detail[: DETAIL_LENGTH - 1].rpartition(' ')[0]}…"
    title, summary = fitted(found.title, TITLE_LENGTH), fitted(found.summary, SUMMARY_LENGTH)
    return {"title": title, "summary": summary, "detail": detail}


def _new(
    found: ConceptFound, told: dict[str, str], text: Text, recognized: Recognized, likes: Likes
) -> Wanted:
    payload: dict[str, Any] = {**told, "topics": list(recognized.topics)}
    payload["same_as"] = offered(found, likes)
    described = recognized.kind is DocumentKind.MAP_TEXT
    reason = _DESCRIBED if described else "A heading or key term of the text."
    return text.wanted(Proposal.Kind.CONCEPT, told.values(), payload, (found.start, found.end), reason=reason)


def _change(found: ConceptFound, told: dict[str, str], text: Text, known: Known) -> Iterator[Wanted]:
    before = {"summary": known.summary, "detail": known.detail}
    after = {name: told[name] for name in before if told[name] and told[name] != before[name]}
    if not after:
        return
    payload = {"concept": known.pk, "title": known.title, "map": known.map, "before": before, "after": after}
    reason = f"The text gives another {' and '.join(after)}."
    content = (known.pk, told["summary"], told["detail"])
    yield text.wanted(Proposal.Kind.CHANGE, content, payload, (found.start, found.end), reason=reason)
