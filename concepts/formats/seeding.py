"""The maps that come with Kinapse: created once, and kept up to date until a curator makes them their own."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.db.models import F

from concepts.formats.drafts import MapDraft
from concepts.formats.faults import Fault, MapRefused
from concepts.formats.reading import read_map
from concepts.formats.storing import Outcome, store_map
from concepts.models import KnowledgeMap
from concepts.topics import find_or_make_topics

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
TOPICS = (
    "AI Agents",
    "LLM",
    "Macroeconomics",
    "Interest Rates",
    "Middle East",
    "ReAct Pattern",
    "Blockchain",
    "Oil Resources",
    "Sunni-Shia",
    "Autonomous",
    "Multi-Agent",
    "Superpower",
)


@dataclass(frozen=True, slots=True)
class Seeding:
    """What became of seeds whose maps are not as their files say. `kept`: edited by a curator, so left alone."""

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def seed_maps(folder: Path = SEEDS) -> Seeding:
    """Create the maps of a folder that are missing, and update those that nobody has edited, in one transaction.

    A seed is a map file named for its slug. Queries: 2 when there is nothing to do. Raises: MapRefused.
    """
    created, updated, kept = [], [], []
    with transaction.atomic():
        find_or_make_topics(TOPICS)
        digests = dict(KnowledgeMap.objects.values_list("slug", "seed_digest"))
        for path in sorted(folder.glob("*.md")):
            digest = sha256(path.read_bytes()).hexdigest()
            if digests.get(path.stem) == digest:
                continue
            if path.stem not in digests:
                _seed(path, digest)
                created.append(path.stem)
            elif _is_edited(path.stem):
                kept.append(path.stem)
            elif _seed(path, digest) is Outcome.CHANGED:
                updated.append(path.stem)
    return Seeding(tuple(created), tuple(updated), tuple(kept))


def _is_edited(slug: str) -> bool:
    """Whether a map is no longer as it was seeded. It is locked, so that it cannot be edited after the answer."""
    seeded = KnowledgeMap.objects.select_for_update().get(slug=slug)
    return seeded.seeded_revision != seeded.revision


def _seed(path: Path, digest: str) -> Outcome:
    knowledge_map, outcome = store_map(_read_seed(path))
    KnowledgeMap.objects.filter(pk=knowledge_map.pk).update(seeded_revision=F("revision"), seed_digest=digest)
    return outcome


def _read_seed(path: Path) -> MapDraft:
    draft = read_map(path)
    if draft.slug != path.stem:
        text = f"The file of this map must be named {draft.slug}.md, for its slug."
        raise MapRefused(str(path), [Fault(str(path), draft.lines.get("slug", draft.line), text)])
    return draft
