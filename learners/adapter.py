"""What allauth asks the site: who may open an account, how often somebody may try, and how mails leave."""

import json
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as asked
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from learners.invitations import invited_address
from learners.limits import refusal, spend_mail, spend_sign_in, take_back_failure
from learners.secrets import sealed
from outbox.services import hand_over
from waitlist.errors import AllowanceSpent, NotInvited
from waitlist.networks import network_of
from waitlist.services import ACCOUNT_MAIL, account_mails, open_account
from waitlist.views.links import INVITATION


def shown_name(user: User) -> str:
    """What somebody is called on pages and in mails: names of accounts that were opened here are made up."""
    return user.email or user.username


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return invited_address(request) is not None

    def generate_unique_username(self, txts: list[str | None], regex: str | None = None) -> str:
        """A name that nobody signs in with: one made of the address would tell it, and two at once would want it."""
        return f"learner-{uuid4().hex}"

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """The account, tied to the invitation it is opened by: both are written or neither."""
        token_id = request.session.pop(INVITATION, None)
        try:
            with transaction.atomic():
                super().save_user(request, user, form, commit)
                open_account(token_id=token_id, user=user)
        except NotInvited:
            # Somebody else was quicker with the same link, or it has just expired: the page says that it is closed.
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_signup"))) from None
        # Whoever has the link has the mailbox.
        self.stash_verified_email(request, user.email)
        return user

    def get_login_stages(self) -> list[str]:
        """Without a code by mail: invited addresses are verified, and other accounts are made on the machine itself."""
        stages = super().get_login_stages()
        return [stage for stage in stages if not stage.endswith(".EmailVerificationStage")]

    def get_client_ip(self, request: HttpRequest) -> str:
        return network_of(request.META)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counted in the database, so over all processes, before the password is looked at."""
        try:
            spend_sign_in(request, _name_in(credentials))
        except AllowanceSpent as spent:
            raise refusal(request, spent) from None
        super().pre_authenticate(request, **credentials)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            take_back_failure(request, _name_in(credentials))
        return user

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the site's own address, whatever host the request named."""
        # The key is the user and what allauth gave out for them, with a dash between.
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.SITE_URL}{path.replace('UID-KEY', key)}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox, so that no page waits for a mail server or fails with it."""
        with transaction.atomic():
            try:
                spend_mail(email)
            except AllowanceSpent:
                # Said to nobody: the answer would tell that there is such an account.
                return
            words = {"site_url": settings.SITE_URL, "request": asked.request, "email": email, **context}
            message = self.render_mail(template_prefix, email, words)
            words_of_mail = {"to": email, "subject": str(message.subject), "text": str(message.body)}
            # Sealed, since a link in it may open the account, and staff may look into the outbox.
            payload = {"sealed": sealed(json.dumps(words_of_mail))}
            hand_over(kind=ACCOUNT_MAIL, payload=payload, key=f"{account_mails(email)}{uuid4()}")


def _name_in(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("username") or "")
