"""What Lighthouse thinks of a page."""

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.map.browser import chromium_path, switches
from benchmarks.map.peers import HERE
from script.steps.front_end import node_environment
from script.steps.processes import start, stop
from script.steps.words import Refused

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FORMS = ("mobile", "desktop")
# A score below the best is measured again, so that one slow moment of the machine does not decide.
_TIMES = 3
_WITHIN = 300
# Now and then Chromium records no start of the navigation, and Lighthouse gives up.
_TRIES = 3


@dataclass(frozen=True)
class Verdict:
    """Scores of a page by category, 0 to 100, medians where there was more than one run; and what failed."""

    scores: dict[str, float]
    failed: tuple[str, ...]


def judge(url: str, form: str) -> Verdict:
    """Run Lighthouse on an address, once more and again if it finds fault. Raises Refused when it cannot run."""
    reports = [_run(url, form)]
    if min(_scores(reports[0]).values()) < 100:
        reports += [_run(url, form) for _ in range(_TIMES - 1)]
    scores = {name: median(_scores(report)[name] for report in reports) for name in CATEGORIES}
    # Values differ from run to run, and one of them is enough.
    faults = {fault: value for report in reports for fault, value in faults_of(report).items()}
    failed = [f"{fault} ({value})" if value else fault for fault, value in faults.items()]
    return Verdict(scores, tuple(failed) if min(scores.values()) < 100 else ())


def faults_of(report: dict[str, Any]) -> dict[str, str]:
    """The audits that take something from a score, by category and title, each with what it found."""
    found = {}
    for name in CATEGORIES:
        for reference in report["categories"][name]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            # One that could not be made has no score, and leaves its category without one.
            broken = audit["scoreDisplayMode"] == "error"
            if reference["weight"] and (broken or (audit["score"] is not None and audit["score"] < 1)):
                found[f"{name}: {audit['title']}"] = (
                    audit.get("errorMessage") or audit.get("displayValue") or ""
                )
    return found


def _scores(report: dict[str, Any]) -> dict[str, float]:
    # Lighthouse gives none where an audit could not be made.
    return {name: round((report["categories"][name]["score"] or 0) * 100) for name in CATEGORIES}


def _run(url: str, form: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="kinapse-lighthouse-") as folder:
        output = Path(folder, "report.json")
        for _ in range(_TRIES):
            if _write_report(url, form, output):
                report: dict[str, Any] = json.loads(output.read_text())
                return report
    raise Refused(f"Lighthouse could not judge {url}; the lines above say why.")


def _write_report(url: str, form: str, output: Path) -> bool:
    """Whether Lighthouse ended well. Raises Refused when it does not end."""
    command: list[str | Path] = [
        *("node", HERE / "node_modules" / "lighthouse" / "cli" / "index.js", url, "--quiet"),
        *("--output=json", f"--output-path={output}", "--no-enable-error-reporting"),
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(['--headless=new', *switches()])}",
        *(["--preset=desktop"] if form == "desktop" else []),
    ]
    child = start(command, {**node_environment(), "CHROME_PATH": chromium_path()})
    try:
        return child.wait(_WITHIN) == 0 and output.is_file()
    except subprocess.TimeoutExpired:
        raise Refused(f"Lighthouse has not judged {url} within {_WITHIN} seconds.") from None
    finally:
        stop(child)
