"""Curators' programs are known by a token in the Authorization header, and by nothing else."""

from typing import Any

from django.contrib.auth.models import User
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from explore.api.problems import Problem
from learners.models import ApiToken
from learners.tokens import find_token

_SCHEME = "bearer "
_ASKED = {"WWW-Authenticate": 'Bearer realm="Kinapse"'}


class TokenAuthentication(BaseAuthentication):
    """No session: so a page elsewhere gains nothing by sending a visitor's cookies."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        header = request.headers.get("Authorization", "")
        if header[: len(_SCHEME)].lower() != _SCHEME:
            return None
        token = find_token(header[len(_SCHEME) :].strip())
        if token is None:
            raise Problem("unknown-token", "There is no such token, or it was revoked.", headers=_ASKED)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return _ASKED["WWW-Authenticate"]


class MayHandIn(BasePermission):
    """Staff who may hand documents in."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if request.auth is None:
            raise Problem("unknown-token", headers=_ASKED)
        user = request.user
        if not (user.is_staff and user.has_perm("library.add_intake")):
            raise Problem("not-allowed", "This token's user may not hand documents in.")
        return True


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema names it."""

    target_class = "explore.api.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A curator's token, made in the admin."}
