from django.apps import AppConfig

from outbox.registry import register, register_tidier


class LearnersConfig(AppConfig):
    name = "learners"
    verbose_name = "Learners"

    def ready(self) -> None:
        register(kind="account.mail", handler="learners.mails.send", group="mail", secret=True)
        register(kind="account.reset", handler="learners.resets.mail_reset", secret=True)
        register_tidier("learners.tidying.remove_sessions")
        # Here, because it registers itself with Django's signals.
        from learners import addresses  # noqa: F401, PLC0415
