"""A map on its way from a file into the database: checked row by row, and set down where it takes no memory."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from concepts.formats import staged_concepts, staged_links
from concepts.formats.batches import ROWS_AT_A_TIME
from concepts.formats.checks import settle_concept, settle_head
from concepts.formats.drafts import LinkDraft, MapDraft, MapHead, MapStream
from concepts.formats.faults import Faults
from concepts.formats.link_checks import LinkChecks
from concepts.formats.private_file import private_file
from concepts.formats.staged_concepts import StagedConcepts
from concepts.formats.staged_links import LinkTable, Reasons, rows_of
from graph.kinds import LinkKind


@dataclass(frozen=True, slots=True)
class StagedMap:
    """A map in its stored form: texts clean, slugs made, links in the map's order."""

    head: MapHead
    concepts: StagedConcepts
    links: LinkTable
    reasons: Reasons

    @property
    def rows(self) -> int:
        """Concepts and links together."""
        return len(self.concepts) + len(self.links)

    def draft(self) -> MapDraft:
        """The whole map in memory: for small ones."""
        concepts = tuple(self.concepts.drafts())
        links = (
            LinkDraft(concepts[source].slug, concepts[target].slug, LinkKind(kind), reason)
            for some in rows_of(self.links, self.reasons, ROWS_AT_A_TIME)
            for source, target, kind, reason in some
        )
        return MapStream(self.head, concepts, links).draft()


@contextmanager
def staged(source: MapStream, faults: Faults) -> Iterator[StagedMap]:
    """A map that was read and found right, for as long as it is needed.

    Raises: MapRefused, with what the reader had already noted and all that is found here.
    """
    with private_tables() as file:
        concepts = StagedConcepts(file)
        among_concepts = faults.of("concepts")
        for concept in source.concepts:
            concepts.add(settle_concept(concept, among_concepts), among_concepts)
        links = LinkChecks(concepts, file, faults.of("links"))
        for link in source.links:
            links.add(link)
        head = settle_head(source.head, faults.of("head"))
        settled = StagedMap(head, concepts, links.settle(), links.reasons)
        del links
        faults.raise_if_any()
        yield settled


@contextmanager
def private_tables() -> Iterator[sqlite3.Connection]:
    """A private file for one map."""
    with closing(private_file(staged_concepts.TABLE + staged_links.TABLE)) as file:
        yield file
