"""What differs between the concepts of a staged map and those of a stored one, and the writing of it."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from django.utils import timezone

from concepts.folding import fold, fold_names
from concepts.formats.batches import IDS_A_QUERY, ROWS_AT_A_TIME, Progress, batches
from concepts.formats.bulk import Ids, Row, count_anew, insert_rows, new_ids, update_rows
from concepts.formats.staged_concepts import Chosen, StagedConcepts, StoredText
from concepts.models import Concept

_TEXTS = ("title", "summary", "detail", "aliases", "sources", "minutes", "published")
_COLUMNS = (*_TEXTS, "folded_names", "folded_summary", "position", "updated")
CONCEPT_COLUMNS = ("id", "map_id", "slug", "created", *_COLUMNS)

Stored = tuple[int, str, int, Sequence[object]]


@dataclass(slots=True)
class ConceptChanges:
    """`ids`: of the stored concepts by their place in the staged map, 0 where it is new; `gone`: ids."""

    ids: Ids
    changed: Chosen
    gone: "array[int]"

    @property
    def new(self) -> Chosen:
        """Which concepts are not stored yet."""
        is_new: Chosen = self.ids == 0
        return is_new

    def __bool__(self) -> bool:
        return bool(self.changed.any() or self.new.any() or self.gone)


class _Comparison:
    """Stored concepts in their order, held against staged ones."""

    def __init__(self, concepts: StagedConcepts) -> None:
        count = len(concepts)
        self._concepts = concepts
        self.changes = ConceptChanges(
            np.zeros(count, dtype=np.int64), np.zeros(count, dtype=bool), array("q")
        )
        self._moved = np.zeros(count, dtype=bool)
        self._last = -1
        self._in_order = True

    def take(self, rows: Sequence[Stored]) -> None:
        """Hold the next rows: id, slug, position and the cells of `_TEXTS`."""
        places = [self._concepts.places.get(slug, -1) for _, slug, _, _ in rows]
        known = sorted(place for place in places if place >= 0)
        texts = dict(zip(known, self._concepts.at(known), strict=True))
        for place, (pk, _, position, cells) in zip(places, rows, strict=True):
            if place < 0:
                self.changes.gone.append(pk)
                continue
            self.changes.ids[place] = pk
            self.changes.changed[place] = texts[place][1:] != cells
            self._moved[place] = position != place
            self._in_order &= place > self._last
            self._last = place

    def end(self) -> ConceptChanges:
        """Positions with gaps give the same order, and are left alone while nothing else must be written."""
        changes = self.changes
        if changes.new.any() or changes.changed.any() or not self._in_order:
            changes.changed |= self._moved
        return changes


def compare_concepts(concepts: StagedConcepts, map_id: int, progress: Progress) -> ConceptChanges:
    """What must be written so that the stored concepts are the staged ones. Queries: 1.

    `progress` is told of those that are so already.
    """
    comparison = _Comparison(concepts)
    rows = Concept.objects.filter(map_id=map_id).order_by("position", "pk")
    columns = rows.values_list("pk", "slug", "position", *_TEXTS).iterator(ROWS_AT_A_TIME)
    for some in batches(columns, ROWS_AT_A_TIME):
        comparison.take([(row[0], row[1], row[2], row[3:]) for row in some])
    changes = comparison.end()
    progress(int(np.count_nonzero(~changes.new & ~changes.changed)))
    return changes


def write_concepts(
    changes: ConceptChanges, concepts: StagedConcepts, map_id: int, progress: Progress
) -> None:
    """Delete, update and create. Afterwards `changes.ids` holds all concepts."""
    for gone in batches(changes.gone, IDS_A_QUERY):
        Concept.objects.filter(pk__in=gone).delete()
    now, ids, new = _now(), changes.ids, changes.new
    changed = (
        (*_cells(text, place, now), int(ids[place])) for place, text in concepts.chosen(changes.changed)
    )
    update_rows(Concept, _COLUMNS, changed, progress)
    ids[new] = new_ids(Concept, int(np.count_nonzero(new)))
    insert_rows(Concept, CONCEPT_COLUMNS, concept_rows(concepts, new, map_id, ids), progress)
    count_anew(Concept, int(np.count_nonzero(new | changes.changed)))


def concept_rows(concepts: StagedConcepts, chosen: Chosen, map_id: int, ids: Ids) -> Iterator[Row]:
    """The cells of `CONCEPT_COLUMNS` for some of the concepts, in the database's own form."""
    now = _now()
    for place, text in concepts.chosen(chosen):
        yield int(ids[place]), map_id, text.slug, now, *_cells(text, place, now)


def _now() -> object:
    return connection.ops.adapt_datetimefield_value(timezone.now())


def _cells(text: StoredText, place: int, now: object) -> tuple[object, ...]:
    """What `_COLUMNS` get, with the folded texts that the search compares."""
    names = fold_names(text.title, *text.aliases.split("\n"))
    return (*text[1:], names, fold(text.summary), place, now)
