"""Tells what kind of file this is: by what is in it first, by the ending of its name second."""

import re

from library.reading.encodings import peek
from library.reading.text import DocumentRefused

TEXT = "text"
MARKDOWN = "markdown"
HTML = "html"
PDF = "pdf"
DOCX = "docx"

_TAKEN = "Text, Markdown, HTML, PDF and Word (.docx) are read"
_ARCHIVE = f"This is a packed file, not a document. Unpack it and hand in what is inside. {_TAKEN}."
_PICTURE = f"This is a picture, a sound or a film, not a document. {_TAKEN}."
_PROGRAM = f"This is a program or data, not a document. {_TAKEN}."
_OFFICE = "This is an older Word file, or one with a password. Save it as .docx without a password and hand that in."
_RTF = "This is RTF, which is not read. Save it as .docx or PDF and hand that in."
_POSTSCRIPT = "This is PostScript, which is not read. Save it as PDF and hand that in."
_XML = "This is XML, not a document. Hand in the text that it holds, as text, Markdown, HTML, PDF or Word (.docx)."
_SIGNATURES = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": _OFFICE,
    b"{\\rtf": _RTF,
    b"%!PS": _POSTSCRIPT,
    b"\x1f\x8b": _ARCHIVE,
    b"BZh": _ARCHIVE,
    b"\xfd7zXZ\0": _ARCHIVE,
    b"7z\xbc\xaf\x27\x1c": _ARCHIVE,
    b"Rar!\x1a\x07": _ARCHIVE,
    b"\x28\xb5\x2f\xfd": _ARCHIVE,
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"RIFF": _PICTURE,
    b"II*\0": _PICTURE,
    b"MM\0*": _PICTURE,
    b"ID3": _PICTURE,
    b"OggS": _PICTURE,
    b"\x7fELF": _PROGRAM,
    b"MZ\x90\0": _PROGRAM,
    b"SQLite format 3\0": _PROGRAM,
    b"\xca\xfe\xba\xbe": _PROGRAM,
}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Mail programs and servers may have put something before a PDF; readers look into its first kilobyte.
_PDF_HEAD = 1024

_BEFORE = r"\s*+(?:<!--.*?-->\s*+|<\?xml[^>]*+>\s*+)*+"
_PAGE = re.compile(rf"{_BEFORE}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_BLOCKS = (
    "address article aside blockquote center div dl form h[1-6] header hr link main meta nav ol p pre script section"
    " style table title ul"
)
_FRAGMENT = re.compile(rf"{_BEFORE}<(?:{'|'.join(_BLOCKS.split())})(?=[\s/>])", re.IGNORECASE | re.DOTALL)
_OTHER_XML = re.compile(rf"\s*+<\?xml\b|{_BEFORE}<!doctype\b", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(r"^ {0,3}#{1,6} +\S", re.MULTILINE)


def kind_of(name: str, content: bytes) -> str:
    """TEXT, MARKDOWN, HTML, PDF or DOCX. Raises: DocumentRefused for what is known to be something else."""
    name = name.lower()
    start = content[:_PDF_HEAD]
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-") or (
        name.endswith(".pdf") and b"%PDF-" in start
    ):
        return PDF
    if content.startswith(_ZIP):
        return DOCX
    for signature, message in _SIGNATURES.items():
        if content.startswith(signature):
            raise DocumentRefused(message)
    if name.endswith(".pdf"):
        raise DocumentRefused(
            "This is no PDF, though its name says so. Save the document as PDF again and hand that in."
        )
    if name.endswith((".docx", ".docm", ".dotx")):
        raise DocumentRefused(
            "This is no Word document, though its name says so. Save it as .docx again and hand that in."
        )
    return _kind_of_text(name, peek(content))


def _kind_of_text(name: str, head: str) -> str:
    if _PAGE.match(head):
        return HTML
    if name.endswith((".xml", ".rdf", ".svg")):
        raise DocumentRefused(_XML, 1)
    if name.endswith((".md", ".markdown", ".mdown", ".mkd")):
        # Markdown may well begin with a tag for what it has no marks for.
        return MARKDOWN
    if name.endswith((".html", ".htm", ".xhtml")) or _FRAGMENT.match(head):
        return HTML
    if _OTHER_XML.match(head):
        raise DocumentRefused(_XML, 1)
    if name.endswith((".txt", ".text")):
        return TEXT
    return MARKDOWN if _HEADING.search(head) else TEXT
