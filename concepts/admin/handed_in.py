"""What the pages share on which files are handed in and watched."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


class OneFileForm(forms.ModelForm[Any]):
    """A form with a field `file`, whose bounds its class names."""

    most_bytes: ClassVar[int]
    too_large: ClassVar[str]
    longest_name: ClassVar[int]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > self.most_bytes:
            raise forms.ValidationError(self.too_large)
        if len(file.name or "") > self.longest_name:
            raise forms.ValidationError(
                f"This file's name is too long: keep it to {self.longest_name} characters."
            )
        return file


class HandedInAdmin(admin.ModelAdmin):
    """Rows that are made by handing a file in, and only watched from then on. `handing_in`: the form for that."""

    handing_in: ClassVar[type[OneFileForm]]
    show_full_result_count = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **kwargs) if obj else self.handing_in

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj) if obj else []

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        self.message_user(request, "The file was handed in. This page shows how far it is.", messages.SUCCESS)
        page = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(page, args=[obj.pk]))

    @admin.display(description="what became of it")
    def said(self, asked: Any) -> str:
        return asked.outcome or "–"
