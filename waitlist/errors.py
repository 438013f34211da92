"""What the waitlist refuses."""


class UnknownToken(Exception):
    """The link was never sent, has expired, or the person was erased."""
