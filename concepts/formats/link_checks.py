"""What the links of a file are held to, and the order they get."""

import sqlite3
from array import array

import numpy as np

from concepts.formats.circles import refuse_circles
from concepts.formats.drafts import LinkDraft
from concepts.formats.faults import Faults, quoted
from concepts.formats.staged_concepts import StagedConcepts
from concepts.formats.staged_links import Keys, LinkTable, Reasons
from concepts.text import REASON_LENGTH, clean_line
from graph.kinds import LinkKind

# 13 bytes of memory each, and eight times as much for a moment when they are put in order.
MOST_LINKS = 30_000_000
# Beside its kind a link's byte holds whether a related link was given from its later concept.
_KIND, _TURNED = 3, 4


class LinkChecks:
    """Takes the links of a file one by one, then settles them all. What is wrong becomes faults at its line.

    A link takes 13 bytes of memory, and its reason none.
    """

    def __init__(self, concepts: StagedConcepts, file: sqlite3.Connection, faults: Faults) -> None:
        self.reasons = Reasons(file)
        self._concepts = concepts
        self._faults = faults
        self._sources, self._targets, self._lines = array("i"), array("i"), array("i")
        self._kinds = array("b")

    def add(self, link: LinkDraft) -> None:
        """Take the next link. Raises: MapRefused when there are too many."""
        if len(self._kinds) == MOST_LINKS:
            self._faults.stop(link.line, f"There are too many links: at most {MOST_LINKS:,} are read.")
        places = self._concepts.places
        source, target = places.get(link.source, -1), places.get(link.target, -1)
        if source < 0 or target < 0 or source == target:
            self._refuse_ends(link, source, target)
            return
        kind = int(link.kind)
        if kind == LinkKind.RELATED and source > target:
            source, target, kind = target, source, kind | _TURNED
        if link.reason:
            self._take_reason(link)
        self._sources.append(source)
        self._targets.append(target)
        self._kinds.append(kind)
        self._lines.append(link.line)

    def settle(self) -> LinkTable:
        """The links by the order of their targets, each once."""
        concepts = max(len(self._concepts), 1)
        links = self._table()
        kept = self._once(links, links.keys(concepts))
        links = links.taken(kept)
        lines = np.frombuffer(self._lines, dtype=np.int32)[kept]
        refuse_circles(links, lines, self._concepts, self._faults)
        return links.taken(np.argsort(links.ranks(concepts)))

    def _table(self) -> LinkTable:
        return LinkTable(
            np.frombuffer(self._sources, dtype=np.int32),
            np.frombuffer(self._targets, dtype=np.int32),
            np.frombuffer(self._kinds, dtype=np.int8) & _KIND,
            np.arange(len(self._kinds), dtype=np.int32),
        )

    def _refuse_ends(self, link: LinkDraft, source: int, target: int) -> None:
        for slug, place in ((link.source, source), (link.target, target)):
            if place < 0:
                self._faults.add(link.line, f"There is no concept {quoted(slug)} in this file.")
        if source == target >= 0:
            self._faults.add(link.line, f"{quoted(link.source)} is linked to itself.")

    def _take_reason(self, link: LinkDraft) -> None:
        reason = clean_line(link.reason)
        if len(reason) > REASON_LENGTH:
            self._faults.add(
                link.line,
                f"This reason has {len(reason):,} characters; at most {REASON_LENGTH:,} are allowed.",
            )
        elif reason:
            self.reasons.add(len(self._kinds), reason)

    def _once(self, links: LinkTable, keys: Keys) -> Keys:
        """The numbers of the links without repetitions."""
        order = np.argsort(keys, kind="stable")
        ascending = keys[order]
        again = np.flatnonzero(ascending[1:] == ascending[:-1]) + 1
        first = order[np.searchsorted(ascending, ascending[again])]
        later = order[again]
        for one, other in zip(first.tolist(), later.tolist(), strict=True):
            self._merge(links, one, other)
        kept = np.ones(len(links), dtype=bool)
        kept[later] = False
        return np.flatnonzero(kept)

    def _merge(self, links: LinkTable, before: int, after: int) -> None:
        """One link of two. Only a related link may be given twice, once from either end."""
        reasons = self.reasons.of([before, after])
        turned = (self._kinds[before] ^ self._kinds[after]) & _TURNED
        if not turned:
            kind = LinkKind(int(links.kinds[before])).word
            text = f"The same {kind} link is given twice: {self._named(links, before)}."
            self._faults.add(self._lines[after], text)
        elif len(reasons) == 2 and reasons[before] != reasons[after]:
            self._faults.add(
                self._lines[after],
                f"The related link {self._named(links, before, 'has another reason already')}: keep one of them.",
            )
        if before not in reasons and after in reasons:
            self.reasons.move(after, to=before)

    def _named(self, links: LinkTable, number: int, what: str = "") -> str:
        source, target = self._concepts.slugs([int(links.sources[number]), int(links.targets[number])])
        where = f" (line {self._lines[number]})" if self._lines[number] else ""
        return f"{quoted(source)} – {quoted(target)}{f' {what}' if what else ''}{where}"
