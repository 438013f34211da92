from django.apps import AppConfig

from outbox.registry import register


class ConceptsConfig(AppConfig):
    name = "concepts"
    verbose_name = "Concepts"

    def ready(self) -> None:
        register(kind="concepts.import", handler="concepts.imports.run_import")
        register(kind="concepts.layout", handler="concepts.layouts.run_layout")
        register(kind="concepts.snapshot", handler="concepts.snapshot_jobs.run_snapshot")
