from django.apps import AppConfig

from outbox.registry import register


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = "Library"

    def ready(self) -> None:
        register(
            kind="library.intake",
            handler="library.taking_in.run_intake",
            when_given_up="library.intake.end_given_up",
        )
        register(kind="library.ask", handler="library.suggesting.work.run_question")
        register(kind="library.likeness", handler="library.likeness.building.renew_index")
        # Here, because it listens to models.
        from library import showing  # noqa: F401, PLC0415
