"""Mail: files under var/mail unless a server is named."""

from kinapse.settings.core import VAR_DIR
from kinapse.settings.environment import env

if env.str("EMAIL_URL", default=""):
    vars().update(env.email("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"

EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("KINAPSE_MAIL_FROM", default="Kinapse <hello@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
