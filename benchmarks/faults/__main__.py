"""Brings faults about, on the embedded default and on PostgreSQL with Redis, and says what held."""

import argparse
from collections.abc import Callable, Iterator

from benchmarks.faults.cases import disk_full, speed, stopping
from benchmarks.faults.cases.import_killed import import_killed
from benchmarks.faults.cases.kills import kills
from benchmarks.faults.cases.mail_refused import mail_refused
from benchmarks.faults.cases.postgresql_restarted import postgresql_restarted
from benchmarks.faults.cases.race import race
from benchmarks.faults.cases.redis_away import redis_away
from benchmarks.faults.cases.worker_killed import worker_killed
from benchmarks.faults.cases.write_locked import write_locked
from benchmarks.faults.report import Outcome, table
from benchmarks.faults.scene import Scene, say, scene
from kinapse.log_masks import masked
from script.steps.processes import stopping_by_signal
from script.steps.words import end_with

Case = Callable[[Scene], Outcome]


def main() -> int:
    """Bring about what was chosen; 0 if all of it held."""
    options = _options()
    outcomes: list[Outcome] = []
    # Also when it is stopped, nothing of it stays behind.
    with stopping_by_signal():
        for embedded in (True, False):
            if options.stores in {"both", "sqlite" if embedded else "postgresql"}:
                for outcome in _on(embedded, options):
                    say(str(outcome))
                    outcomes.append(outcome)
    print(table(outcomes))
    return int(not all(outcome.holds for outcome in outcomes))


def cases(options: argparse.Namespace, *, embedded: bool) -> dict[str, Case]:
    """What can be brought about on one running site, by name."""
    always: dict[str, Case] = {
        "race": race,
        "worker": worker_killed,
        "import": import_killed,
        "mail": mail_refused,
        "sigterm": stopping.sigterm,
        "reload": stopping.reload,
        "rate": lambda here: speed.rate(here, seconds=options.seconds),
        "kills": lambda here: kills(here, signups=options.signups),
        "backlog": lambda here: speed.backlog(here, jobs=options.backlog),
        "soak": lambda here: speed.soak(here, minutes=options.minutes),
    }
    if embedded:
        return {"lock": write_locked, **always}
    return {
        "redis": lambda here: redis_away(here, seconds=options.seconds),
        "postgresql": postgresql_restarted,
        **always,
    }


def _on(embedded: bool, options: argparse.Namespace) -> Iterator[Outcome]:
    chosen = {
        name: case
        for name, case in cases(options, embedded=embedded).items()
        if not options.only or name in options.only
    }
    for name, case in chosen.items():
        # Each on a site of its own: what one has broken must not help or hinder the next.
        with scene(embedded=embedded, seed=options.seed) as here:
            say(f"… {name} on {here.stores}")
            yield case(here)
            yield from _logs(here, name)
    if not options.only or "disk" in options.only:
        if disk_full.may_mount():
            say("… disk")
            yield disk_full.disk_full(embedded=embedded, seed=options.seed)
        else:
            say("NOT RUN: disk, because this user may not mount a small one")


def _logs(here: Scene, name: str) -> Iterator[Outcome]:
    """A line more only when somebody was named: whom a mail went to, or what masks itself would still find."""
    names = {recipient.partition("@")[0] for recipient in here.mailbox.arrived}
    found = [
        line
        for line in here.site.logged().splitlines()
        if masked(line) != line or any(person in line for person in names)
    ]
    if found:
        yield here.outcome(name, "no address and no token in the logs", False, masked(found[0])[:200])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench faults", description=__doc__)
    names = ["lock", *cases(argparse.Namespace(), embedded=False), "disk"]
    parser.add_argument("--only", nargs="+", choices=names, metavar="FAULT", help=", ".join(names))
    parser.add_argument("--stores", choices=["both", "sqlite", "postgresql"], default="both")
    parser.add_argument("--signups", type=int, default=2_000, help="during the kills")
    parser.add_argument("--backlog", type=int, default=10_000, help="mails that wait")
    parser.add_argument("--seconds", type=float, default=15, help="of each phase of load")
    parser.add_argument("--minutes", type=float, default=30, help="of the soak")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    end_with(main)
