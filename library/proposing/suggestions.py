"""Proposals of a language model, put beside those that a document has: nothing is proposed twice."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from concepts.folding import fold
from library.models import Document, Proposal, revising
from library.proposing.wanted import Wanted

_ROWS_AT_ONCE = 500
_Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Suggested:
    """How many were made, and how many there are already, decided ones among them."""

    new: int
    known: int


@dataclass(slots=True)
class _Proposed:
    """What a document proposes, by what it is about, so that the same in other words is known."""

    places: dict[tuple[str, ...], list[_Place]] = field(default_factory=dict)

    def has(self, one: Wanted | Proposal) -> bool:
        """Whether this is proposed: about the same, and of passages that touch where there are any."""
        places = self.places.get(_about(one))
        if not places:
            return False
        if one.kind not in {Proposal.Kind.CITATION, Proposal.Kind.FACT}:
            return True
        return any(start < one.end and one.start < end for start, end in places)

    def add(self, one: Wanted | Proposal) -> None:
        self.places.setdefault(_about(one), []).append((one.start, one.end))


def suggest(document: Document, wanted: Iterable[Wanted]) -> Suggested:
    """Propose what nobody has proposed of this document yet; the rest is left as it is, decided or not. Queries: 2,
    and 1 for each 500 that are written."""
    with revising():
        stored = list(document.proposals.all())
        withdrawn = {row.key: row for row in stored if row.state == Proposal.State.WITHDRAWN}
        proposed = _Proposed()
        for row in stored:
            if row.key not in withdrawn:
                proposed.add(row)
        new: list[Proposal] = []
        known = 0
        for one in wanted:
            if proposed.has(one):
                known += 1
                continue
            proposed.add(one)
            new.append(_row(document, one, withdrawn))
        _write(new)
        return Suggested(len(new), known)


def _row(document: Document, one: Wanted, withdrawn: dict[str, Proposal]) -> Proposal:
    row = withdrawn.get(one.key)
    if row is None:
        return one.row(document)
    for name, value in one.columns().items():
        setattr(row, name, value)
    row.state = Proposal.State.OPEN
    return row


def _write(rows: list[Proposal]) -> None:
    again = [row for row in rows if row.pk]
    Proposal.objects.bulk_create([row for row in rows if not row.pk], batch_size=_ROWS_AT_ONCE)
    if again:
        columns = ["payload", "start", "end", "quote", "score", "reason", "suggested_by", "state"]
        Proposal.objects.bulk_update(again, columns, batch_size=_ROWS_AT_ONCE)


def _about(one: Wanted | Proposal) -> tuple[str, ...]:
    payload = one.payload
    match one.kind:
        case Proposal.Kind.LINK:
            # In whatever direction: two concepts are asked about once.
            return (one.kind, *sorted((fold(payload["source"]), fold(payload["target"]))))
        case Proposal.Kind.FACT:
            return (one.kind, fold(payload["model"]), payload["attribute"])
        case Proposal.Kind.CITATION | Proposal.Kind.CHANGE:
            return (one.kind, str(payload["concept"]))
        case Proposal.Kind.REMOVAL:
            return (one.kind, payload["what"], str(payload["id"]))
    return (one.kind, fold(payload["title"]))
