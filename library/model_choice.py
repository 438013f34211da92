"""The models that someone looks for, in the order in which they want them. Pure: no database."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from concepts.folding import fold
from library.ai_models import StatedModel
from library.figures import Figure
from library.models import Attribute

NAME, MAKER = "name", "maker"
COLUMNS = (NAME, MAKER, *(attribute.value for attribute in Attribute))


@dataclass(frozen=True, slots=True)
class Choice:
    """What models must be like. Ranges hold their ends; None leaves one open. `size_…`: in parameters."""

    words: str = ""
    maker: str = ""
    country: str = ""
    hardware: str = ""
    year_from: float | None = None
    year_to: float | None = None
    size_from: float | None = None
    size_to: float | None = None

    def takes(self, model: StatedModel) -> bool:
        """Whether a model is like that. Where documents disagree, one of them is enough."""
        return (
            _has_words(model, self.words)
            and (not self.maker or fold(model.maker) == fold(self.maker))
            and _is_said(model.figure(Attribute.COUNTRY), self.country)
            and _is_said(model.figure(Attribute.HARDWARE), self.hardware)
            and _within(model.figure(Attribute.YEAR), self.year_from, self.year_to)
            and _within(model.figure(Attribute.PARAMS), self.size_from, self.size_to)
        )


def chosen(models: Iterable[StatedModel], choice: Choice) -> list[StatedModel]:
    """The models that are like that, in the order given."""
    return [model for model in models if choice.takes(model)]


def ordered(models: Iterable[StatedModel], column: str, *, falling: bool) -> list[StatedModel]:
    """The models by a column, those without a figure last whichever way; what is equal, by name.

    Where documents disagree, the least figure counts when the order rises, the greatest when it falls. Numbers in
    another unit than the usual one come after those in it.
    """
    by_name = sorted(models, key=lambda model: (fold(model.name), model.slug))
    place = _place_of(column)
    placed = [(model, place(model)) for model in by_name]
    known = [(model, key) for model, key in placed if key is not None]
    unknown = [model for model, key in placed if key is None]
    groups: dict[str, list[tuple[StatedModel, Any]]] = {}
    for model, (group, low, high) in known:
        groups.setdefault(group, []).append((model, high if falling else low))
    # A sort with `reverse` keeps the order of what is equal.
    for pairs in groups.values():
        pairs.sort(key=lambda pair: pair[1], reverse=falling)
    return [model for _, pairs in sorted(groups.items(), key=_usual_first) for model, _ in pairs] + unknown


def similar_in_size(model: StatedModel, models: Iterable[StatedModel], *, most: int) -> list[StatedModel]:
    """The models whose sizes are nearest by ratio, the nearest first; none for a model of unknown size."""
    size = _size(model)
    if not size:
        return []
    others = [(other, _size(other)) for other in models if other.slug != model.slug]
    sized = [(max(size, one) / min(size, one), fold(other.name), other) for other, one in others if one]
    return [other for *_, other in sorted(sized, key=lambda each: each[:2])[:most]]


def said(models: Iterable[StatedModel], attribute: str) -> list[str]:
    """Each different answer that is given for an attribute, as it is first spelled, in the order of the alphabet."""
    found: dict[str, str] = {}
    for model in models:
        for statement in model.figure(attribute).statements:
            found.setdefault(fold(statement.value), statement.value)
    return [found[folded] for folded in sorted(found)]


def makers(models: Iterable[StatedModel]) -> list[str]:
    """Everyone who made one of the models."""
    found: dict[str, str] = {}
    for model in models:
        if model.maker:
            found.setdefault(fold(model.maker), model.maker)
    return [found[folded] for folded in sorted(found)]


def _size(model: StatedModel) -> float:
    """The middle of what is stated, by ratio; 0 when nothing is."""
    numbers = model.figure(Attribute.PARAMS).numbers
    return float((numbers[0] * numbers[1]) ** 0.5) if numbers else 0.0


def _has_words(model: StatedModel, words: str) -> bool:
    if not words:
        return True
    names = fold(" ".join((model.name, *model.aliases, model.maker)))
    return all(word in names for word in fold(words).split())


def _is_said(figure: Figure, wanted: str) -> bool:
    """Whether an answer begins with what is wanted: "NVIDIA A100" wants "NVIDIA A100 80GB" too."""
    beginning = fold(wanted).split()
    return not beginning or any(
        fold(statement.value).split()[: len(beginning)] == beginning for statement in figure.statements
    )


def _within(figure: Figure, low: float | None, high: float | None) -> bool:
    if low is None and high is None:
        return True
    numbers = (agreed.number for agreed in figure.agreed if agreed.unit == figure.unit)
    return any(
        number is not None and (low is None or number >= low) and (high is None or number <= high)
        for number in numbers
    )


_Place = tuple[str, Any, Any]


def _place_of(column: str) -> Callable[[StatedModel], _Place | None]:
    if column == NAME:
        return lambda model: ("", fold(model.name), fold(model.name))
    if column == MAKER:
        return lambda model: ("", fold(model.maker), fold(model.maker)) if model.maker else None
    return lambda model: _place_in(model.figure(column))


def _place_in(figure: Figure) -> _Place | None:
    if figure.numbers:
        return (figure.unit, figure.numbers[0], figure.numbers[-1])
    worded = sorted(fold(agreed.value) for agreed in figure.agreed if agreed.number is None)
    if figure.attribute in (Attribute.HARDWARE, Attribute.COUNTRY):
        return ("", worded[0], worded[-1]) if worded else None
    # Words in the place of a number cannot be ordered among numbers.
    return None


def _usual_first(group: tuple[str, Sequence[Any]]) -> tuple[bool, str]:
    return (group[0] not in ("", "parameters", "processors", "days", "year"), group[0])
