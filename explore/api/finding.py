"""What leads to maps, concepts and documents: search and topics."""

import orjson
from django.http import HttpRequest, HttpResponse

from explore.api.description import described, text
from explore.api.parameters import required_text
from explore.api.reading import ReadView, begin_atlas, begin_everything
from explore.api.serializers import SearchSerializer, TopicListSerializer
from explore.pages import search_page, topics_page


class SearchView(ReadView):
    """Maps, concepts and documents, the best first."""

    @described(
        SearchSerializer,
        summary="Maps, concepts and documents found for some words",
        operation="search",
        tag="Finding",
        parameters=[text("q", "What to look for; typing errors are forgiven.", required=True)],
        refusals=(),
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        words = required_text(request.GET, "q", "the words to look for")
        reading = begin_everything(request)
        return reading.answer(orjson.dumps(SearchSerializer(search_page(words, staff=reading.staff)).data))


class TopicListView(ReadView):
    """The short subjects under which maps are found."""

    @described(
        TopicListSerializer,
        summary="All topics, in their order",
        operation="list_topics",
        tag="Finding",
        refusals=(),
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        reading = begin_atlas(request)
        return reading.answer(
            orjson.dumps(TopicListSerializer({"topics": topics_page(staff=reading.staff)}).data)
        )
