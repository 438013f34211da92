"""Graph queries side by side: the graph service, NetworkX, rustworkx, igraph, SQLite and PostgreSQL on one map."""

import argparse
import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.graph.databases import drop_database, postgres_address
from benchmarks.graph.engine import Engine
from benchmarks.graph.report import BARRED_SIZE, CHANGED, OURS, SERVICE, Measured, bars, table
from benchmarks.graph.terms import LINKS, QUERIES, STARTS
from benchmarks.graph.workload import Workload, make_workload, save_before

ENGINES = {
    SERVICE: ("service", "Service"),
    CHANGED: ("laid_over", "LaidOver"),
    "networkx loops": ("networkx_engines", "NetworkxLoops"),
    "networkx calls": ("networkx_engines", "NetworkxCalls"),
    "rustworkx": ("rustworkx_engine", "Rustworkx"),
    "igraph": ("igraph_engines", "Igraph"),
    "igraph calls": ("igraph_engines", "IgraphCalls"),
    "sqlite levels": ("databases", "Sqlite"),
    "sqlite recursive": ("databases", "SqliteRecursive"),
    "postgresql levels": ("databases", "Postgres"),
    "postgresql recursive": ("databases", "PostgresRecursive"),
}


def main() -> int:
    """Measure every engine in a process of its own, one after the other, and say how they compare."""
    options = _options()
    # An ordinary end by signal would leave the engine's process and the database behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    address = postgres_address()
    os.environ["BENCH_POSTGRES"] = address or ""
    chosen = [name for name in ENGINES if name in OURS or not options.engine or name in options.engine]
    if address is None:
        chosen = [name for name in chosen if not name.startswith("postgresql")]
        _say("no PostgreSQL answers at DATABASE_URL or on localhost: left out")
    with tempfile.TemporaryDirectory(prefix="kinapse-bench-") as folder:
        try:
            measured = _measure_all(chosen, options, Path(folder))
        finally:
            drop_database(Path(folder))
    return _report(measured, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench graph", description=__doc__)
    parser.add_argument("--size", type=int, choices=sorted(LINKS), default=1_000, help="concepts in the map")
    parser.add_argument(
        "--changed", type=int, default=10_000, help="links changed since the snapshot, in one of the rows"
    )
    parser.add_argument(
        "--engine", action="append", choices=list(ENGINES), help="only this one; may be repeated"
    )
    parser.add_argument(
        "--budget", type=float, default=60, help="seconds for each sort of question and engine"
    )
    parser.add_argument("--output", type=Path, help="where the figures go as JSON")
    return parser.parse_args()


def _measure_all(chosen: list[str], options: argparse.Namespace, folder: Path) -> list[Measured]:
    begun, size = time.monotonic(), options.size
    _say(
        f"drawing a map of {size:,} concepts and {LINKS[size]:,} links, with {STARTS} questions of each sort"
    )
    make_workload(size, folder)
    workload = Workload.load(folder)
    save_before(workload, folder, min(options.changed, LINKS[size] // 10))
    _write_questions(workload, folder)
    measured: list[Measured] = []
    expected: dict[tuple[str, int], Any] = {}
    for place, name in enumerate(chosen, 1):
        _say(f"[{place}/{len(chosen)}, {time.monotonic() - begun:,.0f} s] {name}")
        kind = _kind_of(name)
        kind.prepare(workload, folder)
        figures, answers = _run(kind, folder, options.budget, service=name in OURS)
        if name in OURS:
            answers = _by_number(answers, workload)
            expected = expected or answers
        differing = sum(answer is not None and answer != expected[asked] for asked, answer in answers.items())
        times = {query: figures[query] for query in QUERIES}
        measured.append(Measured(name, figures["open"], figures["megabytes"], times, differing, kind.note))
    return measured


def _kind_of(name: str) -> type[Engine]:
    module, kind = ENGINES[name]
    found: type[Engine] = getattr(importlib.import_module(f"benchmarks.graph.{module}"), kind)
    return found


def _write_questions(workload: Workload, folder: Path) -> None:
    """Once by number, for the peers, and once by id, for the service."""
    starts, others = workload.starts, workload.others
    known = [workload.known_of(question) for question in range(starts.size)]
    for file, named in (("numbers.json", lambda numbers: numbers), ("ids.json", workload.ids.__getitem__)):
        begin, end = named(starts).tolist(), named(others).tolist()
        questions = {
            "neighborhood": [[start] for start in begin],
            "path": [[start, named(some).tolist()] for start, some in zip(begin, known, strict=True)],
            "connection": [[a, b] for a, b in zip(begin, end, strict=True)],
        }
        (folder / file).write_text(json.dumps(questions))


def _run(
    kind: type[Engine], folder: Path, budget: float, *, service: bool
) -> tuple[dict[str, Any], dict[Any, Any]]:
    result, answers = folder / "result.json", folder / "answers.jsonl"
    questions = folder / ("ids.json" if service else "numbers.json")
    files = [str(file) for file in (folder, questions, result, answers)]
    command = [
        sys.executable,
        "-m",
        "benchmarks.graph.child",
        kind.__module__,
        kind.__name__,
        *files,
        str(budget),
    ]
    subprocess.run(command, check=True)
    lines = (json.loads(line) for line in answers.read_text().splitlines())
    return json.loads(result.read_text()), {(query, number): answer for query, number, answer in lines}


def _by_number(answers: dict[Any, Any], workload: Workload) -> dict[Any, Any]:
    number = {concept_id: place for place, concept_id in enumerate(workload.ids.tolist())}
    return {
        asked: answer if isinstance(answer, int) else [number[concept_id] for concept_id in answer]
        for asked, answer in answers.items()
    }


def _report(measured: list[Measured], options: argparse.Namespace) -> int:
    print(table(measured))
    found = bars(measured)
    if options.size != BARRED_SIZE:
        print(f"The bars are set for {BARRED_SIZE:,} concepts; at {options.size:,}:")
    for bar in found:
        print(bar)
    output: Path = (
        options.output or Path(os.environ.get("KINAPSE_VAR", "var")) / "bench" / f"graph-{options.size}.json"
    )
    output.parent.mkdir(parents=True, exist_ok=True)
    results = {
        "concepts": options.size,
        "links": LINKS[options.size],
        "engines": [one.as_json() for one in measured],
        "bars": [{"bar": str(bar), "holds": bar.holds} for bar in found],
    }
    output.write_text(json.dumps(results, indent=2) + "\n")
    _say(f"figures written to {output}")
    return 1 if any(one.differing for one in measured) else 0


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
