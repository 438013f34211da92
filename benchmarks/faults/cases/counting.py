"""Whether all that was acknowledged is stored and mailed."""

from benchmarks.faults.scene import Scene, until
from benchmarks.faults.visitors import Crowd

# Waits after failures double from five seconds on, and a lease lasts thirty.
_MAILED_WITHIN = 240.0


def lost_rows(scene: Scene, crowd: Crowd) -> int:
    """How many were acknowledged and are not stored, after waiting for a relay to take them in."""
    until(lambda: not _without_row(scene, crowd), _MAILED_WITHIN)
    return len(_without_row(scene, crowd))


def lost_mails(scene: Scene, crowd: Crowd, seconds: float = _MAILED_WITHIN) -> int:
    """How many were acknowledged and got no mail, after waiting for it."""
    until(lambda: not crowd.acknowledged - scene.mailbox.arrived.keys(), seconds)
    return len(crowd.acknowledged - scene.mailbox.arrived.keys())


def _without_row(scene: Scene, crowd: Crowd) -> set[str]:
    return crowd.acknowledged - {email for (email,) in scene.site.rows("SELECT email FROM waitlist_signup")}
