"""What is read of AI models: each with all that documents state of it, kept as long as the library stays as it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Greatest, Substr

from library.errors import UnknownModel
from library.figures import DocumentName, Figure, Statement, figure_of
from library.models import AIModel, Attribute, Document, Fact
from library.quotations import Quotation, quotation

# The sentence around a figure is looked for this far; of texts that take longer to read it is not fetched at all.
_AROUND = 300
_MOST_MINUTES = 240
_DOCUMENT = ("slug", "title", "publisher", "published_on", "source_url", "status")
_STATED = (
    *("model__slug", "attribute", "pk", "value", "unit", "number", "quote", "start", "end", "confidence"),
    *("confirmed_at", *(f"document__{name}" for name in _DOCUMENT)),
)


@dataclass(frozen=True, slots=True)
class StatedModel:
    """A model and what is stated of it: a figure for each attribute, in their order, known or not."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    maker: str
    figures: tuple[Figure, ...]

    def figure(self, attribute: str) -> Figure:
        """What is stated of one attribute."""
        return self.figures[_PLACES[attribute]]

    @property
    def documents(self) -> tuple[DocumentName, ...]:
        """Every document that states something of it, each once, the newest first."""
        found = dict.fromkeys(document for figure in self.figures for document in figure.documents)
        # By title first, since sorting keeps the order of what is equal.
        by_title = sorted(found, key=lambda document: document.title)
        return tuple(sorted(by_title, key=_day, reverse=True))


@dataclass(frozen=True, slots=True)
class ListedFact:
    """What one document states of one attribute of the model with a slug."""

    model: str
    attribute: str
    statement: Statement


_PLACES = {attribute.value: place for place, attribute in enumerate(Attribute)}


def stated_models(tag: str, *, staff: bool = False) -> tuple[StatedModel, ...]:
    """The models by name, with what published documents state; staff sees all models, and drafts' statements too.

    `tag`: that of the library, read before. Queries: 2, none when they are kept from before.
    """
    return _stated_models(tag, staff)


def find_model(slug: str, tag: str, *, staff: bool = False) -> StatedModel:
    """A model. Queries: those of `stated_models`. Raises: UnknownModel."""
    found = _by_slug(tag, staff).get(slug)
    if found is None:
        raise UnknownModel(f"There is no model at “{slug}”.")
    return found


def slugs_of_models() -> list[str]:
    """The slugs of the models of which published documents state something. Queries: 1."""
    stated = _facts_seen(staff=False).filter(model=OuterRef("pk"))
    return list(AIModel.objects.filter(Exists(stated)).order_by("slug").values_list("slug", flat=True))


def quotations_of(statements: Iterable[Statement]) -> dict[int, Quotation]:
    """The sentences in which figures are stated, by the key of the fact; none of very long documents. Queries: 1."""
    keys = {statement.pk for statement in statements}
    if not keys:
        return {}
    first = Greatest(F("start") - _AROUND, Value(0))
    around = Substr("document__text", first + 1, F("end") - first + _AROUND)
    facts = Fact.objects.filter(pk__in=keys, document__minutes__lte=_MOST_MINUTES).order_by()
    rows = facts.annotate(first=first, around=around).values_list("pk", "start", "end", "first", "around")
    return {
        pk: quotation(text, start - begin, end - begin, whole_start=begin == 0)
        for pk, start, end, begin, text in rows
    }


def facts_after(
    pk: int, *, size: int, staff: bool = False, model: str = "", attribute: str = "", document: str = ""
) -> list[ListedFact]:
    """Up to `size` facts after one, in the order in which they were made: all, or those of a model, an attribute, a
    document. Queries: 1."""
    wanted = {"model__slug": model, "attribute": attribute, "document__slug": document}
    facts = _facts_seen(staff=staff).filter(
        pk__gt=pk, **{name: value for name, value in wanted.items() if value}
    )
    documents: dict[str, DocumentName] = {}
    return [_listed(row, documents) for row in facts.order_by("pk").values_list(*_STATED)[:size]]


# Two states for staff and two for everyone: the present one, and the one before it while it is still being answered.
@lru_cache(maxsize=4)
def _stated_models(tag: str, staff: bool) -> tuple[StatedModel, ...]:
    stated = _stated(staff=staff)
    models = AIModel.objects.order_by("name", "pk").values_list("slug", "name", "aliases", "maker")
    return tuple(
        StatedModel(slug, name, tuple(aliases.split("\n")) if aliases else (), maker, _figures(stated[slug]))
        for slug, name, aliases, maker in models
        if staff or slug in stated
    )


@lru_cache(maxsize=4)
def _by_slug(tag: str, staff: bool) -> dict[str, StatedModel]:
    return {model.slug: model for model in _stated_models(tag, staff)}


def _stated(*, staff: bool) -> defaultdict[str, dict[str, list[Statement]]]:
    """What is stated, by model and attribute, the newest documents first."""
    found: defaultdict[str, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    documents: dict[str, DocumentName] = {}
    newest = F("document__published_on").desc(nulls_last=True)
    facts = _facts_seen(staff=staff).order_by(newest, "document__title", "start", "pk")
    for row in facts.values_list(*_STATED):
        fact = _listed(row, documents)
        found[fact.model][fact.attribute].append(fact.statement)
    return found


def _facts_seen(*, staff: bool) -> QuerySet[Fact]:
    """Facts whose words stand in their documents. What lost them is no evidence."""
    facts = Fact.objects.placed()
    return facts if staff else facts.filter(document__status=Document.Status.PUBLISHED)


def _listed(row: tuple[Any, ...], documents: dict[str, DocumentName]) -> ListedFact:
    """A row of `_STATED`. `documents`: those met before, so that each is made once."""
    model, attribute, pk, value, unit, number, quote, start, end, confidence = row[:10]
    confirmed_at, slug, title, publisher, day, source, status = row[10:]
    document = documents.get(slug)
    if document is None:
        published = status == Document.Status.PUBLISHED
        document = documents[slug] = DocumentName(slug, title, publisher, day, source, published)
    confirmed = confirmed_at is not None
    statement = Statement(pk, value, unit, number, quote, start, end, confidence, confirmed, document)
    return ListedFact(model, attribute, statement)


def _figures(stated: Mapping[str, list[Statement]]) -> tuple[Figure, ...]:
    return tuple(figure_of(attribute.value, stated.get(attribute.value, ())) for attribute in Attribute)


def _day(document: DocumentName) -> date:
    return document.published_on or date.min
