"""AI models to take along: what is looked for, each figure with its source and its words."""

import csv
import io
from collections.abc import Iterator, Sequence

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from concepts.formats.csv_cells import write_cell, write_list
from explore.caching import build_version, is_held
from explore.model_pages import models_found
from explore.model_records import fact_record, model_address, model_record
from explore.parameters import models_address
from explore.visitors import is_staff
from library.ai_models import StatedModel, stated_models
from library.figures import Figure, Statement
from library.selectors import library_tag

_COLUMNS = (
    *("model", "maker", "aliases", "attribute", "value", "number", "unit", "documents_disagree", "quote"),
    *(
        "document",
        "publisher",
        "published_on",
        "source",
        "document_url",
        "model_url",
        "confidence",
        "confirmed",
    ),
)


def _json(models: Sequence[StatedModel]) -> bytes:
    return orjson.dumps({"models": [model_record(model) for model in models]}, option=orjson.OPT_INDENT_2)


def _csv(models: Sequence[StatedModel]) -> bytes:
    """A line a statement, and one for a model of which nothing is stated. No cell is taken for a formula."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(_COLUMNS)
    for model in models:
        writer.writerows(_lines(model))
    return target.getvalue().encode()


def _lines(model: StatedModel) -> Iterator[list[str]]:
    stated = [(figure, statement) for figure in model.figures for statement in figure.statements]
    for figure, statement in stated:
        yield _line(model, figure, statement)
    if not stated:
        yield [*_names(model), *[""] * (len(_COLUMNS) - 3)]


def _line(model: StatedModel, figure: Figure, statement: Statement) -> list[str]:
    fact = fact_record(model.slug, figure.attribute, statement)
    document = fact["document"]
    texts = (document["title"], document["publisher"], document["published_on"] or "", document["source"])
    return [
        *_names(model),
        figure.attribute,
        write_cell(statement.value),
        "" if statement.number is None else f"{statement.number:.15g}",
        write_cell(statement.unit),
        _switch(figure.disagree),
        write_cell(statement.quote),
        *map(write_cell, texts),
        document["url"],
        model_address(model.slug),
        f"{statement.confidence:g}",
        _switch(statement.confirmed),
    ]


def _names(model: StatedModel) -> list[str]:
    return [write_cell(model.name), write_cell(model.maker), write_list(model.aliases)]


def _switch(value: bool) -> str:
    return "true" if value else "false"


_FORMATS = {"csv": ("text/csv; charset=utf-8", _csv), "json": ("application/json", _json)}


@require_safe
def export_models(request: HttpRequest, ending: str) -> HttpResponse:
    """The models that the address asks for, in its order, as a file. Queries: 3, 1 when the reader has it already."""
    if ending not in _FORMATS:
        raise Http404(f"There is no export as “{ending}”.")
    staff, tag = is_staff(request), library_tag()
    etag = f'W/"{tag}-{build_version()}{"-staff" if staff else ""}"'
    scope = "private" if staff else "public"
    headers = {"ETag": etag, "Cache-Control": f"{scope}, max-age=0, must-revalidate", "Vary": "Cookie"}
    if is_held(request, etag):
        return HttpResponse(status=304, headers=headers)
    media_type, write = _FORMATS[ending]
    content = write(models_found(models_address(request.GET), stated_models(tag, staff=staff)))
    headers["Content-Disposition"] = f'attachment; filename="models.{ending}"'
    return HttpResponse(content, content_type=media_type, headers=headers)
