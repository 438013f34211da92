"""The server that is asked, as the settings name it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Server:
    """Where and whom to ask, and the bounds of one answer. `key` is in no text made of this."""

    url: str
    model: str
    key: str = field(repr=False, default="")
    seconds: int = 60
    most_tokens: int = 4_000

    @property
    def host(self) -> str:
        """Its name, as curators are told where texts go."""
        return urlsplit(self.url).hostname or ""


def server_to_ask() -> Server | None:
    """The server of the settings; None when there is none to ask."""
    if not settings.LLM_URL:
        return None
    return Server(
        url=settings.LLM_URL,
        model=settings.LLM_MODEL,
        key=settings.LLM_KEY,
        seconds=settings.LLM_SECONDS,
        most_tokens=settings.LLM_MOST_TOKENS,
    )
