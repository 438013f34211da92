"""Takes the marks out of a paragraph of Markdown, in one pass.

The parser of `concepts.markdown` makes pages of short texts. On twenty megabytes it would be too slow, and it is
quadratic in brackets; here only the words are wanted.
"""

import html
import re
from dataclasses import dataclass
from html.entities import html5

_ESCAPED = re.escape("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
# HTML that is taken out; any other tag is text, above all those of a disclosure.
_ELEMENTS = (
    "a abbr article aside b blockquote br center cite code dd del details dfn div dl dt em figcaption figure font"
    " footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd li main mark nav nobr object ol p picture pre q s samp"
    " section small source span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var video wbr"
)
_MARKS = re.compile(
    rf"""
    (?P<escape>\\[{_ESCAPED}])
    | (?P<ticks>`+)
    | (?P<star>\*+) | (?P<line>_+) | (?P<tilde>~~)
    | (?P<open>!?\[(?:\^[^\]\s\[]{{1,80}}\]:?)?)
    | (?P<close>\])
    | <(?P<address>(?:https?|mailto|ftp):[^\s<>]*+|[\w.+-]{{1,64}}@[\w.-]{{1,255}})>
    | (?P<comment><!--)
    | </?(?P<element>{_ELEMENTS.replace(" ", "|")})(?:\s[^<>]*+|/)?>
    | (?P<entity>&(?:[a-zA-Z][a-zA-Z0-9]{{1,31}}|\#[0-9]{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}});)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A quote or a parenthesis that is never closed ends the search at the next one of its kind, so that many cost no more.
_DESTINATION = re.compile(
    r"\(\s*+(?:<[^<>\n]*+>|(?:[^\s()<]|\([^\s()]*+\))*+)(?:\s++(?:\"[^\"]*+\"|'[^']*+'|\([^()]*+\)))?+\s*+\)"
)
_REFERENCE = re.compile(r"\[([^\[\]]{0,200})\]")


@dataclass(slots=True)
class _Run:
    """Marks of emphasis that may open: where they stand in the output, and how many are still unmatched."""

    place: int
    count: int


def label_of(text: str) -> str:
    """A link's label as labels are compared."""
    return " ".join(text.split()).casefold()


def plain_words(source: str, labels: frozenset[str] = frozenset()) -> str:
    """The words of a paragraph without marks. `labels`: of the links that the document defines. Cost: O(n log n)."""
    found = _MARKS.search(source)
    return _Paragraph(source, labels).read() if found else source


class _Paragraph:
    def __init__(self, source: str, labels: frozenset[str]) -> None:
        self._source = source
        self._labels = labels
        self._out: list[str] = []
        self._brackets: list[tuple[int, int]] = []
        self._runs: dict[str, list[_Run]] = {"*": [], "_": [], "~": []}
        self._ticks = _places_of_ticks(source)
        self._has_comment_end = True

    def read(self) -> str:
        place = 0
        for mark in _MARKS.finditer(self._source):
            if mark.start() < place:
                continue
            self._out.append(self._source[place : mark.start()])
            place = self._take(mark)
        self._out.append(self._source[place:])
        return "".join(self._out)

    def _take(self, mark: re.Match[str]) -> int:
        """Puts out what a mark stands for. Returns where to go on."""
        kind = mark.lastgroup
        word = mark[0]
        if kind == "escape":
            self._out.append(word[1:])
        elif kind in {"star", "line", "tilde"}:
            self._take_emphasis(mark)
        elif kind == "open":
            self._take_open(mark)
        elif kind == "close":
            return self._take_close(mark.end())
        elif kind == "ticks":
            return self._take_code(mark)
        elif kind == "comment":
            return self._take_comment(mark)
        else:
            self._out.append(_words_of(mark))
        return mark.end()

    def _take_open(self, mark: re.Match[str]) -> None:
        if mark[0].endswith(("[", "![")):
            self._brackets.append((len(self._out), mark.end()))
            self._out.append(mark[0])
        # What remains is the sign of a footnote, which is no word.

    def _take_close(self, end: int) -> int:
        if not self._brackets:
            self._out.append("]")
            return end
        opening, start = self._brackets.pop()
        if target := _DESTINATION.match(self._source, end):
            self._resolve(opening)
            return target.end()
        # A label has at most 999 characters. Longer ones are not read: each bracket around would read them again.
        label = self._source[start : end - 1] if end - start < 1000 else ""
        reference = _REFERENCE.match(self._source, end) if self._labels else None
        if reference and label_of(reference[1] or label) in self._labels:
            self._resolve(opening)
            return reference.end()
        if self._labels and label_of(label) in self._labels:
            self._resolve(opening)
        else:
            self._out.append("]")
        return end

    def _resolve(self, opening: int) -> None:
        """Takes out the mark of a link, and a picture with the words that stand in for it."""
        if self._out[opening] == "[":
            self._out[opening] = ""
            return
        del self._out[opening:]
        for runs in self._runs.values():
            while runs and runs[-1].place >= opening:
                runs.pop()

    def _take_code(self, mark: re.Match[str]) -> int:
        places = self._ticks[len(mark[0])]
        while places and places[-1] <= mark.start():
            places.pop()
        if not places:
            self._out.append(mark[0])
            return mark.end()
        closing = places[-1]
        code = self._source[mark.end() : closing].replace("\n", " ")
        padded = code.startswith(" ") and code.endswith(" ") and not code.isspace()
        self._out.append(code[1:-1] if padded else code)
        return closing + len(mark[0])

    def _take_comment(self, mark: re.Match[str]) -> int:
        closing = self._source.find("-->", mark.end()) if self._has_comment_end else -1
        if closing >= 0:
            return closing + 3
        self._has_comment_end = False
        self._out.append(mark[0])
        return mark.end()

    def _take_emphasis(self, mark: re.Match[str]) -> None:
        letter = mark[0][0]
        opens, closes = self._flanks(mark)
        count = len(mark[0])
        if closes:
            count = self._close_emphasis(self._runs[letter], count)
        if count and opens:
            self._runs[letter].append(_Run(len(self._out), count))
        self._out.append(letter * count)

    def _flanks(self, mark: re.Match[str]) -> tuple[bool, bool]:
        """Whether marks of emphasis may open and may close, by what is around them, as CommonMark defines it."""
        before = self._source[mark.start() - 1] if mark.start() else " "
        after = self._source[mark.end()] if mark.end() < len(self._source) else " "
        ends_word = before.isalnum() or not (after.isalnum() or before.isspace())
        begins_word = after.isalnum() or not (before.isalnum() or after.isspace())
        closes, opens = ends_word and not before.isspace(), begins_word and not after.isspace()
        if mark[0][0] == "_" and opens and closes:
            # Within words, as in snake_case, lines are letters.
            opens, closes = not before.isalnum(), not after.isalnum()
        return opens, closes

    def _close_emphasis(self, runs: list[_Run], count: int) -> int:
        """Takes out the marks that these close. Returns how many of these are left."""
        while count and runs:
            opening = runs[-1]
            taken = min(count, opening.count)
            count -= taken
            opening.count -= taken
            self._out[opening.place] = self._out[opening.place][taken:]
            if not opening.count:
                runs.pop()
        return count


def _words_of(mark: re.Match[str]) -> str:
    if mark.lastgroup == "address":
        return mark["address"].removeprefix("mailto:")
    if mark.lastgroup == "entity":
        # Without this check “&nothing;” would be read as “&not” and the rest.
        is_known = mark[0][1] == "#" or mark[0][1:] in html5
        return html.unescape(mark[0]) if is_known else mark[0]
    return "\n" if mark["element"].lower() == "br" else ""


def _places_of_ticks(source: str) -> dict[int, list[int]]:
    """Where runs of backticks stand, by their length, the last first."""
    places: dict[int, list[int]] = {}
    if "`" in source:
        for run in re.finditer("`+", source):
            places.setdefault(len(run[0]), []).append(run.start())
    for starts in places.values():
        starts.reverse()
    return places
