"""The texts that the project ships as rows, straight from their files and without a curator, for tests of pages."""

from pathlib import Path
from typing import Any

import yaml
from django.utils.text import slugify

from concepts.models import Concept
from concepts.topics import find_or_make_topics
from library.models import AIModel, Citation, Document, Fact, revising
from library.models.document import stored_parts
from library.reading import read_file
from library.recognizing.found import Recognized
from library.recognizing.recognize import recognize

_SEEDS = Path(__file__).resolve().parents[2] / "library" / "seeds"


def shelve(*slugs: str) -> list[Document]:
    """Published documents of these seed files; all of them without a name."""
    files = sorted(path for path in _SEEDS.glob("*/*.md") if not slugs or path.stem in slugs)
    with revising():
        return [_shelve(path) for path in files]


def _shelve(path: Path) -> Document:
    _, head, body = path.read_text().split("---\n", 2)
    about: dict[str, Any] = yaml.safe_load(head)
    found = recognize(read_file(path.name, body.encode()))
    document = Document.objects.create(
        kind=about["kind"],
        title=about["title"],
        slug=about["slug"],
        summary=found.insight[:300],
        authors="\n".join(about["authors"]),
        publisher=about["publisher"],
        published_on=about["published"],
        source_url=about["source"],
        licence=about["licence"],
        status=Document.Status.PUBLISHED,
        text=found.text,
        parts=list(stored_parts(found.parts)),
    )
    document.topics.set(find_or_make_topics(about["topics"]))
    _cite(document, about.get("citations", ()))
    _state(document, found)
    return document


def _cite(document: Document, citations: Any) -> None:
    for cited in citations:
        map_slug, slug = cited["concept"].split("/")
        concept = Concept.objects.filter(map__slug=map_slug, slug=slug).first()
        start = document.text.find(cited["quote"])
        if concept and start >= 0:
            end = start + len(cited["quote"])
            Citation.objects.create(
                concept=concept, document=document, start=start, end=end, quote=cited["quote"]
            )


def _state(document: Document, found: Recognized) -> None:
    for fact in found.facts:
        if not fact.model:
            continue
        slug = slugify(fact.model.replace(".", "-"))
        model, _ = AIModel.objects.get_or_create(slug=slug, defaults={"name": fact.model})
        Fact.objects.create(
            model=model,
            attribute=fact.attribute,
            value=fact.value,
            unit=fact.unit,
            number=fact.number,
            document=document,
            start=fact.start,
            end=fact.end,
            quote=fact.quote,
        )
