"""Taking an acceptance back: what it made goes, what it changed or removed comes back, and it is open again."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import groupby
from operator import itemgetter

from django.contrib.auth.models import User
from django.db.models import F, QuerySet
from django.utils import timezone

from concepts.models import changing_all
from library.deciding.obstacles import Found, obstacles
from library.deciding.permissions import Allowed, everything_allowed, refuse_forbidden
from library.deciding.steps import ROWS, Step
from library.errors import UndoRefused
from library.models import Acceptance, Document, Proposal, revising


def last_acceptance(document: Document) -> Acceptance | None:
    """The last acceptance of a document that was not taken back. Queries: 1."""
    return document.acceptances.filter(undone_at=None).select_related("by").first()


def undo(*, acceptance: Acceptance, by: User | None, allowed: Allowed = everything_allowed) -> int:
    """Take an acceptance back in one transaction. Returns how many proposals are open again: not those that the
    present text no longer makes.

    `allowed`: asked for the permission to each thing that goes, changes or comes back.
    Raises: UndoRefused, naming all that was changed or built on it since; DecisionRefused. Nothing is done then.
    """
    with revising():
        if not Acceptance.objects.filter(pk=acceptance.pk, undone_at=None).exists():
            raise UndoRefused(["This was undone already."])
        acceptance = Acceptance.objects.select_related("document").get(pk=acceptance.pk)
        refuse_forbidden(acceptance.undo, allowed, back=True)
        found = _found(acceptance)
        with _changing(found):
            # Looked at again under the locks of the maps: nobody can build on it any more.
            found = _found(acceptance)
            if in_the_way := obstacles(acceptance, found):
                raise UndoRefused(in_the_way)
            for (did, what), steps in groupby(reversed(acceptance.undo), key=itemgetter("did", "what")):
                _TAKE_BACK[did](what, list(steps), found)
        Acceptance.objects.filter(pk=acceptance.pk).update(undone_at=timezone.now(), undone_by=by)
        return _open_again(Proposal.objects.filter(acceptance=acceptance))


def _open_again(proposals: QuerySet[Proposal]) -> int:
    """Let proposals be decided anew; those whose words the text has lost are withdrawn. Returns how many are open."""
    undecided = {"acceptance": None, "decided_by": None, "decided_at": None, "became": None}
    ids = list(proposals.values_list("pk", flat=True))
    rows = Proposal.objects.filter(pk__in=ids)
    lost = rows.filter(start=F("end")).exclude(quote="").exclude(kind=Proposal.Kind.REMOVAL)
    lost.update(state=Proposal.State.WITHDRAWN, **undecided)
    return rows.exclude(state=Proposal.State.WITHDRAWN).update(state=Proposal.State.OPEN, **undecided)


def _found(acceptance: Acceptance) -> Found:
    """The rows that the steps are about, as they are now. Queries: 1 for each kind of row."""
    ids: dict[str, set[int]] = {}
    for step in acceptance.undo:
        if step["did"] != "removed":
            ids.setdefault(step["what"], set()).add(step["id"])
    return {what: ROWS[what][0]._base_manager.in_bulk(pks) for what, pks in ids.items()}


def _changing(found: Found) -> AbstractContextManager[object]:
    return changing_all(set(_map_ids(found)))


def _map_ids(found: Found) -> Iterator[int]:
    for what in ("concept", "link"):
        for row in found.get(what, {}).values():
            yield row.map_id
    yield from found.get("map", {})


def _unmake(what: str, steps: list[Step], found: Found) -> None:
    rows = ROWS[what][0]._default_manager.filter(pk__in=[step["id"] for step in steps])
    if what == "topic":
        # Others may have come under it since; then it stays.
        rows = rows.filter(maps=None, documents=None)
    rows.delete()


def _change_back(what: str, steps: list[Step], found: Found) -> None:
    for step in steps:
        row = found[what][step["id"]]
        for name, value in step["before"].items():
            setattr(row, name, value)
        row.save(update_fields=[name.removesuffix("_id") for name in step["before"]])


def _put_back(what: str, steps: list[Step], found: Found) -> None:
    """Who confirmed a fact may have been erased since: then nobody did."""
    confirmed = {step["row"].get("confirmed_by_id") for step in steps} - {None}
    there = set(User.objects.filter(pk__in=confirmed).values_list("pk", flat=True))
    for step in steps:
        row = dict(step["row"])
        if row.get("confirmed_by_id") not in there:
            row |= dict.fromkeys(row.keys() & {"confirmed_by_id", "confirmed_at"})
        ROWS[what][0](pk=step["id"], **row).save(force_insert=True)


_TAKE_BACK = {"made": _unmake, "changed": _change_back, "removed": _put_back}
