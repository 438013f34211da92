"""What the links of a file are held to, and the order they get."""

import sqlite3
from array import array

import numpy as np

from concepts.formats.circles import refuse_circles
from concepts.formats.drafts import LinkDraft
from concepts.formats.faults import FAULTS_SHOWN, Faults, quoted
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
        """The numbers of the links without repetitions. A related link may be given twice, once from either end."""
        first, later = _again(keys, np.argsort(keys, kind="stable"))
        given = np.frombuffer(self._kinds, dtype=np.int8)
        turned = ((given[first] ^ given[later]) & _TURNED).astype(bool)
        from_there = later[turned]
        first_there, again_there = _again(keys, from_there)
        self._refuse_repeated(
            links,
            np.concatenate((first[~turned], first_there)),
            np.concatenate((later[~turned], again_there)),
        )
        once = ~np.isin(from_there, again_there)
        self._merge_reasons(links, first[turned][once], from_there[once])
        kept = np.ones(len(links), dtype=bool)
        kept[later] = False
        return np.flatnonzero(kept)

    def _refuse_repeated(self, links: LinkTable, first: Keys, later: Keys) -> None:
        # A file may repeat a link millions of times: those that cannot be among the faults shown are merely counted.
        lines = np.frombuffer(self._lines, dtype=np.int32)
        soonest = np.argsort(lines[later], kind="stable")[:FAULTS_SHOWN]
        for before, after in zip(first[soonest].tolist(), later[soonest].tolist(), strict=True):
            kind = LinkKind(int(links.kinds[before])).word
            text = f"The same {kind} link is given twice: {self._named(links, before)}."
            self._faults.add(self._lines[after], text)
        self._faults.leave_out(later.size - soonest.size)

    def _merge_reasons(self, links: LinkTable, first: Keys, later: Keys) -> None:
        """One reason for each link that is given from both ends."""
        with_reason = np.isin(later, self.reasons.numbers())
        for before, after in zip(first[with_reason].tolist(), later[with_reason].tolist(), strict=True):
            reasons = self.reasons.of([before, after])
            if before not in reasons:
                self.reasons.move(after, to=before)
            elif reasons[before] != reasons[after]:
                self._faults.add(
                    self._lines[after],
                    f"The related link {self._named(links, before, 'has another reason already')}: keep one of them.",
                )

    def _named(self, links: LinkTable, number: int, what: str = "") -> str:
        source, target = self._concepts.slugs([int(links.sources[number]), int(links.targets[number])])
        where = f" (line {self._lines[number]})" if self._lines[number] else ""
        return f"{quoted(source)} – {quoted(target)}{f' {what}' if what else ''}{where}"


def _again(keys: Keys, order: Keys) -> tuple[Keys, Keys]:
    """Of links in the order of their keys: each that has the key of an earlier one, after the first with that key."""
    ascending = keys[order]
    again = np.flatnonzero(ascending[1:] == ascending[:-1]) + 1
    return order[np.searchsorted(ascending, ascending[again])], order[again]
