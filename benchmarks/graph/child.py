"""One engine in a process of its own: opens it, asks the questions, writes times, memory and answers as JSON."""

import gc
import importlib
import json
import sys
import time
from pathlib import Path
from typing import IO, Any

from benchmarks.graph.engine import Answer, Engine, TooSlow
from benchmarks.graph.terms import QUERIES

ROUNDS = 5


def resident_megabytes() -> float:
    """Memory of this process in RAM, files that it has mapped included."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise OSError("this system does not say how much memory a process has")


def ask_all(
    engine: Engine, query: str, questions: list[list[Any]], budget: float, answers: IO[str]
) -> list[float]:
    """Milliseconds of each question of one sort, as many as the budget allows; answers go to the file.

    The whole list is asked in up to ROUNDS rounds and the least time of each question counts: on a machine
    that does other work too, the tail of a single round would measure that work.
    """
    ask = getattr(engine, query)
    times: list[float] = []
    ends = time.monotonic() + budget
    for number, question in enumerate(questions):
        if times and time.monotonic() > ends:
            break
        taken, answer = _timed(engine, ask, question, budget / 4)
        times.append(taken * 1_000)
        # Not kept in memory, which is to be measured without them.
        answers.write(json.dumps([query, number, answer]) + "\n")
    rounds = 1
    while rounds < ROUNDS and time.monotonic() < ends:
        rounds += 1
        for number, question in enumerate(questions[: len(times)]):
            times[number] = min(times[number], _timed(engine, ask, question, budget / 4)[0] * 1_000)
            if time.monotonic() > ends:
                break
    _say(f"{query}: {len(times)} of {len(questions)} asked, {rounds} rounds")
    return times


def _say(words: str) -> None:
    print(f"    {words}", file=sys.stderr, flush=True)


def _timed(engine: Engine, ask: Any, question: list[Any], limit: float) -> tuple[float, Answer | None]:
    engine.limit(limit)
    begun = time.perf_counter()
    try:
        answer = ask(*question)
    except TooSlow:
        answer = None
    return time.perf_counter() - begun, answer


def main() -> None:
    """`python -m benchmarks.graph.child MODULE CLASS FOLDER QUESTIONS RESULT ANSWERS BUDGET`."""
    module, kind, folder, asked, result, answers, budget = sys.argv[1:]
    engine: Engine = getattr(importlib.import_module(module), kind)()
    questions = json.loads(Path(asked).read_text())
    begun = time.perf_counter()
    engine.open(Path(folder))
    measured: dict[str, Any] = {"open": (time.perf_counter() - begun) * 1_000}
    _say(f"open after {measured['open']:,.1f} ms")
    # Collecting over a graph of Python objects would be a peer's largest pause; a server would switch it off.
    gc.collect()
    gc.freeze()
    with Path(answers).open("w") as file:
        for query in QUERIES:
            measured[query] = ask_all(engine, query, questions[query], float(budget), file)
    measured["megabytes"] = resident_megabytes()
    engine.close()
    Path(result).write_text(json.dumps(measured))


if __name__ == "__main__":
    main()
