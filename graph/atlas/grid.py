"""The map's grid and its quadtree."""

from typing import Any

import numpy as np
import numpy.typing as npt

from graph.adjacency import Indices

SIDE_BITS = 24
SIDE = 1 << SIDE_BITS
# A tile of this depth is 256 units wide: it shows whatever is in it.
DEEPEST = 16


def quadtree_codes(x: npt.NDArray[Any], y: npt.NDArray[Any]) -> Indices:
    """The bits of x and y in turn, y first: points of one tile share the first bits. Source: Morton 1966."""
    codes: Indices = _spread_bits(x) | (_spread_bits(y) << 1)
    return codes


def tile_number(z: int, x: int, y: int) -> int:
    """One number for each tile of every depth, ascending by depth."""
    # The bits of a number read as digits to base 4 are each at twice their place.
    return (1 << 2 * z) + (int(f"{x:b}", 4) | int(f"{y:b}", 4) << 1)


def tile_corners(codes: Indices, z: int) -> tuple[Indices, Indices]:
    """x and y, on the map's grid, of tiles of depth `z` given by the bits that their points begin with."""
    return _gathered_bits(codes) << (SIDE_BITS - z), _gathered_bits(codes >> 1) << (SIDE_BITS - z)


def _spread_bits(numbers: npt.NDArray[Any]) -> Indices:
    """Each bit moved to twice its place."""
    spread: Indices = numbers.astype(np.int64)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        spread = (spread | (spread << shift)) & mask
    return spread


def _gathered_bits(codes: Indices) -> Indices:
    """Every other bit, the first included, moved to half its place."""
    gathered = codes & 0x5555555555555555
    for shift, mask in (
        (1, 0x3333333333333333),
        (2, 0x0F0F0F0F0F0F0F0F),
        (4, 0x00FF00FF00FF00FF),
        (8, 0x0000FFFF0000FFFF),
        (16, 0x00000000FFFFFFFF),
    ):
        gathered = (gathered | (gathered >> shift)) & mask
    return gathered
