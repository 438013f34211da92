"""Reads the statements of an RDF/XML file as a stream, refusing what makes XML dangerous. Nothing is ever fetched."""

from collections.abc import Callable, Collection, Iterable, Iterator
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.expatreader import DefusedExpatParser  # type: ignore[import-untyped]

from concepts.formats.faults import Faults
from concepts.formats.staged_statements import TYPE, StagedStatements, Value

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = "http://www.w3.org/XML/1998/namespace"
_DEEPEST = 16
_LONGEST_TEXT = 100_000
# What the parser says at the end of a file that has none.
_CUT_OFF = {"no element found", "unclosed token", "unclosed CDATA section"}

Name = tuple[str | None, str]


def read_statements(
    chunks: Iterable[bytes], told: StagedStatements, properties: Collection[str], faults: Faults
) -> None:
    """Set down what a file says of types and by these properties.

    Raises: MapRefused for what is no XML, has a document type or entities, or is no RDF.
    """
    parser = DefusedExpatParser(forbid_dtd=True)
    statements = _Statements(faults, parser.getLineNumber, told, {TYPE, *properties})
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(statements)
    try:
        for chunk in chunks:
            parser.feed(chunk)
        parser.close()
    except DefusedXmlException:
        faults.stop(
            statements.line(),
            "XML with a document type or entities is not read: they can hide other files or swell.",
        )
    except SAXParseException as error:
        said = error.getMessage()
        hint = " Is the file cut off?" if said in _CUT_OFF else ""
        faults.stop(error.getLineNumber() or 0, f"This XML cannot be read: {said}.{hint}")
    except (LookupError, ValueError) as error:
        faults.stop(statements.line(), f"This XML cannot be read: {error}.")
    told.end()


class _Statements(ContentHandler):
    """Subjects stand at every second level of the tree, and their properties between them."""

    def __init__(
        self, faults: Faults, line: Callable[[], int], told: StagedStatements, properties: Collection[str]
    ) -> None:
        super().__init__()
        self.line = line
        self._told = told
        self._properties = properties
        self._faults = faults
        self._open: list[_Open] = []
        self._unnamed = 0

    def startElementNS(self, name: Name, qname: str | None, attrs: AttributesNSImpl) -> None:  # noqa: N802
        if len(self._open) >= _DEEPEST:
            self._faults.stop(self.line(), "This XML is nested too deeply.")
        uri = f"{name[0] or ''}{name[1]}"
        if not self._open and uri != f"{RDF}RDF":
            self._faults.stop(self.line(), "This is no RDF: its first element must be rdf:RDF.")
        element = _Open(uri, attrs)
        if len(self._open) % 2:
            self._open_subject(element)
        elif self._open and element.resource():
            self._say(self._open[-1].about, uri, Value(address=element.resource()))
        self._open.append(element)

    def characters(self, content: str) -> None:
        element = self._open[-1]
        is_property = len(self._open) % 2 and len(self._open) > 1
        if not is_property and content.isspace():
            # Line ends and indents between the subjects of a large file are no text of any of them.
            return
        element.length += len(content)
        if element.length > _LONGEST_TEXT:
            self._faults.stop(
                self.line(), f"This text is too long: at most {_LONGEST_TEXT:,} characters are read."
            )
        element.text.append(content)

    def endElementNS(self, name: Name, qname: str | None) -> None:  # noqa: N802
        element = self._open.pop()
        is_property = len(self._open) % 2 == 0 and bool(self._open)
        text = "".join(element.text).strip()
        if is_property and text and not element.holds_subject:
            language = element.attribute(XML, "lang")
            self._say(self._open[-1].about, element.uri, Value(text=text, language=language.lower()))

    def _open_subject(self, element: "_Open") -> None:
        element.about = element.name() or self._next_unnamed()
        self._told.name(element.about, self.line())
        if element.uri != f"{RDF}Description":
            self._say(element.about, TYPE, Value(address=element.uri))
        for uri, text in element.said_in_attributes():
            self._say(element.about, uri, Value(text=text))
        if len(self._open) > 1:
            around = self._open[-1]
            around.holds_subject = True
            self._say(self._open[-2].about, around.uri, Value(address=element.about))

    def _say(self, about: str, uri: str, value: Value) -> None:
        if uri in self._properties:
            self._told.say(about, uri, value, self.line())

    def _next_unnamed(self) -> str:
        self._unnamed += 1
        return f"_: {self._unnamed}"


class _Open:
    """An element that has not ended yet."""

    __slots__ = ("about", "attrs", "holds_subject", "length", "text", "uri")

    def __init__(self, uri: str, attrs: AttributesNSImpl) -> None:
        self.uri = uri
        self.attrs = attrs
        self.about = ""
        self.text: list[str] = []
        self.length = 0
        self.holds_subject = False

    def name(self) -> str:
        """The address of the subject that this element opens; empty when it has none."""
        if identity := self.attribute(RDF, "ID"):
            return f"#{identity}"
        return self.attribute(RDF, "about") or self._node("nodeID")

    def resource(self) -> str:
        """The address that this property says; empty when it says a text."""
        return self.attribute(RDF, "resource") or self._node("nodeID")

    def said_in_attributes(self) -> Iterator[tuple[str, str]]:
        """Properties that are written as attributes of their subject."""
        for (space, name), text in self.attrs.items():
            if space not in {RDF, XML, None}:
                yield f"{space}{name}", text

    def _node(self, name: str) -> str:
        node = self.attribute(RDF, name)
        return f"_:{node}" if node else ""

    def attribute(self, space: str, name: str) -> str:
        return str(self.attrs.get((space, name), ""))
