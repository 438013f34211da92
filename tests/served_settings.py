"""The settings of a site that a test serves in processes of its own: with a mail server that the test runs."""

from tests.settings import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
