"""What the pages of AI models print: frozen, whole, without a query left in them."""

from dataclasses import dataclass

from explore.drawing.model_charts import Charts
from explore.model_address import ModelsAddress
from library.figures import DocumentName
from library.quotations import Quotation


@dataclass(frozen=True, slots=True)
class Source:
    """One document's statement of a figure. `url`: where its words stand; `title`: without the model's own name."""

    quotation: Quotation
    document: DocumentName
    title: str
    url: str
    sureness: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A figure on which its sources agree. `text`: as short as a table needs it."""

    text: str
    value: str
    normalised: str
    sources: tuple[Source, ...]

    @property
    def counted_as(self) -> str:
        """The number where the document's words do not say it: "60 days" of "2 months"."""
        return "" if self.normalised in self.value else self.normalised


@dataclass(frozen=True, slots=True)
class Cell:
    """All answers to what a model's attribute is. `disagreement`: a sentence, "" when none differ."""

    attribute: str
    name: str
    answers: tuple[Answer, ...]
    disagreement: str
    apart: str

    @property
    def source_count(self) -> int:
        return len({source.document.slug for answer in self.answers for source in answer.sources})


@dataclass(frozen=True, slots=True)
class ModelRow:
    slug: str
    name: str
    aliases: tuple[str, ...]
    maker: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`order`: "ascending", "descending" or "none"; `query`: the page in the order that a click gives."""

    name: str
    label: str
    order: str
    query: str


@dataclass(frozen=True, slots=True)
class ModelsPage:
    """The table. `found`: how many are looked for, `total`: how many there are; `page` of `pages`."""

    address: ModelsAddress
    columns: tuple[Column, ...]
    rows: tuple[ModelRow, ...]
    found: int
    total: int
    page: int
    pages: int
    makers: tuple[str, ...]
    countries: tuple[str, ...]
    hardware: tuple[str, ...]
    charts: Charts

    @property
    def previous_query(self) -> str:
        return self.address.on_page(self.page - 1).query

    @property
    def next_query(self) -> str:
        return self.address.on_page(self.page + 1).query


@dataclass(frozen=True, slots=True)
class Compared:
    """A model in the comparison. `without`: the query of the comparison that leaves it out."""

    row: ModelRow
    without: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """An attribute of all models that are compared. `verdict`: whether they are the same in it, "" for a single one."""

    attribute: str
    name: str
    verdict: str
    differs: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Models side by side. `unknown`: slugs given in vain; `left_out`: those past the limit; `others`: to be added."""

    models: tuple[Compared, ...]
    comparisons: tuple[Comparison, ...]
    unknown: tuple[str, ...]
    left_out: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    query: str


@dataclass(frozen=True, slots=True)
class SimilarModel:
    slug: str
    name: str
    maker: str
    size: str


@dataclass(frozen=True, slots=True)
class ModelPage:
    """A model with all that is stated of it, the documents that state it, and models of nearly its size."""

    row: ModelRow
    documents: tuple[tuple[DocumentName, str], ...]
    similar: tuple[SimilarModel, ...]

    @property
    def compare_query(self) -> str:
        """It beside the model nearest to it in size."""
        return ModelsAddress(compare=(self.row.slug, *(other.slug for other in self.similar[:1]))).query
