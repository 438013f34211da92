"""What the parts of a large map's outline and of a hub's links print."""

from dataclasses import dataclass

from explore.contexts import ConceptLink, MapCard


@dataclass(frozen=True, slots=True)
class FamilyEntry:
    """A concept in a list of those right below another, or of the top ones. `children`: how many it introduces."""

    slug: str
    title: str
    summary: str
    published: bool
    children: int


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """A part of a map's outline: the concepts right below one of them, or the top ones.

    `parent`: None for the top ones; `trail`: what is above it. `before`, `after`: how many more of them come before and
    after these, in the map's order; `last`: the slug after which the next part begins.
    """

    map: MapCard
    parent: ConceptLink | None
    trail: tuple[ConceptLink, ...]
    trail_is_cut: bool
    entries: tuple[FamilyEntry, ...]
    before: int
    after: int
    last: str


@dataclass(frozen=True, slots=True)
class LinkedPage:
    """A part of the concepts that are one thing, its `role`, to another. The rest is as in `FamilyPage`."""

    map: MapCard
    concept: ConceptLink
    role: str
    links: tuple[ConceptLink, ...]
    before: int
    after: int
    last: str
