"""People who may enter the admin."""

import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.contrib.auth.models import User
from django.test import Client

from learners.second_step import USED


def with_second_step(user: User) -> User:
    """The user with an authenticator app, which the admin asks of everybody."""
    TOTP.activate(user, generate_totp_secret())
    return user


def sign_in(client: Client, user: User) -> None:
    """A session in which the user has given password and second step."""
    client.force_login(user)
    session = client.session
    session[USED] = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).pk
    session.save()


def code_of(user: User) -> str:
    """What the user's authenticator app shows now."""
    app = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    code: str = format_hotp_value(hotp_value(decrypt(app.data["secret"]), counter))
    return code
