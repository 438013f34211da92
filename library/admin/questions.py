"""What a language model was asked for, and the page on which it is asked to expand a concept."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.html import format_html

from concepts.models import Concept
from library.asking.server import server_to_ask
from library.models import Question
from library.suggesting.questions import ask_about_concept, last_question

# Asking is handing in a document that somebody else writes.
_MAY_ASK = ("library.add_intake", "concepts.view_concept")


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin):
    list_display = ["subject", "state", "outcome", "asked_of", "tokens", "asked_by", "created"]
    list_filter = ["state", "asked_of"]
    list_select_related = ["asked_by", "concept", "document"]
    search_fields = ["concept__title", "document__title", "outcome"]
    show_full_result_count = False
    fields = ["subject", "state", "outcome", "review", "asked_of", "tokens", "asked_by", "created"]
    readonly_fields = ["subject", "review"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Question | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Question | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.expand_view)
        return [
            path("expand/<int:concept_id>/", page, name="library_question_expand"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        questions: QuerySet[Question] = super().get_queryset(request)
        return questions.select_related("document", "concept").defer(
            "document__text", "document__parts", "concept__detail"
        )

    def expand_view(self, request: HttpRequest, concept_id: int) -> HttpResponse:
        """Tells what is asked of whom, asks, and shows what became of it."""
        server = server_to_ask()
        concept = Concept.objects.select_related("map").filter(pk=concept_id).first()
        if server is None or concept is None:
            raise Http404("There is no such page.")
        if not request.user.has_perms(_MAY_ASK):
            raise PermissionDenied
        if request.method == "POST":
            ask_about_concept(concept, asked_by=request.user if request.user.is_authenticated else None)
            messages.success(request, "It is asked. This page shows what comes of it.")
            return HttpResponseRedirect(request.get_full_path())
        question = last_question(concept)
        context = {
            **self.admin_site.each_context(request),
            "title": "Expand this concept",
            "subtitle": concept.title,
            "original": concept,
            "server": server,
            "question": question,
            "is_waiting": question is not None and question.state == Question.State.WAITING,
        }
        return TemplateResponse(request, "admin/library/question/expand.html", context)

    @admin.display(description="about")
    def subject(self, question: Question) -> str:
        if question.concept:
            return f"Concept “{question.concept}”"
        return f"Document “{question.document}”" if question.document else "–"

    @admin.display(description="proposals")
    def review(self, question: Question) -> str:
        if not question.document_id:
            return "–"
        page = reverse("admin:library_document_review", args=[question.document_id])
        return format_html('<a href="{}">Review what it proposes</a>', page)
