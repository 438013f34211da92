"""What reading a file gives."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text, `end` exclusive. `kind`: overview, insight, heading, point or paragraph; `level`: a heading's."""

    kind: str
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class ReadText:
    """A file's clean text. `parts`: in text order, where the format has structure; `navigation`: words of its menus."""

    text: str
    format: str
    title: str = ""
    parts: tuple[Part, ...] = ()
    navigation: tuple[str, ...] = ()
