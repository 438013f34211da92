"""Text as it is compared in a search: lower case, without accents and punctuation, words parted by single spaces."""

import re
import unicodedata

# Letters that no Unicode decomposition turns into a plain one.
_PLAIN = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
    }
)
# Apostrophes and the signs for hamza and ʿayn: "Qur'an" is searched as "quran", while hyphens part words.
_DROPPED = re.compile("['’‘ʼʿʾ`´\u200c\u200d\u00ad]")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """The words of a text in their searched form. Empty when it has none."""
    if not text.isascii():
        text = _without_accents(text)
    return " ".join(_WORD.findall(_DROPPED.sub("", text.casefold())))


def fold_names(*names: str) -> str:
    """Names in their searched form, one a line, without blank ones and repetitions."""
    return "\n".join(dict.fromkeys(folded for name in names if (folded := fold(name))))


def _without_accents(text: str) -> str:
    # An acute accent that stands alone decomposes to a space and a mark, so it goes first.
    text = unicodedata.normalize("NFKD", _DROPPED.sub("", text).casefold())
    letters = set(text)
    changes: dict[int, str | None] = {
        ord(letter): None for letter in letters if unicodedata.combining(letter)
    }
    changes |= {ord(letter): _PLAIN[ord(letter)] for letter in letters if ord(letter) in _PLAIN}
    # Looking at each letter of a long text costs more than looking at each kind of letter once.
    return text.translate(changes) if changes else text
