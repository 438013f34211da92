"""The settings of the site, with one app and without middleware."""

from kinapse.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.faults.bare"
MIDDLEWARE = []
INSTALLED_APPS = ["outbox"]
ALLOWED_HOSTS = ["*"]
