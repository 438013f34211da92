"""Parent and prerequisite links of a map form one acyclic graph; what would close a circle is refused by name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from concepts.errors import CircleRefused
from graph.kinds import TEACHING

# Up to so many new links each is followed upwards by queries; more are cheaper to check on the whole map at once.
_FOLLOWED_SINGLY = 50
_IDS_A_QUERY = 500
_TITLES_SHOWN = 8

Pair = tuple[int, int]


def refuse_circles(map_id: int, new_links: Sequence[Pair] | None) -> None:
    """Check the teaching order of a map under its lock.

    `new_links`: what was added since it was last acyclic; None when anything may have changed.
    Queries: one a level of ancestors for a few new links, else one over all links.
    Raises: CircleRefused.
    """
    if new_links is None or len(new_links) > _FOLLOWED_SINGLY:
        circle = find_circle(_teaching_links(map_id).values_list("source_id", "target_id").iterator(20_000))
    else:
        circle = next((found for link in new_links if (found := _circle_through(map_id, link))), [])
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


def _circle_through(map_id: int, link: Pair) -> list[int]:
    """The circle that a link closes: found by walking from its source up to its target, level by level."""
    source, target = link
    came_from: dict[int, int] = {source: source}
    level = [source]
    while level and target not in came_from:
        found: list[int] = []
        for start in range(0, len(level), _IDS_A_QUERY):
            some = level[start : start + _IDS_A_QUERY]
            pairs = _teaching_links(map_id).filter(target_id__in=some).values_list("source_id", "target_id")
            for above, below in pairs:
                if above not in came_from:
                    came_from[above] = below
                    found.append(above)
        level = found
    return _route_down(came_from, target, source) if target in came_from else []


def _route_down(came_from: dict[int, int], top: int, bottom: int) -> list[int]:
    route = [top]
    while route[-1] != bottom:
        route.append(came_from[route[-1]])
    return [*route, top]


def _teaching_links(map_id: int) -> "QuerySet[Any]":
    links = apps.get_model("concepts", "Link")._base_manager
    return links.filter(map_id=map_id, kind__in=TEACHING)


def _titles(circle: Sequence[int]) -> list[str]:
    """The titles on a circle; of a long one the beginning and the end."""
    concepts = apps.get_model("concepts", "Concept")._base_manager
    titles = dict(concepts.filter(pk__in=set(circle)).values_list("pk", "title"))
    named = [titles[concept] for concept in circle]
    if len(named) > _TITLES_SHOWN:
        half = _TITLES_SHOWN // 2
        named = [*named[:half], "…", *named[-half:]]
    return named
