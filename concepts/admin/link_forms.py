"""Links as rows of a concept's form. All rows of a list are checked together: one query, however many there are."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.forms import BaseInlineFormSet
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import construct_instance

from concepts.admin.concept_choice import ConceptSelect
from concepts.models import Concept, Link, LinkKind
from concepts.text import REASON_LENGTH

ELSEWHERE = "This concept is not in the map, or is no longer: choose another one."
ITSELF = "A concept cannot be linked to itself: choose another one."
TWICE = "This link is in the list already: remove one of the two."
GONE = "Someone else has removed this link: open the page again."

_LARGEST_ID = 2**63 - 1

Ends = tuple[Concept, Concept]


class RelatedForm(forms.ModelForm):
    """A row that names the concept at the other end and the reason."""

    found: Concept | None = None

    other = forms.IntegerField(label="concept", min_value=1, max_value=_LARGEST_ID, widget=ConceptSelect)
    reason = forms.CharField(
        required=False,
        max_length=REASON_LENGTH,
        help_text="Why, in a sentence.",
        widget=forms.TextInput(attrs={"class": "vTextField", "aria-label": "Reason"}),
    )

    class Meta:
        model = Link
        fields = ["reason"]

    def __init__(self, *args: Any, links: "RelatedFormSet", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.links = links
        choice = self.fields["other"].widget
        choice.map_id = links.instance.map_id
        if self.instance.pk:
            other = links.other_end(self.instance)
            self.initial["other"] = other.pk
            # The stock hidden field checks one end, and a related link may be stored from either.
            self.initial.pop("source", None)
            choice.show(other)

    def _post_clean(self) -> None:
        # Django would go through each constraint for each row; the list checks them all at once.
        self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)

    def find_other(self, concepts: dict[int, Concept]) -> None:
        """Keep the chosen concept, for saving and for showing it again."""
        self.found = concepts.get(self.cleaned_data.get("other") or 0)
        if self.found:
            self.fields["other"].widget.show(self.found)

    def save(self, commit: bool = True) -> Link:
        link: Link = super().save(commit=False)
        if self.found is None:
            raise ValueError("Only rows that the list has checked can be saved.")
        link.kind = self.cleaned_data.get("kind", LinkKind.RELATED)
        link.map_id = self.links.instance.map_id
        link.source, link.target = self.links.ends(self.found)
        return link


class LinkForm(RelatedForm):
    """A row that says the kind of link too."""

    kind = forms.TypedChoiceField(
        coerce=int, label="this concept", widget=forms.Select(attrs={"aria-label": "Kind of link"})
    )

    class Meta(RelatedForm.Meta):
        fields = ["kind", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [("", "…"), *self.links.words]


class RelatedFormSet(BaseInlineFormSet):
    """Links without direction: whichever end they are stored from, they stand in one list."""

    instance: Concept
    words: ClassVar[list[tuple[int, str]]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The stock list holds the links that are stored from one end.
        shown = Link.objects.filter(self.shown(self.instance)) if self.instance.pk else Link.objects.none()
        self.links = shown.select_related("source", "target").order_by("pk")

    def shown(self, concept: Concept) -> Q:
        """Which links stand in the list."""
        return Q(kind=LinkKind.RELATED) & (Q(source=concept) | Q(target=concept))

    def ends(self, other: Concept) -> Ends:
        """Source and target of a row. Both must have been saved."""
        first, last = sorted((self.instance, other), key=lambda concept: concept.pk)
        return first, last

    def other_end(self, link: Link) -> Concept:
        return link.target if link.source_id == self.instance.pk else link.source

    @classmethod
    def get_default_prefix(cls) -> str:
        return "links_related"

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "links": self}

    def get_queryset(self) -> Any:
        """The rows as they were posted, so that each stays beside its own fields when some are gone meanwhile."""
        if not hasattr(self, "_queryset"):
            self._queryset: Any = self._as_posted(self.links) if self.is_bound else list(self.links)
        return self._queryset

    def _as_posted(self, links: Iterable[Link]) -> list[Link]:
        by_id = {str(link.pk): link for link in links}
        posted = (
            self.data.get(f"{self.add_prefix(number)}-id", "") for number in range(self.initial_form_count())
        )
        return [by_id.get(pk) or Link() for pk in posted]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        # The stock field asks the database for each row, which `get_queryset` has read already.
        form.fields["id"] = forms.IntegerField(
            required=False, initial=form.fields["id"].initial, widget=forms.HiddenInput
        )

    def clean(self) -> None:
        rows: list[Any] = self.forms
        # Read with the links: most often nobody chose another one.
        ends = [self.other_end(link) for link in self.get_queryset() if link.pk]
        concepts = {end.pk: end for end in ends}
        chosen = {row.cleaned_data.get("other") for row in rows} - {None, *concepts}
        # In an order, SQLite would read the whole map in it.
        concepts |= Concept.objects.filter(map_id=self.instance.map_id).order_by().in_bulk(chosen)
        seen: set[tuple[Any, Any]] = set()
        for row in rows:
            row.find_other(concepts)
            if row not in self._rows_to_delete():
                self._check(row)
                self._refuse_twice(row, seen)

    def _rows_to_delete(self) -> list[Any]:
        # `deleted_forms` is empty as long as a row is refused.
        return [row for row in self.forms if row.cleaned_data.get(DELETION_FIELD_NAME)]

    def _check(self, form: RelatedForm) -> None:
        if not form.has_changed():
            return
        if form.cleaned_data.get("other") is not None and form.found is None:
            form.add_error("other", ELSEWHERE)
        if form.found and form.found == self.instance:
            form.add_error("other", ITSELF)
        if form in self.initial_forms and form.instance._state.adding:
            form.add_error(None, GONE)

    def _refuse_twice(self, form: RelatedForm, seen: set[tuple[Any, Any]]) -> None:
        link = (form.found, form.cleaned_data.get("kind"))
        if form.found and link in seen:
            form.add_error("other", TWICE)
        seen.add(link)

    def save(self, commit: bool = True) -> list[Link]:
        """Write the rows. Changed ones are taken out and put in again, so that two may swap their ends."""
        links: list[Link] = super().save(commit=False)
        taken_out = [*self.deleted_objects, *(link for link, _ in self.changed_objects)]
        if taken_out:
            Link.objects.filter(pk__in=[link.pk for link in taken_out]).delete()
        if links:
            Link.objects.bulk_create(links)
        return links


class LeadsToFormSet(RelatedFormSet):
    """Links from the concept to what it introduces or is needed for."""

    words = [(LinkKind.PARENT, "is the parent of"), (LinkKind.PREREQUISITE, "is needed before")]

    def shown(self, concept: Concept) -> Q:
        return Q(source=concept) & ~Q(kind=LinkKind.RELATED)

    def ends(self, other: Concept) -> Ends:
        return self.instance, other

    @classmethod
    def get_default_prefix(cls) -> str:
        return "links_out"


class ComesAfterFormSet(RelatedFormSet):
    """Links to the concept from what introduces it or must be known first."""

    words = [(LinkKind.PARENT, "has the parent"), (LinkKind.PREREQUISITE, "needs")]

    def shown(self, concept: Concept) -> Q:
        return Q(target=concept) & ~Q(kind=LinkKind.RELATED)

    def ends(self, other: Concept) -> Ends:
        return other, self.instance

    @classmethod
    def get_default_prefix(cls) -> str:
        return "links_in"
