"""A form with all its rows is saved as one change of a map; what the change refuses becomes an error of the form."""

from collections.abc import Collection
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from concepts.admin.opened import OpenedForm
from concepts.errors import UnknownMap
from concepts.models import changing, changing_all

SAVED_AT_ONCE = (
    "Someone else saved at the same moment and the two do not fit together. Nothing was saved: try again."
)
GONE = "The map was deleted while this page was open. Nothing was saved."


class OneChangeAdmin(admin.ModelAdmin):
    """Holds the lock of the map from before a row is read until the whole form is saved, so nothing changes between."""

    def map_of_form(self, request: HttpRequest, object_id: str | None) -> int | None:
        """The id of the map that a posted form changes; None when it changes none that is there yet."""
        return None

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        held = cast("Any", request).held_messages = []
        try:
            with self._change(request, object_id):
                response = super().changeform_view(request, object_id, form_url, extra_context)
                if _shows_the_form_again(response):
                    # The revision was raised to take the lock, and nothing else was changed.
                    transaction.set_rollback(True)
            for send in held:
                send()
            return response
        except ValidationError as error:
            refusal = error
        except IntegrityError:
            refusal = ValidationError(SAVED_AT_ONCE)
        except UnknownMap:
            refusal = ValidationError(GONE)
        # Circles are known only when all rows are written; the second pass shows the form with what was typed.
        cast("Any", request).refusal, cast("Any", request).held_messages = refusal, None
        return super().changeform_view(request, object_id, form_url, extra_context)

    def message_user(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Praise waits until the change is safe: it may still be refused at its end."""
        send = partial(super().message_user, request, *args, **kwargs)
        held = getattr(request, "held_messages", None)
        if held is None:
            send()
        else:
            held.append(send)

    def _change(self, request: HttpRequest, object_id: str | None) -> AbstractContextManager[Any]:
        map_id = self.map_of_form(request, object_id)
        return transaction.atomic() if map_id is None else changing(map_id)

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        if issubclass(form, OpenedForm):
            form.refusal = getattr(request, "refusal", None)
        return form


class OneChangeList(admin.ModelAdmin):
    """Numbers typed into a list are saved together: each map they touch is changed once."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method != "POST" or "_save" not in request.POST:
            return super().changelist_view(request, extra_context)
        with transaction.atomic(), ExitStack() as changes:
            cast("Any", request).changes = changes
            return super().changelist_view(request, extra_context)

    def hold_change(self, request: HttpRequest, map_ids: Collection[int]) -> None:
        """Open a change of these maps that lasts until the whole list is saved."""
        cast("ExitStack", cast("Any", request).changes).enter_context(changing_all(map_ids))


def _shows_the_form_again(response: HttpResponse) -> bool:
    return isinstance(response, TemplateResponse) and "adminform" in (response.context_data or {})
