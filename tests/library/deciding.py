"""What tests of deciding share: a text as it is recognised, and the whole state of what decisions change."""

from collections.abc import Sequence
from typing import Any

from concepts.models import Concept, KnowledgeMap, Link, Topic
from library.documents import store_document
from library.models import AIModel, Citation, Document, Fact, Proposal
from library.proposing import Proposed, propose
from library.reading.text import Part
from library.recognizing.found import ConceptFound, DocumentKind, FactFound, ParentFound, Recognized

TITLE = "How Models Learn"
# Title, summary, detail, the title above.
LEARNING = [
    ("Training", "How a model gets its weights.", "Weights follow from data, step by step.", ""),
    ("Loss", "What training makes small.", "A number that says how wrong a model is.", "Training"),
    ("Gradient Descent", "Downhill, a step at a time.", "Each step makes the loss smaller.", "Loss"),
]
Told = Sequence[tuple[str, str, str, str]]


def map_text(told: Told = LEARNING, *, title: str = TITLE, topics: tuple[str, ...] = ()) -> Recognized:
    """A text that describes these concepts, as it is recognised."""
    text, parts, concepts = "", [], []
    for name, summary, detail, above in told:
        start = len(text)
        text += f"{name}\n{summary}\n{detail}\n\n"
        parts.append(Part("heading", start, start + len(name), 2))
        parts.append(Part("paragraph", start + len(name) + 1, len(text) - 2))
        parent = ParentFound(above, 0.8, f"Both speak of “{above}”.") if above else None
        concepts.append(ConceptFound(name, summary, detail, start, len(text) - 2, parent))
    return Recognized(
        DocumentKind.MAP_TEXT, title, text.strip(), tuple(parts), topics=topics, concepts=tuple(concepts)
    )


def disclosure(*sentences: tuple[str, str, str, str, float | None], title: str = "About GPT-3") -> Recognized:
    """A text of sentences, each with the model, the attribute, the words of the figure and its number."""
    text, facts = "", []
    for sentence, model, attribute, value, number in sentences:
        start = len(text) + sentence.index(value)
        end = start + len(value)
        facts.append(FactFound(model, attribute, value, "", number, value, start, end, 1.0))
        text += f"{sentence} "
    return Recognized(
        DocumentKind.DISCLOSURE,
        title,
        text.strip(),
        (Part("paragraph", 0, len(text) - 1),),
        facts=tuple(facts),
    )


def hand_in(recognized: Recognized, into: KnowledgeMap | None = None) -> tuple[Document, Proposed]:
    """The document of a recognised text, and what it proposed."""
    stored = store_document(recognized, file_name="text.txt", knowledge_map=into)
    return stored.document, propose(stored.document, recognized)


def ids_of(document: Document, *kinds: Proposal.Kind) -> list[int]:
    """Open proposals of these kinds, of all when none are named."""
    found = document.proposals.filter(state=Proposal.State.OPEN)
    return list((found.filter(kind__in=kinds) if kinds else found).values_list("pk", flat=True))


def proposal_of(document: Document, kind: Proposal.Kind, title: str) -> Proposal:
    """The proposal of a kind about a title."""
    names = ("title", "target", "model")
    found = [
        row
        for row in document.proposals.filter(kind=kind)
        if title in {row.payload.get(name) for name in names}
    ]
    assert len(found) == 1, found
    return found[0]


def everything() -> dict[str, Any]:
    """Every row that a decision may change, but for counters, stamps and times."""
    left_out = {"revision", "stamp", "stamp_before", "sources_stamp", "updated", "created", "acceptance_id"}
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in left_out}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in (Topic, KnowledgeMap, Concept, Link, Document, Citation, AIModel, Fact, Proposal)
    }
