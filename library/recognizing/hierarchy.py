"""Proposes a parent for each concept of a map text, from what the texts share and from the order they stand in.

Texts of maps tell a concept's children right after it, so the parent of a concept is most often the concept before
it, or one above that. What the texts share decides which, and whether a new top concept begins.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from library.recognizing.found import ParentFound
from library.recognizing.hierarchy_reasons import reason_for
from library.recognizing.likeness import Described, Likeness
from library.recognizing.tree import ROOT, Tree

# Fitted to the maps that come along by `script/bench extract --fit`, which also measures each map without itself.
WEIGHTS: Mapping[str, float] = {
    "above": 1.61,
    "apart": -4.02,
    "before": 0.17,
    "before_echo": 1.03,
    "children": -0.18,
    "first": 0.27,
    "late": -1.91,
    "lift": 0.81,
    "like": 3.5,
    "named_by_parent": 0.81,
    "names_parent": 0.28,
    "root": 0.61,
    "root_after_root": -2.43,
    "root_echo": 0.69,
    "root_like_before": -0.91,
    "root_like_next": 1.68,
    "sibling": 1.63,
    "sibling_like": 0.5,
    "title_in_summary": 0.6,
    "title_in_text": 0.43,
    "title_in_title": 1.0,
}
_MOST_APART = 8
_MOST_CHILDREN = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """A concept that may stand above another (ROOT: none), and what speaks for it, by the names of WEIGHTS."""

    index: int
    features: dict[str, float]

    def score(self, weights: Mapping[str, float]) -> float:
        """What speaks for it in one number."""
        return sum(weights.get(name, 0.0) * value for name, value in self.features.items())


def propose_parents(concepts: Sequence[Described]) -> list[ParentFound | None]:
    """The parent of each concept, None for those at the top; never a circle. Cost: O(length of all texts)."""
    likeness = Likeness(concepts)
    found: list[ParentFound | None] = []
    for index, (parent, share) in enumerate(decide(likeness, WEIGHTS)):
        if parent == ROOT:
            found.append(None)
        else:
            reason = reason_for(index, parent, concepts, likeness)
            found.append(ParentFound(concepts[parent].title, round(share, 2), reason))
    return found


def decide(likeness: Likeness, weights: Mapping[str, float]) -> Iterator[tuple[int, float]]:
    """Each concept's parent, or ROOT, and the share of the evidence that speaks for it, 0 to 1."""
    tree = Tree(len(likeness.texts))
    for index in range(len(likeness.texts)):
        choices = list(choices_for(index, tree, likeness))
        best = max(choices, key=lambda choice: choice.score(weights))
        highest = best.score(weights)
        share = 1 / sum(math.exp(choice.score(weights) - highest) for choice in choices)
        tree.hang(index, best.index)
        yield best.index, share


def choices_for(index: int, tree: Tree, likeness: Likeness) -> Iterator[Choice]:
    """ROOT, the concept before and those above it, and a few others that the text speaks of."""
    line = tree.line_before(index)
    yield Choice(ROOT, _as_root(index, line, likeness))
    for place, other in enumerate(line):
        if not tree.would_circle(index, other):
            role = ("before", "sibling")[place] if place < 2 else "above"
            yield Choice(
                other,
                {
                    role: 1.0,
                    **_in_line(index, place, line, tree, likeness),
                    **_shared(index, other, likeness),
                },
            )
    apart = [other for other in likeness.akin(index) if other not in line]
    # Those that are told last are nearest.
    earlier = [other for other in apart if other < index][-_MOST_APART:]
    for other in [*earlier, *[other for other in apart if other > index][:_MOST_APART]]:
        if not tree.would_circle(index, other):
            late = {"late": 1.0} if other > index else {}
            yield Choice(other, {"apart": 1.0, **late, **_shared(index, other, likeness)})


def _as_root(index: int, line: list[int], likeness: Likeness) -> dict[str, float]:
    """A top concept turns to something new: what follows is like it, what stands before is not."""
    return {
        "root": 1.0,
        "first": float(index == 0),
        "root_like_next": likeness.cohesion_after(index),
        "root_like_before": likeness.cohesion_before(index),
        "root_echo": likeness.echo(index),
        "root_after_root": float(len(line) == 1),
    }


def _in_line(index: int, place: int, line: list[int], tree: Tree, likeness: Likeness) -> dict[str, float]:
    features = {"children": float(min(tree.children[line[place]], _MOST_CHILDREN))}
    if place == 0:
        features["before_echo"] = likeness.echo(line[0])
    if place == 1:
        features["sibling_like"] = likeness.lift(index, line[0])
    return features


def _shared(index: int, parent: int, likeness: Likeness) -> dict[str, float]:
    child_texts, parent_texts = likeness.texts[index], likeness.texts[parent]
    return {
        "title_in_title": likeness.covered(parent_texts.title, child_texts.title),
        "title_in_text": likeness.covered(parent_texts.title, child_texts.whole),
        "title_in_summary": likeness.covered(parent_texts.title, child_texts.summary),
        "names_parent": float(parent in child_texts.named),
        "named_by_parent": float(index in parent_texts.named),
        "like": likeness.cosine(index, parent),
        "lift": likeness.lift(index, parent),
    }
