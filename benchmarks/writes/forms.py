"""What a browser would send from a page of the admin."""

from html.parser import HTMLParser

from django.test import Client

Attributes = list[tuple[str, str | None]]


def values_on(client: Client, address: str) -> dict[str, str]:
    """The values of every field on a page on which nothing was touched. Raises: RuntimeError."""
    response = client.get(address, secure=True)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}.")
    reader = _Fields()
    reader.feed(response.content.decode())
    return reader.values


class _Fields(HTMLParser):
    """Fields without those that a browser leaves out: empty rows to be copied, boxes without a tick, buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._name = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "option" and self._name and "selected" in given:
            self.values[self._name] = given.get("value", "")
        if not name or "__prefix__" in name:
            return
        if tag == "input" and given.get("type") not in {"submit", "checkbox"}:
            self.values[name] = given.get("value", "")
        elif tag == "input" and "checked" in given:
            self.values[name] = given.get("value", "on")
        elif tag in {"select", "textarea"}:
            self._name, self.values[name] = name, ""

    def handle_data(self, data: str) -> None:
        if self._name and self.lasttag == "textarea":
            # A first line end belongs to the markup.
            self.values[self._name] += data if self.values[self._name] else data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"select", "textarea"}:
            self._name = ""
