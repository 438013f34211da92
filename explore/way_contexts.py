"""What pages of learning paths and connections and their API twins print."""

from dataclasses import dataclass

from explore.contexts import ConceptLink, MapCard


@dataclass(frozen=True, slots=True)
class Need:
    """A later step that needs this one, and why."""

    slug: str
    title: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class PathStep:
    number: int
    slug: str
    title: str
    summary: str
    minutes: int
    needed_by: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class PathPage:
    """A learning path. `known`: slugs that were given and are in the map; `pruned`: how many steps they save;
    `unknown`: slugs that were given in vain. `known_links`: the known ones that lie before the target, to untick.
    `step_count` and `minutes`: of all steps, of which `steps` are the first and the target."""

    map: MapCard
    target: ConceptLink
    steps: tuple[PathStep, ...]
    step_count: int
    known: tuple[str, ...]
    known_links: tuple[ConceptLink, ...]
    unknown: tuple[str, ...]
    minutes: int
    saved_steps: int
    saved_minutes: int

    @property
    def left_out(self) -> int:
        """How many steps before the target are not listed."""
        return self.step_count - len(self.steps)


@dataclass(frozen=True, slots=True)
class RouteHop:
    """One link of a route as it is walked. `forward`: from the link's source to its target."""

    link_source: str
    link_target: str
    kind: str
    reason: str
    forward: bool


@dataclass(frozen=True, slots=True)
class RouteStep:
    """A concept on a route, and the hop that leads on from it; the last has none."""

    slug: str
    title: str
    summary: str
    hop: RouteHop | None


@dataclass(frozen=True, slots=True)
class MeantEnd:
    """An end that was given in vain, and what may be meant: the query that has it instead, its title and summary."""

    asked: str
    offers: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ConnectPage:
    """How two concepts are connected. An end is None when it was not given; `unknown`: what was given in vain.

    `typed`: both ends as the fields of a form hold them, where there are too many `choices`: by title, or as they were
    given in vain; `meant`: what may be meant by those.
    """

    map: MapCard
    source: ConceptLink | None
    target: ConceptLink | None
    routes: tuple[tuple[RouteStep, ...], ...]
    unknown: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    typed: tuple[str, str] = ("", "")
    meant: tuple[MeantEnd, ...] = ()
