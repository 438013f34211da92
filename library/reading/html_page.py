"""The visible text of an HTML page, with its headings, points and paragraphs. Nothing that it names is fetched."""

import re

from library.reading.blocks import CELL, HEADING, PARAGRAPH, POINT, Blocks
from library.reading.html_tokens import Tag, tokens
from library.reading.html_tree import BLOCKS, ITEMS, LISTS, OpenElements
from library.reading.text import FIGURE_TAGS, DocumentRefused, ReadText

# Never shown as text. What stands in frames, media and pictures is for readers that cannot show them.
_UNSEEN = frozenset(
    "script style template noscript iframe noembed noframes object audio video canvas svg select datalist textarea"
    " annotation annotation-xml rp xmp".split()
)
_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MANY_SPACES = re.compile(r" {2,}")
_AROUND_BREAK = re.compile(r" *\n *")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def read_html(source: str) -> ReadText:
    """The page's text. Raises: DocumentRefused, when it shows none."""
    page = _Page()
    for token in tokens(source):
        if isinstance(token, str):
            page.take_text(token)
        elif token.is_end:
            page.take_end(token.name)
        else:
            page.take_start(token)
    page.flush()
    read = page.blocks.read_text("html", page.title)
    if not read.text:
        raise DocumentRefused(
            "This page shows no text without its scripts. Open it in a browser, save or print what it shows, "
            "and hand that in."
        )
    return read


class _Page:
    def __init__(self) -> None:
        self.blocks = Blocks()
        self.title = ""
        self._open = OpenElements()
        self._text: list[str] = []
        # Whether the text that is gathered holds more than blanks.
        self._filled = False
        # Whether a cell has begun that shows nothing yet; an empty one needs no line to part it.
        self._cell_waits = False
        self._level = 0
        self._starts_item = False
        # How deep the stack was where what is unseen, a menu or kept lines began; none of it while that is 0.
        self._unseen = 0
        self._menu = 0
        self._kept = 0
        self._in_title = False

    def take_text(self, text: str) -> None:
        if self._in_title:
            self.title = self.title or text
        elif not self._unseen:
            self._put(text if self._kept else _SPACES.sub(" ", text))

    def _put(self, text: str) -> None:
        if not text.isspace():
            if self._cell_waits:
                self._text.append(CELL)
            self._filled, self._cell_waits = True, False
        self._text.append(text)

    def take_start(self, tag: Tag) -> None:
        if tag.name in BLOCKS or (self._menu and tag.name == "a"):
            self.flush()
        self._open.make_room(tag.name)
        self._leave()
        holds = self._open.open(tag.name)
        self._in_title = tag.name == "title" and not self._open.has("svg")
        if self._unseen:
            return
        if tag.name == "br":
            self._text.append("\n")
        elif tag.name in {"td", "th"} and self._filled:
            self._cell_waits = True
        elif tag.name in FIGURE_TAGS:
            self._put(f"<{tag.name}>")
        if holds and _is_unseen(tag):
            self._unseen = self._open.depth
        elif holds:
            self._enter(tag)

    def _enter(self, tag: Tag) -> None:
        """Notes what the text from here on is."""
        if tag.name in _HEADINGS:
            self._level = _HEADINGS[tag.name]
        elif tag.name in ITEMS:
            self._starts_item = tag.name == "li"
        elif tag.name == "pre" and not self._kept:
            self._kept = self._open.depth
        if not self._menu and (tag.name == "nav" or tag.attribute("role") == "navigation"):
            self.flush()
            self._menu = self._open.depth

    def take_end(self, name: str) -> None:
        self._in_title = False
        if name in BLOCKS or (self._menu and name == "a"):
            self.flush()
        if name in FIGURE_TAGS and not self._unseen:
            self._put(f"</{name}>")
        if name in _HEADINGS:
            self._level = 0
        if name in LISTS:
            self._starts_item = False
        self._open.close(name)
        self._leave()

    def _leave(self) -> None:
        """Notes what has ended with the elements that were closed."""
        depth = self._open.depth
        if depth < self._unseen:
            self._unseen = 0
        if depth < self._kept:
            self._kept = 0
        if depth < self._menu:
            self.flush()
            self._menu = 0

    def flush(self) -> None:
        """Ends a block."""
        if not self._text:
            return
        text = "".join(self._text)
        self._text = []
        self._filled = self._cell_waits = False
        if self._menu:
            self.blocks.add_navigation(text)
            return
        if not self._kept:
            text = _AROUND_BREAK.sub("\n", _MANY_SPACES.sub(" ", text))
        if self._level:
            self.blocks.add(HEADING, text, self._level)
        elif self._starts_item and self._open.has("li"):
            self._starts_item = not self.blocks.add(POINT, text)
        else:
            self.blocks.add(PARAGRAPH, text)


def _is_unseen(tag: Tag) -> bool:
    if tag.name in _UNSEEN:
        return True
    if tag.name == "dialog" and tag.attribute("open") is None:
        return True
    return tag.attribute("hidden") is not None or bool(_HIDING.search(tag.attribute("style") or ""))
