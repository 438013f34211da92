"""Accounts: opened by invitation, entered with a password or a passkey, with a second step for staff."""
