"""Tiles over HTTP beside a bare view of Django on the same server."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from statistics import median

from benchmarks.bars import Bar
from benchmarks.http.asked import SLUG
from benchmarks.http.load import Load, Rate, ask, measure
from benchmarks.http.servers import Servers
from benchmarks.map.report import Part

P99_MOST, RATE_SHARE = 20.0, 0.25
_DEPTHS, _WALKS = 6, 100
_BARE = "/bare/"


def measure_tiles(size: int, rounds: int, seconds: float) -> Part:
    """Requests a second and the slowest of a hundred, round by round, so that a slow moment slows both."""
    folder = Path(os.environ.get("KINAPSE_VAR") or "var").resolve() / "bench" / f"http-{size}"
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "KINAPSE_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "kinapse.settings"}
    environment.pop("DATABASE_URL", None)
    filling = [sys.executable, "-m", "benchmarks.http.filling", str(size), str(folder / "starts.json")]
    for command in (filling, [sys.executable, "manage.py", "layout_map", SLUG]):
        subprocess.run(command, env=environment, check=True)
    with Servers(folder) as servers:
        loads = {"tiles": _tiles(servers.site_port), "bare view": Load(servers.bare_port, (_BARE,))}
        taken: dict[str, list[Rate]] = {name: [] for name in loads}
        for _ in range(rounds):
            for name, load in loads.items():
                taken[name].append(measure(load, seconds / rounds))
    return _part(size, taken)


def _tiles(port: int) -> Load:
    """Addresses of tiles that are there, of all depths, as visitors come by them: from the whole map down."""
    version = ask(Load(port, ()), f"/api/v1/maps/{SLUG}/places/")[2]
    query = f"?version={json.loads(version)['version']}"
    chance = random.Random(5)
    paths: dict[str, None] = {}
    for _ in range(_WALKS):
        z = x = y = 0
        for _ in range(_DEPTHS):
            path = f"/api/v1/maps/{SLUG}/tiles/{z}/{x}/{y}/{query}"
            deeper: int = json.loads(ask(Load(port, ()), path)[2])["deeper"]
            paths[path] = None
            quarters = [bit for bit in range(4) if deeper >> bit & 1]
            if not quarters:
                break
            quarter = chance.choice(quarters)
            z, x, y = z + 1, 2 * x + quarter % 2, 2 * y + quarter // 2
    return Load(port, tuple(paths), ("Accept-Encoding", "gzip"))


def _part(size: int, taken: dict[str, list[Rate]]) -> Part:
    rows = [
        [name, f"{median(one.a_second for one in rates):,.0f}", f"{median(one.p99 for one in rates):.1f}"]
        for name, rates in taken.items()
    ]
    share = median(
        ours.a_second / bare.a_second for ours, bare in zip(taken["tiles"], taken["bare view"], strict=True)
    )
    bars = [
        Bar("tiles, the slowest of a hundred", median(one.p99 for one in taken["tiles"]), P99_MOST, "ms"),
        Bar("tiles a second, share of a bare view's", share, RATE_SHARE, "", at_least=True),
    ]
    head = [f"{size:,} concepts", "a second", "p99 ms"]
    return Part("Tiles over 16 connections", head, rows, bars)
