"""Curation: Django's own admin, one module a subject. Importing this package registers everything."""

from django.contrib import admin

from concepts.admin.concepts import ConceptAdmin
from concepts.admin.imports import MapImportAdmin
from concepts.admin.links import LinkAdmin
from concepts.admin.maps import KnowledgeMapAdmin
from concepts.admin.topics import TopicAdmin

__all__ = ["ConceptAdmin", "KnowledgeMapAdmin", "LinkAdmin", "MapImportAdmin", "TopicAdmin"]

admin.site.site_header = "Kinapse curation"
admin.site.site_title = "Kinapse curation"
