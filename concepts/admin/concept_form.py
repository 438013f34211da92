"""The form of a concept: refuses in words what the database would refuse."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import Q

from concepts.admin.opened import OpenedForm
from concepts.models import Concept, KnowledgeMap, Link

NAMELESS = "Nothing is left of this title once control characters are taken out: type another one."
ADDRESS_TAKEN = "Another concept of this map has this address already: choose another one."


class ConceptForm(OpenedForm):
    """`preset_map`: the map of a concept to be added, when the page was opened from one.

    `shows_links`: whether the links of the concept stand on the page.
    """

    preset_map: ClassVar[KnowledgeMap | None] = None
    shows_links: ClassVar[bool] = True

    class Meta:
        model = Concept
        exclude: ClassVar[list[str]] = []
        # Help texts are HTML, and the model's names an address in angle brackets.
        help_texts = {"sources": "One a line: Author, Title (year) &lt;https://address&gt;"}
        widgets = {
            "detail": AdminTextareaWidget(attrs={"rows": 16}),
            "aliases": AdminTextareaWidget(attrs={"rows": 3}),
            "sources": AdminTextareaWidget(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.preset_map is not None:
            self.instance.map = self.preset_map

    def rows_shown(self) -> Iterable[Any]:
        if not self.shows_links:
            return ()
        links = Link.objects.filter(Q(source=self.instance) | Q(target=self.instance)).order_by("pk")
        return links.values_list("pk", "source_id", "target_id", "kind", "reason")

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            self.instance.prepare()
        except ValidationError as error:
            self.add_error(None, error)
        else:
            self._refuse_what_is_taken()

    def _refuse_what_is_taken(self) -> None:
        if not self.instance.title:
            self.add_error("title", NAMELESS)
        same = Concept.objects.filter(map_id=self.instance.map_id, slug=self.instance.slug)
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("slug", ADDRESS_TAKEN)
