"""The shapes of the API's answers about AI models and facts, as `explore.model_records` makes them."""

from typing import Any

from rest_framework import serializers

from library.models import Attribute

ATTRIBUTES = [attribute.value for attribute in Attribute]


class StatingDocumentSerializer(serializers.Serializer[Any]):
    """The document that states a fact."""

    slug = serializers.SlugField()
    title = serializers.CharField()
    publisher = serializers.CharField(allow_blank=True)
    published_on = serializers.DateField(allow_null=True)
    source = serializers.CharField(  # type: ignore[assignment]
        allow_blank=True, help_text="Address of the work itself; empty when there is none."
    )
    url = serializers.CharField(help_text="Where its words stand on this site.")


class FactSerializer(serializers.Serializer[Any]):
    """What one document states of one attribute of a model."""

    id = serializers.IntegerField()
    model = serializers.SlugField()
    attribute = serializers.ChoiceField(choices=ATTRIBUTES)
    value = serializers.CharField(help_text="In the words of the document.")
    unit = serializers.CharField(allow_blank=True, help_text="Of the number; empty where there is none.")
    number = serializers.FloatField(allow_null=True, help_text="The value as a number in its unit.")
    quote = serializers.CharField()
    start = serializers.IntegerField(
        help_text="Where the quote begins, in characters of the document's text."
    )
    end = serializers.IntegerField(help_text="Where it ends, exclusive.")
    confidence = serializers.FloatField(help_text="From 0 to 1: how surely the words say this.")
    confirmed = serializers.BooleanField(help_text="Whether a curator has checked it.")
    document = StatingDocumentSerializer()


class FactListSerializer(serializers.Serializer[Any]):
    facts = FactSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="Where the next page is; null on the last one.")


class FigureSerializer(serializers.Serializer[Any]):
    """All that is stated of one attribute."""

    attribute = serializers.ChoiceField(choices=ATTRIBUTES)
    disagree = serializers.BooleanField(
        help_text="Whether two statements cannot both be true. Numbers in one unit agree within two percent; "
        "numbers in different units are not compared."
    )
    statements = FactSerializer(many=True)


class AIModelSerializer(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    name = serializers.CharField()
    aliases = serializers.ListField(child=serializers.CharField())
    maker = serializers.CharField(allow_blank=True)
    url = serializers.CharField(help_text="Address of its page on this site.")
    figures = FigureSerializer(many=True, help_text="Those of which something is stated.")


class AIModelListSerializer(serializers.Serializer[Any]):
    models = AIModelSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="Where the next page is; null on the last one.")
