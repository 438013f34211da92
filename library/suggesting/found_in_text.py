"""What a language model found in a document, each thing held against the text's own words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from concepts.folding import fold
from concepts.models import LinkKind
from concepts.text import TITLE_LENGTH, clean_line
from library.models import Proposal
from library.proposing import concepts
from library.proposing.standing import Standing
from library.proposing.wanted import Text, Wanted
from library.recognizing.found import ConceptFound
from library.recognizing.quantities import FigureUnreadable, read_quantity
from library.suggesting.checks import Item, Unfit, place_of, reason_of, score_of, texts_of, title_of


@dataclass(slots=True)
class FoundInText:
    """The items of one answer as proposals. `titles`: folded, of concepts that are proposed, new ones among them.

    `parents`: links that new concepts ask for, to be made when all titles are known. `known`: how many concepts and
    citations are there already.
    """

    words: str
    model: str
    standing: Standing
    likes: concepts.Likes
    titles: set[str]
    known: int = 0
    parents: list[Item] = field(default_factory=list)
    text: Text = field(init=False)

    def __post_init__(self) -> None:
        self.text = Text(self.words)

    def concept_of(self, item: Item) -> Iterator[Wanted]:
        """A concept that the text explains."""
        told, reason, score = texts_of(item), reason_of(item), score_of(item)
        place = place_of(item["quote"], self.words)
        if self.standing.concept(told["title"]):
            self.known += 1
            return
        self.titles.add(fold(told["title"]))
        found = ConceptFound(told["title"], told["summary"], told["detail"], *place)
        payload = {**told, "topics": [], "same_as": concepts.offered(found, self.likes)}
        if item["parent"].strip():
            self.parents.append({**item, "place": place})
            reason = "The text explains it."
        yield self._wanted(Proposal.Kind.CONCEPT, told.values(), payload, place, score, reason)

    def link_of(self, item: Item) -> Iterator[Wanted]:
        """The parent of a new concept: known, proposed, or new as well."""
        source, target = title_of(item, "parent"), title_of(item)
        is_there = self.standing.concept(source) or fold(source) in self.titles
        if not is_there or fold(source) == fold(target):
            raise Unfit
        payload = {"kind": LinkKind.PARENT.value, "source": source, "target": target}
        about = (source, target)
        yield self._wanted(Proposal.Kind.LINK, about, payload, item["place"], score_of(item), reason_of(item))

    def citation_of(self, item: Item) -> Iterator[Wanted]:
        """A passage that speaks of a concept that is there."""
        known = self.standing.concept(title_of(item, "concept"))
        if known is None:
            raise Unfit
        reason, score = reason_of(item), score_of(item)
        place = place_of(item["quote"], self.words)
        if self.standing.is_cited(known.pk, *place):
            self.known += 1
            return
        yield replace(
            concepts.citation_of(known, self.text, place, reason=reason, score=score), suggested_by=self.model
        )

    def fact_of(self, item: Item) -> Iterator[Wanted]:
        """A figure, read from its words by our own rules, about a model that the text names."""
        score, model, value = score_of(item), title_of(item, "model"), item["value"].strip()
        place = place_of(value, self.words, place_of(item["quote"], self.words))
        if model not in self.words or len(value) > TITLE_LENGTH:
            raise Unfit
        try:
            quantity = read_quantity(item["attribute"], value)
        except FigureUnreadable as error:
            raise Unfit from error
        payload = {
            "model": model,
            "attribute": item["attribute"],
            "value": clean_line(value),
            "unit": quantity.unit,
            "number": quantity.number,
        }
        content = (model, item["attribute"], clean_line(value))
        yield self._wanted(Proposal.Kind.FACT, content, payload, place, score, "Found in these words.")

    def _wanted(
        self,
        kind: Proposal.Kind,
        content: Iterable[object],
        payload: dict[str, Any],
        at: tuple[int, int],
        score: float,
        reason: str,
    ) -> Wanted:
        wanted = self.text.wanted(kind, content, payload, at, score=score, reason=reason)
        return replace(wanted, suggested_by=self.model)
