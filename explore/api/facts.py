"""Facts: what single documents state, with the words in which they do."""

import orjson
from django.http import HttpRequest, HttpResponse

from explore.api.cursors import MOST_A_PAGE, PAGE, next_address, page_of, read_cursor
from explore.api.description import cursor, described, number, one_of, text
from explore.api.model_serializers import ATTRIBUTES, FactListSerializer
from explore.api.parameters import one_word, whole_number
from explore.api.reading import ReadView, begin_models
from explore.model_records import fact_record
from explore.parameters import line
from library.ai_models import facts_after


class FactListView(ReadView):
    """In the order in which they were added: those of published documents, for staff those of drafts too."""

    @described(
        FactListSerializer,
        summary="Facts about AI models, one by one",
        operation="list_facts",
        tag="AI models",
        parameters=[
            text("model", "Only facts about the model with this slug."),
            one_of("attribute", ATTRIBUTES, "Only facts of this kind."),
            text("document", "Only facts that the document with this slug states."),
            cursor(),
            number("limit", default=PAGE, most=MOST_A_PAGE, what="Facts a page."),
        ],
        refusals=(),
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        size = whole_number(request.GET, "limit", default=PAGE, most=MOST_A_PAGE)
        after = read_cursor(request.GET, int)
        attribute = one_word(request.GET, "attribute", ATTRIBUTES)
        model, document = line(request.GET, "model"), line(request.GET, "document")
        reading = begin_models(request)
        facts = facts_after(
            int(after[0]) if after else 0,
            size=size + 1,
            staff=reading.staff,
            model=model,
            attribute=attribute,
            document=document,
        )
        shown, last = page_of(facts, size)
        page = {
            "facts": [fact_record(fact.model, fact.attribute, fact.statement) for fact in shown],
            "next": next_address(request, (last.statement.pk,) if last else None),
        }
        return reading.answer(orjson.dumps(page))
