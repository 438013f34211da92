"""The documents that come with Kinapse: created once, and kept up to date until a curator makes them their own."""

import json
from hashlib import sha256
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from concepts.formats.seeding import Seeding
from concepts.formats.summaries import summary_and_detail
from concepts.models import Concept
from concepts.topics import find_or_make_topics
from library.ai_model_names import find_or_make_models, key_of_name
from library.models import AIModel, Citation, Document, Fact, revising
from library.models.document import stored_parts
from library.quotes import Sections
from library.seed_files import SeedDocument, digest_of, read_models, read_seed

SEEDS = Path(__file__).resolve().parent / "seeds"
_OWN = ("kind", "title", "summary", "authors", "publisher", "source_url", "licence", "status", "fingerprint")


def seed_documents(folder: Path = SEEDS) -> Seeding:
    """Create the documents of a folder that are missing, and update those that nobody has edited, in one transaction.

    Their citations and facts come with them, as if accepted; concepts that are not there are left out.
    Queries: 1 when there is nothing to do. Raises: ValidationError.
    """
    created, updated, kept = [], [], []
    paths = sorted(folder.glob("*/*.md"))
    with transaction.atomic():
        digests = dict(
            Document.objects.filter(slug__in=[path.stem for path in paths]).values_list("slug", "seed_digest")
        )
        for path in paths:
            if digests.get(path.stem) == digest_of(path):
                continue
            if path.stem not in digests:
                with revising():
                    _write(Document(slug=path.stem), read_seed(path), folder)
                created.append(path.stem)
                continue
            document = Document.objects.get(slug=path.stem)
            if document.seeded_state != seeded_state(document):
                kept.append(path.stem)
                continue
            with revising():
                _write(document, read_seed(path), folder)
            updated.append(path.stem)
    return Seeding(tuple(created), tuple(updated), tuple(kept))


def seeded_state(document: Document) -> str:
    """What tells whether a document, its citations and its facts are as they were seeded. Queries: 3."""
    own = [getattr(document, name) for name in _OWN]
    topics = sorted(document.topics.values_list("title", flat=True))
    cited = sorted(document.citations.values_list("concept_id", "quote"))
    facts = sorted(document.facts.values_list("model_id", "attribute", "value", "quote"))
    confirmed = document.facts.exclude(confirmed_by=None).count()
    state = [*own, str(document.published_on), topics, cited, facts, confirmed]
    return sha256(json.dumps(state).encode()).hexdigest()


def _write(document: Document, seed: SeedDocument, folder: Path) -> None:
    """Bring a document to what its file says. Inside `revising`."""
    document.kind, document.title = seed.kind, seed.title
    document.status = Document.Status.PUBLISHED
    document.summary = _summary(seed)
    document.authors, document.publisher = "\n".join(seed.authors), seed.publisher
    document.published_on, document.source_url, document.licence = seed.published, seed.source, seed.licence
    document.text, document.parts = seed.recognized.text, list(stored_parts(seed.recognized.parts))
    document.save()
    document.topics.set(find_or_make_topics(seed.topics))
    # All of them are from the file that is replaced: one added by hand would have kept the document as it is.
    document.citations.all().delete()
    document.facts.all().delete()
    _cite(document, seed)
    _state(document, seed, folder)
    document.refresh_from_db()
    document.seed_digest, document.seeded_state = seed.digest, seeded_state(document)
    document.save(update_fields=["seed_digest", "seeded_state"])


def _summary(seed: SeedDocument) -> str:
    recognized = seed.recognized
    first = next((part for part in recognized.parts if part.kind in {"overview", "paragraph"}), None)
    text = recognized.insight or (recognized.text[first.start : first.end] if first else "")
    return summary_and_detail(text)[0]


def _cite(document: Document, seed: SeedDocument) -> None:
    slugs = [tuple(cited.concept.split("/")) for cited in seed.citations]
    found = Concept.objects.filter(
        map__slug__in={of for of, _ in slugs}, slug__in={slug for _, slug in slugs}
    )
    concepts = {f"{concept.map.slug}/{concept.slug}": concept for concept in found.select_related("map")}
    sections = Sections(document.text, document.part_list)
    rows = []
    for cited in seed.citations:
        start = document.text.find(cited.quote)
        if start < 0:
            raise ValidationError(f"{seed.slug}.md: The words “{cited.quote}” are not in the text.")
        concept = concepts.get(cited.concept)
        if concept:
            end = start + len(cited.quote)
            words = {"start": start, "end": end, "quote": cited.quote, "section": sections.at(start)}
            rows.append(Citation(concept=concept, document=document, **words))
    Citation.objects.bulk_create(rows)


def _state(document: Document, seed: SeedDocument, folder: Path) -> None:
    found = seed.recognized.facts
    if not found:
        return
    _make_models(folder)
    models, _ = find_or_make_models([fact.model for fact in found])
    Fact.objects.bulk_create(
        Fact(
            model=models[key_of_name(fact.model)],
            attribute=fact.attribute,
            value=fact.value,
            unit=fact.unit,
            number=fact.number,
            document=document,
            start=fact.start,
            end=fact.end,
            quote=fact.quote,
            confidence=fact.confidence,
            # Who wrote the seed has compared it with its source.
            confirmed_at=timezone.now(),
        )
        for fact in found
    )


def _make_models(folder: Path) -> None:
    """The models that are named in the folder and that nobody has named yet."""
    seeds = read_models(folder / "models.yaml")
    known = {key_of_name(name) for model in AIModel.objects.all() for name in (model.name, *model.alias_list)}
    for seed in seeds:
        if key_of_name(seed.name) not in known:
            AIModel.objects.create(
                name=seed.name, slug=seed.slug, maker=seed.maker, aliases="\n".join(seed.aliases)
            )
