"""What can go wrong when a map is read or changed."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError


class ConceptsError(Exception):
    """Any refusal of this app that is not about a form field."""


class UnknownMap(ConceptsError):
    """There is no such map, or it is a draft and the reader is not staff."""


class UnknownConcept(ConceptsError):
    """There is no such concept in the map, or it is a draft and the reader is not staff."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is no concept “{slug}” in this map.")
        self.slug = slug


class UnknownTopic(ConceptsError):
    """There is no such topic."""


class CircleRefused(ValidationError):
    """Parent and prerequisite links would run in a circle.

    `circle`: the titles on it, the first again at its end.
    """

    def __init__(self, circle: Sequence[str]) -> None:
        self.circle = tuple(circle)
        super().__init__(
            f"These links would run in a circle: {' → '.join(circle)}. Remove or turn one of them.",
            code="circle",
        )
