"""The settings of the site, with the addresses of the benchmark added."""

from kinapse.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.http.site_urls"
