"""Runs a measurement of benchmarks/, or lists them."""

import ast
import os
import sys
from pathlib import Path

from script.steps.house import house_environment, set_up
from script.steps.places import ROOT, VENV_PYTHON
from script.steps.words import Refused, end_with, say


def measurements() -> dict[str, Path]:
    """The modules of benchmarks/ that can be run by their name."""
    folder = ROOT / "benchmarks"
    packages = {path.parent.name: path for path in folder.glob("*/__main__.py")}
    modules = {
        path.stem: path for path in folder.glob("*.py") if '__name__ == "__main__"' in path.read_text()
    }
    return dict(sorted({**modules, **packages}.items()))


def _subject(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text())) or ""
    return text.partition("\n")[0]


def main() -> int:
    """Becomes the measurement that the first argument names."""
    known = measurements()
    if len(sys.argv) == 1:
        for name, path in known.items():
            say(f"script/bench {name:<12} {_subject(path)}")
        return 0
    if sys.argv[1] not in known:
        raise Refused(
            f"There is no measurement {sys.argv[1]!r}. There are: {', '.join(known) or 'none yet'}."
        )
    set_up(development=True)
    os.chdir(ROOT)
    command = [str(VENV_PYTHON), "-m", f"benchmarks.{sys.argv[1]}", *sys.argv[2:]]
    os.execve(command[0], command, house_environment())


if __name__ == "__main__":
    end_with(main)
