"""What the paragraph styles of a Word file say: headings, list points, titles, tables of contents."""

import re
from dataclasses import dataclass
from xml.sax.xmlreader import AttributesNSImpl

from library.reading.docx_xml import WordHandler, stream_xml, value_of

# Word counts outline levels from 0; the tenth is plain text.
_BODY_LEVEL = 9
_HEADING = re.compile(r"heading ([1-9])")
_CONTENTS = re.compile(r"toc \d|toc heading")
_LIST = re.compile(r"list (?:bullet|number|paragraph bullet)")
_MOST_ANCESTORS = 20


@dataclass(slots=True)
class Style:
    """A paragraph style. `level`: of a heading, from 1; 0 for plain text; None when it does not say."""

    name: str = ""
    based_on: str = ""
    level: int | None = None
    is_point: bool | None = None

    @property
    def is_title(self) -> bool:
        return self.name == "title"

    @property
    def is_contents(self) -> bool:
        """Whether its paragraphs are lines of a table of contents."""
        return bool(_CONTENTS.match(self.name))


def read_styles(content: bytes) -> dict[str, Style]:
    """The styles of a file by their id, with what they inherit. Raises: DocumentRefused."""
    handler = _Styles()
    stream_xml(content, handler)
    return {name: _with_ancestors(style, handler.styles) for name, style in handler.styles.items()}


def level_of_outline(value: str) -> int | None:
    """A heading's level from an outline level of Word."""
    if not value.isascii() or not value.isdigit() or len(value) > 2:
        return None
    return int(value) + 1 if int(value) < _BODY_LEVEL else 0


def _with_ancestors(style: Style, styles: dict[str, Style]) -> Style:
    whole = Style(style.name, style.based_on, style.level, style.is_point)
    ancestor = style
    for _ in range(_MOST_ANCESTORS):
        if ancestor.level is None and (named := _HEADING.fullmatch(ancestor.name)):
            whole.level = whole.level if whole.level is not None else int(named[1])
        if whole.level is None:
            whole.level = ancestor.level
        if whole.is_point is None:
            whole.is_point = (
                ancestor.is_point
                if ancestor.is_point is not None
                else bool(_LIST.match(ancestor.name)) or None
            )
        if ancestor.based_on not in styles:
            break
        ancestor = styles[ancestor.based_on]
    return whole


class _Styles(WordHandler):
    def __init__(self) -> None:
        super().__init__()
        self.styles: dict[str, Style] = {}
        self._style = Style()

    def start(self, name: str, attrs: AttributesNSImpl) -> None:
        if name == "style":
            self._style = Style()
            if value_of(attrs, "type") in {"paragraph", ""}:
                self.styles[value_of(attrs, "styleId")] = self._style
        elif name == "name":
            self._style.name = value_of(attrs).lower()
        elif name == "basedOn":
            self._style.based_on = value_of(attrs)
        elif name == "outlineLvl":
            self._style.level = level_of_outline(value_of(attrs))
        elif name == "numId":
            self._style.is_point = value_of(attrs) != "0"
