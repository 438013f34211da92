from django.apps import AppConfig

from outbox.registry import register, register_tidier


class WaitlistConfig(AppConfig):
    name = "waitlist"
    verbose_name = "Waitlist"

    def ready(self) -> None:
        # Held up by no mail server, and not kept: an address stays with its sign-up alone.
        register(kind="waitlist.ask", handler="waitlist.taking_in.take_in", unrecorded=True)
        register(kind="waitlist.confirm", handler="waitlist.mails.send_confirm", group="mail")
        register(kind="waitlist.invite", handler="waitlist.mails.send_invite", group="mail")
        register_tidier("waitlist.tidying.tidy")
        # Here, because both register themselves, with anymail and with Django's checks.
        from waitlist import bounces, checks  # noqa: F401, PLC0415
