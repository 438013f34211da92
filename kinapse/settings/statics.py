"""Styles, scripts, icons: hand-made in static/, built by Vite into static/build/, served by WhiteNoise."""

from kinapse.settings.core import VAR_DIR
from kinapse.settings.environment import BASE_DIR, read_bool
from kinapse.static_storage import is_immutable

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if read_bool("KINAPSE_DEBUG", default=False)
        else "kinapse.static_storage.StaticStorage"
    },
}
WHITENOISE_IMMUTABLE_FILE_TEST = is_immutable
DJANGO_VITE = {
    "default": {
        "manifest_path": BASE_DIR / "static" / "build" / ".vite" / "manifest.json",
        "static_url_prefix": "build",
    }
}
MEDIA_ROOT = VAR_DIR / "media"
