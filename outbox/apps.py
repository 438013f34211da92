from django.apps import AppConfig

from outbox.registry import register, register_tidier


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = "Outbox"

    def ready(self) -> None:
        register(kind="outbox.tidy", handler="outbox.tidying.tidy")
        register_tidier("outbox.tidying.remove_done")
