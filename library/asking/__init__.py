"""Asking a language model over the chat completions protocol: bounded in time, size and cost, and its answer checked.

Nothing here knows what is asked for; `library.suggesting` does.
"""

from library.asking.answers import Answer, ask
from library.asking.server import Server, server_to_ask

__all__ = ["Answer", "Server", "ask", "server_to_ask"]
