"""The settings of the site, without middleware."""

from kinapse.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.faults.bare"
MIDDLEWARE = []
ALLOWED_HOSTS = ["*"]
