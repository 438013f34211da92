"""One acceptance while it is done: what all its parts share."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User

from concepts.models import Concept, KnowledgeMap
from library.deciding.edits import Edited
from library.deciding.steps import Steps
from library.errors import DecisionRefused
from library.models import Acceptance, Document, Proposal


@dataclass(slots=True)
class Doing:
    """`map`: where new concepts and links go. `became`, `faults`: by proposal, its concept or what is wrong with it."""

    document: Document
    acceptance: Acceptance
    by: User | None
    wanted: Sequence[Edited]
    map: KnowledgeMap | None = None
    steps: Steps = field(default_factory=Steps)
    became: dict[int, Concept] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)

    def of(self, *kinds: Proposal.Kind) -> list[Edited]:
        """What is accepted of these kinds."""
        return [one for one in self.wanted if one.proposal.kind in kinds]

    @property
    def into(self) -> KnowledgeMap:
        """The map, where there must be one."""
        assert self.map is not None
        return self.map

    def refuse(self, one: Edited, fault: str) -> None:
        """Note why a proposal cannot be accepted; the rest is looked at all the same, so that all is told at once."""
        self.faults[one.proposal.pk] = fault

    def stop_at_faults(self) -> None:
        """Raises: DecisionRefused, if anything was noted."""
        if self.faults:
            raise DecisionRefused(self.faults)
