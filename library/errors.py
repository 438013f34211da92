"""What can go wrong when the library is read, fed, or decided about."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError


class LibraryError(Exception):
    """Any refusal of this app that is not about a form field."""


class UnknownModel(LibraryError):
    """There is no such AI model, or only drafts speak of it and the reader is not staff."""


class UnknownDocument(LibraryError):
    """There is no such document, or it is a draft and the reader is not staff."""


class OtherMap(LibraryError):
    """A document whose concepts are in one map already was handed in for another."""


class DecisionRefused(ValidationError):
    """Proposals could not be decided so, and nothing was done. `faults`: what is wrong, by proposal; 0 for all."""

    def __init__(self, faults: Mapping[int, str]) -> None:
        self.faults = dict(faults)
        super().__init__(list(dict.fromkeys(faults.values())))


class UndoRefused(ValidationError):
    """What an acceptance has done cannot be taken back, and nothing was. `obstacles`: what stands in the way."""

    def __init__(self, obstacles: Iterable[str]) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__(list(self.obstacles))
