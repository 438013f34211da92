"""What search engines and social sites are told of an AI model."""

from typing import Any

from django.urls import reverse

from explore.meta import PageMeta, absolute, shortened
from explore.model_contexts import Cell, ModelPage


def model_meta(page: ModelPage) -> PageMeta:
    """The meta of a model: a data set of the figures that documents state."""
    path = reverse("explore:model", args=[page.row.slug])
    return PageMeta(
        title=page.row.name,
        description=_description(page),
        path=path,
        kind="article",
        indexed=any(document.published for document, _ in page.documents),
        linked_data={"@context": "https://schema.org", "@graph": [_dataset(page, path), _trail(page, path)]},
    )


def _description(page: ModelPage) -> str:
    figures = ", ".join(
        f"{cell.name.lower()} {' or '.join(answer.value for answer in cell.answers)}"
        for cell in page.row.cells
        if cell.answers
    )
    return shortened(f"What documents state of {page.row.name}: {figures or 'nothing yet'}.")


def _dataset(page: ModelPage, path: str) -> dict[str, Any]:
    query = f"?compare={page.row.slug}"
    return {
        "@type": "Dataset",
        "@id": absolute(path),
        "url": absolute(path),
        "name": f"What documents state of {page.row.name}",
        "alternateName": list(page.row.aliases),
        "description": _description(page),
        "isAccessibleForFree": True,
        "variableMeasured": [
            variable for cell in page.row.cells for variable in _variables(cell) if cell.answers
        ],
        "isBasedOn": [document.source_url for document, _ in page.documents if document.source_url],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media_type,
                "contentUrl": absolute(reverse("explore:models_export", args=[ending])) + query,
            }
            for ending, media_type in (("csv", "text/csv"), ("json", "application/json"))
        ],
    }


def _variables(cell: Cell) -> list[dict[str, Any]]:
    return [{"@type": "PropertyValue", "name": cell.name, "value": answer.value} for answer in cell.answers]


def _trail(page: ModelPage, path: str) -> dict[str, Any]:
    steps = (("AI models", reverse("explore:models")), (page.row.name, path))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(address)}
            for place, (name, address) in enumerate(steps, 1)
        ],
    }
