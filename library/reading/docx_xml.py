"""Streams the XML of a Word file past a handler.

Document types and entities are refused: they can swell or name other files.
"""

from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.expatreader import DefusedExpatParser  # type: ignore[import-untyped]

from library.reading.text import DocumentRefused

# The second is what “Strict Open XML” writes.
_WORD = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
}
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_CHUNK = 65_536
_DEEPEST = 1_000
_OFF = {"0", "false", "off", "none"}


class WordHandler(ContentHandler):
    """A handler that sees the names of Word alone: `start` and `end` get them without namespace, others as ""."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def startElementNS(  # noqa: N802
        self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise DocumentRefused(
                "This Word file is nested too deeply. Save its text as a new .docx and hand that in."
            )
        self.start(_short(name), attrs)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        self._depth -= 1
        self.end(_short(name))

    def start(self, name: str, attrs: AttributesNSImpl) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""


def value_of(attrs: AttributesNSImpl, name: str = "val") -> str:
    """An attribute of Word's; empty without it."""
    return next((str(attrs.get((space, name))) for space in _WORD if (space, name) in attrs), "")


def is_on(attrs: AttributesNSImpl) -> bool:
    """Whether a switch such as `<w:vanish/>` is on, as it is without a value."""
    return value_of(attrs).lower() not in _OFF


def stream_xml(content: bytes, handler: ContentHandler) -> None:
    """Raises: DocumentRefused."""
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(handler)
    try:
        for place in range(0, len(content), _CHUNK):
            parser.feed(content[place : place + _CHUNK])
        parser.close()
    except DefusedXmlException:
        raise DocumentRefused(
            "This Word file declares a document type or entities, which can hide other files or swell. "
            "Save its text as a new .docx and hand that in."
        ) from None
    except (SAXParseException, LookupError, ValueError) as error:
        raise DocumentRefused(
            "The text of this Word file is broken. Open it in a word processor, save it anew and hand that in."
        ) from error


def _short(name: tuple[str | None, str]) -> str:
    if name[0] in _WORD:
        return name[1]
    return "Fallback" if name == (_COMPATIBILITY, "Fallback") else ""
