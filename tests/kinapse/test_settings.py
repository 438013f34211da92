"""What the environment may say, and what is refused before the site starts."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from kinapse.settings.environment import BASE_DIR

STRONG = "k7Qz9-wp2Xv5_mT8rLc4Yb1Nd6Hs3Jf0Gu-Ea_Io.Wq+Zx=Rt?Kp"
SHOW = """
import json
from kinapse import settings
print(json.dumps({name: getattr(settings, name) for name in (
    "ALLOWED_HOSTS", "SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SITE_URL", "DEBUG",
    "EMAIL_BACKEND", "SECURE_PROXY_SSL_HEADER",
)} | {"engine": settings.DATABASES["default"]["ENGINE"]}))
"""


def run(code: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *code],
        cwd=BASE_DIR,
        env={**kept, "KINAPSE_SECRET_KEY": STRONG, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def shown(**environment: str) -> dict[str, Any]:
    there: dict[str, Any] = json.loads(run(["-c", SHOW], **environment).stdout)
    return there


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"KINAPSE_SECRET_KEY": ""}, "set KINAPSE_SECRET_KEY"),
        ({"KINAPSE_SECRET_KEY": "a" * 60}, "set KINAPSE_SECRET_KEY"),
        ({"KINAPSE_SECRET_KEY": "django-insecure-" + STRONG}, "set KINAPSE_SECRET_KEY"),
        ({"KINAPSE_DEBUG": "maybe"}, "KINAPSE_DEBUG must be true or false"),
        ({"KINAPSE_URL": "kinapse.example"}, "KINAPSE_URL must be an address"),
        ({"KINAPSE_URL": "javascript:alert(1)"}, "KINAPSE_URL must be an address"),
        ({"TRUSTED_PROXIES": "10.0.0.0/8, my-proxy"}, "TRUSTED_PROXIES must list addresses"),
        ({"TRUSTED_PROXIES": "10.0.0.1/8"}, "TRUSTED_PROXIES must list addresses"),
        ({"KINAPSE_SIGNUPS_PER_NETWORK": "0"}, "KINAPSE_SIGNUPS_PER_NETWORK must be a whole number from 1"),
        ({"KINAPSE_MAIL_PROVIDER": "nosuch"}, "KINAPSE_MAIL_PROVIDER must be a name that anymail knows"),
        ({"REDIS_URL": "foo://:hunter2@x"}, "REDIS_URL must be an address that begins with redis or"),
        (
            {"DATABASE_URL": "foo://u:hunter2@x"},
            "DATABASE_URL must be an address that begins with postgres or",
        ),
        ({"DATABASE_URL": "postgres://u:hunter2@x:port/y"}, "DATABASE_URL must be an address"),
        ({"EMAIL_URL": "foo://u:hunter2@x"}, "EMAIL_URL must be an address that begins with smtp"),
        (
            {"KINAPSE_LLM_URL": "ftp://models.example", "KINAPSE_LLM_MODEL": "m"},
            "KINAPSE_LLM_URL must be an address",
        ),
        ({"KINAPSE_LLM_URL": "https://me:pw@models.example"}, "KINAPSE_LLM_URL must be an address"),
        ({"KINAPSE_LLM_URL": "https://models.example/v1?key=1"}, "KINAPSE_LLM_URL must be an address"),
        ({"KINAPSE_LLM_URL": "https://models.example:99999"}, "KINAPSE_LLM_URL must be an address"),
        ({"KINAPSE_LLM_URL": "https://models.example/v1"}, "Set KINAPSE_LLM_MODEL"),
        ({"KINAPSE_LLM_MODEL": "tiny-1"}, "Set KINAPSE_LLM_URL too"),
        ({"KINAPSE_LLM_KEY": "two words"}, "KINAPSE_LLM_KEY must be one word"),
        ({"KINAPSE_LLM_SECONDS": "301"}, "KINAPSE_LLM_SECONDS must be a whole number from 1 to 300"),
    ],
    ids=[
        *("no key", "repeated key", "insecure key", "debug", "bare host", "scheme"),
        *("proxy by name", "proxy with host bits", "no sign-ups"),
        *("mail provider", "no Redis", "no database", "no port", "no mail server"),
        *("model by ftp", "model with password", "model with query", "model at no port"),
        *("no model", "no address", "key of two words", "minutes of patience"),
    ],
)
def test_a_setting_that_cannot_be_stops_the_start_and_says_what_to_set(environment, sentence) -> None:
    result = run(["-c", SHOW], **environment)
    assert result.returncode != 0
    assert sentence in result.stderr
    assert "hunter2" not in result.stderr


def test_a_key_that_cannot_be_is_not_shown() -> None:
    assert "secret-part" not in run(["-c", SHOW], KINAPSE_LLM_KEY="a secret-part").stderr


def test_an_https_address_makes_cookies_and_transport_strict() -> None:
    there = shown(KINAPSE_URL="https://kinapse.example/")
    assert there["SITE_URL"] == "https://kinapse.example"
    assert there["SESSION_COOKIE_SECURE"] is True
    assert there["SECURE_SSL_REDIRECT"] is True
    assert there["SECURE_HSTS_SECONDS"] == 31_536_000
    assert "kinapse.example" in there["ALLOWED_HOSTS"]


def test_further_hosts_are_answered_beside_the_own_one() -> None:
    hosts = shown(KINAPSE_URL="https://kinapse.example", KINAPSE_HOSTS="www.kinapse.example")["ALLOWED_HOSTS"]
    assert {"kinapse.example", "www.kinapse.example", "localhost"} <= set(hosts)


def test_a_local_address_works_without_tls() -> None:
    there = shown(PORT="8123")
    assert there["SITE_URL"] == "http://localhost:8123"
    assert there["SESSION_COOKIE_SECURE"] is False
    assert there["SECURE_SSL_REDIRECT"] is False
    assert there["engine"] == "kinapse.sqlite"


def test_a_forwarded_protocol_counts_only_when_there_is_a_proxy() -> None:
    assert shown()["SECURE_PROXY_SSL_HEADER"] is None
    assert shown(KINAPSE_BEHIND_PROXY="true")["SECURE_PROXY_SSL_HEADER"] == [
        "HTTP_X_FORWARDED_PROTO",
        "https",
    ]


def test_a_proxy_may_speak_by_headers_of_other_names() -> None:
    there = shown(KINAPSE_BEHIND_PROXY="true", KINAPSE_FORWARDED_PROTO="Kinapseproto")
    assert there["SECURE_PROXY_SSL_HEADER"] == ["HTTP_KINAPSEPROTO", "https"]
    refused = run(["manage.py", "check"], KINAPSE_FORWARDED_FOR="X_Forwarded_For")
    assert "KINAPSE_FORWARDED_FOR must be the name of a header" in refused.stderr


def test_a_database_and_a_mail_server_are_taken_from_their_addresses() -> None:
    there = shown(DATABASE_URL="postgres://kinapse@db.example/kinapse", EMAIL_URL="smtp://mail.example:25")
    assert there["engine"] == "django.db.backends.postgresql"
    assert there["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"


def test_the_deploy_check_is_clean_in_production_settings() -> None:
    result = run(
        ["manage.py", "check", "--deploy", "--tag", "security", "--fail-level", "WARNING"],
        KINAPSE_URL="https://kinapse.example",
    )
    assert result.returncode == 0, result.stderr


def test_the_web_server_waits_less_for_sqlites_lock_than_all_else_does() -> None:
    seconds = "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS']['timeout'])"
    assert run(["manage.py", "shell", "--verbosity=0", "-c", seconds]).stdout.strip() == "20.0"
    assert run(["-c", f"import kinapse.wsgi; {seconds}"]).stdout.strip() == "1.5"
    assert run(["-c", f"import kinapse.wsgi; {seconds}"], KINAPSE_SQLITE_TIMEOUT="5").stdout.strip() == "5.0"
    assert "KINAPSE_SQLITE_TIMEOUT must be seconds" in run(["-c", SHOW], KINAPSE_SQLITE_TIMEOUT="0").stderr
