"""A language model that tests direct, and settings that point to it."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.library.asking.model_server import ModelServer, model_server

KEY = "sk-a-key-that-nobody-may-ever-read"


@pytest.fixture
def model(settings: Settings) -> Iterator[ModelServer]:
    """A server, configured."""
    with model_server() as server:
        settings.LLM_URL, settings.LLM_MODEL, settings.LLM_KEY = server.url, "tiny-1", KEY
        yield server
