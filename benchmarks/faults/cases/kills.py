"""kill -9 of web, relay and worker at random while people sign up and the mail server comes and goes."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from benchmarks.faults.cases.counting import lost_mails, lost_rows
from benchmarks.faults.report import Outcome
from benchmarks.faults.scene import Scene
from benchmarks.faults.visitors import Crowd

_HANDS = 6
# At most one kill in so many seconds, and mail is away for some of them.
_BETWEEN = (1.0, 3.0)
_SHARE_OF_OUTAGES = 0.25


def kills(scene: Scene, *, signups: int) -> Outcome:
    """Every acknowledged sign-up has its row and its mail."""
    crowd, over = Crowd("kills"), threading.Event()
    counts = {"kills": 0, "outages": 0}
    killer = threading.Thread(target=_kill, args=[scene, over, counts])
    killer.start()
    with ThreadPoolExecutor(_HANDS) as people:
        emails = [crowd.next() for _ in range(signups)]
        answers = list(people.map(lambda email: crowd.insist(scene.site.port, email), emails))
    over.set()
    killer.join()
    without_row, without_mail = lost_rows(scene, crowd), lost_mails(scene, crowd)
    doubled, renamed = scene.mailbox.doubled, scene.mailbox.renamed
    asked = sum(map(len, answers))
    return scene.outcome(
        "kills",
        "every 2xx has its row and its mail; doubled mails ≤ kills, same Message-ID",
        without_row == without_mail == renamed == 0 and doubled <= counts["kills"],
        f"{len(crowd.acknowledged):,} acknowledged of {signups:,} ({asked:,} requests), {counts['kills']} kills, "
        f"{counts['outages']} mail outages; {without_row} without row, {without_mail} without mail, "
        f"{doubled} doubled, {renamed} renamed",
    )


def _kill(scene: Scene, over: threading.Event, counts: dict[str, int]) -> None:
    while not over.wait(scene.random.uniform(*_BETWEEN)):
        if scene.random.random() < _SHARE_OF_OUTAGES:
            scene.mailbox.close()
            time.sleep(scene.random.uniform(*_BETWEEN))
            scene.mailbox.open()
            counts["outages"] += 1
            continue
        part = scene.random.choice(scene.site.parts)
        scene.site.kill(part)
        counts["kills"] += 1
        scene.site.start(part)
