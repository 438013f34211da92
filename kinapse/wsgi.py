"""Where a web server enters."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinapse.settings")
# Visitors are told within two seconds when to come again; commands, the relay and workers have more patience.
os.environ.setdefault("KINAPSE_SQLITE_TIMEOUT", "1.5")

application = get_wsgi_application()
