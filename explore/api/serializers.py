"""The shapes of the API's answers, over the same contexts as the pages. The schema is made from them."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import Field

from explore.contexts import CitedDocument
from explore.way_contexts import ConnectPage, RouteStep
from graph.kinds import LinkKind
from library.intake import intake_progress
from library.models import Document, Intake

KIND_CHOICES = [kind.word for kind in LinkKind]


class TopicSerializer(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    title = serializers.CharField()
    maps = serializers.IntegerField(source="map_count", help_text="How many maps it leads to.")


class TopicListSerializer(serializers.Serializer[Any]):
    topics = TopicSerializer(many=True)


class TopicNameSerializer(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    title = serializers.CharField()


class MapCardSerializer(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    concepts = serializers.IntegerField(source="concept_count", help_text="How many it holds.")
    revision = serializers.IntegerField(help_text="Goes up by one with every change of the map.")
    published = serializers.BooleanField(help_text="False for a draft, which staff alone sees.")
    topics = TopicNameSerializer(many=True)


class MapListSerializer(serializers.Serializer[Any]):
    maps = MapCardSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="Where the next page is; null on the last one.")


class LinkCountsSerializer(serializers.Serializer[Any]):
    parent = serializers.IntegerField()  # type: ignore[assignment]
    prerequisite = serializers.IntegerField()
    related = serializers.IntegerField()

    def to_representation(self, counts: tuple[tuple[str, int], ...]) -> dict[str, int]:
        return dict(counts)


class MapSerializer(serializers.Serializer[Any]):
    slug = serializers.SlugField(source="card.slug")
    title = serializers.CharField(source="card.title")
    summary = serializers.CharField(source="card.summary", allow_blank=True)
    detail_html = serializers.CharField(
        allow_blank=True, help_text="What the map covers and for whom, as safe HTML."
    )
    concepts = serializers.IntegerField(source="card.concept_count", help_text="How many it holds.")
    links = LinkCountsSerializer(source="link_counts", help_text="How many of each kind.")
    minutes = serializers.IntegerField(help_text="To read all of it.")
    revision = serializers.IntegerField(source="card.revision")
    updated = serializers.DateTimeField()
    published = serializers.BooleanField(source="card.published")
    topics = TopicNameSerializer(source="card.topics", many=True)


class LinkSerializer(serializers.Serializer[Any]):
    """Parent → child, prerequisite → dependent, or related, which has no direction."""

    source = serializers.SlugField()  # type: ignore[assignment]
    target = serializers.SlugField()
    kind = serializers.ChoiceField(choices=KIND_CHOICES)
    reason = serializers.CharField(allow_blank=True, help_text="Why, in a sentence.")


class PlacedSerializer(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    x = serializers.FloatField(help_text="Column of the left-to-right tree.")
    y = serializers.FloatField(help_text="Row of the left-to-right tree.")


class GraphNodeSerializer(PlacedSerializer):
    depth = serializers.IntegerField(help_text="Parent links to the nearest top concept.")


class NearNodeSerializer(PlacedSerializer):
    distance = serializers.IntegerField(help_text="Links to the center.")


class PlaceSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(help_text="Tells the same concept in tiles.")
    slug = serializers.SlugField()
    title = serializers.CharField()
    x = serializers.IntegerField(help_text="On the grid of the map's tiles, 0 to 2 ** 24 - 1, to the right.")
    y = serializers.IntegerField(help_text="On the same grid, downwards.")
    z = serializers.IntegerField(help_text="The depth from which on tiles show it.")
    colour = serializers.IntegerField(help_text="0 to 7, that of its region.")


class PlacesSerializer(serializers.Serializer[Any]):
    map = serializers.SlugField()
    version = serializers.CharField(
        allow_blank=True, help_text="That of the layout, as tiles have it; empty without one."
    )
    places = PlaceSerializer(many=True, help_text="In the order asked for, without what the layout lacks.")


class GraphSerializer(serializers.Serializer[Any]):
    map = serializers.SlugField()
    revision = serializers.IntegerField()
    nodes = GraphNodeSerializer(many=True)
    links = LinkSerializer(many=True)


class NeighborhoodSerializer(serializers.Serializer[Any]):
    map = serializers.SlugField()
    revision = serializers.IntegerField()
    center = serializers.SlugField()
    nodes = NearNodeSerializer(many=True, help_text="Nearest first, the center itself at distance 0.")
    links = LinkSerializer(many=True, help_text="All links of the chosen kinds among the nodes.")
    truncated = serializers.BooleanField(
        help_text="Whether more lie within the radius than the limit let through."
    )
    total = serializers.IntegerField(help_text="How many lie within the radius, the center included.")


class ConceptLineSerializer(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)


class ConceptListSerializer(serializers.Serializer[Any]):
    map = serializers.SlugField()
    revision = serializers.IntegerField()
    concepts = ConceptLineSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="Where the next page is; null on the last one.")


class ChildSerializer(ConceptLineSerializer):
    minutes = serializers.IntegerField()
    published = serializers.BooleanField(help_text="False for a draft, which staff alone sees.")
    children = serializers.IntegerField(help_text="How many stand below it in turn.")


class ChildrenSerializer(serializers.Serializer[Any]):
    map = serializers.SlugField()
    revision = serializers.IntegerField()
    parent = serializers.SlugField()  # type: ignore[assignment]
    trail = serializers.ListField(
        child=serializers.SlugField(),
        help_text="What leads to the parent by first parents, the top one first.",
    )
    children = ChildSerializer(many=True, help_text="In the map's own order.")
    next = serializers.URLField(allow_null=True, help_text="Where the next page is; null on the last one.")


class StepSerializer(ChildSerializer):
    parent = serializers.SlugField(
        allow_null=True, help_text="The first of its parents; null for a top concept."
    )  # type: ignore[assignment]
    colour = serializers.IntegerField(allow_null=True, help_text="0 to 7, that of its region on the atlas.")


class TrailsSerializer(serializers.Serializer[Any]):
    map = serializers.SlugField()
    revision = serializers.IntegerField()
    concepts = StepSerializer(many=True, help_text="Each once, after all that is above it.")


class ReasonedSerializer(ConceptLineSerializer):
    """A concept at the other end of a link."""

    reason = serializers.CharField(allow_blank=True)


class LinkedSerializer(serializers.Serializer[Any]):
    map = serializers.SlugField()
    revision = serializers.IntegerField()
    concept = serializers.SlugField()
    role = serializers.SlugField(help_text="What the concepts listed are to this one.")
    total = serializers.IntegerField(help_text="How many there are in all.")
    concepts = ReasonedSerializer(many=True, help_text="In the teaching order.")
    next = serializers.URLField(allow_null=True, help_text="Where the next page is; null on the last one.")


class TopsSerializer(serializers.Serializer[Any]):
    map = serializers.SlugField()
    revision = serializers.IntegerField()
    concepts = ChildSerializer(many=True, help_text="In the map's own order.")
    next = serializers.URLField(allow_null=True, help_text="Where the next page is; null on the last one.")


class SourceSerializer(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    url = serializers.CharField(allow_blank=True, help_text="Empty when there is none.")


class CitedPassageSerializer(serializers.Serializer[Any]):
    section = serializers.CharField(allow_blank=True)
    quote = serializers.CharField()


class ConceptCitationSerializer(serializers.Serializer[CitedDocument]):
    """A document that a concept rests on, with the words."""

    slug = serializers.SlugField(source="document.slug")
    title = serializers.CharField(source="document.title")
    kind = serializers.ChoiceField(choices=Document.Kind.choices, source="document.kind")
    passages = CitedPassageSerializer(many=True)


class PathCostSerializer(serializers.Serializer[Any]):
    steps = serializers.IntegerField(source="path_steps")
    minutes = serializers.IntegerField(source="path_minutes")


class ConceptSerializer(serializers.Serializer[Any]):
    map = serializers.SlugField(source="map.slug")
    revision = serializers.IntegerField(source="map.revision")
    slug = serializers.SlugField()
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    detail_html = serializers.CharField(allow_blank=True, help_text="Safe HTML.")
    aliases = serializers.ListField(child=serializers.CharField())
    sources = SourceSerializer(many=True)
    citations = ConceptCitationSerializer(many=True, help_text="Documents of the library that it rests on.")
    minutes = serializers.IntegerField()
    published = serializers.BooleanField()
    trail = ConceptLineSerializer(
        many=True, help_text="Its ancestors by first parents, the top one first: the nearest hundred."
    )
    parents = ReasonedSerializer(many=True)
    children = ReasonedSerializer(many=True)
    prerequisites = ReasonedSerializer(many=True)
    leads_to = ReasonedSerializer(many=True)
    related = ReasonedSerializer(many=True)
    child_count = serializers.IntegerField(
        help_text="How many have it as their first parent: as many as its own list of children gives, page by page."
    )
    unlisted_links = serializers.IntegerField(
        help_text="How many links of a hub the lists leave out; each list has pages of its own."
    )
    path = PathCostSerializer(source="*", help_text="What its whole learning path takes, itself included.")


class NeedSerializer(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    kind = serializers.ChoiceField(choices=KIND_CHOICES)
    reason = serializers.CharField(allow_blank=True)


class PathStepSerializer(ConceptLineSerializer):
    minutes = serializers.IntegerField()
    needed_by = NeedSerializer(many=True, help_text="The later steps that need this one directly, and why.")


class PathSerializer(serializers.Serializer[Any]):
    map = serializers.SlugField(source="map.slug")
    revision = serializers.IntegerField(source="map.revision")
    target = serializers.SlugField(source="target.slug")
    steps = PathStepSerializer(
        many=True,
        help_text="Each after all of its own prerequisites, the target last: all of them, or the first 399 and it.",
    )
    total = serializers.IntegerField(source="step_count", help_text="How many steps there are in all.")
    known = serializers.ListField(
        child=serializers.SlugField(), help_text="Those of `know` that the map has."
    )
    minutes = serializers.IntegerField(help_text="All steps together.")


class RouteStepSerializer(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    title = serializers.CharField()


class RouteSerializer(serializers.Serializer[Any]):
    """A route has one link less than steps; a link may point either way."""

    steps = RouteStepSerializer(many=True)
    links = LinkSerializer(many=True)

    def to_representation(self, route: tuple[RouteStep, ...]) -> dict[str, Any]:
        return {
            "steps": [{"slug": step.slug, "title": step.title} for step in route],
            "links": [
                {"source": hop.link_source, "target": hop.link_target, "kind": hop.kind, "reason": hop.reason}
                for hop in (step.hop for step in route)
                if hop
            ],
        }


class ConnectionSerializer(serializers.Serializer[ConnectPage]):
    map = serializers.SlugField(source="map.slug")
    revision = serializers.IntegerField(source="map.revision")
    routes = RouteSerializer(
        many=True, help_text="A shortest one first; none when the two are not connected."
    )

    def get_fields(self) -> dict[str, "Field[Any, Any, Any, Any]"]:
        # `from` is a word of Python and cannot be declared above.
        ends = {
            "from": serializers.SlugField(source="source.slug"),
            "to": serializers.SlugField(source="target.slug"),
        }
        fields = super().get_fields()
        return {"map": fields["map"], "revision": fields["revision"], **ends, "routes": fields["routes"]}


class FoundSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["map", "concept", "document"])
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    url = serializers.CharField(help_text="Address of its page on this site.")
    where = serializers.CharField(
        allow_blank=True, help_text="The title of a concept's map, or the kind of a document."
    )


class SearchSerializer(serializers.Serializer[Any]):
    query = serializers.CharField()
    found = FoundSerializer(many=True, help_text="Best first.")


class SignupSerializer(serializers.Serializer[Any]):
    email = serializers.CharField()
    placement = serializers.ChoiceField(choices=["library", "recommendations"], default="library")
    page = serializers.CharField(
        default="", allow_blank=True, help_text="The path of the page it is asked from."
    )


class SignupAnswerSerializer(serializers.Serializer[Any]):
    detail = serializers.CharField()


class HandedInSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="Plain text, Markdown, HTML, PDF or Word (.docx), up to 20 MB.")
    map = serializers.SlugField(required=False, help_text="The map that its concepts belong in.")


class ProgressSerializer(serializers.Serializer[Any]):
    done = serializers.IntegerField()
    steps = serializers.IntegerField(help_text="0 while it has not begun.")


class IntakeSerializer(serializers.Serializer[Any]):
    """A document that was handed in. `document` and `review` are null until it is done."""

    id = serializers.IntegerField(source="pk")
    file = serializers.CharField(source="file_name")
    state = serializers.ChoiceField(choices=["waiting", "done", "refused"])
    progress = serializers.SerializerMethodField()
    outcome = serializers.CharField(allow_blank=True, help_text="What became of it, in words.")
    document = serializers.SerializerMethodField()
    review = serializers.SerializerMethodField()
    created = serializers.DateTimeField()

    @extend_schema_field(ProgressSerializer)
    def get_progress(self, asked: Intake) -> dict[str, int]:
        come = intake_progress(asked)
        return {"done": come.done, "steps": come.steps}

    @extend_schema_field({"type": ["string", "null"], "description": "The slug of the document."})
    def get_document(self, asked: Intake) -> str | None:
        return asked.document.slug if asked.document else None

    @extend_schema_field({"type": ["string", "null"], "description": "Where a curator decides about it."})
    def get_review(self, asked: Intake) -> str | None:
        return (
            reverse("admin:library_document_review", args=[asked.document_id]) if asked.document_id else None
        )


class FaultSerializer(serializers.Serializer[Any]):
    parameter = serializers.CharField(required=False)
    field = serializers.CharField(required=False)
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem details, RFC 9457."""

    type = serializers.URLField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    errors = FaultSerializer(many=True, required=False)  # type: ignore[assignment]
