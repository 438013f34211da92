"""The kinds of link between two concepts."""

from enum import IntEnum


class LinkKind(IntEnum):
    """What a link says: parent → child, prerequisite → dependent, or related without direction."""

    PARENT = 1
    PREREQUISITE = 2
    RELATED = 3

    @property
    def word(self) -> str:
        """Its name as the API and the exports write it."""
        return self.name.lower()


TEACHING: frozenset[LinkKind] = frozenset({LinkKind.PARENT, LinkKind.PREREQUISITE})
ALL_KINDS: frozenset[LinkKind] = frozenset(LinkKind)
