"""Headers, cookies, hosts, passwords. Strict from the first day; looser only where a comment says why."""

from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from kinapse.settings.core import DEBUG, SITE_URL
from kinapse.settings.environment import env, read_bool, read_header, read_networks, read_number

_site = urlsplit(SITE_URL)
_https = _site.scheme == "https"
_local = ["localhost", "127.0.0.1", "[::1]"]

ALLOWED_HOSTS = list(dict.fromkeys([_site.hostname, *_local, *env.list("KINAPSE_HOSTS", default=[])]))
CSRF_TRUSTED_ORIGINS = [SITE_URL] if _https else []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

SECURE_CONTENT_TYPE_NOSNIFF = True
# With "no-referrer" browsers send "Origin: null", which the CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SECURE_SSL_REDIRECT = _https and not DEBUG
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
BEHIND_PROXY = read_bool("KINAPSE_BEHIND_PROXY", default=False)
# Servers tell an application of a hyphen and of an underscore alike, so where a proxy lets a visitor's X_Forwarded_For
# through, it takes the place of the proxy's own. A name without a hyphen has one spelling only.
FORWARDED_FOR_HEADER = read_header("KINAPSE_FORWARDED_FOR", default="X-Forwarded-For")
FORWARDED_PROTO_HEADER = read_header("KINAPSE_FORWARDED_PROTO", default="X-Forwarded-Proto")
SECURE_PROXY_SSL_HEADER = (FORWARDED_PROTO_HEADER, "https") if BEHIND_PROXY else None
# Lets Prometheus read /metrics from another machine; without it only this one may.
METRICS_TOKEN = env.str("KINAPSE_METRICS_TOKEN", default="")
# Whose word about the visitor's address is believed: nobody's, unless named.
TRUSTED_PROXIES = read_networks("TRUSTED_PROXIES")
# Sign-ups an hour from one network (an address, or an IPv6 /64), which may open as many mailed links besides; and for
# one e-mail address.
SIGNUPS_PER_NETWORK = read_number("KINAPSE_SIGNUPS_PER_NETWORK", default=20, least=1)
SIGNUPS_PER_ADDRESS = read_number("KINAPSE_SIGNUPS_PER_ADDRESS", default=3, least=1)

SESSION_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "explore.errors.csrf_failure"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# A form post or an API call; files come through the import command.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
