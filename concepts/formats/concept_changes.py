"""What differs between the concepts of a draft and those of a stored map, and the writing of it."""

from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter

from django.utils import timezone

from concepts.formats.batches import IDS_A_QUERY, ROWS_A_BATCH, ROWS_AT_A_TIME, Progress, batches
from concepts.formats.drafts import ConceptDraft, MapDraft
from concepts.models import Concept

_COLUMNS = ("title", "summary", "detail", "aliases", "sources", "minutes", "published")

Placed = tuple[int, ConceptDraft]


@dataclass(slots=True)
class ConceptChanges:
    """`ids`: of the concepts that are stored, by slug. `new` and `changed` hold each its place in the map."""

    ids: dict[str, int] = field(default_factory=dict)
    new: list[Placed] = field(default_factory=list)
    changed: list[Placed] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def compare_concepts(draft: MapDraft, map_id: int) -> ConceptChanges:
    """What must be written so that the stored concepts are those of the draft. Queries: 1."""
    changes = ConceptChanges()
    places = {concept.slug: place for place, concept in enumerate(draft.concepts)}
    order: list[int] = []
    moved: list[Placed] = []
    rows = Concept.objects.filter(map_id=map_id).order_by("position", "pk")
    for pk, slug, position, *cells in rows.values_list("pk", "slug", "position", *_COLUMNS).iterator(
        ROWS_AT_A_TIME
    ):
        if slug not in places:
            changes.gone.append(pk)
            continue
        place = places[slug]
        concept = draft.concepts[place]
        changes.ids[slug] = pk
        order.append(place)
        if tuple(cells) != _cells(concept):
            changes.changed.append((place, concept))
        elif position != place:
            moved.append((place, concept))
    changes.new = [placed for placed in enumerate(draft.concepts) if placed[1].slug not in changes.ids]
    # Positions with gaps give the same order, and are left alone while nothing else must be written.
    if changes.new or changes.changed or order != sorted(order):
        changes.changed = sorted(changes.changed + moved, key=itemgetter(0))
    return changes


def write_concepts(changes: ConceptChanges, map_id: int, progress: Progress) -> None:
    """Delete, update and create. Afterwards `changes.ids` holds all concepts of the draft."""
    for gone in batches(changes.gone, IDS_A_QUERY):
        Concept.objects.filter(pk__in=gone).delete()
    now = timezone.now()
    for some in batches(changes.changed, ROWS_A_BATCH):
        rows = [_row(map_id, *placed, pk=changes.ids[placed[1].slug], updated=now) for placed in some]
        Concept.objects.bulk_update(rows, [*_COLUMNS, "position", "updated"], batch_size=IDS_A_QUERY)
        progress(len(rows))
    for some in batches(changes.new, ROWS_A_BATCH):
        created = Concept.objects.bulk_create([_row(map_id, *placed) for placed in some])
        changes.ids.update((concept.slug, concept.pk) for concept in created)
        progress(len(created))


def _row(map_id: int, place: int, concept: ConceptDraft, **more: int | datetime) -> Concept:
    cells = dict(zip(_COLUMNS, _cells(concept), strict=True))
    return Concept(map_id=map_id, slug=concept.slug, position=place, **cells, **more)


def _cells(concept: ConceptDraft) -> tuple[object, ...]:
    return (
        concept.title,
        concept.summary,
        concept.detail,
        "\n".join(concept.aliases),
        "\n".join(map(str, concept.sources)),
        concept.minutes,
        concept.published,
    )
