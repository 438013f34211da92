"""Bytes into characters: UTF-8, UTF-16 with its mark, or what a page declares."""

import codecs
import re

from library.reading.text import DocumentRefused

# Where browsers look for a declaration, with some room.
_HEAD = 4096
_XML_DECLARATION = re.compile(rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})")
_META_CHARSET = re.compile(rb"<meta[^>]{0,400}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
# The encodings of pages. Python knows more, of which some are no encodings of text and some are slow on purpose.
_SINGLE_BYTE = ["ascii", "koi8-r", "koi8-u", "cp866", "cp874", "mac-roman", "mac-cyrillic"]
_SINGLE_BYTE += [f"cp125{digit}" for digit in range(9)] + [f"iso8859-{n}" for n in range(1, 17) if n != 12]
_EAST_ASIAN = [
    "gb2312",
    "gbk",
    "gb18030",
    "big5",
    "big5hkscs",
    "shift_jis",
    "cp932",
    "euc_jp",
    "iso2022_jp",
    "euc_kr",
    "cp949",
]
_KNOWN = {codecs.lookup(name).name for name in ["utf-8", *_SINGLE_BYTE, *_EAST_ASIAN]}
# What browsers read in place of what is declared: the older name is nearly always meant as the wider set.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
# A page whose declaration can be read as ASCII cannot be in these.
_IMPOSSIBLE = re.compile(r"utf-?(16|32)", re.IGNORECASE)
_MOST_CONTROLS = 0.1
_SAVE_ANEW = "Save the document as text, Markdown, HTML, PDF or Word (.docx)."
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(content: bytes, *, may_declare: bool) -> str:
    """The characters of a text file. `may_declare`: whether it may say its encoding itself, as a page can.

    Raises: DocumentRefused, naming the line and the byte.
    """
    encoding = _marked(content) or (_declared(content[:_HEAD]) if may_declare else "") or "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _refusal(content, encoding, error) from None
    text = text.removeprefix("\ufeff")
    _refuse_binary(text)
    return text


def peek(content: bytes) -> str:
    """The first characters of a file, read as far as they are needed to know its format."""
    return content[:_HEAD].decode(_marked(content) or "utf-8", errors="replace").removeprefix("\ufeff")


def _marked(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8" if content.startswith(codecs.BOM_UTF8) else ""


def _declared(head: bytes) -> str:
    found = _XML_DECLARATION.match(head.lstrip()) or _META_CHARSET.search(head)
    if found is None:
        return ""
    label = found[1].decode("ascii", errors="replace")
    if _IMPOSSIBLE.match(label):
        return "utf-8"
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        name = ""
    if name not in _KNOWN:
        raise DocumentRefused(
            f"This page says that it is written in “{label}”, which is not known here. "
            "Save it as UTF-8 and hand it in again.",
            head.count(b"\n", 0, found.start()) + 1,
        )
    return _WIDER.get(name, name)


def _refusal(content: bytes, encoding: str, error: UnicodeDecodeError) -> DocumentRefused:
    place = error.start
    if encoding == "utf-16":
        line = content[:place].decode(encoding, errors="replace").count("\n") + 1
        told = "UTF-16"
    else:
        line = content.count(b"\n", 0, place) + 1
        told = "UTF-8" if encoding == "utf-8" else f"the encoding that this page declares, {encoding}"
    byte = f"the byte {content[place]:02X} (byte {place + 1:,} of the file)"
    return DocumentRefused(
        f"Here is {byte}, which is not {told}. Save the file as UTF-8 and hand it in again.", line
    )


def _refuse_binary(text: str) -> None:
    """Raises: DocumentRefused."""
    nul = text.find("\0")
    if nul >= 0:
        line = text.count("\n", 0, nul) + 1
        message = f"Here is a NUL, which no text has. {_SAVE_ANEW}"
        raise DocumentRefused(message, line)
    controls = sum(1 for _ in _CONTROLS.finditer(text))
    if controls > _MOST_CONTROLS * len(text):
        raise DocumentRefused(f"This is no text: it holds too many control characters. {_SAVE_ANEW}")
