"""What is wrong with a file, line by line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from concepts.errors import ConceptsError
from concepts.text import clean_line

FAULTS_SHOWN = 100
_QUOTED = 80


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend. `line` is 0 when it is about the whole file."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.text}"


class MapRefused(ConceptsError):
    """A file was not taken. `faults`: the first hundred, by line; `more`: how many were left out."""

    def __init__(self, file: str, faults: Iterable[Fault], *, more: int = 0) -> None:
        every = sorted(set(faults))
        self.file = file
        self.faults = tuple(every[:FAULTS_SHOWN])
        self.more = more + len(every) - len(self.faults)
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        """Every fault as `file:line: text`, and how many more there are."""
        told = [str(fault) for fault in self.faults]
        return [*told, f"… and {self.more:,} more."] if self.more else told


class Faults:
    """Faults of one file while it is read: reading goes on as far as it can, so that all are told at once.

    `parts`: names of the tables "head", "concepts" and "links" where a map is read from several.
    """

    def __init__(self, file: str, parts: Mapping[str, str] | None = None) -> None:
        self.file = file
        self._parts = parts or {}
        self._every: list[Fault] = []

    def of(self, part: str) -> "Faults":
        """The same faults, noted under the name of a part."""
        faults = Faults(self._parts.get(part, self.file), self._parts)
        faults._every = self._every
        return faults

    def add(self, line: int, text: str) -> None:
        """Note a fault and go on."""
        self._every.append(Fault(self.file, line, text))

    def stop(self, line: int, text: str) -> NoReturn:
        """Note a fault after which nothing more can be read. Raises: MapRefused."""
        self.add(line, text)
        raise MapRefused(self.file, self._every)

    def raise_if_any(self) -> None:
        """Raises: MapRefused."""
        if self._every:
            raise MapRefused(self.file, self._every)


def quoted(value: str) -> str:
    """A text out of a file as it may be shown on a terminal: one line, without controls, not long."""
    text = clean_line(value[: 4 * _QUOTED])
    return f"“{text if len(text) <= _QUOTED else text[: _QUOTED - 1] + '…'}”"
