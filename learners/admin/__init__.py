"""What staff see of accounts, one module a subject. Importing this package registers everything."""

from learners.admin.second_steps import AuthenticatorAdmin
from learners.admin.tokens import ApiTokenAdmin

__all__ = ["ApiTokenAdmin", "AuthenticatorAdmin"]
