"""Curators' own tokens for the API: made here, told once, and taken away."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from learners.models import ApiToken
from learners.tokens import make_token


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):
    list_display = ["name", "begins", "user", "created", "used"]
    list_select_related = ["user"]
    search_fields = ["name"]
    fields = ["name"]
    show_full_result_count = False

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiToken]:
        """Everybody's for who may do everything, so that a token can be revoked when its owner is away."""
        tokens: QuerySet[ApiToken] = super().get_queryset(request)
        assert request.user.is_authenticated
        return tokens if request.user.is_superuser else tokens.filter(user=request.user)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["name", "begins", "user", "created", "used"] if obj else ["name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj) if obj else []

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:
        assert request.user.is_authenticated
        made, obj.secret = make_token(user=request.user, name=obj.name)  # type: ignore[attr-defined]
        obj.pk = made.pk

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """The one page that tells the secret. It is in no message, since those are kept."""
        context = {
            **self.admin_site.each_context(request),
            "title": "The token was made",
            "subtitle": obj.name,
            "opts": ApiToken._meta,
            "secret": obj.secret,
        }
        return TemplateResponse(request, "admin/learners/apitoken/made.html", context)

    @admin.display(description="begins with")
    def begins(self, token: ApiToken) -> str:
        return f"{token.beginning}…"
