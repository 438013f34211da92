"""What documents state of one attribute of a model: which of it agrees, and which does not.

Pure: no database. Numbers are compared within one unit alone, since days and hours of processor time cannot be turned
into each other where nobody says how many processors there were.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from concepts.folding import fold
from library.models import Attribute
from library.readable import counted, readable, unit_name

# What two texts round differently is no disagreement.
CLOSE = 1.02
_EXACT = frozenset({Attribute.YEAR})
_WORDED = frozenset({Attribute.HARDWARE, Attribute.COUNTRY})
# Words that make a longer text say more than a shorter one, and not the same more exactly.
_MORE = frozenset({"and", "or", "plus", "with"})
_USUAL_UNITS = ("parameters", "processors", "days", "year")


@dataclass(frozen=True, slots=True)
class DocumentName:
    """A document as a source is named."""

    slug: str
    title: str
    publisher: str
    published_on: date | None
    source_url: str
    published: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """What one document states. `value`: in its words; `number`: the same in `unit`, None where the words hold none.

    `start`, `end`: where `quote` stands, in characters of the document's text. `confirmed`: by a curator.
    """

    pk: int
    value: str
    unit: str
    number: float | None
    quote: str
    start: int
    end: int
    confidence: float
    confirmed: bool
    document: DocumentName


@dataclass(frozen=True, slots=True)
class Agreed:
    """Statements that say the same, the most telling one first."""

    statements: tuple[Statement, ...]

    @property
    def value(self) -> str:
        return self.statements[0].value

    @property
    def number(self) -> float | None:
        return self.statements[0].number

    @property
    def unit(self) -> str:
        return self.statements[0].unit

    @property
    def normalised(self) -> str:
        """The number in its unit, as it is read: "65 billion parameters"; "" without a number."""
        return "" if self.number is None else readable(self.number, self.unit)

    @property
    def documents(self) -> tuple[DocumentName, ...]:
        """Where it is stated, each document once."""
        return tuple(dict.fromkeys(statement.document for statement in self.statements))


@dataclass(frozen=True, slots=True)
class Figure:
    """All that is stated of one attribute. `agreed`: the different answers, none of them when nothing is known."""

    attribute: str
    agreed: tuple[Agreed, ...] = ()

    @property
    def name(self) -> str:
        return Attribute(self.attribute).label

    @property
    def known(self) -> bool:
        return bool(self.agreed)

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(statement for agreed in self.agreed for statement in agreed.statements)

    @property
    def documents(self) -> tuple[DocumentName, ...]:
        return tuple(dict.fromkeys(statement.document for statement in self.statements))

    @property
    def differing(self) -> tuple[Agreed, ...]:
        """The answers of which no two can be true together; none when there is at most one that can be compared."""
        for unit in dict.fromkeys(agreed.unit for agreed in self.agreed):
            same_unit = tuple(
                agreed for agreed in self.agreed if agreed.unit == unit and self._comparable(agreed)
            )
            if len(same_unit) > 1:
                return same_unit
        return ()

    @property
    def disagree(self) -> bool:
        return bool(self.differing)

    @property
    def disagreement(self) -> str:
        """The disagreement in a sentence: "Two documents differ: 3.5 months and 118 days."; "" without one."""
        differing = self.differing
        if not differing:
            return ""
        values = joined(_set_apart([agreed.value for agreed in differing]))
        documents = len({document for agreed in differing for document in agreed.documents})
        if documents == 1:
            return f"One document gives {counted(len(differing))} figures: {values}."
        return f"{counted(documents).capitalize()} documents differ: {values}."

    @property
    def apart(self) -> str:
        """Why numbers in several units stand side by side; "" when there is one unit."""
        units = [
            unit_name(unit)
            for unit in dict.fromkeys(agreed.unit for agreed in self.agreed if agreed.number is not None)
        ]
        words = joined(units)
        return f"{words[:1].upper()}{words[1:]} are not compared with each other." if len(units) > 1 else ""

    @property
    def unit(self) -> str:
        """The unit of its first answer."""
        return self.agreed[0].unit if self.agreed else ""

    @property
    def numbers(self) -> tuple[float, ...]:
        """The least and the greatest number in the first unit, or no number at all."""
        found = [
            agreed.number for agreed in self.agreed if agreed.number is not None and agreed.unit == self.unit
        ]
        return (min(found), max(found)) if found else ()

    def _comparable(self, agreed: Agreed) -> bool:
        return agreed.number is not None or self.attribute in _WORDED


def figure_of(attribute: str, statements: Iterable[Statement]) -> Figure:
    """The figure that statements of one attribute come to. Cost: O(n²) of the different answers in words alone."""
    statements = list(statements)
    numbered = [statement for statement in statements if statement.number is not None]
    worded = [statement for statement in statements if statement.number is None]
    groups = [*_alike_in_number(attribute, numbered), *_alike_in_words(worded)]
    return Figure(attribute, tuple(Agreed(tuple(group)) for group in groups))


def joined(words: Sequence[str]) -> str:
    """Words as a sentence lists them."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def same_words(one: str, other: str) -> bool:
    """Whether one of two texts says what the other does, perhaps less exactly: "NVIDIA A100", "NVIDIA A100 80GB"."""
    shorter, longer = sorted((fold(one).split(), fold(other).split()), key=len)
    rest = longer[len(shorter) :]
    return bool(shorter) and longer[: len(shorter)] == shorter and not _MORE.intersection(rest)


def _set_apart(values: Sequence[str]) -> Sequence[str]:
    """The values in quotation marks where one of them has a comma or an "and" of its own."""
    if any(", " in value or " and " in value for value in values):
        return [f"“{value}”" for value in values]
    return values


def _alike_in_number(attribute: str, statements: Sequence[Statement]) -> list[list[Statement]]:
    close = 1.0 if attribute in _EXACT else CLOSE
    groups: list[list[Statement]] = []
    for statement in sorted(statements, key=_by_unit_and_number):
        least = groups[-1][0] if groups else None
        if least and least.unit == statement.unit and (statement.number or 0) <= (least.number or 0) * close:
            groups[-1].append(statement)
        else:
            groups.append([statement])
    return [sorted(group, key=_by_weight) for group in groups]


def _by_unit_and_number(statement: Statement) -> tuple[bool, str, float]:
    return (statement.unit not in _USUAL_UNITS, statement.unit, statement.number or 0.0)


def _by_weight(statement: Statement) -> tuple[bool, float]:
    """What a curator confirmed goes before what was not, then what is surer; else the order in which it was read."""
    return (not statement.confirmed, -statement.confidence)


def _alike_in_words(statements: Sequence[Statement]) -> list[list[Statement]]:
    groups: list[list[Statement]] = []
    # The longest first, which says most exactly what the others of its group say.
    for statement in sorted(statements, key=lambda each: -len(each.value)):
        for group in groups:
            if same_words(group[0].value, statement.value):
                group.append(statement)
                break
        else:
            groups.append([statement])
    return groups
