"""Redis stopped, started and paused."""

import time

from benchmarks.faults.cases.counting import lost_mails, lost_rows
from benchmarks.faults.report import Outcome
from benchmarks.faults.scene import Scene
from benchmarks.faults.visitors import Crowd, Seen, read_and_join, sign_up

# Below this many milliseconds a double is a matter of the machine, not of Redis.
_FLOOR = 0.025


def redis_away(scene: Scene, *, seconds: float) -> Outcome:
    """Pages and sign-ups do not notice, mails go out after, limits hold."""
    assert scene.redis is not None
    crowd = Crowd("redis")
    normal = read_and_join(scene.site.port, crowd, seconds, pause=0.02)
    scene.redis.pause()
    paused = read_and_join(scene.site.port, crowd, seconds, pause=0.02)
    scene.redis.go_on()
    time.sleep(1)
    scene.redis.stop()
    stopped = read_and_join(scene.site.port, crowd, seconds, pause=0.02)
    passed = [sign_up(scene.site.port, f"limit.{n}@example.com", "203.0.113.7").status for n in range(22)]
    scene.redis.start()
    started = read_and_join(scene.site.port, crowd, seconds, pause=0.02)
    failures = sum(seen.failures for phase in (normal, paused, stopped, started) for seen in phase.values())
    ratios = {
        f"{name} {word}": _p99(phase[name]) / _p99(normal[name])
        for word, phase in (("paused", paused), ("stopped", stopped), ("started", started))
        for name in ("page", "sign-up")
    }
    limited = (passed.count(202), passed.count(429))
    without = lost_rows(scene, crowd) + lost_mails(scene, crowd)
    return scene.outcome(
        "redis",
        "pages and sign-ups p99 ≤ 2 × normal, no failure; all mail goes out after; limits hold",
        failures == without == 0 and limited == (20, 2) and max(ratios.values()) <= 2,
        f"{len(crowd.acknowledged):,} sign-ups, {failures} failures, {without} lost; 22 from one network: {limited[0]} "
        f"passed, {limited[1]} limited; p99 × normal: "
        + ", ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items()),
    )


def _p99(seen: Seen) -> float:
    return max(seen.percentile(0.99), _FLOOR)
