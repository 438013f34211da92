"""What changed in a large map, written in the transaction that changes it, and work that follows from it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models.functions import Now

from outbox.models import Job
from outbox.services import hand_over

if TYPE_CHECKING:
    from concepts.models.revisions import MapChange

KIND = "concepts.snapshot"
# Of a map with more links than that, a snapshot takes too long to build for a request to wait for it.
LARGE_FROM_LINKS = 20_000
# Beyond so many concepts and pairs of one change, a new build is the shorter way.
MOST_TOLD = 5_000
# A map that grows link by link is looked at again each so many revisions.
_MEASURED_EACH = 100
_PUT_OFF = timedelta(seconds=15)
# More revisions than that are never laid over a snapshot, so they need not be kept.
KEPT_REVISIONS = 2_000


def log_change(change: "MapChange") -> None:
    """Write down what a change of a large map touched, and have its snapshot built anew later.

    Queries: of a large map 4 or 5, of others 0, but for each hundredth revision and changes of very much: 1 or 2.
    """
    if change.whole or change.revision % _MEASURED_EACH == 0:
        change.is_large = _measured(change)
    if not change.is_large:
        return
    _table("LoggedChange").create(
        map_id=change.map_id,
        revision=change.revision,
        before=change.before,
        stamp=change.stamp,
        concepts=sorted(change.concepts),
        pairs=sorted(change.pairs),
        whole=change.whole,
    )
    ask_for_snapshot(change.map_id, change.stamp)


def ask_for_snapshot(map_id: int, stamp: str) -> None:
    """Have the snapshot of this state built, in place of those of earlier states that nobody has begun to build."""
    prefix = f"{KIND}:{map_id}:"
    waiting = Job.objects.filter(
        kind=KIND, key__startswith=prefix, state=Job.State.WAITING, lease="", attempts=0
    )
    due = min(waiting.order_by().values_list("due", flat=True), default=None)
    if due:
        waiting.delete()
    hand_over(kind=KIND, payload={"map": map_id}, key=f"{prefix}{stamp}")
    # More edits are likely to follow; but those that go on do not put it off again and again.
    Job.objects.filter(key=f"{prefix}{stamp}").update(due=due or Now() + _PUT_OFF)


def forget_changes(map_id: int, *, revision: int) -> None:
    """Let go of what is too long ago, as seen from a revision. Queries: 1."""
    _table("LoggedChange").filter(map_id=map_id, revision__lte=revision - KEPT_REVISIONS).delete()


def _measured(change: "MapChange") -> bool:
    """Whether the map is large now, which is written down. Queries: 1, and 1 when it was not so before."""
    links = _table("Link").filter(map_id=change.map_id).order_by()
    is_large: bool = links.values_list("pk")[LARGE_FROM_LINKS : LARGE_FROM_LINKS + 1].exists()
    if is_large != change.is_large:
        _table("KnowledgeMap").filter(pk=change.map_id).update(is_large=is_large)
    return is_large


def _table(name: str) -> Any:
    return apps.get_model("concepts", name)._base_manager


def touched_since(map_id: int, *, stamp: str, revision: int, until: int) -> Sequence[Any]:
    """The changes after the state with this stamp and revision, up to a revision; empty when not all are told."""
    rows = list(
        _table("LoggedChange")
        .filter(map_id=map_id, revision__gt=revision, revision__lte=until)
        .order_by("revision")
    )
    before = stamp
    for row in rows:
        if row.before != before or row.whole:
            return []
        before = row.stamp
    return rows if rows and rows[-1].revision == until else []
