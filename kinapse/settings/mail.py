"""Mail: files under var/mail unless a provider or a server is named."""

import os
from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured

from kinapse.settings.core import VAR_DIR
from kinapse.settings.environment import env, read_service_url

# What anymail needs for the provider: ANYMAIL_POSTMARK_SERVER_TOKEN and the like, and for its reports of bounces and
# complaints ANYMAIL_WEBHOOK_SECRET (`user:password`), without which the address for them is not there.
ANYMAIL = {
    name.removeprefix("ANYMAIL_"): value
    for name, value in os.environ.items()
    if name.startswith("ANYMAIL_") and value
}
_provider = env.str("KINAPSE_MAIL_PROVIDER", default="")

if _provider and find_spec(f"anymail.backends.{_provider}") is None:
    raise ImproperlyConfigured(
        f"KINAPSE_MAIL_PROVIDER must be a name that anymail knows, such as postmark, not {_provider!r}."
    )
if _provider:
    EMAIL_BACKEND = f"anymail.backends.{_provider}.EmailBackend"
elif read_service_url("EMAIL_URL", schemes=list(env.EMAIL_SCHEMES)):
    vars().update(env.email("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"

EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("KINAPSE_MAIL_FROM", default="Kinapse <hello@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
