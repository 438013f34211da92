"""AI models and facts as plain records, for the API and for files to take along."""

from typing import Any

from django.urls import reverse

from explore.meta import absolute
from explore.model_pages import document_url
from library.ai_models import StatedModel
from library.figures import Figure, Statement


def model_record(model: StatedModel) -> dict[str, Any]:
    """A model with every statement about it."""
    return {
        "slug": model.slug,
        "name": model.name,
        "aliases": list(model.aliases),
        "maker": model.maker,
        "url": model_address(model.slug),
        "figures": [_figure(model.slug, figure) for figure in model.figures if figure.known],
    }


def fact_record(model: str, attribute: str, statement: Statement) -> dict[str, Any]:
    """One statement, with its source and its words."""
    document = statement.document
    return {
        "id": statement.pk,
        "model": model,
        "attribute": attribute,
        "value": statement.value,
        "unit": statement.unit,
        "number": statement.number,
        "quote": statement.quote,
        "start": statement.start,
        "end": statement.end,
        "confidence": statement.confidence,
        "confirmed": statement.confirmed,
        "document": {
            "slug": document.slug,
            "title": document.title,
            "publisher": document.publisher,
            "published_on": document.published_on.isoformat() if document.published_on else None,
            "source": document.source_url,
            "url": absolute(document_url(document.slug, statement.pk)),
        },
    }


def model_address(slug: str) -> str:
    """The address of a model's page."""
    return absolute(reverse("explore:model", args=[slug]))


def _figure(model: str, figure: Figure) -> dict[str, Any]:
    return {
        "attribute": figure.attribute,
        "disagree": figure.disagree,
        "statements": [fact_record(model, figure.attribute, statement) for statement in figure.statements],
    }
