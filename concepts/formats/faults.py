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


class FirstFaults:
    """The first hundred faults in the order of their files and lines, and how many more there were.

    However many come, no more than twice as many are held. A fault that is noted twice counts once, unless it was among
    those left out.
    """

    def __init__(self) -> None:
        self._held: set[Fault] = set()
        self._left_out = 0

    def add(self, fault: Fault) -> None:
        """Note a fault."""
        self._held.add(fault)
        if len(self._held) > 2 * FAULTS_SHOWN:
            self._left_out += len(self._held) - FAULTS_SHOWN
            self._held = set(self.shown())

    def leave_out(self, count: int) -> None:
        """Count faults that come after a hundred others in their file."""
        self._left_out += count

    def shown(self) -> tuple[Fault, ...]:
        """The first hundred."""
        return tuple(sorted(self._held)[:FAULTS_SHOWN])

    def more(self) -> int:
        """How many there were besides those shown."""
        return self._left_out + max(len(self._held) - FAULTS_SHOWN, 0)

    def __bool__(self) -> bool:
        return bool(self._held)


class MapRefused(ConceptsError):
    """A file was not taken. `faults`: the first hundred, by line; `more`: how many were left out."""

    def __init__(self, file: str, faults: FirstFaults | Iterable[Fault], *, more: int = 0) -> None:
        first = faults if isinstance(faults, FirstFaults) else _first_of(faults)
        self.file = file
        self.faults = first.shown()
        self.more = more + first.more()
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
        self._first = FirstFaults()

    def of(self, part: str) -> "Faults":
        """The same faults, noted under the name of a part."""
        faults = Faults(self._parts.get(part, self.file), self._parts)
        faults._first = self._first
        return faults

    def add(self, line: int, text: str) -> None:
        """Note a fault and go on."""
        self._first.add(Fault(self.file, line, text))

    def leave_out(self, count: int) -> None:
        """Count faults that come after a hundred others, and go on."""
        self._first.leave_out(count)

    def stop(self, line: int, text: str) -> NoReturn:
        """Note a fault after which nothing more can be read. Raises: MapRefused."""
        self.add(line, text)
        raise MapRefused(self.file, self._first)

    def raise_if_any(self) -> None:
        """Raises: MapRefused."""
        if self._first:
            raise MapRefused(self.file, self._first)


def _first_of(faults: Iterable[Fault]) -> FirstFaults:
    first = FirstFaults()
    for fault in faults:
        first.add(fault)
    return first


def quoted(value: str) -> str:
    """A text out of a file as it may be shown on a terminal: one line, without controls, not long."""
    text = clean_line(value[: 4 * _QUOTED])
    return f"“{text if len(text) <= _QUOTED else text[: _QUOTED - 1] + '…'}”"
