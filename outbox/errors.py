"""What the outbox refuses."""


class OutboxError(Exception):
    """Any refusal of this app."""


class OutsideTransaction(OutboxError):
    """Work was handed over outside the transaction that causes it, so one of the two could be lost."""


class UnknownKind(OutboxError):
    """No handler is registered for this kind of work."""


class LeaseLost(OutboxError):
    """The lease ran out and somebody else has taken the job, or the job is finished or gone."""


class GivenUp(OutboxError):
    """A handler's word that no further attempt would help. Its text is kept with the job."""


class NotYet(OutboxError):
    """A handler's word that no attempt before `seconds` from now would help. Its text is kept with the job."""

    def __init__(self, message: str, *, seconds: float = 0.0) -> None:
        self.seconds = seconds
        super().__init__(message)


class NoQueue(OutboxError):
    """The message queue does not take what is published."""
