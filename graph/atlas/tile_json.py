"""Tiles as gzipped JSON."""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson

from graph.adjacency import Indices
from graph.atlas.grid import tile_corners
from graph.atlas.importance import Importance
from graph.atlas.layout import Layout
from graph.atlas.quadtree import Level
from graph.atlas.tile_links import MOST_FAR, TileLinks
from graph.forest import NO_PARENT
from graph.snapshot import GraphSnapshot

MOST_BYTES = 15_000
# How long titles may be, and how many ends outside are named, until the tile is small enough: the last is kept however
# large it is, since what is in the tile must be shown, under a slug each.
ROOM_FOR = ((200, MOST_FAR), (80, MOST_FAR), (40, MOST_FAR), (16, MOST_FAR), (16, MOST_FAR // 4), (16, 0))

Columns = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class TileWriter:
    """Writes tiles of one layout; `owners`, the index of the concept whose each area is."""

    snapshot: GraphSnapshot
    primary: Indices
    layout: Layout
    importance: Importance
    owners: Indices

    def written(
        self, level: Level, part: range, areas: list[Indices], links: list[TileLinks]
    ) -> Iterable[bytes]:
        """Some tiles of a level. Cost: about half a millisecond each."""
        words = self._words(level, part, areas, links)
        xs, ys = tile_corners(level.codes[part.start : part.stop], level.z)
        for place, tile in enumerate(part):
            shift = 24 - level.z
            members = level.members[level.starts[tile] : level.starts[tile + 1]]
            head = {
                "z": level.z,
                "x": int(xs[place]) >> shift,
                "y": int(ys[place]) >> shift,
                "deeper": int(level.deeper[tile]),
            }
            yield self._fitted(head, members, areas[tile], links[place], words)

    def _words(
        self, level: Level, part: range, areas: list[Indices], links: list[TileLinks]
    ) -> dict[int, tuple[str, str]]:
        """Slug and title of all that is named in some tiles."""
        named = [level.members[level.starts[part.start] : level.starts[part.stop]]]
        named += [self.owners[areas[tile]] for tile in part] + [of_tile.far for of_tile in links]
        concepts = np.unique(np.concatenate(named))
        rows = (orjson.loads(b"{%b}" % row) for row in self.snapshot.rows.fragments.several(concepts))
        return {
            concept: (row["slug"], row["title"]) for concept, row in zip(concepts.tolist(), rows, strict=True)
        }

    def _fitted(
        self,
        head: dict[str, int],
        members: Indices,
        areas: Indices,
        links: TileLinks,
        words: dict[int, tuple[str, str]],
    ) -> bytes:
        """The tile with titles as long, and as many ends outside, as it has room for."""
        written = b""
        for length, most_far in ROOM_FOR:
            links = links.with_far(most_far, members.size)
            tile = {
                **head,
                "concepts": self._concepts(members, links.far) | _named(members, words, length),
                "areas": self._areas(areas) | _named(self.owners[areas], words, length),
                "links": links.links.tolist(),
                "far": self._points(links.far) | _named(links.far, words, length),
                "left_out": links.left_out,
            }
            # Without the time of writing: the same map gives the same bytes.
            written = gzip.compress(orjson.dumps(tile), mtime=0)
            if len(written) <= MOST_BYTES:
                break
        return written

    def _points(self, concepts: Indices) -> Columns:
        layout = self.layout
        return {
            "id": layout.ids[concepts].tolist(),
            "x": layout.x[concepts].tolist(),
            "y": layout.y[concepts].tolist(),
            "colour": layout.colours[concepts].tolist(),
        }

    def _concepts(self, members: Indices, far: Indices) -> Columns:
        places = {concept: place for place, concept in enumerate([*members.tolist(), *far.tolist()])}
        parents = self.primary[members].tolist()
        return self._points(members) | {
            "rank": self.importance.ranks[members].tolist(),
            "below": self.importance.below[members].tolist(),
            "parent": [places.get(parent, NO_PARENT) for parent in parents],
        }

    def _areas(self, areas: Indices) -> Columns:
        names = ("x", "y", "width", "height")
        rectangles = dict(zip(names, self.layout.rectangles[areas].T.tolist(), strict=True))
        return rectangles | {
            "id": self.layout.area_ids[areas].tolist(),
            "level": self.layout.levels[areas].tolist(),
            "colour": self.layout.colours[self.owners[areas]].tolist(),
        }


def _named(concepts: Indices, words: dict[int, tuple[str, str]], length: int) -> Columns:
    named = [words[concept] for concept in concepts.tolist()]
    return {
        "slug": [slug for slug, _ in named],
        "title": [title if len(title) <= length else f"{title[: length - 1]}…" for _, title in named],
    }
