"""kill -9 of web, relay and worker at random while people sign up and the mail server comes and goes."""

import time
from concurrent.futures import Future, ThreadPoolExecutor

from benchmarks.faults.cases.counting import lost_mails, lost_rows
from benchmarks.faults.report import Outcome
from benchmarks.faults.scene import Scene
from benchmarks.faults.visitors import Answer, Crowd

_HANDS = 6
# Each hand rests after a sign-up, so that there is time for kills: about a minute for two thousand.
_REST = 0.15
_BETWEEN = (0.5, 2.0)
_SHARE_OF_OUTAGES = 0.25


def kills(scene: Scene, *, signups: int) -> Outcome:
    """Every acknowledged sign-up has its row and its mail."""
    crowd = Crowd("kills")

    def sign_up(email: str) -> list[Answer]:
        answers = crowd.insist(scene.site.port, email)
        time.sleep(_REST)
        return answers

    with ThreadPoolExecutor(_HANDS) as people:
        asked = [people.submit(sign_up, crowd.next()) for _ in range(signups)]
        killed, outages = _kill_until_done(scene, asked)
    without_row, without_mail = lost_rows(scene, crowd), lost_mails(scene, crowd)
    doubled, renamed = scene.mailbox.doubled, scene.mailbox.renamed
    requests = sum(len(answers.result()) for answers in asked)
    return scene.outcome(
        "kills",
        "every 2xx has its row and its mail; doubled mails ≤ kills, same Message-ID",
        without_row == without_mail == renamed == 0 and doubled <= killed,
        f"{len(crowd.acknowledged):,} acknowledged of {signups:,} ({requests:,} requests), {killed} kills, {outages} "
        f"mail outages; {without_row} without row, {without_mail} without mail, {doubled} doubled, {renamed} renamed",
    )


def _kill_until_done(scene: Scene, asked: list[Future[list[Answer]]]) -> tuple[int, int]:
    """Kills and starts again from this thread, since what a thread has started is told to stop when the thread ends."""
    killed = outages = 0
    while not all(answers.done() for answers in asked):
        time.sleep(scene.random.uniform(*_BETWEEN))
        if scene.random.random() < _SHARE_OF_OUTAGES:
            scene.mailbox.close()
            time.sleep(scene.random.uniform(*_BETWEEN))
            scene.mailbox.open()
            outages += 1
            continue
        part = scene.random.choice(scene.site.parts)
        scene.site.kill(part)
        scene.site.start(part)
        killed += 1
    return killed, outages
