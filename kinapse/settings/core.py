"""What the site is made of: apps, middleware, templates, language."""

import os
from pathlib import Path

from kinapse.settings.environment import BASE_DIR, read_bool, read_secret, read_site_url

DEBUG = read_bool("KINAPSE_DEBUG", default=False)
SECRET_KEY = read_secret("KINAPSE_SECRET_KEY", debug=DEBUG)
# Parted by spaces: what was signed, salted or encrypted with them still holds.
SECRET_KEY_FALLBACKS = os.environ.get("KINAPSE_OLD_SECRET_KEYS", "").split()
# The address visitors use: it decides about cookies, redirects, canonical links and the links in mails.
SITE_URL = read_site_url("KINAPSE_URL", default=f"http://localhost:{os.environ.get('PORT', '8000')}")
VAR_DIR = Path(os.environ.get("KINAPSE_VAR") or BASE_DIR / "var").resolve()

INSTALLED_APPS = [
    "learners.admin_config.GuardedAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # allauth's list of security keys tells their age with it.
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "anymail",
    "django_vite",
    "rest_framework",
    "drf_spectacular",
    "kinapse",
    "outbox",
    "concepts",
    "library",
    "waitlist",
    "learners",
    "explore",
]

MIDDLEWARE = [
    # Before all that looks at the host, the scheme or the session: a probe has none of them.
    "kinapse.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "kinapse.content_policy.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "learners.limits.limit_posts",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kinapse.outages.OutageMiddleware",
]

# Of the stores for messages the one that does nothing until there is a message.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ROOT_URLCONF = "kinapse.urls"
WSGI_APPLICATION = "kinapse.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True
