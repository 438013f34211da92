"""allauth's forms, where the site asks for more."""

from typing import Any

from allauth.account.forms import ResetPasswordForm, SignupForm
from allauth.account.models import EmailAddress
from allauth.core import context as asked
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from learners.invitations import invited_address
from learners.limits import refusal, spend_code, spend_reset, spend_right_code
from learners.resets import ask_for_reset
from waitlist.errors import AllowanceSpent

HAS_ACCOUNT = (
    "There is an account for this address already. Sign in, or choose a new password if you forgot it."
)


class InvitedSignupForm(SignupForm):  # type: ignore[misc]
    """An account is opened for the address that was invited, and for no other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A disabled field takes its value from here and never from what is sent or what the address of the page says.
        self.initial["email"] = invited_address(asked.request) or ""
        self.fields["email"].disabled = True

    def validate_unique_email(self, value: str) -> str:
        """Said openly: whoever has followed the invitation has the mailbox, and may know of its account."""
        # However it was written when the account was made on the machine itself.
        if any(model.objects.filter(email__iexact=value).exists() for model in (User, EmailAddress)):
            raise ValidationError(HAS_ACCOUNT, code="has_account")
        return value


class UnknowingResetForm(ResetPasswordForm):  # type: ignore[misc]
    """Takes any address without looking for its account, which would tell by time who has one: the outbox looks."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        try:
            spend_reset(asked.request, email)
        except AllowanceSpent as spent:
            raise refusal(asked.request, spent) from None
        return email

    def save(self, request: HttpRequest, **_: Any) -> str:
        email: str = self.cleaned_data["email"]
        ask_for_reset(email)
        return email


class _LimitedCode:
    """Counts each code that is tried, and takes a right one once, over all processes."""

    def clean_code(self) -> str:
        try:
            spend_code(self.user.pk)  # type: ignore[attr-defined]
        except AllowanceSpent as spent:
            raise refusal(asked.request, spent) from None
        code: str = super().clean_code()  # type: ignore[misc]
        try:
            spend_right_code(self.user.pk, code)  # type: ignore[attr-defined]
        except AllowanceSpent:
            raise get_adapter().validation_error("incorrect_code") from None
        return code


class LimitedAuthenticateForm(_LimitedCode, AuthenticateForm):  # type: ignore[misc]
    pass


class LimitedReauthenticateForm(_LimitedCode, ReauthenticateForm):  # type: ignore[misc]
    pass
