"""The address that Kinapse is served at: whether it is free, and whether it answers."""

import http.client
import os
import socket
from dataclasses import dataclass

from script.steps.words import Refused

# Compared with, never bound to.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # nosec B104


@dataclass(frozen=True)
class Address:
    """A host to listen on and a port."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """What to type into the browser of this machine."""
        return f"http://localhost:{self.port}"

    def status(self) -> int | None:
        """The status that the home page answers with, or None while nobody answers. Waits at most ten seconds."""
        host = _EVERYWHERE.get(self.host, self.host)
        connection = http.client.HTTPConnection(host, self.port, timeout=10)
        try:
            connection.request("GET", "/", headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


def chosen_address() -> Address:
    """HOST (this machine alone) and PORT (8000). Raises Refused for what is no port, or is taken."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 2**16:
        raise Refused(f"PORT must be a number from 1 to 65535, not {text!r}.")
    address = Address(os.environ.get("HOST") or "127.0.0.1", int(text))
    _refuse_if_taken(address)
    return address


def _refuse_if_taken(address: Address) -> None:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
            probe.listen()
        except OSError as error:
            raise Refused(
                f"Port {address.port} on {address.host} cannot be used ({error.strerror}). "
                f"Choose another: PORT={address.port % 65535 + 1} script/run"
            ) from error
