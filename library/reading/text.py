"""What reading a file gives: its text, the parts of that text, or a refusal."""

from dataclasses import dataclass

MOST_BYTES = 20_000_000
# What no reader may pass, however small the file: a packed file can hold a thousand times its size.
MOST_CHARACTERS = 20_000_000
# The tags that mark a disclosure's figures. They belong to its text in every format.
FIGURE_TAGS = frozenset({"model", "params", "hardware", "gpu_count", "training", "country", "year"})


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text. `kind`: heading (with its level), point or paragraph; `end` is exclusive."""

    kind: str
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class ReadText:
    """The clean text of a file.

    `format`: text, markdown, html, pdf or docx. `title`: what the file says of itself, else its first heading of level
    one; may be empty. `parts`: in order, never overlapping; none in plain text, which has no structure of its own.
    `navigation`: the words of menus, which are not in `text`.
    """

    text: str
    format: str
    title: str = ""
    parts: tuple[Part, ...] = ()
    navigation: tuple[str, ...] = ()


class DocumentRefused(Exception):
    """A file is not taken. `message` says why and what to do; `line` is where, when there is such a line."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
