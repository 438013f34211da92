"""Fifty sign-ups of one address at once, differently written."""

from concurrent.futures import ThreadPoolExecutor

from benchmarks.faults.report import Outcome
from benchmarks.faults.scene import Scene, until
from benchmarks.faults.visitors import network, sign_up

_SPELLINGS = (
    "ada.race@example.com",
    "Ada.Race@example.com",
    "ADA.RACE@EXAMPLE.COM",
    " ada.race@Example.com ",
    "ada.race@ＥＸＡＭＰＬＥ.com",
)
_AT_ONCE = 50


def race(scene: Scene) -> Outcome:
    """One row, one mail."""
    with ThreadPoolExecutor(_AT_ONCE) as people:
        answers = list(
            people.map(
                lambda number: sign_up(
                    scene.site.port, _SPELLINGS[number % len(_SPELLINGS)], network(0xA00000 + number)
                ),
                range(_AT_ONCE),
            )
        )
    until(lambda: bool(_mails(scene)), 60)
    # Long enough for a second one to come.
    until(lambda: _mails(scene) > 1, 5)
    rows = scene.site.count("SELECT count(*) FROM waitlist_signup WHERE email_key = 'ada.race@example.com'")
    statuses = sorted({answer.status for answer in answers})
    return scene.outcome(
        "race",
        "50 racing sign-ups of one address: one row, one mail",
        rows == 1 and _mails(scene) == 1 and not any(answer.is_failure for answer in answers),
        f"{rows} row, {_mails(scene)} mail; answers {statuses} (three an hour pass for one address)",
    )


def _mails(scene: Scene) -> int:
    return sum(
        count for recipient, count in scene.mailbox.arrived.items() if recipient.startswith("ada.race@")
    )
