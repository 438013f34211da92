"""How long layouts and tiles of large maps take, how much memory, and how near they bring what is linked.

Each map in a process of its own, beside the layout by forces of igraph on maps small enough for it.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import igraph
import numpy as np
import numpy.typing as npt

from benchmarks.atlas.maps import known_maps
from benchmarks.bars import Bar
from graph.adjacency import Indices
from graph.atlas.cutting import cut_tiles
from graph.atlas.grid import quadtree_codes
from graph.atlas.keeping import lay_out
from graph.atlas.spanning import LinkEnds, link_ends
from graph.atlas.store import TileStore
from graph.atlas.tile_json import MOST_BYTES
from graph.snapshot import GraphSnapshot

BARRED_SIZE = 1_000_000
MOST_FOR_FORCES = 20_000
READS = 20_000
COLUMNS = ("map", "layout s", "kept s", "tiles s", "MB", "tiles", "largest", "p99 µs", "near")

Points = npt.NDArray[np.float64]
Figures = dict[str, Any]


def measure_layouts(size: int, pictures: Path | None) -> tuple[list[Figures], list[Bar]]:
    """Lay out every map that is here and a made-up one of `size` concepts; prints a table."""
    print("".join(f"{column:>10}" for column in COLUMNS))
    measured = []
    for name in [*known_maps(), str(size)]:
        command = [
            sys.executable,
            "-m",
            "benchmarks.atlas.layout",
            name,
            *([str(pictures)] if pictures else []),
        ]
        figures = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        measured.append(figures)
        print(_line(figures), flush=True)
    print(
        "near: mean distance of what is linked, as a share of that of any two concepts; in brackets igraph's."
    )
    return measured, _bars(measured)


def _line(figures: Figures) -> str:
    forces = f" [{figures['near_by_forces']:.3f}]" if "near_by_forces" in figures else ""
    cells = [
        figures["map"],
        *(f"{figures[name]:.1f}" for name in ("layout_s", "kept_s", "tiles_s")),
        *(f"{figures[name]:,.0f}" for name in ("megabytes", "tiles", "largest_tile", "read_p99_us")),
        f"{figures['near']:.3f}",
    ]
    return "".join(f"{cell:>10}" for cell in cells) + forces


def _bars(measured: list[Figures]) -> list[Bar]:
    found = []
    for figures in measured:
        name = figures["map"]
        found.append(Bar(f"largest tile of {name}", figures["largest_tile"], MOST_BYTES, "bytes"))
        # Made-up links lead anywhere: nothing can be near to all that it is linked to.
        if "near_by_forces" in figures and not name.isdigit():
            found.append(
                Bar(f"nearness of {name}, igraph's", figures["near"], 1.1 * figures["near_by_forces"], "")
            )
        if figures["concepts"] >= BARRED_SIZE:
            seconds = figures["layout_s"] + figures["tiles_s"]
            found.append(Bar(f"layout and tiles of {name}", seconds, 300, "s"))
            found.append(Bar(f"memory for {name}", figures["megabytes"], 2_000, "MB"))
    return found


def _measured(name: str, pictures: Path | None) -> Figures:
    # Built elsewhere, for building a snapshot takes more memory than laying it out.
    with tempfile.TemporaryDirectory(prefix="kinapse-bench-") as folder:
        code = "import sys; from pathlib import Path; from benchmarks.atlas.maps import make_map"
        build = f"{code}; make_map(sys.argv[1]).save(Path(sys.argv[2]))"
        subprocess.run([sys.executable, "-c", build, name, folder], check=True)
        snapshot = GraphSnapshot.open(Path(folder))
        begun = time.perf_counter()
        layout = lay_out(snapshot)
        laid = time.perf_counter()
        lay_out(snapshot, previous=layout)
        kept = time.perf_counter()
        store = cut_tiles(snapshot, layout)
        cut = time.perf_counter()
        store.save(Path(folder))
        store = TileStore.open(Path(folder))
        ends = link_ends(snapshot.adjacency)
        figures = {
            "map": name,
            "concepts": snapshot.concept_count,
            "links": snapshot.link_count,
            "layout_s": laid - begun,
            "kept_s": kept - laid,
            "tiles_s": cut - kept,
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "tiles": store.tile_count,
            "near": _nearness(np.stack((layout.x, layout.y), axis=1).astype(np.float64), ends),
            **_reading(store, layout.x, layout.y),
        }
        if snapshot.concept_count <= MOST_FOR_FORCES:
            figures["near_by_forces"] = _nearness(_by_forces(snapshot.concept_count, ends), ends)
        if pictures:
            _draw(store, name, pictures)
        return figures


def _nearness(points: Points, ends: LinkEnds) -> float:
    """The mean length of links, as a share of what it would be if each led to the end of another one."""
    others = np.random.default_rng(1).permutation(ends.highs)
    return _mean_distance(points, ends.lows, ends.highs) / _mean_distance(points, ends.lows, others)


def _mean_distance(points: Points, ones: Indices, others: Indices) -> float:
    return float(np.hypot(*(points[ones] - points[others]).T).mean())


def _by_forces(concepts: int, ends: LinkEnds) -> Points:
    """The layout of Fruchterman and Reingold on a grid, which igraph does fastest and best."""
    graph = igraph.Graph(n=concepts, edges=np.stack((ends.lows, ends.highs), axis=1))
    return np.array(graph.layout_fruchterman_reingold(grid=True).coords)


def _reading(store: TileStore, x: Indices, y: Indices) -> Figures:
    """Bytes of the largest tile, and how long it takes to read those around concepts, at any depth."""
    random = np.random.default_rng(2)
    concepts = random.integers(0, x.size, READS)
    depths = random.integers(0, store.deepest + 1, READS)
    codes = quadtree_codes(x[concepts], y[concepts]) >> 2 * (24 - depths)
    times, largest = [], 0
    for number in ((1 << 2 * depths) + codes).tolist():
        begun = time.perf_counter()
        body = store.tile(number)
        times.append(time.perf_counter() - begun)
        largest = max(largest, len(body or b""))
    return {"read_p99_us": float(np.percentile(times, 99)) * 1e6, "largest_tile": largest}


def _draw(store: TileStore, name: str, folder: Path) -> None:
    from benchmarks.atlas.pictures import draw_pictures  # noqa: PLC0415

    draw_pictures(store, name, folder)


if __name__ == "__main__":
    given = sys.argv[2:]
    print(json.dumps(_measured(sys.argv[1], Path(given[0]) if given else None)))
