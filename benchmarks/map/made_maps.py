"""The maps that are measured: made up, the same every time, as Markdown for Kinapse and laid out for the peers."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

SEED = 13
# Top concepts first: 13 in all, a root and 12 below it.
SMALL_LEVELS = (1, 4, 8)
LARGE_LEVELS = (5, 20, 75, 200)
_FIRST = (
    "Layered Sparse Public Steady Nested Early Shared Open Quiet Local Broad Mixed Late Deep Fine".split()
)
_SECOND = "Memory Price Signal Treaty Ledger Context Supply Council Token Basin Reward Market Model".split()
_THIRD = "Routing Limits Theory Exchange Control Design Balance Origins".split()
# What a screen of the measurement has room for beside the last column's labels.
_PICTURE_WIDTH, _PICTURE_HEIGHT = 1100, 820
_CROSS_LINKS = {"prerequisites": 0.25, "related": 0.2}


@dataclass(frozen=True)
class MadeConcept:
    """`parent`: its place in the list of concepts, None for a top concept."""

    slug: str
    title: str
    depth: int
    parent: int | None


@dataclass(frozen=True)
class MadeMap:
    """A map. `cross`: source, target and kind of the links beside the tree, by place in `concepts`."""

    slug: str
    title: str
    concepts: tuple[MadeConcept, ...]
    cross: tuple[tuple[int, int, str], ...]

    def markdown(self) -> str:
        """The map in the format that `import_map` reads."""
        head = f"---\ntitle: {self.title}\nslug: {self.slug}\nsummary: Made up to be measured.\n---\n"
        return head + "".join(self._section(place) for place in range(len(self.concepts)))

    def _section(self, place: int) -> str:
        concept = self.concepts[place]
        linked: dict[str, list[int]] = {} if concept.parent is None else {"parents": [concept.parent]}
        for source, target, kind in self.cross:
            if target == place:
                linked.setdefault(kind, []).append(source)
        lists = "".join(
            f"{kind}:\n" + "".join(f'  - {self.concepts[end].slug}: "Made up."\n' for end in ends)
            for kind, ends in linked.items()
        )
        return (
            f"\n## {concept.title}\n\n```yaml\nslug: {concept.slug}\nsummary: What {concept.title} is about.\n"
            f"minutes: {3 + place % 9}\n{lists}```\n\nA sentence about {concept.title}.\n"
        )

    def picture(self) -> str:
        """JSON for the peers: titles, parents and positions of a tree from left to right, and the cross links."""
        rows = self._rows()
        column, row_height = _PICTURE_WIDTH / self.concepts[-1].depth, _PICTURE_HEIGHT / max(rows)
        data: dict[str, Any] = {
            "title": self.title,
            "concepts": [
                [
                    one.slug,
                    one.title,
                    -1 if one.parent is None else one.parent,
                    round(one.depth * column, 1),
                    round(row * row_height, 1),
                ]
                for one, row in zip(self.concepts, rows, strict=True)
            ],
            "links": [[source, target] for source, target, _ in self.cross],
        }
        return json.dumps(data, separators=(",", ":"))

    def children(self, place: int | None) -> list[int]:
        """Places of the concepts right below one, or of the top concepts."""
        return [number for number, concept in enumerate(self.concepts) if concept.parent == place]

    def _rows(self) -> list[float]:
        """The row of each concept: leaves one below the other, each parent in the middle of its children."""
        rows = [0.0] * len(self.concepts)
        free = iter(range(len(self.concepts)))

        def place(number: int) -> float:
            below = [place(child) for child in self.children(number)]
            rows[number] = (below[0] + below[-1]) / 2 if below else float(next(free))
            return rows[number]

        for top in self.children(None):
            place(top)
        return rows


def small_map() -> MadeMap:
    """13 concepts."""
    return _made("measured-13", SMALL_LEVELS)


def large_map() -> MadeMap:
    """300 concepts in four levels."""
    return _made("measured-300", LARGE_LEVELS)


def _made(slug: str, levels: Sequence[int]) -> MadeMap:
    chance = random.Random(SEED)
    titles = [" ".join(words) for words in _word_groups()]
    chance.shuffle(titles)
    concepts: list[MadeConcept] = []
    above: list[int] = []
    for depth, count in enumerate(levels):
        level = range(len(concepts), len(concepts) + count)
        for number, place in enumerate(level):
            title = titles[place]
            parent = above[number * len(above) // count] if above else None
            concepts.append(MadeConcept(title.lower().replace(" ", "-"), title, depth, parent))
        above = list(level)
    cross = tuple(_cross_links(chance, concepts))
    return MadeMap(slug, f"Measured Map of {len(concepts)} Concepts", tuple(concepts), cross)


def _word_groups() -> Iterator[tuple[str, ...]]:
    for first in _FIRST:
        for second in _SECOND:
            yield first, second
            yield from ((first, second, third) for third in _THIRD)


def _cross_links(chance: random.Random, concepts: Sequence[MadeConcept]) -> Iterator[tuple[int, int, str]]:
    """Links from lower to higher places, as the parents', so that no circle can arise."""
    taken = {(concept.parent, place) for place, concept in enumerate(concepts)}
    for kind, share in _CROSS_LINKS.items():
        for _ in range(round(len(concepts) * share)):
            source, target = sorted(chance.sample(range(len(concepts)), 2))
            if (source, target) not in taken:
                taken.add((source, target))
                yield source, target, kind
