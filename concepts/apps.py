from django.apps import AppConfig

from outbox.registry import register, register_tidier


class ConceptsConfig(AppConfig):
    name = "concepts"
    verbose_name = "Concepts"

    def ready(self) -> None:
        register(kind="concepts.import", handler="concepts.imports.run_import")
        register(kind="concepts.layout", handler="concepts.layouts.run_layout")
        register(kind="concepts.deletion", handler="concepts.map_deletion.run_deletion")
        register(kind="concepts.snapshot", handler="concepts.snapshot_jobs.run_snapshot")
        register_tidier("concepts.state_files.remove_files_of_deleted_maps")
