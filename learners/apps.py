from django.apps import AppConfig

from outbox.registry import register


class LearnersConfig(AppConfig):
    name = "learners"
    verbose_name = "Learners"

    def ready(self) -> None:
        register(kind="account.mail", handler="learners.mails.send", group="mail", secret=True)
        register(kind="account.reset", handler="learners.resets.mail_reset", secret=True)
