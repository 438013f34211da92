"""The contexts of the pages of AI models."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from django.urls import reverse

from explore.drawing.model_charts import Charts, charts_of
from explore.model_address import MOST_COMPARED, NEWEST_FIRST, ModelsAddress
from explore.model_contexts import (
    Answer,
    Cell,
    Column,
    Compared,
    ComparePage,
    Comparison,
    ModelPage,
    ModelRow,
    ModelsPage,
    SimilarModel,
    Source,
)
from library.ai_models import StatedModel, find_model, quotations_of, stated_models
from library.figures import Agreed, Figure, Statement, figure_of
from library.model_choice import Choice, chosen, makers, ordered, said, similar_in_size
from library.models import Attribute
from library.quotations import Quotation
from library.readable import amount, readable

ROWS = 25
MOST_SIMILAR = 5
# The column's name says these units.
_UNITS_OF_COLUMNS = frozenset({"parameters", "processors", "year"})
_SURE = 0.995
_BILLION = 1e9
Quotations = Mapping[int, Quotation]


def models_page(address: ModelsAddress, tag: str, *, staff: bool) -> ModelsPage:
    """A page of the table, with charts of all that is looked for. Queries: those of `stated_models`, and 1."""
    models = stated_models(tag, staff=staff)
    found = models_found(address, models)
    pages = max(1, -(-len(found) // ROWS))
    page = min(address.page, pages)
    shown = found[(page - 1) * ROWS : page * ROWS]
    return ModelsPage(
        address=address,
        columns=tuple(_columns(address)),
        rows=_rows(shown),
        found=len(found),
        total=len(models),
        page=page,
        pages=pages,
        makers=tuple(makers(models)),
        countries=tuple(said(models, Attribute.COUNTRY)),
        hardware=tuple(said(models, Attribute.HARDWARE)),
        charts=_kept_charts(replace(address, sort=NEWEST_FIRST, page=1), tag, staff),
    )


# Pages and orders of one table share their charts, which take longer than the rest of it.
@lru_cache(maxsize=32)
def _kept_charts(address: ModelsAddress, tag: str, staff: bool) -> Charts:
    models = stated_models(tag, staff=staff)
    return charts_of(models_found(address, models), among=models)


def models_found(address: ModelsAddress, models: Iterable[StatedModel]) -> list[StatedModel]:
    """The models that an address asks for, in its order; those compared in theirs. Queries: 0."""
    if address.compare:
        by_slug = {model.slug: model for model in models}
        return [by_slug[slug] for slug in address.compare if slug in by_slug]
    choice = Choice(
        words=address.q,
        maker=address.maker,
        country=address.country,
        hardware=address.hardware,
        year_from=address.year_from,
        year_to=address.year_to,
        size_from=None if address.size_from is None else address.size_from * _BILLION,
        size_to=None if address.size_to is None else address.size_to * _BILLION,
    )
    return ordered(chosen(models, choice), address.column, falling=address.falling)


def compare_page(slugs: Sequence[str], tag: str, *, staff: bool) -> ComparePage:
    """Models side by side, up to `MOST_COMPARED`. Queries: those of `stated_models`, and 1."""
    models = stated_models(tag, staff=staff)
    found = models_found(ModelsAddress(compare=tuple(slugs)), models)
    shown, left_out = found[:MOST_COMPARED], found[MOST_COMPARED:]
    known = {model.slug for model in found}
    kept = tuple(model.slug for model in shown)
    rows = _rows(shown)
    return ComparePage(
        models=tuple(Compared(row, _without(kept, row.slug)) for row in rows),
        comparisons=tuple(_comparison(attribute, shown, rows) for attribute in Attribute),
        unknown=tuple(slug for slug in slugs if slug not in known),
        left_out=tuple(model.name for model in left_out),
        others=tuple((model.slug, model.name) for model in models if model.slug not in kept),
        query=ModelsAddress(compare=kept).query,
    )


def model_page(slug: str, tag: str, *, staff: bool) -> ModelPage:
    """A model. Queries: those of `stated_models`, and 1. Raises: UnknownModel."""
    model = find_model(slug, tag, staff=staff)
    near = similar_in_size(model, stated_models(tag, staff=staff), most=MOST_SIMILAR)
    return ModelPage(
        row=_rows([model])[0],
        documents=tuple((document, document_url(document.slug)) for document in model.documents),
        similar=tuple(
            SimilarModel(
                other.slug, other.name, other.maker, _short(other.figure(Attribute.PARAMS).agreed[0])
            )
            for other in near
        ),
    )


def document_url(slug: str, fact: int | None = None) -> str:
    """The address of a document, or of the place in it where a fact is stated."""
    address = reverse("explore:document", args=[slug])
    return address if fact is None else f"{address}#f{fact}"


def _columns(address: ModelsAddress) -> Iterable[Column]:
    labels = {"name": "Model", "maker": "Maker"} | {each.value: str(each.label) for each in Attribute}
    for name, label in labels.items():
        order = "none"
        if name == address.column:
            order = "descending" if address.falling else "ascending"
        yield Column(name, label, order, address.sorted_by(name).query)


def _rows(models: Sequence[StatedModel]) -> tuple[ModelRow, ...]:
    """Rows with the words around each figure. Queries: 1."""
    figures = [figure for model in models for figure in model.figures]
    quotations = quotations_of(statement for figure in figures for statement in figure.statements)
    return tuple(
        ModelRow(
            model.slug,
            model.name,
            model.aliases,
            model.maker,
            tuple(_cell(model, figure, quotations) for figure in model.figures),
        )
        for model in models
    )


def _cell(model: StatedModel, figure: Figure, quotations: Quotations) -> Cell:
    answers = tuple(
        Answer(
            _short(agreed),
            agreed.value,
            agreed.normalised,
            tuple(_source(model, statement, quotations) for statement in agreed.statements),
        )
        for agreed in figure.agreed
    )
    return Cell(figure.attribute, figure.name, answers, figure.disagreement, figure.apart)


def _source(model: StatedModel, statement: Statement, quotations: Quotations) -> Source:
    document = statement.document
    return Source(
        quotation=quotations.get(statement.pk, Quotation("", statement.quote, "")),
        document=document,
        title=_without_name(document.title, model.name),
        url=document_url(document.slug, statement.pk),
        sureness="" if statement.confidence >= _SURE else f"{statement.confidence:.0%} sure",
        confirmed=statement.confirmed,
    )


def _short(agreed: Agreed) -> str:
    """The number alone where the column says of what; else the words of the document."""
    if agreed.number is None or agreed.unit not in _UNITS_OF_COLUMNS:
        return agreed.value
    return readable(agreed.number, agreed.unit) if agreed.unit == "year" else amount(agreed.number)


def _without_name(title: str, name: str) -> str:
    """A title that begins with the name of the model, which is told beside it, without that."""
    shorter = title.removeprefix(f"{name}: ")
    return shorter[:1].upper() + shorter[1:]


def _without(slugs: tuple[str, ...], slug: str) -> str:
    return ModelsAddress(compare=tuple(other for other in slugs if other != slug)).query


def _comparison(attribute: Attribute, models: Sequence[StatedModel], rows: Sequence[ModelRow]) -> Comparison:
    figures = [model.figure(attribute) for model in models]
    together = figure_of(attribute, (statement for figure in figures for statement in figure.statements))
    cells = tuple(cell for row in rows for cell in row.cells if cell.attribute == attribute)
    verdict, differs = _verdict(figures, len(together.agreed))
    return Comparison(attribute, str(attribute.label), verdict, differs, cells)


def _verdict(figures: Sequence[Figure], answers: int) -> tuple[str, bool]:
    """What a row of the comparison says, and whether the models differ in it."""
    known = [figure for figure in figures if figure.known]
    if len(figures) < 2 or not known:
        return "", False
    if len(known) < len(figures):
        return "not stated of all", False
    if answers > 1:
        return "different", True
    shown = {_short(agreed) for figure in figures for agreed in figure.agreed}
    return ("the same" if len(shown) == 1 else "about the same"), False
