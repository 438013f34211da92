"""The web server stopped and renewed under load."""

import signal
import time
from collections.abc import Callable

from benchmarks.faults.report import Outcome
from benchmarks.faults.scene import Scene
from benchmarks.faults.visitors import PAGE, Answer, Crowd, Seen, ask, busy


def sigterm(scene: Scene) -> Outcome:
    """What was begun is answered."""
    with busy(_asking(scene), hands=3) as seen:
        time.sleep(3)
        scene.site.signal("web", signal.SIGTERM)
        ended = scene.site.ended("web", 30)
        time.sleep(0.5)
    scene.site.start("web")
    lost, total, _ = _counted(seen)
    return scene.outcome(
        "sigterm",
        "SIGTERM under load: requests drain, 0 failures",
        ended and lost == 0,
        f"{total:,} requests answered, {lost} begun and lost; ended: {ended}",
    )


def reload(scene: Scene) -> Outcome:
    """New processes take over and nobody notices, as in an upgrade without downtime."""
    with busy(_asking(scene), hands=3) as seen:
        time.sleep(2)
        scene.site.signal("web", signal.SIGHUP)
        # Ten seconds for each process in turn.
        time.sleep(26)
    lost, total, refused = _counted(seen)
    return scene.outcome(
        "reload",
        "web processes renewed under load: 0 failures",
        lost == refused == 0,
        f"{total:,} requests, {lost} lost, {refused} turned away",
    )


def _asking(scene: Scene) -> dict[str, Callable[[], Answer]]:
    port, crowd = scene.site.port, Crowd("stopping")
    return {"page": lambda: ask(port, "GET", PAGE), "sign-up": lambda: crowd.one(port)}


def _counted(seen: dict[str, Seen]) -> tuple[int, int, int]:
    lost = sum(kind.begun_and_lost for kind in seen.values())
    refused = sum(answer.refused for kind in seen.values() for answer in kind.answers)
    total = sum(len(kind.answers) for kind in seen.values()) - refused
    return lost, total, refused
