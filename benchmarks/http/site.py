"""The site as it is served, with a bare view and two twins of the neighborhood beside it."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.http.site_settings"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
