"""What leads to maps and concepts: search and topics."""

import orjson
from django.http import HttpRequest, HttpResponse

from explore.api.description import described, text
from explore.api.parameters import required_text
from explore.api.reading import ReadView, begin_atlas
from explore.api.shapes import SearchShape, TopicListShape
from explore.pages import search_page, topics_page


@described(
    SearchShape,
    summary="Maps and concepts found for some words",
    operation="search",
    tag="Finding",
    parameters=[text("q", "What to look for; typing errors are forgiven.", required=True)],
    refusals=(),
)
class SearchView(ReadView):
    def get(self, request: HttpRequest) -> HttpResponse:
        words = required_text(request.GET, "q", "the words to look for")
        reading = begin_atlas(request)
        return reading.answer(orjson.dumps(SearchShape(search_page(words, staff=reading.staff)).data))


@described(TopicListShape, summary="All topics, in their order", operation="list_topics", tag="Finding", refusals=())
class TopicListView(ReadView):
    def get(self, request: HttpRequest) -> HttpResponse:
        reading = begin_atlas(request)
        return reading.answer(orjson.dumps(TopicListShape({"topics": topics_page(staff=reading.staff)}).data))
