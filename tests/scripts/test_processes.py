"""Children of a command: they end with it, whole families of them."""

import os
import signal
import subprocess
import sys
import time

import pytest

from script.steps.processes import first_to_end, run, start, stop, stop_all, stopping_by_signal
from script.steps.words import Refused, Stopped

_STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _signal_and_wait(number: signal.Signals) -> None:
    os.kill(os.getpid(), number)
    time.sleep(5)


def test_a_signal_becomes_an_exception_that_only_the_end_of_the_command_catches() -> None:
    with pytest.raises(Stopped) as stopped, stopping_by_signal():
        _signal_and_wait(signal.SIGTERM)
    assert stopped.value.signal_number == signal.SIGTERM
    assert not isinstance(stopped.value, Exception)


def test_a_second_signal_does_not_break_off_the_stopping() -> None:
    cleaned = False

    def be_stopped() -> None:
        nonlocal cleaned
        try:
            _signal_and_wait(signal.SIGINT)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            cleaned = True

    with pytest.raises(Stopped), stopping_by_signal():
        be_stopped()
    assert cleaned


def test_a_grandchild_ends_with_its_parent() -> None:
    parent = (
        "import subprocess, sys, time; "
        "p = subprocess.Popen([sys.executable, '-c', sys.argv[1]], stdout=subprocess.PIPE); "
        "p.stdout.readline(); print(p.pid, flush=True); time.sleep(60)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", parent, _STUBBORN], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    with child:
        grandchild = int(child.stdout.readline()) if child.stdout else 0
        assert _is_alive(grandchild)
        stop(child)
    # The parent is gone, so whoever adopted the grandchild has to notice its end first.
    give_up = time.monotonic() + 5
    while _is_alive(grandchild) and not _is_zombie(grandchild) and time.monotonic() < give_up:
        time.sleep(0.05)
    assert not _is_alive(grandchild) or _is_zombie(grandchild)


def _is_zombie(pid: int) -> bool:
    answer = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip().startswith("Z")


def test_a_child_that_does_not_listen_is_killed() -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as says, os.fdopen(writer, "wb") as output:
        child = start([sys.executable, "-c", _STUBBORN], dict(os.environ), output)
        says.readline()
    stop(child, patience=0.2)
    assert child.returncode == -signal.SIGKILL


def test_the_first_to_end_gives_its_name_and_its_code() -> None:
    children = {
        "slow": start([sys.executable, "-c", "import time; time.sleep(60)"], dict(os.environ)),
        "quick": start([sys.executable, "-c", "import sys; sys.exit(7)"], dict(os.environ)),
    }
    try:
        assert first_to_end(children) == ("quick", 7)
    finally:
        for child in children.values():
            stop(child)


def test_a_program_that_is_missing_or_fails_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="It is not there"):
        run(["no-such-program-here"], dict(os.environ), otherwise="It is not there.")
    with pytest.raises(Refused, match="It failed"):
        run([sys.executable, "-c", "import sys; sys.exit(3)"], dict(os.environ), otherwise="It failed.")


_FINISHING = (
    "import signal, sys, time; "
    "say = lambda: print(time.monotonic(), flush=True); "
    "signal.signal(signal.SIGTERM, lambda *_: (say(), time.sleep(float(sys.argv[1])), say(), sys.exit(0))); "
    "say(); time.sleep(60)"
)


def test_all_are_asked_at_once_and_have_the_time_to_finish_what_is_in_hand() -> None:
    children = [
        subprocess.Popen(
            [sys.executable, "-c", _FINISHING, seconds], stdout=subprocess.PIPE, start_new_session=True
        )
        for seconds in ("1.5", "1.5", "60")
    ]
    for child in children:
        assert child.stdout
        child.stdout.readline()
    began = time.monotonic()
    stop_all(dict.fromkeys(children, 5))
    assert [child.returncode for child in children] == [0, 0, -signal.SIGKILL]
    assert time.monotonic() - began < 9
    times = []
    for child in children:
        assert child.stdout
        times.append([float(line) for line in child.stdout])
        child.stdout.close()
    assert [len(each) for each in times] == [2, 2, 1]
    last_asked, first_done = max(each[0] for each in times), min(each[-1] for each in times[:2])
    assert last_asked < first_done


_DROPS_ITS_WORK_WHEN_ASKED_AGAIN = (
    "import signal, time\n"
    "asked = []\n"
    "def ask(number, frame):\n"
    "    signal.signal(number, signal.SIG_DFL)\n"
    "    asked.append(number)\n"
    "signal.signal(signal.SIGTERM, ask)\n"
    "print(flush=True)\n"
    "while not asked:\n"
    "    time.sleep(0.02)\n"
    "time.sleep(1.5)\n"
)


def test_each_is_asked_once_because_a_relay_that_is_asked_again_drops_what_it_has_in_hand() -> None:
    quick, relay = children = [
        subprocess.Popen([sys.executable, "-c", *code], stdout=subprocess.PIPE, start_new_session=True)
        for code in ([_FINISHING, "0.5"], [_DROPS_ITS_WORK_WHEN_ASKED_AGAIN])
    ]
    for child in children:
        assert child.stdout
        child.stdout.readline()
    stop_all({quick: 5, relay: 6})
    assert [child.returncode for child in children] == [0, 0]
    for child in children:
        assert child.stdout
        child.stdout.close()
