"""How wide text comes out, without a font at hand: Inter's advance widths, rounded, and generous for the rest."""

import unicodedata

_INTER = {
    0.26: "ijl ", 0.30: "I!,.:'", 0.34: ";t`|fr()/[\\]", 0.42: "1{}-_", 0.50: '^"*?', 0.56: "sakxzL",
    0.60: "7cevyFJ5hnouE", 0.62: "23689bdgpq", 0.66: "0PRSZ#$4BT&+<=>~K", 0.72: "AVXYD", 0.76: "CGHUNOQ", 0.82: "w",
    0.92: "mM", 1.00: "@W%",
}  # fmt: skip
# Other alphabets run wider than Latin in the fonts that stand in for Inter.
_OTHER = 0.72
_FULL = 1.1
# Room for weight 600 and for stand-in fonts.
_MARGIN = 1.02

ELLIPSIS = "…"


class _LetterWidths(dict[str, float]):
    """Widths by letter, in units of the font's size. Other alphabets' are worked out when first met."""

    def __missing__(self, letter: str) -> float:
        if unicodedata.combining(letter):
            width = 0.0
        else:
            width = _FULL if unicodedata.east_asian_width(letter) in "WF" else _OTHER
        self[letter] = width
        return width


_widths = _LetterWidths({letter: width for width, letters in _INTER.items() for letter in letters})


def text_width(text: str, size: float) -> float:
    """About how many pixels wide the text is in a font of `size` pixels, rather too wide than too narrow."""
    return sum(map(_widths.__getitem__, text)) * size * _MARGIN


def fitted(text: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis where it would leave `room`. Cost: O(its length)."""
    if text_width(text, size) <= room:
        return text
    left = room / (size * _MARGIN) - 0.9
    for place, letter in enumerate(text):
        left -= _widths[letter]
        if left < 0:
            return text[:place].rstrip() + ELLIPSIS
    return text


def wrapped(text: str, size: float, room: float, *, lines: int) -> tuple[str, ...]:
    """The text on at most `lines` lines of `room` pixels, the last one cut with an ellipsis."""
    words = text.split()
    whole = " ".join(words)
    if text_width(whole, size) <= room:
        return (whole,) if whole else ()
    done: list[str] = []
    line = ""
    while words and len(done) < lines - 1:
        longer = f"{line} {words[0]}".strip()
        if line and text_width(longer, size) > room:
            done.append(line)
            line = ""
        else:
            line = fitted(longer, size, room)
            words.pop(0)
    rest = " ".join(part for part in (line, *words) if part)
    return tuple(part for part in (*done, fitted(rest, size, room)) if part)


def breakable(text: str, size: float, room: float) -> str:
    """The text with each word that leaves `room` cut in pieces that fill it: for alphabets without spaces above all."""
    return " ".join(piece for word in text.split() for piece in _pieces(word, size, room))


def _pieces(word: str, size: float, room: float) -> list[str]:
    pieces, left = [""], room
    for letter in word:
        width = text_width(letter, size)
        if width > left and pieces[-1]:
            pieces.append("")
            left = room
        pieces[-1] += letter
        left -= width
    return pieces
