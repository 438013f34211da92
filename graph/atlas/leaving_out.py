"""Tiles without some of their concepts, for as long as no new ones are cut."""

import gzip
from collections.abc import Callable
from itertools import compress
from typing import Any

import orjson

Columns = dict[str, list[Any]]


def tile_without(body: bytes, is_gone: Callable[[int], bool]) -> bytes:
    """The tile without concepts, by id, their areas and their links; the very same when it has none of them.

    Cost: about a millisecond.
    """
    tile = orjson.loads(gzip.decompress(body))
    ids = {name: tile[name]["id"] for name in ("concepts", "far", "areas")}
    gone = {concept for some in ids.values() for concept in some if is_gone(concept)}
    if not gone:
        return body
    places = _new_places([*ids["concepts"], *ids["far"]], gone)
    for name, some in ids.items():
        tile[name] = _left(tile[name], [concept not in gone for concept in some])
    tile["concepts"]["parent"] = [places.get(parent, -1) for parent in tile["concepts"]["parent"]]
    tile["links"] = [
        number
        for source, target, kind in zip(*(tile["links"][first::3] for first in range(3)), strict=True)
        if source in places and target in places
        for number in (places[source], places[target], kind)
    ]
    return gzip.compress(orjson.dumps(tile), mtime=0)


def _new_places(ids: list[int], gone: set[int]) -> dict[int, int]:
    left = [place for place, concept in enumerate(ids) if concept not in gone]
    return {place: number for number, place in enumerate(left)}


def _left(columns: Columns, stays: list[bool]) -> Columns:
    return {name: list(compress(values, stays)) for name, values in columns.items()}
