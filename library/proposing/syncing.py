"""What a text proposes now, brought together with what it proposed before."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from library.models import Document, Proposal
from library.proposing.wanted import Wanted

_ROWS_AT_ONCE = 500
_PLACE = ["start", "end", "quote"]
_DECISION = ["acceptance", "decided_by", "decided_at"]
_WHOLE = ["payload", *_PLACE, "score", "reason", "suggested_by", "state", *_DECISION]


@dataclass(frozen=True, slots=True)
class Proposed:
    """What became of the proposals of a document. `new`: how many of each kind, those found again among them."""

    new: dict[Proposal.Kind, int] = field(default_factory=dict)
    withdrawn: int = 0

    @property
    def count(self) -> int:
        return sum(self.new.values())


def sync_proposals(document: Document, wanted: Iterable[Wanted]) -> Proposed:
    """Make what is new, withdraw what is open and no longer found, and leave what was decided as it is.

    What was accepted and then taken away, since its words were gone, is open again when they are back.
    Queries: 1, and 1 for each 500 that are written.
    """
    found = _once_each(wanted)
    stored = {proposal.key: proposal for proposal in document.proposals.all()}
    _open_what_was_removed(stored.values(), found)
    new = [one.row(document) for key, one in found.items() if key not in stored]
    again = [proposal for key, proposal in stored.items() if key in found]
    gone = [proposal for key, proposal in stored.items() if key not in found]
    reopened = _refresh(again, found)
    withdrawn = [one for one in gone if one.state == Proposal.State.OPEN and not _still_holds(one)]
    back = [one for one in gone if one.state == Proposal.State.WITHDRAWN and _still_holds(one)]
    for proposal in withdrawn:
        proposal.state = Proposal.State.WITHDRAWN
    for proposal in back:
        proposal.state = Proposal.State.OPEN
    Proposal.objects.bulk_update([*withdrawn, *back], ["state"], batch_size=_ROWS_AT_ONCE)
    Proposal.objects.bulk_create(new, batch_size=_ROWS_AT_ONCE)
    return Proposed(_counted([*new, *reopened, *back]), len(withdrawn))


def _still_holds(proposal: Proposal) -> bool:
    """Whether a language model suggested it, of words that are in the text still or of none at all."""
    return bool(proposal.suggested_by) and (not proposal.quote or proposal.start < proposal.end)


def _open_what_was_removed(stored: Collection[Proposal], found: Mapping[str, Wanted]) -> None:
    """Let accepted ones count as withdrawn that are found again, and whose row a later removal took away."""
    removed = {
        _evidence(row): row.decided_at
        for row in stored
        if row.kind == Proposal.Kind.REMOVAL and row.state == Proposal.State.ACCEPTED and row.decided_at
    }
    for row in stored:
        if row.state != Proposal.State.ACCEPTED or row.key not in found or row.decided_at is None:
            continue
        at = removed.get(_evidence(row))
        if at and at >= row.decided_at:
            row.state = Proposal.State.WITHDRAWN
            row.acceptance, row.decided_by, row.decided_at = None, None, None


def _evidence(row: Proposal) -> tuple[str, str, str]:
    """What a citation or a fact is about, with its words: the same for its proposal and its removal."""
    what = row.payload["what"] if row.kind == Proposal.Kind.REMOVAL else row.kind
    about = row.payload.get("attribute") or row.payload.get("title", "")
    return str(what), str(about), row.quote


def _once_each(wanted: Iterable[Wanted]) -> dict[str, Wanted]:
    found: dict[str, Wanted] = {}
    for one in wanted:
        found.setdefault(one.key, one)
    return found


def _refresh(proposals: list[Proposal], found: dict[str, Wanted]) -> list[Proposal]:
    """Proposals that are found again say where they stand now. Returns those that had been withdrawn."""
    reopened: list[Proposal] = []
    undecided: list[Proposal] = []
    decided: list[Proposal] = []
    for proposal in proposals:
        columns = found[proposal.key].columns()
        if proposal.state in {Proposal.State.ACCEPTED, Proposal.State.REFUSED}:
            columns = {name: columns[name] for name in _PLACE}
        elif proposal.state == Proposal.State.WITHDRAWN:
            columns["state"] = Proposal.State.OPEN
            reopened.append(proposal)
        if any(getattr(proposal, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(proposal, name, value)
            (undecided if "payload" in columns else decided).append(proposal)
    Proposal.objects.bulk_update(decided, _PLACE, batch_size=_ROWS_AT_ONCE)
    Proposal.objects.bulk_update(undecided, _WHOLE, batch_size=_ROWS_AT_ONCE)
    return reopened


def _counted(proposals: Iterable[Proposal]) -> dict[Proposal.Kind, int]:
    counts: dict[Proposal.Kind, int] = {}
    for proposal in proposals:
        kind = Proposal.Kind(proposal.kind)
        counts[kind] = counts.get(kind, 0) + 1
    return counts
