"""Facts that a disclosure's tags mark, each about the model that it is told of."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from concepts.text import clean_line
from library.recognizing.cutting import Cut, Span
from library.recognizing.found import FactFound
from library.recognizing.quantities import FigureUnreadable, Quantity, read_quantity
from library.recognizing.tags import ATTRIBUTE_OF_TAG, MODEL, Tagged, read_tags, refuse

# A figure in the paragraph of its model, in a document about one model, and one whose model is told elsewhere.
_SURE, _LIKELY, _UNSURE = 1.0, 0.9, 0.6
_UNKNOWN = 0.5
_LONGEST_PARAGRAPH = 20_000


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A disclosure without its tags, and its facts with offsets into `cut.text`."""

    cut: Cut
    models: tuple[str, ...]
    facts: tuple[FactFound, ...]


class _Subjects:
    """The models that a text names by tags, in order, each with its place."""

    def __init__(self, text: str, named: Sequence[tuple[str, int]]) -> None:
        self._text = text
        self._names = [name for name, _ in named]
        self._places = [place for _, place in named]
        self.models = tuple(dict.fromkeys(self._names))

    def of(self, place: int) -> tuple[str, float]:
        """The model that a figure is about, and how sure that is. Cost: O(log models).

        It is the one named before it in its paragraph, else the only one of all, else the nearest.
        """
        index = bisect_left(self._places, place)
        if index and self._is_one_paragraph(self._places[index - 1], place):
            return self._names[index - 1], _SURE
        if len(self.models) == 1:
            return self.models[0], _SURE
        if index < len(self._names) and self._is_one_paragraph(place, self._places[index]):
            return self._names[index], _LIKELY
        if index:
            return self._names[index - 1], _UNSURE
        return (self._names[0], _UNSURE) if self._names else ("", _UNKNOWN)

    def _is_one_paragraph(self, start: int, end: int) -> bool:
        return end - start <= _LONGEST_PARAGRAPH and "\n\n" not in self._text[start:end]


def read_disclosure(text: str) -> Disclosed:
    """A tagged disclosure. Raises: DocumentRefused for tags and figures that cannot be read. Cost: O(length)."""
    tagged = read_tags(text)
    cut = Cut(
        text,
        [
            Span(*edges)
            for tag in tagged
            for edges in ((tag.start, tag.inner_start), (tag.inner_end, tag.end))
        ],
    )
    named: list[tuple[str, int]] = []
    figures: list[tuple[Tagged, Quantity]] = []
    faults: list[tuple[int, str]] = []
    for tag in tagged:
        words = clean_line(text[tag.inner_start : tag.inner_end])
        if tag.name == MODEL:
            named.append((words, tag.inner_start))
            continue
        try:
            figures.append((tag, read_quantity(ATTRIBUTE_OF_TAG[tag.name], words)))
        except FigureUnreadable:
            faults.append((tag.start, _unreadable(tag.name, words)))
    refuse(text, faults)
    subjects = _Subjects(text, named)
    facts = tuple(_fact(tag, quantity, cut, subjects.of(tag.start)) for tag, quantity in figures)
    return Disclosed(cut, subjects.models, facts)


def _unreadable(name: str, words: str) -> str:
    examples = {
        "params": "65 billion, 1.5T, 13,000,000",
        "gpu_count": "1,024, 48 nodes with eight GPUs each",
        "training": "21 days, 10–12 weeks, 1.7 million GPU hours",
        "year": "2023, February 2023",
    }
    return (
        f"The figure “{words[:60]}” in <{name}> cannot be read. Write it like one of these: {examples[name]}."
    )


def _fact(tag: Tagged, quantity: Quantity, cut: Cut, subject: tuple[str, float]) -> FactFound:
    start, end = cut.trimmed(tag.inner_start, tag.inner_end)
    quote = cut.text[start:end]
    model, confidence = subject
    return FactFound(
        model=model,
        attribute=ATTRIBUTE_OF_TAG[tag.name],
        value=clean_line(quote),
        unit=quantity.unit,
        number=quantity.number,
        quote=quote,
        start=start,
        end=end,
        confidence=confidence,
    )
