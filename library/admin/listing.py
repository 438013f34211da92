"""Which proposals of a document a page of its review shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from library.models import Document, Proposal

ON_A_PAGE = 40
# Where there are more, the text carries the marks of the page alone.
MOST_MARKS = 2_000
ALL = "all"
_PLACE = Case(
    *(When(kind=kind, then=Value(number)) for number, kind in enumerate(Proposal.Kind)),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of a filter, with how many it shows."""

    label: str
    count: int
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """The choice of state and kind, and the page. `counts`: of all proposals, by state and kind."""

    state: str
    kind: str
    number: int
    counts: Mapping[tuple[str, str], int]

    @property
    def total(self) -> int:
        """How many proposals are chosen."""
        return self._counted(self.state, self.kind)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ON_A_PAGE))

    @property
    def page(self) -> int:
        """The number of this page, which there is."""
        return min(max(self.number, 1), self.pages)

    @property
    def first(self) -> int:
        """How many proposals stand on the pages before."""
        return (self.page - 1) * ON_A_PAGE

    def rows(self, document: Document) -> QuerySet[Proposal]:
        """All that are chosen, by kind and as the text goes."""
        rows = document.proposals.all()
        if self.state != ALL:
            rows = rows.filter(state=self.state)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        return rows.order_by(_PLACE, "start", "pk")

    def address(self, **changes: object) -> str:
        """The query string of this choice with other words in it."""
        words = {"state": self.state, "kind": self.kind, "page": self.page, **changes}
        return f"?{urlencode({name: word for name, word in words.items() if word not in ('', None)})}"

    def by_state(self) -> list[Choice]:
        """The states to choose from."""
        choices = [*Proposal.State.choices, (ALL, "All")]
        return [
            Choice(
                str(label),
                self._counted(state, self.kind),
                self.address(state=state, page=None),
                self.state == state,
            )
            for state, label in choices
        ]

    def by_kind(self) -> list[Choice]:
        """The kinds to choose from, those that there are."""
        choices = [("", "All kinds"), *Proposal.Kind.choices]
        counted = [(kind, str(label), self._counted(self.state, kind)) for kind, label in choices]
        return [
            Choice(label, count, self.address(kind=kind, page=None), self.kind == kind)
            for kind, label, count in counted
            if count or kind in {"", self.kind}
        ]

    def _counted(self, state: str, kind: str) -> int:
        return sum(
            count
            for (of_state, of_kind), count in self.counts.items()
            if state in {ALL, of_state} and kind in {"", of_kind}
        )

    def open_by_kind(self) -> dict[str, int]:
        """How many are open of each kind that has any."""
        return {kind: count for (state, kind), count in self.counts.items() if state == Proposal.State.OPEN}


def listing_of(document: Document, asked: Mapping[str, Any]) -> Listing:
    """What a query string asks for; what it does not know, counts as not said. Queries: 1."""
    rows = document.proposals.order_by().values_list("state", "kind").annotate(Count("pk"))
    counts = {(state, kind): count for state, kind, count in rows}
    state, kind, page = (str(asked.get(name, "")) for name in ("state", "kind", "page"))
    return Listing(
        state=state if state in {ALL, *Proposal.State.values} else Proposal.State.OPEN.value,
        kind=kind if kind in Proposal.Kind.values else "",
        number=int(page) if page.isdecimal() and len(page) < 8 else 1,
        counts=counts,
    )
