"""What is recognised in documents: precision and recall a field, parents of concepts, megabytes a second."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from benchmarks.bars import Bar
from benchmarks.extract.baseline import naive_facts
from benchmarks.extract.ingesting import ingest_speeds
from benchmarks.extract.parents import (
    ALL,
    BASELINES,
    LEFT_OUT,
    OURS,
    concepts_found,
    fitted_to_all,
    parent_hits,
)
from benchmarks.extract.scoring import FIELDS, SEEDS, Score, scores
from benchmarks.extract.speed import speeds
from library.recognizing.rules import propose_facts

_FOLDERS = {
    SEEDS: "the disclosures that come along, written apart from the rules",
    "held_out": "texts that the rules were not tuned on",
    "tuned": "texts that the rules were tuned on",
}
_LEAST_SPEED = 1.0


def main() -> int:
    """Measure, print the tables, write JSON; 1 when a bar is missed."""
    options = _options()
    if options.fit:
        print(json.dumps(fitted_to_all(), indent=4))
        return 0
    facts = {folder: _facts(folder, told) for folder, told in _FOLDERS.items()}
    parents = _parents()
    found = concepts_found()
    print(f"\n{'concepts of a map text that are found whole':<44}")
    for form, (right, count) in found.items():
        print(f"  {form:<42}{right:>5} of {count}")
    rates = {**speeds(), **ingest_speeds()}
    print(f"\n{'MB a second of processor time':<44}")
    for name, rate in rates.items():
        print(f"  {name:<42}{rate:>8.2f}")
    bars = _bars(facts, parents, rates)
    print("\n" + "\n".join(map(str, bars)))
    output = (
        options.output or Path(os.environ.get("KINAPSE_VAR") or "var").resolve() / "bench" / "extract.json"
    )
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(
        json.dumps(
            {"facts": _as_json(facts), "parents": parents, "concepts": found, "speed": rates}, indent=1
        )
    )
    print(f"Written to {output}")
    return int(not all(bar.holds for bar in bars))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench extract", description=__doc__)
    parser.add_argument(
        "--fit", action="store_true", help="fit the weights of the hierarchy anew and print them"
    )
    parser.add_argument("--output", type=Path, help="where the figures go as JSON")
    return parser.parse_args()


def _facts(folder: str, told: str) -> dict[str, dict[str, Score]]:
    ours, naive = scores(folder, propose_facts), scores(folder, lambda text: list(naive_facts(text)))
    print(f"\nfacts of untagged disclosures, {told}")
    print(
        f"{'':<16}{'support':>8}   {'precision':>9}{'recall':>8}{'F1':>7}  "
        f" {'naive: precision':>16}{'recall':>8}{'F1':>7}"
    )
    for field in (*FIELDS, "all"):
        one, other = ours[field], naive[field]
        print(
            f"{field:<16}{one.support:>8}   {one.precision:>9.2f}{one.recall:>8.2f}{one.f1:>7.2f}   "
            f"{other.precision:>16.2f}{other.recall:>8.2f}{other.f1:>7.2f}"
        )
    return {"rules": ours, "naive": naive}


def _parents() -> dict[str, dict[str, tuple[int, int]]]:
    table = parent_hits()
    ways = (OURS, LEFT_OUT, *BASELINES)
    print("\nproposed parents that are right, of maps as plain text")
    print(f"{'':<38}" + "".join(f"{way:>24}" for way in ways))
    for title, row in table.items():
        print(f"{title:<38}" + "".join(f"{row[way][0] / row[way][1]:>24.2f}" for way in ways))
    return table


def _bars(
    facts: dict[str, dict[str, dict[str, Score]]],
    parents: dict[str, dict[str, tuple[int, int]]],
    rates: dict[str, float],
) -> list[Bar]:
    right = {way: hits / count for way, (hits, count) in parents[ALL].items()}
    best = max(right[way] for way in BASELINES)
    bars = [
        Bar(
            f"F1 of all fields, {folder}",
            engines["rules"]["all"].f1,
            engines["naive"]["all"].f1,
            "",
            at_least=True,
        )
        for folder, engines in facts.items()
    ]
    bars.append(Bar("parents, each map left out of the fit", right[LEFT_OUT], best, "", at_least=True))
    return [
        *bars,
        *(Bar(f"speed, {name}", rate, _LEAST_SPEED, "MB/s", at_least=True) for name, rate in rates.items()),
    ]


def _as_json(facts: dict[str, dict[str, dict[str, Score]]]) -> dict[str, Any]:
    return {
        folder: {
            engine: {
                field: {
                    "precision": one.precision,
                    "recall": one.recall,
                    "f1": one.f1,
                    "support": one.support,
                }
                for field, one in fields.items()
            }
            for engine, fields in engines.items()
        }
        for folder, engines in facts.items()
    }


if __name__ == "__main__":
    sys.exit(main())
