"""What a language model may answer, item by item."""

from typing import Any

WHY: dict[str, Any] = {"reason": "It is a part of it.", "score": 0.7}


def concept(title: str, **more: Any) -> dict[str, Any]:
    """A concept of an expansion."""
    return {"title": title, "summary": f"What {title} is.", "detail": f"{title} in full.", **WHY, **more}


def link(source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"source": source, "target": target, "kind": "prerequisite", **WHY, **more}


def expansion(*concepts: dict[str, Any], links: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {"concepts": list(concepts), "links": list(links)}


def read_concept(title: str, quote: str, parent: str = "", **more: Any) -> dict[str, Any]:
    """A concept of a document."""
    return {**concept(title), "parent": parent, "quote": quote, **more}


def citation(title: str, quote: str, **more: Any) -> dict[str, Any]:
    return {"concept": title, "quote": quote, **WHY, **more}


def fact(model: str, attribute: str, value: str, quote: str, **more: Any) -> dict[str, Any]:
    return {"model": model, "attribute": attribute, "value": value, "quote": quote, "score": 0.8, **more}


def reading(
    *concepts: dict[str, Any],
    citations: tuple[dict[str, Any], ...] = (),
    facts: tuple[dict[str, Any], ...] = (),
) -> dict[str, Any]:
    return {"concepts": list(concepts), "citations": list(citations), "facts": list(facts)}
