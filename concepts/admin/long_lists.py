"""Lists that may be as long as a large map: counted and turned so far, at the cost of what is shown."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet, Subquery
from django.http import HttpRequest
from django.utils.html import format_html

from concepts.models import Concept, KnowledgeMap

# Rows that a list counts, sorts and turns pages through.
MOST_LISTED = 10_000
# Concepts of a large map that a filter looks through at a time.
LOOKED_THROUGH = 20_000

_FROM = "position__gte"
_GO_ON = '{} <a href="?{}">Go on from number {}</a>.'
_LISTED = "This list ends after {:,} concepts."
_LOOKED = "Looked through the numbers {:,} to {:,}, as there are many."


class BoundedPaginator(Paginator):
    """Counts no further than `MOST_LISTED`, and knows whether there is more."""

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST_LISTED) if isinstance(self.object_list, QuerySet) else self._counted

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than its pages show."""
        return self._counted > self.count

    @property
    def told(self) -> str:
        """How many rows there are, in words."""
        return told(self._counted, self.count) if self.is_cut else f"{self.count:,}"

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        if isinstance(rows, QuerySet):
            return int(rows.order_by()[: MOST_LISTED + 1].count())
        return len(rows)


class BoundedCount(Subquery):
    """How many rows a subquery of some rows gives."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"


def told(count: int, most: int = MOST_LISTED) -> str:
    """A number that was counted no further than one beyond `most`, in words."""
    return f"over {most:,}" if count > most else f"{count:,}"


def is_long(concepts: QuerySet[Concept]) -> bool:
    """Whether there are more concepts than a list turns through. Queries: 1, of the index alone."""
    some = concepts.order_by("map_id", "position").values_list("pk")
    return some[MOST_LISTED : MOST_LISTED + 1].exists()


def first_number(request: HttpRequest) -> int:
    """The number in the map's order from which a list was asked for."""
    text = request.GET.get(_FROM, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def looked_through(request: HttpRequest, concepts: QuerySet[Concept]) -> QuerySet[Concept]:
    """What a filter leaves of large maps, in a stretch of their numbers, with a word on where to go on. Queries: 1."""
    first = first_number(request)
    last = first + LOOKED_THROUGH - 1
    _say(request, _LOOKED.format(first, last), last + 1)
    # Named one by one, the maps are looked up in the index of their order.
    maps = list(KnowledgeMap.objects.order_by().values_list("pk", flat=True))
    return concepts.filter(map_id__in=maps, position__range=(first, last))


def say_where_it_goes_on(request: HttpRequest, rows: Sequence[Concept]) -> None:
    """A word above the last page of a list of one map that was not counted to its end."""
    if rows and len({row.map_id for row in rows}) == 1:
        _say(request, _LISTED.format(MOST_LISTED), rows[-1].position)


def _say(request: HttpRequest, words: str, number: int) -> None:
    if request.method == "GET":
        query = request.GET.copy()
        query[_FROM] = str(number)
        query.pop("p", None)
        messages.info(request, format_html(_GO_ON, words, query.urlencode(), f"{number:,}"))
