"""Facts that a disclosure's tags mark, each about the model that it is told of."""

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


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A disclosure without its tags, and its facts with offsets into `cut.text`."""

    cut: Cut
    models: tuple[str, ...]
    facts: tuple[FactFound, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A model that a text names at a place."""

    name: str
    place: int


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
    subjects: list[Subject] = []
    figures: list[tuple[Tagged, Quantity]] = []
    faults: list[tuple[int, str]] = []
    for tag in tagged:
        words = clean_line(text[tag.inner_start : tag.inner_end])
        if tag.name == MODEL:
            subjects.append(Subject(words, tag.inner_start))
            continue
        try:
            figures.append((tag, read_quantity(ATTRIBUTE_OF_TAG[tag.name], words)))
        except FigureUnreadable:
            faults.append((tag.start, _unreadable(tag.name, words)))
    refuse(text, faults)
    facts = tuple(_fact(tag, quantity, cut, _subject(text, subjects, tag.start)) for tag, quantity in figures)
    return Disclosed(cut, tuple(dict.fromkeys(subject.name for subject in subjects)), facts)


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


def _subject(text: str, subjects: Sequence[Subject], place: int) -> tuple[str, float]:
    """The model that a figure is about: the one before it in its paragraph, else the only one, else the nearest."""
    names = {subject.name for subject in subjects}
    before = [subject for subject in subjects if subject.place < place]
    if before and "\n\n" not in text[before[-1].place : place]:
        return before[-1].name, _SURE
    if len(names) == 1:
        return names.pop(), _SURE
    after = next((subject for subject in subjects if subject.place > place), None)
    if after and "\n\n" not in text[place : after.place]:
        return after.name, _LIKELY
    if before:
        return before[-1].name, _UNSURE
    return (after.name, _UNSURE) if after else ("", _UNKNOWN)


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
