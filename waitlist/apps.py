from django.apps import AppConfig

from outbox.registry import register


class WaitlistConfig(AppConfig):
    name = "waitlist"
    verbose_name = "Waitlist"

    def ready(self) -> None:
        register(kind="waitlist.welcome", handler="waitlist.mails.send_welcome")
