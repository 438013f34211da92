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
# Up to so many concepts are drawn at once, as a tree; what has more is laid out, and drawn from tiles.
DRAWN_AT_ONCE = 400
# Beyond so many concepts and pairs of one change, a new build is the shorter way.
MOST_TOLD = 5_000
# A map that grows link by link is looked at again each so many revisions.
_MEASURED_EACH = 100
_PUT_OFF = timedelta(seconds=15)
# More revisions than that are never laid over a snapshot, so they need not be kept.
KEPT_REVISIONS = 2_000


def log_change(change: "MapChange") -> None:
    """Write down what a change of a large map touched, and have its snapshot and layout made anew later.

    A map that is drawn from tiles without being large has them made anew too.
    Queries: of a large map 2, of one drawn from tiles 2, at times 2 more, of others 0; each hundredth time and for very
    much 1 or 2 more.
    """
    if change.whole or change.revision % _MEASURED_EACH == 0:
        change.is_large = _measured(change)
    if change.is_large:
        _write_down(change)
    if change.is_large or change.is_in_tiles:
        ask_for_snapshot(change.map_id, before=change.before, stamp=change.stamp)


def _write_down(change: "MapChange") -> None:
    _table("LoggedChange").create(
        map_id=change.map_id,
        revision=change.revision,
        before=change.before,
        stamp=change.stamp,
        concepts=sorted(change.concepts),
        pairs=sorted(change.pairs),
        whole=change.whole,
    )


def ask_for_snapshot(map_id: int, *, before: str, stamp: str) -> None:
    """Have snapshot and layout of this state made, in place of those of the state before if nobody has begun them.

    Queries: 1 while edits follow each other, else 3.
    """
    prefix = f"{KIND}:{map_id}:"
    last = Job.objects.filter(key=f"{prefix}{before}", state=Job.State.WAITING, lease="", attempts=0)
    # It stays due when it was: those who go on editing do not put it off again and again.
    if last.update(key=f"{prefix}{stamp}"):
        return
    hand_over(kind=KIND, payload={"map": map_id}, key=f"{prefix}{stamp}")
    # More edits are likely to follow.
    Job.objects.filter(key=f"{prefix}{stamp}").update(due=Now() + _PUT_OFF)


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
