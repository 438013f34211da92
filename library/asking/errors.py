"""Why a language model gave no answer that can be used."""


class AskingFailed(Exception):
    """Any failure to get an answer. The text is for curators; the key is never in it."""


class Unanswered(AskingFailed):
    """The server cannot answer now: asked again later, it may.

    `seconds`: how long it wants to be left alone. `may_cost`: it may have worked on the answer that never came.
    """

    def __init__(self, message: str, *, seconds: float = 0.0, may_cost: bool = False) -> None:
        self.seconds = seconds
        self.may_cost = may_cost
        super().__init__(message)


class AnswerUnusable(AskingFailed):
    """It answered, and cost what that costs, but not so that anything can be made of it. `tokens`: if it told them."""

    def __init__(self, message: str, *, tokens: int | None = None) -> None:
        self.tokens = tokens
        super().__init__(message)


class AskingRefused(AskingFailed):
    """Asking again would not help before somebody changes the settings."""
