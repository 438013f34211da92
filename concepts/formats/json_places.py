"""JSON of which every object and list knows its line, which Python's own decoder does not tell."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from json import JSONDecodeError, JSONDecoder
from json.decoder import JSONArray, JSONObject  # type: ignore[attr-defined]
from json.scanner import py_make_scanner  # type: ignore[attr-defined]
from typing import Any, NoReturn

from concepts.formats.faults import Faults, quoted

Scan = Callable[[str, int], tuple[Any, int]]


class Members(dict[str, Any]):
    """An object of a file, and the character at which it starts."""

    __slots__ = ("place",)
    place: int


class Elements(list[Any]):
    """A list of a file, and the character at which it starts."""

    __slots__ = ("place",)
    place: int


class PlacedDecoder(JSONDecoder):
    """Decodes one text. Repeated keys become faults; numbers beyond JSON's own are refused."""

    def __init__(self, text: str, faults: Faults) -> None:
        super().__init__(parse_constant=self._refuse_constant)
        self._text = text
        self._faults = faults
        self._line_starts = [0, *(place + 1 for place, sign in enumerate(text) if sign == "\n")]
        self.parse_object = self._object
        self.parse_array = self._array
        self.scan_once = py_make_scanner(self)

    def read(self) -> Any:
        """The value of the whole text. Raises: MapRefused."""
        try:
            return self.decode(self._text)
        except JSONDecodeError as error:
            self._faults.stop(error.lineno, f"This JSON cannot be read: {error.msg} (column {error.colno}).")
        except ValueError as error:
            self._faults.stop(0, f"This JSON cannot be read: {error}.")
        except RecursionError:
            self._faults.stop(0, "This JSON is nested too deeply.")

    def line_of(self, value: object) -> int:
        """The line where an object or list starts; 0 for anything else."""
        place = getattr(value, "place", None)
        return 0 if place is None else bisect_right(self._line_starts, place)

    def _object(self, start: tuple[str, int], strict: bool, scan: Scan, *_: Any) -> tuple[Members, int]:
        pairs, end = JSONObject(start, strict, scan, None, list, {})
        members = Members(pairs)
        members.place = start[1] - 1
        if len(members) < len(pairs):
            for name, count in Counter(name for name, _value in pairs).items():
                if count > 1:
                    self._faults.add(self.line_of(members), f"The key {quoted(name)} is given twice.")
        return members, end

    def _array(self, start: tuple[str, int], scan: Scan) -> tuple[Elements, int]:
        values, end = JSONArray(start, scan)
        elements = Elements(values)
        elements.place = start[1] - 1
        return elements, end

    @staticmethod
    def _refuse_constant(name: str) -> NoReturn:
        raise ValueError(f"{name} is no number in JSON")
