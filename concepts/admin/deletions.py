"""What a confirmation page lists before something is deleted: few queries, and never a million lines."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html

from concepts.admin.long_lists import MOST_LISTED, told
from concepts.models import Concept, KnowledgeMap, Link

_LINES_SHOWN = 200

# As django.contrib.admin expects it: what goes, how many of each, what permission is missing, what protects.
Deletion = tuple[list[Any], dict[str, int], set[str], list[Any]]


def concepts_to_delete(concepts: Sequence[Concept] | QuerySet[Concept], *, allowed: bool) -> Deletion:
    """The concepts, and under each the links that go with it, counted as far as matters. Queries: 4 at most."""
    ids: Any = concepts.values("pk") if isinstance(concepts, QuerySet) else [row.pk for row in concepts]
    links = Link.objects.filter(Q(source__in=ids) | Q(target__in=ids))
    counts = {
        "concepts": Concept.objects.filter(pk__in=ids).count(),
        "links": links.order_by()[: MOST_LISTED + 1].count(),
    }
    shown = {concept.pk: concept for concept in concepts[:_LINES_SHOWN]}
    under = _links_under(shown, links)
    lines: list[Any] = []
    for pk, concept in shown.items():
        lines.append(_line("Concept", "concepts_concept", concept))
        if pk in under:
            lines.append(under[pk])
    more = sum(counts.values()) - len(shown) - sum(map(len, under.values()))
    return [*lines, *_and_more(more)], counts, set() if allowed else {"concept"}, []


def maps_to_delete(maps: Sequence[KnowledgeMap] | QuerySet[KnowledgeMap], *, allowed: bool) -> Deletion:
    """The maps, and how much goes with them, counted as far as matters. Queries: 2 at most."""
    rows = list(maps)
    ids = [row.pk for row in rows]
    counts = {
        "maps": len(ids),
        "concepts": Concept.objects.filter(map__in=ids).order_by()[: MOST_LISTED + 1].count(),
        "links": Link.objects.filter(map__in=ids).order_by()[: MOST_LISTED + 1].count(),
    }
    lines: list[Any] = [_line("Map", "concepts_knowledgemap", row) for row in rows]
    lines.append(f"with all its concepts ({told(counts['concepts'])}) and links ({told(counts['links'])})")
    return lines, counts, set() if allowed else {"map"}, []


def _links_under(shown: dict[int, Concept], links: QuerySet[Link]) -> dict[int, list[str]]:
    """The first links as sentences, each under one of the concepts it joins."""
    under: dict[int, list[str]] = {}
    for link in links.select_related("source", "target").order_by("pk")[:_LINES_SHOWN]:
        end = link.source_id if link.source_id in shown else link.target_id
        if end in shown:
            under.setdefault(end, []).append(f"Link: {link}")
    return under


def _and_more(count: int) -> list[str]:
    return [f"and {count:,} more"] if count else []


def _line(kind: str, address: str, row: Concept | KnowledgeMap) -> str:
    page = reverse(f"admin:{address}_change", args=[row.pk])
    return format_html('{}: <a href="{}">{}</a>', kind, page, row)
