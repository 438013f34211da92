"""Parent and prerequisite links of a map form one acyclic graph; what would close a circle is refused by name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from concepts.errors import CircleRefused
from graph.kinds import TEACHING

if TYPE_CHECKING:
    from concepts.models.revisions import MapChange

# Up to so many new links each is followed upwards by queries; more are cheaper to check on the whole map at once.
_FOLLOWED_SINGLY = 50
_IDS_A_QUERY = 500
_TITLES_SHOWN = 8
# Walking up leads from the targets of links to their sources, walking down the other way.
_ENDS = (("target_id", "source_id"), ("source_id", "target_id"))
# Asked first of large maps. Named and not imported, for it reads snapshots, which are made of models.
_QUICK_CHECK = "concepts.circle_check.is_certainly_free_of_circles"

Pair = tuple[int, int]


def refuse_circles(change: "MapChange") -> None:
    """Check the teaching order of a map under its lock, when the change has new links or any link may be another.

    Queries: those of the quick check; else two a level of what comes before and after for a few new links, or one over
    all links. Raises: CircleRefused.
    """
    if not (change.any_link or change.new_links):
        return
    if change.is_large and not change.any_link and import_string(_QUICK_CHECK)(change):
        return
    if change.any_link or len(change.new_links) > _FOLLOWED_SINGLY:
        links = _teaching_links().filter(map_id=change.map_id).values_list("source_id", "target_id")
        circle = find_circle(links.iterator(20_000))
    else:
        found = (_circle_through(link) for link in change.new_links)
        circle = next(filter(None, found), [])
    if circle:
        raise CircleRefused(_titles(circle))


def find_circle(links: Iterable[Pair]) -> list[int]:
    """The ids on one circle of these links, the first again at its end; empty when there is none. Cost: O(links)."""
    before: dict[int, list[int]] = defaultdict(list)
    after: dict[int, list[int]] = defaultdict(list)
    for source, target in links:
        before[target].append(source)
        after[source].append(target)
    waiting = {concept: len(sources) for concept, sources in before.items()}
    free = [concept for concept in after if concept not in waiting]
    while free:
        for target in after[free.pop()]:
            waiting[target] -= 1
            if not waiting[target]:
                free.append(target)
                del waiting[target]
    return _walk_back(waiting.keys(), before) if waiting else []


def _walk_back(stuck: Iterable[int], before: dict[int, list[int]]) -> list[int]:
    """A circle among concepts each of which has a source among them: walking back must come round."""
    stuck = set(stuck)
    concept = min(stuck)
    walked: dict[int, int] = {}
    while concept not in walked:
        walked[concept] = len(walked)
        concept = next(source for source in before[concept] if source in stuck)
    backwards = list(walked)[walked[concept] :]
    return [concept, *reversed(backwards)]


def _circle_through(link: Pair) -> list[int]:
    """The circle that a link closes: walked from its source up and from its target down, the shorter level first."""
    source, target = link
    came_from: tuple[dict[int, int], dict[int, int]] = ({source: source}, {target: target})
    levels = [source], [target]
    if source == target:
        return [source, source]
    while levels[0] and levels[1]:
        side = 0 if len(levels[0]) <= len(levels[1]) else 1
        level: list[int] = []
        for near, far in _next_to(levels[side], _ENDS[side]):
            if far in came_from[1 - side]:
                came_from[side][far] = near
                return _route(came_from, far, link)
            if far not in came_from[side]:
                came_from[side][far] = near
                level.append(far)
        levels = (level, levels[1]) if side == 0 else (levels[0], level)
    return []


def _next_to(level: Sequence[int], ends: tuple[str, str]) -> Iterator[Pair]:
    """Each concept of a level with each that it is linked to; `ends` names its own first. Queries: 1 for each 500.

    Links never leave their map; asked for it besides, SQLite would read all that the map has.
    """
    near, far = ends
    for start in range(0, len(level), _IDS_A_QUERY):
        some = level[start : start + _IDS_A_QUERY]
        yield from _teaching_links().filter(**{f"{near}__in": some}).values_list(near, far)


def _route(came_from: tuple[dict[int, int], dict[int, int]], meeting: int, link: Pair) -> list[int]:
    """From the target of a link down to where both walks met, on down to its source, and the target again."""
    up, down = [meeting], [meeting]
    while up[-1] != link[1]:
        up.append(came_from[1][up[-1]])
    while down[-1] != link[0]:
        down.append(came_from[0][down[-1]])
    return [*reversed(up), *down[1:], link[1]]


def _teaching_links() -> "QuerySet[Any]":
    links = apps.get_model("concepts", "Link")._base_manager
    return links.filter(kind__in=TEACHING)


def _titles(circle: Sequence[int]) -> list[str]:
    """The titles on a circle; of a long one the beginning and the end."""
    concepts = apps.get_model("concepts", "Concept")._base_manager
    titles = dict(concepts.filter(pk__in=set(circle)).values_list("pk", "title"))
    named = [titles[concept] for concept in circle]
    if len(named) > _TITLES_SHOWN:
        half = _TITLES_SHOWN // 2
        named = [*named[:half], "…", *named[-half:]]
    return named
