"""The maps that come along as the plain text of their pages, and who is whose parent in them."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.text import slugify

SEEDS = Path(__file__).resolve().parents[2] / "concepts" / "seeds"
_CONCEPT = re.compile(
    r"^## (?P<title>[^\n]+)\n\s*```yaml\n(?P<fields>.*?)```\n(?P<detail>.*?)(?=^## |\Z)",
    re.MULTILINE | re.DOTALL,
)
_MARKS = re.compile(r"\*\*|`|^- ", re.MULTILINE)
_WIDTH = 78


@dataclass(frozen=True, slots=True)
class SeedConcept:
    """A concept as its page shows it, with the titles of its true parents."""

    title: str
    summary: str
    detail: str
    parents: frozenset[str]


@dataclass(frozen=True, slots=True)
class SeedMap:
    """A map and its concepts in order."""

    title: str
    topics: tuple[str, ...]
    summary: str
    concepts: tuple[SeedConcept, ...]

    def page(self, *, parted: str = "\n", width: int = 0) -> str:
        """The text of its page: menu, title, concepts, a call and a footer. `width`: where lines are wrapped."""
        lines = [
            "Home",
            *self.topics,
            f"{self.title} — Interactive Knowledge Map",
            self.summary,
            "Key Concepts",
        ]
        lines += [line for one in self.concepts for line in (one.title, one.summary, one.detail)]
        lines += ["Join the waitlist", "Get early access to new maps.", "© 2025 Kinapse"]
        if width:
            lines = [
                textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in lines
            ]
        return parted.join(lines)

    def parents_by_index(self) -> list[frozenset[int]]:
        """The indexes of each concept's true parents."""
        place = {concept.title: index for index, concept in enumerate(self.concepts)}
        return [frozenset(place[title] for title in concept.parents) for concept in self.concepts]


def page_forms(seed: SeedMap) -> dict[str, str]:
    """The same page as programs copy it."""
    return {
        "no blank lines": seed.page(),
        "blank lines": seed.page(parted="\n\n"),
        "wrapped": seed.page(width=_WIDTH),
        "wrapped, blank lines": seed.page(parted="\n\n", width=_WIDTH),
    }


@cache
def seed_maps() -> tuple[SeedMap, ...]:
    """All of them, by the name of their file."""
    return tuple(_read(path.read_text(encoding="utf-8")) for path in sorted(SEEDS.glob("*.md")))


def _read(text: str) -> SeedMap:
    _, head, body = text.split("---\n", 2)
    fields = yaml.safe_load(head)
    found = list(_concepts(body))
    titles = {slug: concept.title for slug, concept, _ in found}
    concepts = tuple(
        SeedConcept(one.title, one.summary, one.detail, frozenset(titles[slug] for slug in parents))
        for _, one, parents in found
    )
    return SeedMap(fields["title"], tuple(fields["topics"]), fields["summary"], concepts)


def _concepts(body: str) -> Iterator[tuple[str, SeedConcept, list[str]]]:
    for match in _CONCEPT.finditer(body):
        fields = yaml.safe_load(match["fields"])
        detail = " ".join(_MARKS.sub("", match["detail"]).split())
        slug = fields.get("slug") or slugify(match["title"])
        parents = [next(iter(one)) if isinstance(one, dict) else one for one in fields.get("parents", [])]
        yield slug, SeedConcept(match["title"], fields["summary"], detail, frozenset()), parents
