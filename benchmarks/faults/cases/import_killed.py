"""Whoever does an import killed in the middle of it."""

import time
from pathlib import Path

from benchmarks.faults.report import Outcome
from benchmarks.faults.scene import Scene, until

_CONCEPTS = 20_000
_DONE_WITHIN = 60.0
_HAND_IN = """
from pathlib import Path
from concepts.imports import ask_for_import
ask_for_import(file_name="made-up.md", content=Path({file!r}).read_bytes())
"""
_BEGUN = "SELECT count(*) FROM outbox_job WHERE kind = 'concepts.import' AND begun IS NOT NULL"
_DONE = "SELECT count(*) FROM outbox_job WHERE kind = 'concepts.import' AND state = 'done'"
_MADE = "SELECT id, revision FROM concepts_knowledgemap WHERE slug = 'made-up'"


def import_killed(scene: Scene) -> Outcome:
    """It is done within a minute by the next, wholly and once."""
    site = scene.site
    file = scene.site.folder / "made-up.md"
    _write(file)
    site.run("manage.py", "shell", "--verbosity=0", "-c", _HAND_IN.format(file=str(file)))
    until(lambda: site.count(_BEGUN) == 1, 30)
    # Long enough to be in the middle of it, and too short to have ended.
    time.sleep(1.0)
    part = "worker" if "worker" in site.parts else "relay"
    site.kill(part)
    killed = time.monotonic()
    in_the_middle = site.count(_DONE) == 0
    site.start(part)
    left = len(site.rows(_MADE))
    until(lambda: site.count(_DONE) == 1, 3 * _DONE_WITHIN)
    took = time.monotonic() - killed
    made = site.rows(_MADE)
    concepts = site.count(f"SELECT count(*) FROM concepts_concept WHERE map_id = {made[0][0]}") if made else 0
    revision = made[0][1] if made else 0
    return scene.outcome(
        "import",
        f"a {part} killed in mid-import: nothing half done, done within 60 s, effects once",
        in_the_middle and left == 0 and concepts == _CONCEPTS and revision == 2 and took <= _DONE_WITHIN,
        f"killed in the middle: {in_the_middle}; left behind: {left} maps; done after {took:.0f} s with {concepts:,} "
        f"concepts at revision {revision}",
    )


def _write(file: Path) -> None:
    head = "---\ntitle: Made up\nslug: made-up\nsummary: Made up to be broken off.\n---\n"
    concepts = (
        f"\n## Concept {number}\n\n```yaml\nsummary: What concept {number} says.\n```\n"
        for number in range(_CONCEPTS)
    )
    file.write_text(head + "".join(concepts))
