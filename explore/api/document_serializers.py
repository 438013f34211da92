"""The shapes of the library's answers, over the same contexts as its pages."""

from typing import Any

from rest_framework import serializers

from explore.api.serializers import TopicNameSerializer
from library.models import Document


class DocumentCardSerializer(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    kind = serializers.ChoiceField(choices=Document.Kind.choices)
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    authors = serializers.ListField(
        child=serializers.CharField(), help_text="Of the work that the document is about."
    )
    publisher = serializers.CharField(allow_blank=True)
    published_on = serializers.DateField(allow_null=True, help_text="When that work was published.")
    minutes = serializers.IntegerField(help_text="To read it.")
    published = serializers.BooleanField(help_text="False for a draft, which staff alone sees.")
    topics = TopicNameSerializer(many=True)


class FoundDocumentSerializer(DocumentCardSerializer):
    snippet = serializers.SerializerMethodField(
        help_text="Where a search found it, as plain text; empty when it found its names alone."
    )

    def get_snippet(self, card: Any) -> str:
        return "".join(stretch.words for stretch in card.snippet)


class DocumentListSerializer(serializers.Serializer[Any]):
    documents = FoundDocumentSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="Where the next page is; null on the last one.")


class ConceptNameSerializer(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    title = serializers.CharField()
    map = serializers.SlugField(source="map_slug")


class PassageSerializer(serializers.Serializer[Any]):
    section = serializers.CharField(allow_blank=True, help_text="The heading that it stands under.")
    start = serializers.IntegerField(help_text="In characters of the text.")
    end = serializers.IntegerField(help_text="The first character behind it.")
    quote = serializers.CharField()


class CitedConceptSerializer(serializers.Serializer[Any]):
    concept = ConceptNameSerializer()
    passages = PassageSerializer(many=True)


class SimilarDocumentSerializer(serializers.Serializer[Any]):
    document = DocumentCardSerializer()
    reason = serializers.CharField()
    shared = serializers.ListField(child=serializers.CharField(), help_text="The names in the reason.")


class DocumentSerializer(DocumentCardSerializer):
    insight = serializers.CharField(allow_blank=True, help_text="The central insight of a digest.")
    source_url = serializers.CharField(allow_blank=True)
    licence = serializers.CharField(allow_blank=True, help_text="Of the text that is given here.")
    text = serializers.CharField(help_text="All offsets count characters of it.")
    concepts = CitedConceptSerializer(many=True, help_text="What it is a source of, with its words.")
    similar = SimilarDocumentSerializer(many=True, help_text="The most alike first.")
    updated = serializers.DateTimeField()

    def to_representation(self, page: Any) -> dict[str, Any]:
        card: dict[str, Any] = DocumentCardSerializer(page.card).data
        rest = {name: field for name, field in self.fields.items() if name not in card}
        return {
            **card,
            **{name: field.to_representation(field.get_attribute(page)) for name, field in rest.items()},
        }
