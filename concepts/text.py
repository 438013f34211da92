"""Text as it may enter the atlas: one Unicode form, no control characters, nothing that turns the page around."""

import re
import unicodedata

TITLE_LENGTH = 200
SUMMARY_LENGTH = 300
REASON_LENGTH = 300
DETAIL_LENGTH = 20_000
LIST_LENGTH = 4_000

# Overrides and isolates let a title reorder the text around it; the plain marks U+200E and U+200F cannot and stay.
_BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Controls but tab and newline, lone surrogates, and the code points that no XML file may hold.
_UNWANTED = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff{_BIDI_CONTROLS}]")
_SPACES = re.compile(r"\s+")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x85")


def clean_line(text: str) -> str:
    """The text as one line: NFC, no controls, single spaces."""
    if text.isascii() and text.isprintable():
        # Nothing can be wrong with it but its spaces: what a large table holds most of.
        return " ".join(text.split())
    return _SPACES.sub(" ", clean_block(text)).strip()


def clean_block(text: str) -> str:
    """The text as lines: NFC, no controls, line ends as newlines, nothing blank around it."""
    text = _LINE_ENDS.sub("\n", text)
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text)).strip()


def clean_list(text: str) -> str:
    """One clean entry a line, without blank ones and repetitions, in the order given."""
    lines = (clean_line(line) for line in clean_block(text).split("\n"))
    return "\n".join(dict.fromkeys(line for line in lines if line))
