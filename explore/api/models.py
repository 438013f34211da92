"""AI models, each with all that documents state of it."""

from bisect import bisect_right

import orjson
from django.http import HttpRequest, HttpResponse

from explore.api.cursors import MOST_A_PAGE, PAGE, next_address, page_of, read_cursor
from explore.api.description import cursor, described, number, text
from explore.api.model_serializers import AIModelListSerializer, AIModelSerializer
from explore.api.parameters import whole_number
from explore.api.reading import ReadView, begin_models
from explore.model_records import model_record
from library.ai_models import find_model, stated_models
from library.model_choice import Choice, chosen


class AIModelListView(ReadView):
    """By their slugs. Of the facts, those of published documents; staff sees what drafts state too."""

    @described(
        AIModelListSerializer,
        summary="AI models and what documents state of them",
        operation="list_models",
        tag="AI models",
        parameters=[
            text("q", "Only models that have these words in their names or their makers' names."),
            cursor(),
            number("limit", default=PAGE, most=MOST_A_PAGE, what="Models a page."),
        ],
        refusals=(),
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        size = whole_number(request.GET, "limit", default=PAGE, most=MOST_A_PAGE)
        after = read_cursor(request.GET, str)
        words = request.GET.get("q", "").strip()
        reading = begin_models(request)
        found = chosen(stated_models(reading.tag, staff=reading.staff), Choice(words=words))
        found.sort(key=lambda model: model.slug)
        first = bisect_right(found, str(after[0]), key=lambda model: model.slug) if after else 0
        shown, last = page_of(found[first : first + size + 1], size)
        page = {
            "models": [model_record(model) for model in shown],
            "next": next_address(request, (last.slug,) if last else None),
        }
        return reading.answer(orjson.dumps(page))


class AIModelView(ReadView):
    """Statements on which documents disagree stand side by side."""

    @described(
        AIModelSerializer,
        summary="One AI model and what documents state of it",
        operation="get_model",
        tag="AI models",
    )
    def get(self, request: HttpRequest, model_slug: str) -> HttpResponse:
        reading = begin_models(request)
        model = find_model(model_slug, reading.tag, staff=reading.staff)
        return reading.answer(orjson.dumps(model_record(model)))
