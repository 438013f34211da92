"""What the links of a file are held to, and the order they get."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from concepts.formats.drafts import ConceptDraft, LinkDraft
from concepts.formats.faults import Faults, quoted
from concepts.models.teaching_order import find_circle
from concepts.text import REASON_LENGTH, clean_line
from graph.kinds import TEACHING, LinkKind

_CIRCLES_TOLD = 20
_TITLES_SHOWN = 12

Ends = tuple[int, int, LinkKind]


def settle_links(
    concepts: Sequence[ConceptDraft], links: Iterable[LinkDraft], faults: Faults
) -> tuple[LinkDraft, ...]:
    """The links by the order of their targets, each once; what is wrong with them becomes faults."""
    places = {concept.slug: place for place, concept in reversed(list(enumerate(concepts)))}
    kept: dict[Ends, LinkDraft] = {}
    given_from: dict[Ends, str] = {}
    for link in links:
        ends = _ends(link, places, faults)
        if ends is None:
            continue
        settled = _settle_link(link, concepts, ends, faults)
        if ends in kept:
            settled = _merge(kept[ends], settled, faults, turned=link.source != given_from[ends])
        kept[ends] = settled
        given_from.setdefault(ends, link.source)
    _refuse_circles(concepts, kept, faults)
    return tuple(kept[ends] for ends in sorted(kept, key=rank_of))


def rank_of(ends: Ends) -> tuple[int, int, int]:
    """Where a link stands in the order of links; `ends` are the places of its concepts in the map."""
    # A related link is written at its source, the others at their target: so one concept's links stand together.
    source, target, kind = ends
    return (source, kind, target) if kind is LinkKind.RELATED else (target, kind, source)


def _ends(link: LinkDraft, places: Mapping[str, int], faults: Faults) -> Ends | None:
    missing = [slug for slug in (link.source, link.target) if slug not in places]
    for slug in missing:
        faults.add(link.line, f"There is no concept {quoted(slug)} in this file.")
    if missing:
        return None
    source, target = places[link.source], places[link.target]
    if source == target:
        faults.add(link.line, f"{quoted(link.source)} is linked to itself.")
        return None
    if link.kind is LinkKind.RELATED and source > target:
        source, target = target, source
    return source, target, link.kind


def _settle_link(link: LinkDraft, concepts: Sequence[ConceptDraft], ends: Ends, faults: Faults) -> LinkDraft:
    reason = clean_line(link.reason)
    source, target, kind = ends
    if len(reason) > REASON_LENGTH:
        faults.add(
            link.line, f"This reason has {len(reason):,} characters; at most {REASON_LENGTH:,} are allowed."
        )
    return LinkDraft(concepts[source].slug, concepts[target].slug, kind, reason, link.line)


def _merge(before: LinkDraft, after: LinkDraft, faults: Faults, *, turned: bool) -> LinkDraft:
    """One link of two. Only a related link may be given twice, once from either end: `turned`."""
    name = f"{quoted(before.source)} – {quoted(before.target)}"
    where = f" (line {before.line})" if before.line else ""
    if not turned:
        faults.add(after.line, f"The same {before.kind.word} link is given twice: {name}{where}.")
    elif before.reason and after.reason and before.reason != after.reason:
        faults.add(
            after.line, f"The related link {name} has another reason already{where}: keep one of them."
        )
    return replace(before, reason=before.reason or after.reason)


def _refuse_circles(concepts: Sequence[ConceptDraft], kept: Mapping[Ends, LinkDraft], faults: Faults) -> None:
    lines: dict[tuple[int, int], int] = {}
    for (source, target, kind), link in kept.items():
        if kind in TEACHING:
            lines[source, target] = max(link.line, lines.get((source, target), 0))
    for _ in range(_CIRCLES_TOLD):
        circle = find_circle(lines)
        if not circle:
            return
        # Told at the link that comes last in the file; without it the next circle shows.
        last = max(pairwise(circle), key=lines.__getitem__)
        faults.add(lines.pop(last), f"These links run in a circle: {_named(circle, concepts)}.")


def _named(circle: Sequence[int], concepts: Sequence[ConceptDraft]) -> str:
    titles = [concepts[place].title for place in circle]
    if len(titles) > _TITLES_SHOWN:
        half = _TITLES_SHOWN // 2
        titles = [*titles[:half], "…", *titles[-half:]]
    return " → ".join(titles)
