"""Failures wait longer each time, and end."""

from datetime import timedelta

import pytest

from outbox import backoff


def _delays() -> list[timedelta]:
    delays: list[timedelta] = []
    while (delay := backoff.delay_after(len(delays) + 1)) is not None:
        delays.append(delay)
    return delays


def test_the_waits_double_up_to_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backoff, "JITTER", 0.0)
    seconds = [delay.total_seconds() for delay in _delays()]
    assert seconds[:11] == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600]
    assert set(seconds[10:]) == {3600}


def test_it_gives_up_after_about_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backoff, "JITTER", 0.0)
    total = sum(_delays(), timedelta())
    assert timedelta(hours=24) <= total < timedelta(hours=25)
    assert backoff.delay_after(backoff.ATTEMPTS) is None
    assert backoff.delay_after(backoff.ATTEMPTS - 1) is not None


def test_what_failed_together_does_not_come_back_together() -> None:
    waits = {backoff.delay_after(5) for _ in range(50)}
    assert len(waits) > 40
    assert all(timedelta(seconds=64) <= wait <= timedelta(seconds=96) for wait in waits if wait)
