"""Figures that open to their words, as HTML.

Written here and not as templates, because a table has hundreds of them and a template takes several times as long.
"""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString

from explore.model_contexts import Answer, Cell, Source

_UNKNOWN = '<span class="quiet"><span aria-hidden="true">–</span><span class="visually-hidden">not stated</span></span>'


def figure_markup(cell: Cell) -> SafeString:
    """What is stated, with its sources folded up behind it."""
    if not cell.answers:
        return SafeString(_UNKNOWN)  # nosec B703
    several = bool(cell.disagreement or cell.apart)
    disagree = '<span class="tag tag--disagree">disagree</span> ' if cell.disagreement else ""
    count = cell.source_count
    # Every text in it has gone through `escape`.
    return SafeString(  # nosec B703
        '<details class="claim"><summary class="claim__summary">'
        f"{''.join(_answer(answer, named=several) for answer in cell.answers)}"
        f'<span class="claim__note">{disagree}{count} source{"" if count == 1 else "s"}</span></summary>'
        f"{''.join(map(sources_markup, cell.answers))}</details>"
    )


def sources_markup(answer: Answer, *, certainty: bool = False) -> SafeString:
    """The sources of an answer; with `certainty` also whether a curator has looked at each."""
    told = {_certainty(source) for source in answer.sources} if certainty else set()
    # Said once where it is the same of all.
    together = "".join(f'<p class="claim-source__where">{words}</p>' for words in told if len(told) == 1)
    items = "".join(_item(source, certainty=len(told) > 1) for source in answer.sources)
    return SafeString(f'<ul class="claim-sources" role="list">{items}</ul>{together}')  # nosec B703


def _answer(answer: Answer, *, named: bool) -> str:
    by = f'<span class="claim__by">{_titles(answer.sources)}</span>' if named else ""
    return (
        f'<span class="claim__answer"><span class="claim__value" dir="auto">{escape(answer.text)}</span>'
        f"{by}</span>"
    )


def _titles(sources: Iterable[Source]) -> str:
    return "; ".join(f"<bdi>{escape(source.title)}</bdi>" for source in sources)


def _item(source: Source, *, certainty: bool) -> str:
    words = source.quotation
    quote = f"{escape(words.before)}<mark>{escape(words.quote)}</mark>{escape(words.after)}"
    where = f'<p class="claim-source__where">{_where(source)}</p>'
    sure = f'<p class="claim-source__where">{_certainty(source)}</p>' if certainty else ""
    return (
        f'<li class="claim-source"><blockquote class="claim-source__words" dir="auto">{quote}</blockquote>'
        f"{where}{sure}</li>"
    )


def _where(source: Source) -> str:
    document = source.document
    title = f'<a href="{escape(source.url)}"><bdi>{escape(source.title)}</bdi></a>'
    publisher = f", <bdi>{escape(document.publisher)}</bdi>" if document.publisher else ""
    year = f", {document.published_on.year}" if document.published_on else ""
    draft = "" if document.published else ' <span class="tag tag--draft">Draft</span>'
    return f"{title}{publisher}{year}{draft}"


def _certainty(source: Source) -> str:
    words = "Confirmed by a curator" if source.confirmed else "Not confirmed by a curator yet"
    return f"{words}, {source.sureness}" if source.sureness else words
