"""What the waitlist refuses."""


class UnknownToken(Exception):
    """The link was never sent, has expired, or the person has left or was erased."""


class AllowanceSpent(Exception):
    """Too much was asked from one network or for one address. `seconds`: when to come again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Come again in {seconds} seconds.")
        self.seconds = seconds


class NotInvited(Exception):
    """An account was to be opened without an invitation that holds."""
