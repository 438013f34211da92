"""What is wrong with a file, line by line."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from concepts.errors import ConceptsError
from concepts.text import clean_line

FAULTS_SHOWN = 100
_QUOTED = 80


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend. `line` is 0 when it is about the whole file."""

    line: int
    text: str


class MapRefused(ConceptsError):
    """A file was not taken. `faults`: the first hundred, by line; `more`: how many were left out."""

    def __init__(self, file: str, faults: Iterable[Fault]) -> None:
        every = sorted(set(faults), key=lambda fault: fault.line)
        self.file = file
        self.faults = tuple(every[:FAULTS_SHOWN])
        self.more = len(every) - len(self.faults)
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        """Every fault as `file:line: text`, and how many more there are."""
        told = [f"{self.file}{f':{fault.line}' if fault.line else ''}: {fault.text}" for fault in self.faults]
        if self.more:
            told.append(f"{self.file}: and {self.more:,} more.")
        return told


class Faults(list[Fault]):
    """Faults of one file while it is read: reading goes on as far as it can, so that all are told at once."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file

    def add(self, line: int, text: str) -> None:
        """Note a fault and go on."""
        self.append(Fault(line, text))

    def stop(self, line: int, text: str) -> NoReturn:
        """Note a fault after which nothing more can be read. Raises: MapRefused."""
        self.add(line, text)
        raise MapRefused(self.file, self)

    def raise_if_any(self) -> None:
        """Raises: MapRefused."""
        if self:
            raise MapRefused(self.file, self)


def quoted(value: object) -> str:
    """Something out of a file as it may be shown on a terminal: one line, without controls, not long."""
    text = clean_line(str(value)[: 4 * _QUOTED])
    return f"“{text if len(text) <= _QUOTED else text[: _QUOTED - 1] + '…'}”"
