"""E-mail addresses: which can be written to, and which are one and the same."""

import unicodedata
from dataclasses import dataclass

from disposable_email_domains import blocklist
from django.core.exceptions import ValidationError
from email_validator import EmailNotValidError, validate_email

from waitlist.models import EMAIL_LENGTH

MISSING = "Type your e-mail address."
TOO_LONG = f"This is too long: an e-mail address has at most {EMAIL_LENGTH} characters."
UNSEEN = "There are characters in it that cannot be seen. Type the address by hand."
NOT_PLAIN = "We can only write to addresses with plain letters before the @. Use another address."
NOT_AN_ADDRESS = "This does not look like an e-mail address. Write it like name@example.com."


@dataclass(frozen=True, slots=True)
class Address:
    """An address as typed and `key`, the one form that all its spellings share."""

    typed: str
    key: str

    @property
    def disposable(self) -> bool:
        """Whether its domain, or one above it, hands out addresses that are thrown away."""
        labels = self.key.rpartition("@")[2].split(".")
        return any(".".join(labels[start:]) in blocklist for start in range(len(labels) - 1))


def read_address(text: str) -> Address:
    """The address in `text`. Raises: ValidationError, which says what to do."""
    if len(text) > EMAIL_LENGTH:
        raise ValidationError(TOO_LONG, code="too_long")
    # Full-width letters and the like are other ways to type the same address.
    text = unicodedata.normalize("NFKC", text).strip(" ")
    if not text:
        raise ValidationError(MISSING, code="missing")
    if any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for character in text):
        raise ValidationError(UNSEEN, code="unseen")
    # Letters beyond ASCII in the name need SMTPUTF8, which Django's mail does not speak.
    if not text.rpartition("@")[0].isascii():
        raise ValidationError(NOT_PLAIN, code="not_plain")
    return _checked(text)


def _checked(text: str) -> Address:
    try:
        valid = validate_email(text, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        raise ValidationError(NOT_AN_ADDRESS, code="not_an_address") from None
    return Address(typed=valid.normalized, key=f"{valid.local_part}@{valid.ascii_domain}".casefold())
