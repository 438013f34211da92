"""A large map to drive a browser over, and what the tests of its atlas do again and again."""

import random
import re

from playwright.sync_api import Page

from concepts.models import Concept, KnowledgeMap, Link, LinkKind
from tests.concepts.atlas import make_map

ATLAS = "/maps/atlas/"
CONCEPTS = 2_000
_STILL = (
    "() => document.querySelector('.map-atlas--moving, [data-flying], .atlas-label--leaving, [aria-busy]') === null"
    " && performance.getEntriesByName('map-drawn').length > 0"
)


def make_atlas() -> KnowledgeMap:
    """Two thousand concepts: eight regions, below them eight each, the rest below those; links across by chance."""
    chance = random.Random(13)
    knowledge_map = make_map("Atlas")
    Concept.objects.bulk_create(
        Concept(
            map=knowledge_map,
            title=_title(number),
            slug=f"c-{number}",
            position=number,
            summary=f"Number {number}.",
        )
        for number in range(CONCEPTS)
    )
    ids = list(Concept.objects.order_by("position").values_list("pk", flat=True))
    parents = [
        None if number < 8 else number % 8 if number < 72 else 8 + chance.randrange(64)
        for number in range(CONCEPTS)
    ]
    links = [(parent, number, LinkKind.PARENT) for number, parent in enumerate(parents) if parent is not None]
    for _ in range(400):
        source, target = sorted(chance.sample(range(72, CONCEPTS), 2))
        links.append((source, target, LinkKind.PREREQUISITE))
    Link.objects.bulk_create(
        Link(map=knowledge_map, source_id=ids[source], target_id=ids[target], kind=kind)
        for source, target, kind in dict.fromkeys(links)
    )
    return knowledge_map


def _title(number: int) -> str:
    kind = "Region" if number < 8 else "Field" if number < 72 else "Idea"
    return f"{kind} {number}"


def open_atlas(page: Page, query: str = "") -> None:
    page.goto(ATLAS + query)
    still(page)


def still(page: Page) -> None:
    """Wait until nothing is on its way: neither the view, which the address follows, nor a tile."""
    page.wait_for_function(_STILL)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)


def titles(page: Page) -> set[str]:
    return set(page.locator(".atlas-label:not(.atlas-label--leaving)").all_text_contents())


def where(page: Page) -> str:
    found = re.search(r"at=([\d,.-]+)", page.url)
    return found[1] if found else ""
