"""What has changed since a snapshot was built, told as how things stand now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ConceptNow:
    """A concept as the database has it."""

    concept_id: int
    position: int
    minutes: int
    slug: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class LinkNow:
    """A link as the database has it, ends by id."""

    source: int
    target: int
    kind: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What to look at again. Telling of something that did not change, or twice, does no harm.

    `concepts`: those touched, None for one that the graph shall not have, which takes its links along. `pairs`: those
    between which links were touched. `links`: all that there are now between those pairs, and all of every concept that
    the snapshot did not have; one whose end the graph does not have is left out.
    """

    concepts: Mapping[int, ConceptNow | None] = field(default_factory=dict)
    pairs: Collection[tuple[int, int]] = ()
    links: Collection[LinkNow] = ()
